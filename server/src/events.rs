//! Tells open pages that a text has changed, so that they refresh the part that did.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use dires_domain::ids::PaperId;
use tokio::sync::watch;

/// The pages that are open, by text, and who listens to everything. Cloning it shares them.
#[derive(Debug, Clone, Default)]
pub struct Events {
    pages: Arc<Mutex<HashMap<PaperId, watch::Sender<u64>>>>,
    everything: watch::Sender<u64>,
}

/// One open page's ear. Changes that come together are heard as one.
#[derive(Debug)]
pub struct Subscription(watch::Receiver<u64>);

impl Events {
    /// Says that something of the text changed: its stage, its sheet, an avis, a position.
    /// Call it after the unit of work is saved.
    pub fn changed(&self, paper: PaperId) {
        self.stirred();
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = pages.get(&paper) {
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
        Subscription(self.everything.subscribe())
    }

    /// Listens to what changes in the text from now on.
    pub fn subscribe(&self, paper: PaperId) -> Subscription {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let page = pages.entry(paper).or_insert_with(|| watch::channel(0).0);
        Subscription(page.subscribe())
    }
}

impl Subscription {
    /// Waits for the next change; `false` when there will be none.
    pub async fn next(&mut self) -> bool {
        self.0.changed().await.is_ok()
    }
}

#[cfg(test)]
impl Subscription {
    /// Whether a change has come that [`Subscription::next`] has not given yet.
    pub fn has_changed(&self) -> bool {
        self.0.has_changed().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::{Events, PaperId};
    use uuid::Uuid;

    #[tokio::test]
    async fn a_change_reaches_the_pages_of_its_text_only() {
        let events = Events::default();
        let (one, other) = (PaperId(Uuid::now_v7()), PaperId(Uuid::now_v7()));
        let mut page = events.subscribe(one);
        events.changed(other);
        assert!(!page.0.has_changed().unwrap());
        events.changed(one);
        events.changed(one);
        assert!(page.next().await);
        assert!(!page.0.has_changed().unwrap());
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
}
