//! One task a document: it gathers what comes, lets the room decide, and does what the room says, in order.
//!
//! While a commit is under way the mailbox goes on being read, so that readers and carets do not wait for the disk;
//! what comes meanwhile is the next batch.

use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::Arc;

use axum::body::Bytes;
use dires_domain::ids::DocumentId;
use dires_domain::room::{Effect, Event, Outcome, PeerId, Room, Store};
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

use super::connection::Connection;
use super::peers::Peers;
use super::store::store;
use super::wire::{Frames, document_name};
use super::{Hub, wording};
use crate::access::Access;
use crate::storage::StorageError;
use crate::storage::documents::{StoredDocument, snapshot};

/// Calls that may wait before sockets are held back.
const MAILBOX: usize = 1_024;
/// Calls taken together before a turn.
const TURN: usize = 256;
/// Changes after which a new snapshot is worth its cost.
const SNAPSHOT_AFTER: i64 = 500;

/// What sockets ask of a document.
#[derive(Debug)]
pub enum Call {
    /// A client opens it.
    Enter(Connection, Access),
    /// A client sends a sync message.
    Message(PeerId, Vec<u8>),
    /// A client says something that is not kept.
    Gossip(PeerId, u64, Vec<u8>),
    /// A client is gone.
    Leave(PeerId),
}

/// The way to a document's task.
#[derive(Debug, Clone)]
pub struct Handle {
    mailbox: mpsc::Sender<Call>,
    refresh: Arc<Notify>,
    users: Arc<()>,
}

impl Handle {
    /// Hands a call over, waiting while the mailbox is full. Gives it back when the task has ended.
    pub async fn call(&self, call: Call) -> Result<(), Call> {
        self.mailbox.send(call).await.map_err(|lost| lost.0)
    }

    /// Has rights read again.
    pub fn refresh(&self) {
        self.refresh.notify_one();
    }

    /// Whether the task has ended.
    pub fn is_closed(&self) -> bool {
        self.mailbox.is_closed()
    }

    /// Whether nobody holds it but the hub, and the task itself.
    pub fn is_unused(&self) -> bool {
        Arc::strong_count(&self.users) == 1 && self.mailbox.capacity() == MAILBOX
    }
}

type Storing = Pin<Box<dyn Future<Output = Outcome> + Send>>;

struct Actor {
    hub: Hub,
    document: DocumentId,
    frames: Frames,
    room: Box<Room>,
    peers: Peers,
    storing: Option<Storing>,
    /// How many changes the batch under way has.
    storing_count: i64,
    next_seq: i64,
    snapshot_seq: i64,
    retry_at: Option<Instant>,
    /// Since when nobody has it open.
    idle_since: Instant,
    /// The room must be opened again.
    reload: bool,
}

/// A task for the document, not started yet, and the way to it.
pub fn new(hub: Hub, document: DocumentId) -> (Handle, impl Future<Output = ()> + Send) {
    let (mailbox, calls) = mpsc::channel(MAILBOX);
    let refresh = Arc::new(Notify::new());
    let handle = Handle {
        mailbox,
        refresh: refresh.clone(),
        users: Arc::new(()),
    };
    let task = async move {
        match open(hub, document).await {
            Ok(actor) => actor.run(calls, refresh).await,
            Err(error) => {
                tracing::error!(%document, %error, "the document cannot be opened");
                refuse_all(calls);
            }
        }
    };
    (handle, task)
}

/// Clients whose document cannot be opened are cut off: they come back in some seconds.
fn refuse_all(mut calls: mpsc::Receiver<Call>) {
    calls.close();
    while let Ok(call) = calls.try_recv() {
        if let Call::Enter(connection, _) = call {
            connection.cut();
        }
    }
}

async fn open(hub: Hub, document: DocumentId) -> Result<Actor, StorageError> {
    let storage_id = hub.storage_id().await?;
    let mut tx = hub.0.db.read().await?;
    let loaded = tx.load_document(document).await?;
    drop(tx);
    let StoredDocument {
        doc,
        next_seq,
        actors,
        snapshot_seq,
        ..
    } = loaded.ok_or(StorageError::Absent)?;
    let room = Room::open(doc, actors, hub.settings().limits)
        .map_err(|error| StorageError::impossible("change", error))?;
    Ok(Actor {
        peers: Peers::new(hub.clone(), document, Frames::new(storage_id.clone())),
        hub,
        document,
        frames: Frames::new(storage_id),
        room: Box::new(room),
        storing: None,
        storing_count: 0,
        next_seq,
        snapshot_seq: snapshot_seq.unwrap_or(0),
        retry_at: None,
        idle_since: Instant::now(),
        reload: false,
    })
}

impl Actor {
    async fn run(mut self, mut calls: mpsc::Receiver<Call>, refresh: Arc<Notify>) {
        let stopping = self.hub.0.stopping.clone();
        let mut tick = interval(self.hub.settings().idle);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tick.tick().await;
        while !self.reload {
            tokio::select! {
                call = calls.recv() => self.gather(call, &mut calls),
                outcome = finished(&mut self.storing) => self.stored(outcome),
                () = until(self.retry_at) => self.turn(),
                () = refresh.notified() => self.recheck(),
                _ = tick.tick() => if self.may_unload() { break },
                () = stopping.cancelled(), if !self.room.is_busy() => break,
            }
        }
        self.end().await;
    }

    /// Takes all that waits, then makes a turn of it.
    fn gather(&mut self, first: Option<Call>, calls: &mut mpsc::Receiver<Call>) {
        let mut next = first;
        for _ in 0..TURN {
            let Some(call) = next else { break };
            self.take(call);
            next = calls.try_recv().ok();
        }
        if let Some(call) = next {
            self.take(call);
        }
        self.turn();
    }

    fn take(&mut self, call: Call) {
        let event = match call {
            Call::Enter(connection, access) => Some(self.peers.enter(connection, access)),
            Call::Message(peer, data) => Some(Event::Message { peer, data }),
            Call::Gossip(peer, count, data) => self.peers.gossip(peer, count, &data),
            Call::Leave(peer) => {
                self.peers.leave(peer);
                self.idle_since = Instant::now();
                Some(Event::Left { peer })
            }
        };
        if let Some(event) = event {
            self.happens(event);
        }
    }

    fn turn(&mut self) {
        if self.storing.is_none() && self.retry_at.is_none_or(|at| at <= Instant::now()) {
            self.retry_at = None;
            let now = self.hub.0.clock.now();
            self.happens(Event::Turn { now });
        }
    }

    fn stored(&mut self, outcome: Outcome) {
        self.storing = None;
        match outcome {
            Outcome::Later => self.retry_at = Some(Instant::now() + self.hub.settings().retry),
            Outcome::Done => self.next_seq += self.storing_count,
            Outcome::Frozen | Outcome::Diverged => {}
        }
        self.happens(Event::Stored(outcome));
        if outcome == Outcome::Done && self.next_seq - self.snapshot_seq >= SNAPSHOT_AFTER {
            self.snapshot_aside();
        }
        self.turn();
    }

    fn happens(&mut self, event: Event) {
        for effect in self.room.handle(event) {
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Store(batch) => self.begin(batch),
            Effect::Acknowledge { to, message } => {
                self.peers.wrote(to);
                let frame = self.frames.sync(self.document, &message);
                self.send(&[to], &frame);
            }
            Effect::Answer { to, message } => {
                let frame = self.frames.sync(self.document, &message);
                self.send(&[to], &frame);
            }
            Effect::Relay { to, message } => {
                let frame = self.frames.sync(self.document, &message);
                self.send(&to, &frame);
            }
            Effect::Gossip { to, frame } => self.send(&to, &frame.into()),
            Effect::Unavailable { to } => {
                let frame = self.frames.unavailable(&document_name(self.document));
                self.send(&[to], &frame);
            }
            Effect::Refuse { to, because } => {
                let sentence = wording::not_taken(because);
                let frame = self.frames.error(sentence, Some(self.document));
                self.send(&[to], &frame);
            }
            Effect::Drop { peer, because } => {
                tracing::warn!(document = %self.document, peer = peer.0, %because, "a client is cut off");
                if let Some(connection) = self.peers.leave(peer) {
                    let sentence = wording::refusal(&because);
                    connection.close(self.frames.error(sentence, Some(self.document)));
                }
            }
            Effect::Recheck => self.hub.refresh(self.document),
            Effect::Reload => self.reload = true,
        }
    }

    fn begin(&mut self, batch: Store) {
        self.storing_count = i64::try_from(batch.changes.len()).unwrap_or(i64::MAX);
        let committing = store(self.hub.clone(), self.document, self.next_seq, batch);
        self.storing = Some(Box::pin(committing));
    }

    fn send(&self, to: &[PeerId], frame: &Bytes) {
        for peer in to {
            if let Some(connection) = self.peers.get(*peer) {
                connection.send(frame.clone());
            }
        }
    }

    fn recheck(&mut self) {
        for event in self.peers.recheck() {
            self.happens(event);
        }
    }

    fn may_unload(&self) -> bool {
        let idle = self.idle_since.elapsed() >= self.hub.settings().idle;
        let unused = self.peers.is_empty() && !self.room.is_busy() && idle;
        unused && self.hub.forget_room(self.document)
    }

    /// Writes a snapshot without holding anybody up.
    fn snapshot_aside(&mut self) {
        self.snapshot_seq = self.next_seq;
        let writing = write_snapshot(
            self.hub.clone(),
            self.document,
            self.room.document().clone(),
            self.next_seq,
        );
        self.hub.0.tasks.spawn(writing);
    }

    async fn end(self) {
        if self.reload {
            self.hub.rooms().remove(&self.document);
        } else if self.next_seq > self.snapshot_seq {
            let doc = self.room.document().clone();
            write_snapshot(self.hub.clone(), self.document, doc, self.next_seq).await;
        }
    }
}

async fn write_snapshot(hub: Hub, document: DocumentId, doc: automerge::Automerge, seq: i64) {
    let Ok(Some(bytes)) = tokio::task::spawn_blocking(move || snapshot(&doc)).await else {
        tracing::error!(%document, "a snapshot does not give the document back: none is kept");
        return;
    };
    let written = async {
        let mut tx = hub.0.db.write().await?;
        tx.keep_snapshot(document, seq, bytes, hub.0.clock.now())
            .await?;
        tx.save().await
    };
    if let Err(error) = written.await {
        tracing::warn!(%document, %error, "a snapshot is not kept");
    }
}

/// What came of the commit under way; waits for ever when there is none.
async fn finished(storing: &mut Option<Storing>) -> Outcome {
    match storing {
        Some(storing) => storing.await,
        None => pending().await,
    }
}

async fn until(instant: Option<Instant>) {
    match instant {
        Some(instant) => sleep_until(instant).await,
        None => pending().await,
    }
}
