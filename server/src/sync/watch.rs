//! Follows what rights depend on, for everyone connected at once, whoever changes it: this server's pages, the command
//! `dires`, another server on the same database, or midnight.
//!
//! One task a hub asks the database, at most once a second by itself and as soon as a page says that something moved,
//! one small question: has anything that rights depend on changed ([`Revision`])? Only then is it read again, in a few
//! queries for all, and compared in memory with what each person was told last. Exactly the documents where something
//! differs are told. A database that does not answer changes nothing: what was known holds until it does.

mod register;
mod sessions;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::NaiveDate;
use dires_domain::ids::{DocumentId, PaperId};
use tokio::sync::Notify;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::{Hub, lock};
use crate::access::{People, Rights};
use crate::storage::rights::Revision;
use crate::storage::{StorageError, Tx};
pub use register::{Register, Seat};
use sessions::Sessions;

/// How long what was read is believed without being read again in full, whatever the database counts: a database put
/// back from a copy counts from elsewhere.
const BELIEVED: Duration = Duration::from_mins(1);

/// What the hub shares with its watch.
#[derive(Debug, Default)]
pub struct Watch {
    /// Who sits where.
    pub register: Register,
    rights: Mutex<Rights>,
    asked: Mutex<HashSet<DocumentId>>,
    poke: Notify,
    started: AtomicBool,
}

impl Watch {
    /// Starts the task, once.
    pub fn start(hub: &Hub) {
        if !hub.0.watch.started.swap(true, Ordering::Relaxed) {
            hub.spawn(run(hub.clone()));
        }
    }

    /// What everyone may do, as it was read last.
    pub fn rights(&self) -> Rights {
        lock(&self.rights).clone()
    }

    /// Has the watch look now, and tell the document's task in any case.
    pub fn ask(&self, document: DocumentId) {
        lock(&self.asked).insert(document);
        self.poke.notify_one();
    }

    /// Has the watch look now.
    pub fn look(&self) {
        self.poke.notify_one();
    }
}

async fn run(hub: Hub) {
    let stopping = hub.0.stopping.clone();
    let mut tick = interval(hub.settings().recheck);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut follower = Follower::new(hub.clone());
    let mut away = false;
    loop {
        tokio::select! {
            _ = tick.tick() => {}
            () = hub.0.watch.poke.notified() => {}
            () = stopping.cancelled() => return,
        }
        let looked = follower.look().await;
        if let (Err(error), false) = (&looked, away) {
            tracing::warn!(%error, "rights cannot be read: what was known holds until they can");
        }
        away = looked.is_err();
    }
}

/// What the watch remembers from one look to the next.
struct Follower {
    hub: Hub,
    sessions: Sessions,
    /// As of when `rights` were read; none: nothing was.
    revision: Option<Revision>,
    read_at: Instant,
    day: NaiveDate,
    rights: Rights,
}

impl Follower {
    fn new(hub: Hub) -> Self {
        Self {
            sessions: Sessions::default(),
            revision: None,
            read_at: Instant::now(),
            day: hub.0.clock.today(),
            rights: Rights::default(),
            hub,
        }
    }

    async fn look(&mut self) -> Result<(), StorageError> {
        let hub = self.hub.clone();
        // Who is here is listed before anything is read: nobody is judged by what was read before they came.
        let newcomers = self.sessions.newcomers(&hub);
        if self.sessions.is_empty() && newcomers.is_empty() {
            self.revision = None;
            return Ok(());
        }
        let asked = lock(&hub.0.watch.asked).clone();
        let seats = hub.0.watch.register.seats();
        let mut tx = hub.0.db.read().await?;
        let revision = tx.rights_revision().await?;
        let before = self.believed();
        let ended = before.is_none_or(|before| before.sessions != revision.sessions);
        self.sessions.check(&hub, &mut tx, newcomers, ended).await?;
        let moved = self.read(&mut tx, before, revision, &seats.fresh).await?;
        drop(tx);
        *lock(&hub.0.watch.rights) = self.rights.clone();
        self.tell(if moved { seats.all() } else { &seats.fresh }, &asked);
        seats.are_checked();
        self.sessions.touch(&hub).await;
        Ok(())
    }

    /// The revision to compare with; none when everything must be read.
    fn believed(&self) -> Option<Revision> {
        self.revision.filter(|_| self.read_at.elapsed() < BELIEVED)
    }

    /// Reads again what has changed, and where the texts stand that are not known yet; whether anybody's rights may
    /// have changed.
    async fn read(
        &mut self,
        tx: &mut Tx,
        before: Option<Revision>,
        revision: Revision,
        fresh: &[Arc<Seat>],
    ) -> Result<bool, StorageError> {
        let today = self.hub.0.clock.today();
        let people = before.is_none_or(|before| before.people != revision.people);
        let texts = before.is_none_or(|before| before.texts != revision.texts);
        if people {
            self.rights.people = Arc::new(People::read(tx, today).await?);
        }
        if texts {
            let open = self.hub.0.watch.register.documents();
            self.rights.texts = Arc::new(tx.situated(&open).await?);
        } else {
            self.read_opened(tx, fresh).await?;
        }
        let moved = people || texts || today != self.day;
        if before.is_none() {
            self.read_at = Instant::now();
        }
        (self.revision, self.day) = (Some(revision), today);
        Ok(moved)
    }

    /// Where the texts stand that were opened since.
    async fn read_opened(&mut self, tx: &mut Tx, fresh: &[Arc<Seat>]) -> Result<(), StorageError> {
        let unknown: HashSet<_> = fresh.iter().map(|seat| seat.document).collect();
        let mut unknown: Vec<_> = unknown.into_iter().collect();
        unknown.retain(|document| !self.rights.knows(*document));
        if !unknown.is_empty() {
            let opened = tx.situated(&unknown).await?;
            Arc::make_mut(&mut self.rights.texts).extend(opened);
        }
        Ok(())
    }

    /// Tells the documents where somebody's rights are not what they were, and the open pages of their texts.
    fn tell(&self, seats: &[Arc<Seat>], asked: &HashSet<DocumentId>) {
        let differing = seats
            .iter()
            .filter(|seat| self.rights.knows(seat.document))
            .filter(|seat| {
                let now = self.rights.of(seat.document, seat.person, self.day);
                seat.differs(now.as_ref())
            });
        let differing: HashSet<_> = differing.map(|seat| seat.document).collect();
        let rooms = self.hub.rooms();
        for document in differing.union(asked) {
            if let Some(room) = rooms.get(document) {
                room.refresh();
            }
        }
        drop(rooms);
        // Who asked for a document has told the pages.
        for document in differing.difference(asked) {
            self.hub.0.events.changed(self.paper(*document));
        }
        lock(&self.hub.0.watch.asked).retain(|document| !asked.contains(document));
    }

    fn paper(&self, document: DocumentId) -> PaperId {
        self.rights.texts[&document].paper
    }
}
