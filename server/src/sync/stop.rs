//! How the hub ends: what was taken is stored and acknowledged, every client is told to come back, then the door shuts.
//!
//! From the moment the server is told to stop, frames that come are left unread: nobody is told that they are stored, so
//! their authors send them again when they are back.

use std::time::Duration;

use tokio::time::timeout;

use super::{Hub, lock};

/// How long what was taken may take to be stored. 6 s: longer than one writer waits for another on `SQLite`.
const STORING: Duration = Duration::from_secs(6);
/// How long clients may take to leave once they are told to.
const LEAVING: Duration = Duration::from_millis(2_500);

/// What was not finished when the hub ended; nothing that anybody was told is stored is among it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Texts with changes that could not be stored: their authors have them, and send them again.
    pub documents: usize,
    /// Clients that did not leave when they were told to, and were cut off.
    pub connections: usize,
}

impl Hub {
    /// Ends, once the server is stopping; within 8.5 s, whatever the database and the clients do.
    pub async fn stopped(&self) -> Left {
        let hub = &self.0;
        hub.documents.close();
        let _stored = timeout(STORING, hub.documents.wait()).await;
        hub.closing.cancel();
        hub.tasks.close();
        let _gone = timeout(LEAVING, hub.tasks.wait()).await;
        let left = self.left();
        hub.cutting.cancel();
        left
    }

    /// What is not finished now.
    pub fn left(&self) -> Left {
        Left {
            documents: self.0.documents.len(),
            connections: lock(&self.0.connections).len(),
        }
    }

    /// Whether the server was told to stop.
    pub(super) fn is_stopping(&self) -> bool {
        self.0.stopping.is_cancelled()
    }
}
