//! The near end of a client's connection, as documents see it: a bounded queue of frames, whatever carries them.

use std::ops::Deref;
use std::sync::Arc;

use axum::body::Bytes;
use dires_domain::room::PeerId;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::Visitor;

/// What is queued for a client.
#[derive(Debug)]
enum Outgoing {
    /// A frame to send.
    Frame(Bytes),
    /// Nothing more: close.
    Close,
}

/// A connected client. Cloning it shares it.
#[derive(Debug, Clone)]
pub struct Connection(Arc<NearEnd>);

/// What is known of a connected client.
#[derive(Debug)]
pub struct NearEnd {
    /// Its number, in every document that it opens.
    pub id: PeerId,
    /// Who is behind it.
    pub visitor: Visitor,
    /// A name that no other connection has, for those who hear it speak.
    pub session: String,
    queue: mpsc::Sender<Outgoing>,
    ended: CancellationToken,
}

impl Deref for Connection {
    type Target = NearEnd;

    fn deref(&self) -> &NearEnd {
        &self.0
    }
}

impl Connection {
    /// A connection that ends with `ended`, and its queue, which holds up to `room` frames.
    pub fn new(
        id: PeerId,
        visitor: Visitor,
        room: usize,
        ended: CancellationToken,
    ) -> (Self, Queue) {
        let (queue, waiting) = mpsc::channel(room);
        let near = NearEnd {
            id,
            visitor,
            session: Uuid::new_v4().to_string(),
            queue,
            ended,
        };
        let queue = Queue {
            waiting,
            closed: false,
        };
        (Self(Arc::new(near)), queue)
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

    /// What is cancelled when the connection ends: by the hub, by its client, or because the server stops.
    pub fn ended(&self) -> CancellationToken {
        self.ended.clone()
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

/// The frames that wait for a client, for whoever carries them to it.
#[derive(Debug)]
pub struct Queue {
    waiting: mpsc::Receiver<Outgoing>,
    closed: bool,
}

impl Queue {
    /// Waits for the next frame. None once the connection closes: what was queued before has been given. Nothing is
    /// lost when it is dropped before it ends.
    pub async fn next(&mut self) -> Option<Bytes> {
        if self.closed {
            return None;
        }
        let next = self.waiting.recv().await;
        self.open(next)
    }

    /// The next frame if one waits already.
    pub fn waiting(&mut self) -> Option<Bytes> {
        if self.closed {
            return None;
        }
        let next = self.waiting.try_recv().ok()?;
        self.open(Some(next))
    }

    fn open(&mut self, next: Option<Outgoing>) -> Option<Bytes> {
        if let Some(Outgoing::Frame(frame)) = next {
            Some(frame)
        } else {
            self.closed = true;
            None
        }
    }
}
