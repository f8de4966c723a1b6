//! One task a document: it gathers what comes, lets the room decide, and does what the room says, in order.
//!
//! While a commit is under way the mailbox goes on being read, so that readers and carets do not wait for the disk;
//! what comes meanwhile is the next batch.

mod calls;
mod desk;
mod opening;
mod perform;

use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::Arc;

use automerge::ChangeHash;
use dires_domain::ids::{DocumentId, PaperId};
use dires_domain::room::{Event, Outcome, PeerId, Right, Room};
use dires_domain::vetting::History;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

use super::Hub;
use super::examiner::Urgency;
use super::peers::Peers;
use super::wire::{Frame, Frames};
use crate::metrics::Open;
use crate::storage::StorageError;
use calls::Shared;
pub use calls::{Call, Handle};
use desk::Desk;

/// Calls taken together before a turn.
const TURN: usize = 256;
/// What a frame to one more reader costs, about. The next turn waits until this much per reader has passed since the
/// last one: with few readers that is nothing, with hundreds it lets frames carry all that came together.
const A_FRAME: std::time::Duration = std::time::Duration::from_micros(20);

type Aside<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Changes that were read again for a client: none when they could not be.
type Fetched = (PeerId, Option<Vec<u8>>);

struct Actor {
    hub: Hub,
    document: DocumentId,
    paper: PaperId,
    shared: Arc<Shared>,
    frames: Frames,
    room: Box<Room>,
    peers: Peers,
    /// The document as newcomers are sent it, at these heads.
    whole: Option<(Vec<ChangeHash>, Frame)>,
    storing: Option<Aside<Outcome>>,
    indexing: Option<Aside<Result<Box<History>, StorageError>>>,
    fetching: FuturesUnordered<Aside<Fetched>>,
    /// What the server writes itself.
    desk: Desk,
    /// What is being stored touches suggestions.
    touches_suggestions: bool,
    /// When open pages are told that the suggestions are others, and no later than when.
    tell_at: Option<(Instant, Instant)>,
    /// No turn before.
    turn_at: Option<Instant>,
    /// Since when nobody has it open.
    idle_since: Instant,
    /// What is stored cannot be read as a history: it is examined, and opened again if that changes anything.
    is_barred: bool,
    /// The room must be opened again.
    reload: bool,
    _open: Open,
}

/// A task for the document, not started yet, and the way to it.
pub fn new(hub: Hub, document: DocumentId) -> (Handle, impl Future<Output = ()> + Send) {
    let (handle, calls) = calls::channel();
    let shared = handle.shared.clone();
    let task = async move {
        // Boxed: what happens once would otherwise be room for as long as the text is open.
        match Box::pin(open(hub, document, shared)).await {
            Ok(actor) => actor.run(calls).await,
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

async fn open(hub: Hub, document: DocumentId, shared: Arc<Shared>) -> Result<Actor, StorageError> {
    let storage_id = hub.storage_id().await?;
    let (opening, paper, damaged) = opening::opening(&hub, document).await?;
    let room = Box::new(Room::open(opening));
    if damaged {
        hub.metrics().snapshot_damaged();
        tracing::error!(%document, "the snapshot is damaged: every change is read instead");
    }
    if damaged {
        hub.examine(document, Urgency::Soon);
    } else if room.log().unsaved() > 1 {
        hub.examine(document, Urgency::InTime);
    }
    shared.announce(room.heads());
    Ok(Actor {
        peers: Peers::new(hub.clone(), document, Frames::new(storage_id.clone())),
        document,
        paper,
        shared,
        frames: Frames::new(storage_id),
        room,
        whole: None,
        storing: None,
        indexing: None,
        fetching: FuturesUnordered::new(),
        desk: Desk::default(),
        touches_suggestions: false,
        tell_at: None,
        turn_at: None,
        idle_since: Instant::now(),
        is_barred: false,
        reload: false,
        _open: hub.metrics().document_opened(),
        hub,
    })
}

impl Actor {
    async fn run(mut self, mut calls: mpsc::Receiver<Call>) {
        let stopping = self.hub.0.stopping.clone();
        let shared = self.shared.clone();
        let mut tick = interval(self.hub.settings().idle);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tick.tick().await;
        while !self.reload {
            tokio::select! {
                call = calls.recv() => self.gather(call, &mut calls),
                outcome = finished(&mut self.storing) => self.stored(outcome),
                () = until(self.turn_at) => self.turn(),
                history = finished(&mut self.indexing) => self.indexed(history),
                Some(fetched) = self.fetching.next(), if !self.fetching.is_empty() => self.fetched(fetched),
                composed = finished(&mut self.desk.composing) => self.composed(composed),
                () = until(self.tell_at.map(|(at, _)| at)) => self.tell(),
                () = shared.refresh.notified() => self.recheck(),
                _ = tick.tick() => if self.may_unload() { break },
                () = stopping.cancelled(), if !self.room.is_busy() => break,
            }
        }
        self.end();
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
            Call::Message(peer, letter) => Some(Event::Message { peer, letter }),
            Call::Gossip(peer, count, data) => self.peers.gossip(peer, count, &data),
            Call::Leave(peer) => {
                self.peers.leave(peer);
                self.idle_since = Instant::now();
                Some(Event::Left { peer })
            }
            Call::Saved(length, bytes) => {
                self.whole = None;
                Some(Event::Saved { length, bytes })
            }
            Call::Dictate(dictation) => {
                self.dictate(dictation);
                None
            }
            Call::Reload => {
                self.reload = true;
                None
            }
        };
        let writes = matches!(&event, Some(Event::Entered { right, .. }) if *right == Right::Write);
        if let Some(event) = event {
            self.happens(event);
        }
        if (writes && !self.room.is_indexed()) || self.room.wants_index() {
            self.index();
        }
    }

    /// Reads the history aside, once.
    fn index(&mut self) {
        if self.indexing.is_none() && !self.is_barred {
            let reading = opening::index(self.hub.clone(), self.document);
            self.indexing = Some(Box::pin(reading));
        }
    }

    fn indexed(&mut self, history: Result<Box<History>, StorageError>) {
        self.indexing = None;
        match history {
            Ok(history) => {
                self.happens(Event::Indexed(history));
                self.turn();
            }
            Err(error) => {
                tracing::error!(document = %self.document, %error, "what is stored cannot be vetted against: nobody writes");
                self.is_barred = true;
                self.hub.examine(self.document, Urgency::Soon);
            }
        }
    }

    fn turn(&mut self) {
        if self.turn_at.is_some_and(|at| at > Instant::now()) {
            return;
        }
        self.turn_at = None;
        if self.storing.is_none() && self.room.is_busy() {
            let now = self.hub.0.clock.now();
            self.happens(Event::Turn { now });
            self.settle_dictation();
        }
    }

    fn stored(&mut self, outcome: Outcome) {
        self.storing = None;
        let now = Instant::now();
        match outcome {
            Outcome::Later => self.turn_at = Some(now + self.hub.settings().retry),
            Outcome::Done => {
                let readers = u32::try_from(self.peers.len()).unwrap_or(u32::MAX);
                self.turn_at = Some(now + A_FRAME * readers);
            }
            Outcome::Frozen | Outcome::Diverged => {}
        }
        if outcome == Outcome::Done && std::mem::take(&mut self.touches_suggestions) {
            self.tell_soon();
        }
        self.happens(Event::Stored(outcome));
        self.settle_dictation();
        if outcome == Outcome::Done {
            self.shared.announce(self.room.heads());
        }
        self.turn();
    }

    fn happens(&mut self, event: Event) {
        for effect in self.room.handle(event) {
            self.perform(effect);
        }
    }

    fn recheck(&mut self) {
        for event in self.peers.recheck() {
            self.happens(event);
        }
    }

    fn may_unload(&self) -> bool {
        let idle = self.idle_since.elapsed() >= self.hub.settings().idle;
        let unused = self.peers.is_empty() && !self.room.is_busy() && !self.desk.is_busy() && idle;
        unused && self.hub.forget_room(self.document)
    }

    fn end(self) {
        if self.reload {
            self.hub.rooms().remove(&self.document);
        } else if self.room.log().unsaved() > 1 {
            self.hub.examine(self.document, Urgency::Soon);
        }
    }
}

/// What came of something under way; waits for ever when there is nothing.
async fn finished<T>(aside: &mut Option<Aside<T>>) -> T {
    match aside {
        Some(aside) => aside.await,
        None => pending().await,
    }
}

async fn until(instant: Option<Instant>) {
    match instant {
        Some(instant) => sleep_until(instant).await,
        None => pending().await,
    }
}
