//! A client's WebSocket: frames in, frames out, each in a task of its own so that a slow reader holds nobody up.

use std::collections::HashMap;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use dires_domain::ids::DocumentId;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::actor::{Call, Handle};
use super::connection::{Connection, Outgoing};
use super::wire::{self, Frames, Incoming, document_name};
use super::{Hub, Visitor, lock, wording};
use crate::access::{Access, document_access};
use crate::storage::StorageError;

/// Speaks with a client until it leaves, is cut off, or the server stops.
pub async fn serve(hub: Hub, socket: WebSocket, visitor: Visitor) {
    let Ok(storage_id) = hub.storage_id().await else {
        return;
    };
    let (queue, outgoing) = mpsc::channel(hub.settings().queue);
    let ended = hub.0.stopping.child_token();
    let id = hub.next_peer();
    let session = Uuid::new_v4().to_string();
    let connection = Connection::new(id, visitor, session, queue, ended.clone());
    lock(&hub.0.connections).insert(id, connection.clone());
    let (sink, stream) = socket.split();
    let writing = tokio::spawn(write(sink, outgoing, ended.clone(), hub.settings().ping));
    let mut session = Session {
        hub: hub.clone(),
        frames: Frames::new(storage_id),
        connection,
        joined: false,
        documents: HashMap::new(),
    };
    if session.read(stream, &ended).await == Ended::ByClient {
        ended.cancel();
    }
    session.leave().await;
    lock(&hub.0.connections).remove(&id);
    if writing.await.is_err() {
        tracing::error!("a socket's writer failed");
    }
}

struct Session {
    hub: Hub,
    frames: Frames,
    connection: Connection,
    joined: bool,
    documents: HashMap<DocumentId, Handle>,
}

/// Whether the connection goes on.
type Goes = std::ops::ControlFlow<()>;

/// Who ended the connection.
#[derive(Debug, PartialEq, Eq)]
enum Ended {
    /// The client, the network, or the hub: nothing more can be sent.
    ByClient,
    /// This task, which queued a last frame.
    ByUs,
}

impl Session {
    async fn read(
        &mut self,
        mut stream: SplitStream<WebSocket>,
        ended: &CancellationToken,
    ) -> Ended {
        // A client that answers two pings in a row with nothing is gone.
        let patience = 2 * self.hub.settings().ping;
        loop {
            let next = tokio::select! {
                () = ended.cancelled() => return Ended::ByClient,
                next = timeout(patience, stream.next()) => next,
            };
            let goes = match next {
                Ok(Some(Ok(Message::Binary(frame)))) => self.frame(&frame).await,
                Ok(Some(Ok(Message::Text(_)))) => self.close(wording::NOT_A_FRAME),
                Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => Goes::Continue(()),
                _ => return Ended::ByClient,
            };
            if goes.is_break() {
                return Ended::ByUs;
            }
        }
    }

    async fn frame(&mut self, frame: &[u8]) -> Goes {
        let Ok(incoming) = wire::decode(frame) else {
            return self.close(wording::NOT_A_FRAME);
        };
        if let Incoming::Join { versions } = incoming {
            return self.join(&versions);
        }
        if !self.joined {
            return self.close(wording::NOT_JOINED);
        }
        match incoming {
            Incoming::Sync { document, data } => {
                let call = Call::Message(self.connection.id, data);
                self.sync(document, call).await
            }
            Incoming::Ephemeral {
                document,
                count,
                data,
            } => self.ephemeral(document, count, data).await,
            Incoming::Unknown(name) => {
                self.connection.send(self.frames.unavailable(&name));
                Goes::Continue(())
            }
            Incoming::Join { .. } | Incoming::Ignored => Goes::Continue(()),
        }
    }

    fn join(&mut self, versions: &[String]) -> Goes {
        if !versions.is_empty() && !versions.iter().any(|version| version == wire::VERSION) {
            return self.close(wording::OTHER_VERSION);
        }
        self.joined = true;
        self.connection.send(self.frames.peer());
        Goes::Continue(())
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
        match self.enter(document).await {
            Ok(Some(room)) => {
                if room.call(call).await.is_err() {
                    return self.close(wording::LATER);
                }
                self.documents.insert(document, room);
                Goes::Continue(())
            }
            Ok(None) => {
                let name = document_name(document);
                self.connection.send(self.frames.unavailable(&name));
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
        if data.len() > self.hub.settings().ephemeral {
            let refused = self.frames.error(wording::TOO_LARGE, Some(document));
            self.connection.send(refused);
        } else if let Some(room) = self.documents.get(&document) {
            let call = Call::Gossip(self.connection.id, count, data);
            if room.call(call).await.is_err() {
                self.documents.remove(&document);
            }
        }
        Goes::Continue(())
    }

    fn close(&self, sentence: &str) -> Goes {
        self.connection.close(self.frames.error(sentence, None));
        Goes::Break(())
    }

    async fn leave(&mut self) {
        for (_, room) in self.documents.drain() {
            // A task that has ended has forgotten this client already.
            let _ended = room.call(Call::Leave(self.connection.id)).await;
        }
    }
}

/// Sends what is queued; what came together is flushed together. Pings between.
async fn write(
    mut sink: SplitSink<WebSocket, Message>,
    mut queue: mpsc::Receiver<Outgoing>,
    ended: CancellationToken,
    ping: std::time::Duration,
) {
    let mut pings = interval(ping);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    pings.tick().await;
    let sending = async {
        loop {
            let sent = tokio::select! {
                next = queue.recv() => match next {
                    Some(Outgoing::Frame(frame)) => send(&mut sink, &mut queue, frame).await,
                    Some(Outgoing::Close) | None => return,
                },
                _ = pings.tick() => sink.send(Message::Ping(Vec::new().into())).await.map(|()| true),
            };
            if !matches!(sent, Ok(true)) {
                return;
            }
        }
    };
    tokio::select! {
        () = sending => {}
        () = ended.cancelled() => {}
    }
    ended.cancel();
    let farewell = CloseFrame {
        code: close_code::RESTART,
        reason: "".into(),
    };
    // A client that does not take its farewell within a second is not waited for.
    let _gone = timeout(
        std::time::Duration::from_secs(1),
        sink.send(Message::Close(Some(farewell))),
    )
    .await;
}

/// Whether more may follow.
async fn send(
    sink: &mut SplitSink<WebSocket, Message>,
    queue: &mut mpsc::Receiver<Outgoing>,
    first: axum::body::Bytes,
) -> Result<bool, axum::Error> {
    sink.feed(Message::Binary(first)).await?;
    while let Ok(next) = queue.try_recv() {
        match next {
            Outgoing::Frame(frame) => sink.feed(Message::Binary(frame)).await?,
            Outgoing::Close => {
                sink.flush().await?;
                return Ok(false);
            }
        }
    }
    sink.flush().await?;
    Ok(true)
}
