//! Tells open pages that a text has changed, so that they refresh the part that did.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use dires_domain::ids::PaperId;
use tokio::sync::watch;

/// The pages that are open, by text. Cloning it shares them.
#[derive(Debug, Clone, Default)]
pub struct Events(Arc<Mutex<HashMap<PaperId, watch::Sender<u64>>>>);

/// One open page's ear. Changes that come together are heard as one.
#[derive(Debug)]
pub struct Subscription(watch::Receiver<u64>);

impl Events {
    /// Says that something of the text changed: its stage, its sheet, an avis, a position.
    /// Call it after the unit of work is saved.
    pub fn changed(&self, paper: PaperId) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = pages.get(&paper) {
            page.send_modify(|count| *count += 1);
        }
        pages.retain(|_, page| page.receiver_count() > 0);
    }

    /// Listens to what changes in the text from now on.
    pub fn subscribe(&self, paper: PaperId) -> Subscription {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
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
    async fn a_text_that_nobody_watches_is_forgotten() {
        let events = Events::default();
        let paper = PaperId(Uuid::now_v7());
        drop(events.subscribe(paper));
        events.changed(paper);
        assert!(events.0.lock().unwrap().is_empty());
    }
}
