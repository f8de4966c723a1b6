//! What is asked of a document's task, and the way to it.

use std::sync::{Arc, Mutex, PoisonError};

use automerge::ChangeHash;
use dires_domain::room::{Letter, PeerId};
use dires_domain::vetting::Refusal;
use tokio::sync::{Notify, mpsc};

use super::super::connection::Connection;
use super::super::dictation::Dictation;
use crate::access::Access;

/// Calls that may wait before sockets are held back.
const MAILBOX: usize = 1_024;
/// Of how many of the last commits the heads are remembered: readers confirm them some commits late.
const ANNOUNCED: usize = 32;

/// What is asked of a document.
#[derive(Debug)]
pub enum Call {
    /// A client opens it.
    Enter(Connection, Access),
    /// A client sends a sync message.
    Message(PeerId, Result<Letter, Refusal>),
    /// A client says something that is not kept.
    Gossip(PeerId, u64, Vec<u8>),
    /// A client is gone.
    Leave(PeerId),
    /// The first changes, so many, were saved as a whole document.
    Saved(usize, Arc<[u8]>),
    /// The server makes a change in somebody's name.
    Dictate(Dictation),
    /// The database has something else than before: all is opened again.
    Reload,
}

/// The way to a document's task.
#[derive(Debug, Clone)]
pub struct Handle {
    mailbox: mpsc::Sender<Call>,
    pub(super) shared: Arc<Shared>,
    /// Held by every handle, and not by the task.
    users: Arc<()>,
}

/// What the task shares with those who reach it.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) refresh: Notify,
    announced: Mutex<Announced>,
}

/// Heads that everyone here was sent.
#[derive(Debug, Default)]
struct Announced {
    heads: [Vec<ChangeHash>; ANNOUNCED],
    next: usize,
}

/// A handle, and the calls that come through it.
pub(super) fn channel() -> (Handle, mpsc::Receiver<Call>) {
    let (mailbox, calls) = mpsc::channel(MAILBOX);
    let handle = Handle {
        mailbox,
        shared: Arc::default(),
        users: Arc::default(),
    };
    (handle, calls)
}

impl Handle {
    /// Hands a call over, waiting while the mailbox is full. Gives it back when the task has ended.
    pub async fn call(&self, call: Call) -> Result<(), Call> {
        self.mailbox.send(call).await.map_err(|lost| lost.0)
    }

    /// Has rights read again.
    pub fn refresh(&self) {
        self.shared.refresh.notify_one();
    }

    /// Whether a client only confirms what everyone was sent lately: then the task need not hear of it.
    pub fn expects(&self, letter: &Letter) -> bool {
        letter.is_receipt() && self.shared.has_announced(letter.heads())
    }

    /// Whether the task has ended.
    pub fn is_closed(&self) -> bool {
        self.mailbox.is_closed()
    }

    /// Whether nobody holds it but the hub.
    pub fn is_unused(&self) -> bool {
        Arc::strong_count(&self.users) == 1 && self.mailbox.capacity() == MAILBOX
    }
}

impl Shared {
    pub(super) fn announce(&self, heads: &[ChangeHash]) {
        let mut announced = self
            .announced
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let next = announced.next;
        announced.heads[next].clear();
        announced.heads[next].extend_from_slice(heads);
        announced.next = (next + 1) % ANNOUNCED;
    }

    fn has_announced(&self, heads: &[ChangeHash]) -> bool {
        let announced = self
            .announced
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        announced.heads.iter().any(|one| one == heads)
    }
}
