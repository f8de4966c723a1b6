//! The deep look at what is stored, aside from everybody: each document that changed is applied, saved and loaded again;
//! what that gives is kept as its snapshot, and its title as the text's.
//!
//! One document at a time, and then a rest in proportion to what it cost: a keystroke pays nothing for it.

mod look;

use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use dires_domain::ids::DocumentId;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::Hub;
use look::look;

/// How soon a document is worth a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Somebody waits for what comes of it: a title, a lighter way in.
    Soon,
    /// When there is time.
    InTime,
}

/// Titles are typed in several strokes.
const A_MOMENT: Duration = Duration::from_millis(300);
/// A look is followed by so many times what it cost before the next one that somebody waits for…
const REST: u32 = 10;
/// … and before any other: a thousandth of a core.
const LONG_REST: u32 = 1_000;
/// The longest rest.
const LONGEST: Duration = Duration::from_mins(10);

/// What is asked of the examiner.
pub type Requests = mpsc::UnboundedReceiver<(DocumentId, Urgency)>;

#[derive(Default)]
struct Queue {
    soon: VecDeque<DocumentId>,
    in_time: VecDeque<DocumentId>,
    waiting: HashSet<(DocumentId, bool)>,
}

impl Queue {
    fn push(&mut self, document: DocumentId, urgency: Urgency) {
        let soon = urgency == Urgency::Soon;
        if self.waiting.insert((document, soon)) {
            let queue = if soon {
                &mut self.soon
            } else {
                &mut self.in_time
            };
            queue.push_back(document);
        }
    }

    fn pop(&mut self, soon: bool) -> Option<DocumentId> {
        let queue = if soon {
            &mut self.soon
        } else {
            &mut self.in_time
        };
        let document = queue.pop_front()?;
        self.waiting.remove(&(document, soon));
        Some(document)
    }
}

/// Looks at what it is asked to, until the server stops.
pub async fn run(hub: Hub, mut requests: Requests) {
    let mut queue = Queue::default();
    sweep(&hub, &mut queue).await;
    let mut soon_at = Instant::now();
    let mut in_time_at = Instant::now() + A_MOMENT;
    let stopping = hub.0.stopping.clone();
    loop {
        let (soon, at) = if queue.soon.is_empty() {
            (false, in_time_at)
        } else {
            (true, soon_at)
        };
        let due = !queue.soon.is_empty() || !queue.in_time.is_empty();
        tokio::select! {
            () = stopping.cancelled() => return,
            request = requests.recv() => {
                let Some((document, urgency)) = request else { return };
                soon_at = soon_at.max(Instant::now() + A_MOMENT);
                queue.push(document, urgency);
            }
            () = sleep_until(at), if due => {
                let Some(document) = queue.pop(soon) else { continue };
                let before = Instant::now();
                look(&hub, document).await;
                let cost = before.elapsed();
                hub.metrics().deep_check_done(cost);
                soon_at = Instant::now() + (cost * REST).min(LONGEST);
                in_time_at = Instant::now() + (cost * LONG_REST).min(LONGEST);
            }
        }
    }
}

/// What an earlier run of the server left unexamined.
async fn sweep(hub: &Hub, queue: &mut Queue) {
    let unsaved = async { hub.0.db.read().await?.unsaved_documents().await };
    match unsaved.await {
        Ok(documents) => {
            for document in documents {
                queue.push(document, Urgency::InTime);
            }
        }
        Err(error) => tracing::warn!(%error, "what is not saved yet cannot be listed"),
    }
}
