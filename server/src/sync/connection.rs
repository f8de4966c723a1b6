//! The near end of a client's connection, as documents see it, whatever carries its frames.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Bytes;
use dires_domain::room::PeerId;
use tokio::net::tcp::OwnedWriteHalf;
use tokio_util::sync::CancellationToken;
use tracing::Span;
use uuid::Uuid;

use super::outbox::{Outbox, Room, TooSlow};
use super::wire::Frame;
use super::{Hub, Visitor};
use crate::metrics::{Metrics, Open};

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
    outbox: Outbox,
    slow: AtomicBool,
    ended: CancellationToken,
    metrics: Metrics,
    _counted: Open,
}

impl Deref for Connection {
    type Target = NearEnd;

    fn deref(&self) -> &NearEnd {
        &self.0
    }
}

impl Connection {
    /// A new connection of this hub, over this socket if there is one.
    pub fn new(hub: &Hub, visitor: Visitor, socket: Option<Arc<OwnedWriteHalf>>) -> Self {
        Self(Arc::new(NearEnd {
            id: hub.next_peer(),
            visitor,
            session: Uuid::new_v4().to_string(),
            outbox: Outbox::new(Room::of(hub.settings()), socket),
            slow: AtomicBool::new(false),
            ended: hub.0.cutting.child_token(),
            metrics: hub.metrics().clone(),
            _counted: hub.metrics().connection_opened(),
        }))
    }

    /// Sends a frame. A reader too slow for its queue is cut off, and caught up with when it comes back.
    pub fn send(&self, frame: &Frame) {
        self.heed(self.outbox.send(frame));
    }

    /// Sends what the WebSocket itself has to say.
    pub fn send_raw(&self, bytes: Bytes) {
        self.heed(self.outbox.send_raw(bytes));
    }

    /// Sends a last frame, then closes.
    pub fn close(&self, frame: &Frame) {
        self.send(frame);
        self.outbox.close();
    }

    /// What is on its way to the client, for whoever carries it.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
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

    fn heed(&self, sent: Result<(), TooSlow>) {
        if sent == Err(TooSlow) {
            if !self.ended.is_cancelled() {
                self.metrics.slow_reader_dropped();
                tracing::info!(peer = self.id.0, "a reader is too slow and is cut off");
                self.slow.store(true, Ordering::Relaxed);
            }
            self.cut();
        }
    }
}
