//! What a client's frames mean, whatever carries them: who it is, which documents it opens, what it says there.
//!
//! A transport opens a [`Session`], hands it each frame in order, carries what waits in its connection's
//! [`Outbox`](super::outbox::Outbox), and has it [`leave`](Session::leave) at the end. While a frame is taken the transport reads no other: whatever must slow a
//! client down waits in [`Session::frame`].

use std::collections::HashMap;
use std::sync::Arc;

use dires_domain::ids::DocumentId;
use dires_domain::room::Letter;
use dires_domain::vetting::Refusal;
use tokio::net::tcp::OwnedWriteHalf;

use super::actor::{Call, Handle};
use super::connection::Connection;
use super::seats::Seat;
use super::wire::{self, Frames, Incoming, document_name};
use super::{Hub, Visitor, lock, weight, wording};
use crate::access::{Access, document_access};
use crate::metrics::Reason;
use crate::storage::StorageError;

/// From how many bytes on a message is read on a thread of its own: some milliseconds.
const LONG: usize = 32 << 10;

/// So many operations cost what a change costs: a long paste some tens of changes.
const OPERATIONS_A_CHANGE: usize = 1_000;

/// A client's side of the protocol.
pub struct Session {
    /// The hub that it speaks with.
    pub hub: Hub,
    /// Its near end, as documents see it.
    pub connection: Connection,
    /// Its place; none when the person has as many as they may, which is the only thing that it is told.
    pub seat: Option<Arc<Seat>>,
    frames: Frames,
    joined: bool,
    /// Changes' worth of operations that the person has yet to pay for.
    owed: usize,
    documents: HashMap<DocumentId, Handle>,
}

/// Whether the connection goes on; when it does not, a last frame is queued, then the end.
pub type Goes = std::ops::ControlFlow<()>;

impl Session {
    /// A client that has just arrived, over this socket if there is one. Fails when the database does not answer.
    pub async fn open(
        hub: Hub,
        visitor: Visitor,
        socket: Option<Arc<OwnedWriteHalf>>,
    ) -> Result<Self, StorageError> {
        let frames = Frames::new(hub.storage_id().await?);
        let now = tokio::time::Instant::now();
        let seat = hub.0.seats.take(visitor.person, hub.settings(), now);
        let connection = Connection::new(&hub, visitor, socket);
        lock(&hub.0.connections).insert(connection.id, connection.clone());
        let session = Self {
            hub,
            connection,
            seat: seat.map(Arc::new),
            frames,
            joined: false,
            owed: 0,
            documents: HashMap::new(),
        };
        if session.seat.is_none() {
            session.hub.metrics().refused(Reason::Rate);
            let _refused = session.close(wording::TOO_MANY_CONNECTIONS);
        }
        Ok(session)
    }

    /// Takes a frame, and returns once the person has paid for it; leaves it alone once the server is stopping. May be
    /// dropped before it ends when the connection does: the frame is then not acknowledged.
    pub async fn frame(&mut self, frame: &[u8]) -> Goes {
        if self.hub.is_stopping() {
            return Goes::Continue(());
        }
        let Some(seat) = self.seat.clone() else {
            return Goes::Break(());
        };
        let Ok(incoming) = wire::decode(frame) else {
            return self.not_a_frame();
        };
        let changes = match &incoming {
            Incoming::Sync { data, .. } => weight::changes(data),
            Incoming::Ephemeral { .. } => 0,
            Incoming::Join { .. } | Incoming::Unknown(_) | Incoming::Ignored => 1,
        };
        let goes = self.incoming(incoming, &seat).await;
        if goes.is_continue() {
            let owed = std::mem::take(&mut self.owed);
            seat.pay(changes + owed, frame.len()).await;
        }
        goes
    }

    async fn incoming(&mut self, incoming: Incoming, seat: &Seat) -> Goes {
        if let Incoming::Join { versions } = incoming {
            return self.join(&versions);
        }
        if !self.joined {
            return self.close(wording::NOT_JOINED);
        }
        match incoming {
            Incoming::Sync { document, data } => self.letter(document, data).await,
            Incoming::Ephemeral {
                document,
                count,
                data,
            } if seat.may_speak() => self.ephemeral(document, count, data).await,
            Incoming::Ephemeral { .. } => {
                self.hub.metrics().refused(Reason::Rate);
                Goes::Continue(())
            }
            Incoming::Unknown(name) => {
                self.connection.send(&self.frames.unavailable(&name));
                Goes::Continue(())
            }
            Incoming::Join { .. } | Incoming::Ignored => Goes::Continue(()),
        }
    }

    /// Answers what is no frame of the protocol.
    pub fn not_a_frame(&self) -> Goes {
        self.hub.metrics().refused(Reason::Frame);
        self.close(wording::NOT_A_FRAME)
    }

    /// Whether the client has said who it is.
    pub fn has_joined(&self) -> bool {
        self.joined
    }

    /// Leaves every document.
    pub async fn leave(mut self) {
        for (_, room) in self.documents.drain() {
            // A task that has ended has forgotten this client already.
            let _ended = room.call(Call::Leave(self.connection.id)).await;
        }
    }

    fn join(&mut self, versions: &[String]) -> Goes {
        if !versions.is_empty() && !versions.iter().any(|version| version == wire::VERSION) {
            return self.close(wording::OTHER_VERSION);
        }
        self.joined = true;
        self.connection.send(&self.frames.peer());
        Goes::Continue(())
    }

    /// Reads a message here, so that documents need not; a mere receipt goes no further.
    async fn letter(&mut self, document: DocumentId, data: Vec<u8>) -> Goes {
        let limits = self.hub.settings().limits;
        let letter = if data.len() < LONG {
            Letter::read(&data, &limits)
        } else {
            let read = tokio::task::spawn_blocking(move || Letter::read(&data, &limits));
            read.await.unwrap_or(Err(Refusal::Fatal))
        };
        let operations = letter.as_ref().map_or(0, Letter::operations);
        self.owed = operations / OPERATIONS_A_CHANGE;
        if let (Some(room), Ok(letter)) = (self.documents.get(&document), &letter)
            && room.expects(letter)
        {
            return Goes::Continue(());
        }
        let call = Call::Message(self.connection.id, letter);
        self.sync(document, call).await
    }

    /// Hands a message to the document's task, opening it first if need be.
    async fn sync(&mut self, document: DocumentId, call: Call) -> Goes {
        let call = match self.documents.get(&document) {
            Some(room) => match room.call(call).await {
                Ok(()) => return Goes::Continue(()),
                Err(call) => call,
            },
            None => call,
        };
        self.documents.remove(&document);
        // The document's task has ended because the server stops: it is not started again.
        if self.hub.is_stopping() {
            return Goes::Continue(());
        }
        // Aside: what reads the database would otherwise be room that each connection holds all the time.
        match Box::pin(self.enter(document)).await {
            Ok(Some(room)) => match room.call(call).await {
                Ok(()) => Goes::Continue(()),
                Err(_) => self.close(wording::LATER),
            },
            Ok(None) => {
                let name = document_name(document);
                self.connection.send(&self.frames.unavailable(&name));
                Goes::Continue(())
            }
            Err(sentence) => self.close(sentence),
        }
    }

    /// Opens the document if this person may read it.
    async fn enter(&mut self, document: DocumentId) -> Result<Option<Handle>, &'static str> {
        if self.documents.len() >= self.hub.settings().documents {
            return Err(wording::TOO_MANY_DOCUMENTS);
        }
        let access = self.access(document).await.map_err(|error| {
            tracing::warn!(%document, %error, "rights cannot be read");
            wording::LATER
        })?;
        let Some(access) = access else {
            return Ok(None);
        };
        let room = self.hub.room(document);
        // Noted before it is entered: whoever is interrupted between the two still leaves it.
        self.documents.insert(document, room.clone());
        let entering = Call::Enter(self.connection.clone(), access);
        match room.call(entering).await {
            Ok(()) => Ok(Some(room)),
            Err(_) => Err(wording::LATER),
        }
    }

    async fn access(&self, document: DocumentId) -> Result<Option<Access>, StorageError> {
        let mut tx = self.hub.0.db.read().await?;
        let person = self.connection.visitor.person;
        document_access(&mut tx, document, person, self.hub.0.clock.today()).await
    }

    async fn ephemeral(&mut self, document: DocumentId, count: u64, data: Vec<u8>) -> Goes {
        let fault = if data.len() > self.hub.settings().ephemeral {
            Some(wording::TOO_LARGE)
        } else {
            (!wire::is_sound(&data)).then_some(wording::NOT_SOUND)
        };
        if let Some(sentence) = fault {
            let refused = self.frames.error(sentence, Some(document));
            self.connection.send(&refused);
        } else if let Some(room) = self.documents.get(&document) {
            let call = Call::Gossip(self.connection.id, count, data);
            if room.call(call).await.is_err() {
                self.documents.remove(&document);
            }
        }
        Goes::Continue(())
    }

    /// Says why, and closes.
    pub fn close(&self, sentence: &str) -> Goes {
        self.connection.close(&self.frames.error(sentence, None));
        Goes::Break(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.connection.cut();
        lock(&self.hub.0.connections).remove(&self.connection.id);
    }
}
