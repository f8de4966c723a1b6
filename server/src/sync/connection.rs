//! The near end of a client's connection, as documents see it: a bounded queue of frames, whatever carries them.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use axum::body::Bytes;
use dires_domain::room::PeerId;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tracing::Span;
use uuid::Uuid;

use super::{Hub, Settings, Visitor};
use crate::metrics::{Metrics, Open};

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
    room: Room,
    /// Bytes that wait in the queue.
    queued: Arc<AtomicUsize>,
    slow: AtomicBool,
    ended: CancellationToken,
    metrics: Metrics,
    _counted: Open,
}

/// What may wait for a client before it is cut off.
#[derive(Debug, Clone, Copy)]
struct Room {
    frames: usize,
    /// The frames' bytes; one alone may be of any length.
    bytes: usize,
}

impl Room {
    fn of(settings: &Settings) -> Self {
        Self {
            frames: settings.queue,
            bytes: settings.queue_bytes,
        }
    }
}

impl Deref for Connection {
    type Target = NearEnd;

    fn deref(&self) -> &NearEnd {
        &self.0
    }
}

impl Connection {
    /// A new connection of this hub, and its queue.
    pub fn new(hub: &Hub, visitor: Visitor) -> (Self, Queue) {
        let room = Room::of(hub.settings());
        let (queue, waiting) = mpsc::channel(room.frames);
        let queued = Arc::new(AtomicUsize::new(0));
        let near = NearEnd {
            id: hub.next_peer(),
            visitor,
            session: Uuid::new_v4().to_string(),
            queue,
            room,
            queued: queued.clone(),
            slow: AtomicBool::new(false),
            ended: hub.0.cutting.child_token(),
            metrics: hub.metrics().clone(),
            _counted: hub.metrics().connection_opened(),
        };
        let queue = Queue {
            waiting,
            queued,
            closing: hub.0.closing.clone(),
            closed: false,
        };
        (Self(Arc::new(near)), queue)
    }

    /// Sends a frame. A reader too slow for its queue is cut off, and caught up with when it comes back.
    pub fn send(&self, frame: Bytes) {
        let before = self.queued.fetch_add(frame.len(), Ordering::Relaxed);
        if before > 0 && before + frame.len() > self.room.bytes {
            self.is_too_slow();
        } else {
            self.give(Outgoing::Frame(frame));
        }
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

    /// Whether it was cut off because it did not take what was sent to it.
    pub fn was_slow(&self) -> bool {
        self.slow.load(Ordering::Relaxed)
    }

    /// What is logged of this connection says which one it is.
    pub fn span(&self) -> Span {
        tracing::info_span!("connection", number = self.id.0, person = %self.visitor.person)
    }

    fn give(&self, outgoing: Outgoing) {
        if self.queue.try_send(outgoing).is_err() {
            self.is_too_slow();
        }
    }

    fn is_too_slow(&self) {
        if !self.ended.is_cancelled() {
            self.metrics.slow_reader_dropped();
            tracing::info!(peer = self.id.0, "a reader is too slow and is cut off");
            self.slow.store(true, Ordering::Relaxed);
        }
        self.cut();
    }
}

/// The frames that wait for a client, for whoever carries them to it.
#[derive(Debug)]
pub struct Queue {
    waiting: mpsc::Receiver<Outgoing>,
    queued: Arc<AtomicUsize>,
    closing: CancellationToken,
    closed: bool,
}

impl Queue {
    /// Waits for the next frame. None once the connection closes, or the server stops and has nothing more to say: what
    /// was queued before has been given. Nothing is lost when it is dropped before it ends.
    pub async fn next(&mut self) -> Option<Bytes> {
        if self.closed {
            return None;
        }
        let next = tokio::select! {
            biased;
            next = self.waiting.recv() => next,
            () = self.closing.cancelled() => None,
        };
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
            self.queued.fetch_sub(frame.len(), Ordering::Relaxed);
            Some(frame)
        } else {
            self.closed = true;
            None
        }
    }
}
