//! The near end of a client's socket, as documents see it.

use axum::body::Bytes;
use dires_domain::room::PeerId;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::Visitor;

/// What the socket's writer is given.
#[derive(Debug, Clone)]
pub enum Outgoing {
    /// A frame to send.
    Frame(Bytes),
    /// Nothing more: close, for this reason.
    Close,
}

/// A connected client. Cloning it shares it.
#[derive(Debug, Clone)]
pub struct Connection {
    /// Its number, in every document that it opens.
    pub id: PeerId,
    /// Who is behind it.
    pub visitor: Visitor,
    /// A name that no other connection has, for those who hear it speak.
    pub session: String,
    queue: mpsc::Sender<Outgoing>,
    ended: CancellationToken,
}

impl Connection {
    /// A connection whose frames go to `queue`, and which ends with `ended`.
    pub fn new(
        id: PeerId,
        visitor: Visitor,
        session: String,
        queue: mpsc::Sender<Outgoing>,
        ended: CancellationToken,
    ) -> Self {
        Self {
            id,
            visitor,
            session,
            queue,
            ended,
        }
    }

    /// Sends a frame. A reader too slow for its queue is cut off, and caught up with when it comes back.
    pub fn send(&self, frame: Bytes) {
        self.give(Outgoing::Frame(frame));
    }

    /// Sends a last frame, then closes.
    pub fn close(&self, frame: Bytes) {
        self.send(frame);
        self.give(Outgoing::Close);
    }

    /// Ends the connection now.
    pub fn cut(&self) {
        self.ended.cancel();
    }

    fn give(&self, outgoing: Outgoing) {
        if self.queue.try_send(outgoing).is_err() {
            if !self.ended.is_cancelled() {
                tracing::info!(peer = self.id.0, "a reader is too slow and is cut off");
            }
            self.cut();
        }
    }
}
