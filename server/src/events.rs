//! Tells open pages that a text has changed, so that they refresh the part that did.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use dires_domain::ids::{MeetingId, PaperId, TerritoryId};
use futures_util::future::select_all;
use tokio::sync::watch;

/// What a page listens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Matter {
    /// A text.
    Paper(PaperId),
    /// What only one territory is told of a text.
    PaperFor(PaperId, TerritoryId),
    /// A meeting.
    Meeting(MeetingId),
}

/// The pages that are open, by text, and who listens to everything. Cloning it shares them.
#[derive(Debug, Clone, Default)]
pub struct Events {
    pages: Arc<Mutex<HashMap<Matter, watch::Sender<u64>>>>,
    everything: watch::Sender<u64>,
}

/// One open page's ear. Changes that come together are heard as one.
#[derive(Debug)]
pub struct Subscription(Vec<watch::Receiver<u64>>);

impl Events {
    /// Says that something of the text changed: its stage, its sheet, an avis, a position.
    /// Call it after the unit of work is saved.
    pub fn changed(&self, paper: PaperId) {
        self.tell(&[Matter::Paper(paper)]);
    }

    /// Says to the pages of these territories alone that something of the text changed: others hear nothing at all.
    pub fn changed_for(&self, paper: PaperId, territories: &[TerritoryId]) {
        let matters: Vec<Matter> = territories
            .iter()
            .map(|it| Matter::PaperFor(paper, *it))
            .collect();
        self.tell(&matters);
    }

    /// Says that something of a meeting changed: somebody came, a vote was put.
    pub fn meeting_changed(&self, meeting: MeetingId) {
        self.tell(&[Matter::Meeting(meeting)]);
    }

    fn tell(&self, matters: &[Matter]) {
        self.stirred();
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        for page in matters.iter().filter_map(|matter| pages.get(matter)) {
            page.send_modify(|count| *count += 1);
        }
        pages.retain(|_, page| page.receiver_count() > 0);
    }

    /// Says that something was stored that belongs to no text: a mandate, an invitation, a choice.
    pub fn stirred(&self) {
        self.everything.send_modify(|count| *count += 1);
    }

    /// Listens to everything that is said here from now on.
    pub fn subscribe_to_all(&self) -> Subscription {
        Subscription(vec![self.everything.subscribe()])
    }

    /// Listens to what changes in the text from now on, as nobody in particular.
    pub fn subscribe(&self, paper: PaperId) -> Subscription {
        self.subscribe_for(paper, &[])
    }

    /// The same as one of these territories.
    pub fn subscribe_for(&self, paper: PaperId, territories: &[TerritoryId]) -> Subscription {
        let theirs = territories.iter().map(|it| Matter::PaperFor(paper, *it));
        self.listen(std::iter::once(Matter::Paper(paper)).chain(theirs))
    }

    /// Listens to what changes in a meeting from now on.
    pub fn subscribe_to_meeting(&self, meeting: MeetingId) -> Subscription {
        self.listen(std::iter::once(Matter::Meeting(meeting)))
    }

    fn listen(&self, matters: impl Iterator<Item = Matter>) -> Subscription {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let ears = matters.map(|matter| {
            let page = pages.entry(matter).or_insert_with(|| watch::channel(0).0);
            page.subscribe()
        });
        Subscription(ears.collect())
    }
}

impl Subscription {
    /// Waits for the next change; `false` when there will be none.
    pub async fn next(&mut self) -> bool {
        let ears = self.0.iter_mut().map(|ear| Box::pin(ear.changed()));
        let more = select_all(ears).await.0.is_ok();
        for ear in &mut self.0 {
            ear.mark_unchanged();
        }
        more
    }
}

#[cfg(test)]
impl Subscription {
    /// Whether a change has come that [`Subscription::next`] has not given yet.
    pub fn has_changed(&self) -> bool {
        self.0.iter().any(|ear| ear.has_changed().unwrap_or(false))
    }
}

#[cfg(test)]
mod tests {
    use super::{Events, PaperId, TerritoryId};
    use uuid::Uuid;

    #[tokio::test]
    async fn a_change_reaches_the_pages_of_its_text_only() {
        let events = Events::default();
        let (one, other) = (PaperId(Uuid::now_v7()), PaperId(Uuid::now_v7()));
        let mut page = events.subscribe(one);
        events.changed(other);
        assert!(!page.has_changed());
        events.changed(one);
        events.changed(one);
        assert!(page.next().await);
        assert!(!page.has_changed());
    }

    #[tokio::test]
    async fn who_listens_to_everything_hears_of_texts_and_of_the_rest() {
        let events = Events::default();
        let mut all = events.subscribe_to_all();
        events.changed(PaperId(Uuid::now_v7()));
        assert!(all.next().await);
        assert!(!all.has_changed());
        events.stirred();
        assert!(all.next().await);
    }

    #[tokio::test]
    async fn a_text_that_nobody_watches_is_forgotten() {
        let events = Events::default();
        let paper = PaperId(Uuid::now_v7());
        drop(events.subscribe(paper));
        events.changed(paper);
        assert!(events.pages.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn what_is_said_to_one_territory_is_heard_by_its_pages_alone_and_once() {
        let events = Events::default();
        let paper = PaperId(Uuid::now_v7());
        let (ours, theirs) = (TerritoryId(Uuid::now_v7()), TerritoryId(Uuid::now_v7()));
        let mut both = events.subscribe_for(paper, &[ours, theirs]);
        let (other, nobody) = (
            events.subscribe_for(paper, &[theirs]),
            events.subscribe(paper),
        );
        events.changed_for(paper, &[ours]);
        assert!(!other.has_changed() && !nobody.has_changed());
        events.changed_for(paper, &[theirs]);
        events.changed(paper);
        assert!(other.has_changed() && nobody.has_changed());
        assert!(both.next().await);
        assert!(!both.has_changed());
    }
}
