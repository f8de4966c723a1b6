//! One live document and the peers who have it open: what happens, in; what to do about it, out. No socket, no clock,
//! no database: whoever holds a [`Room`] performs its [`Effect`]s in order and says what came of them.
//!
//! What a peer sends waits until the next [`Event::Turn`]; then all that waits is vetted against the history, and
//! stored. Only then is anything acknowledged to its writer and relayed to the others. What cannot be stored is kept and
//! tried again; what may not be stored is told to its writer, whose page keeps it and is asked for it again when it may
//! write.
//!
//! A room holds no document: bytes and a light index of them are enough, so a keystroke costs the same in a long text
//! as in a short one. Peers speak automerge's sync protocol, whose stock implementation walks the history for each peer
//! at each message; here everyone has been sent everything up to the last commit, so one message serves them all.

mod catch_up;
mod crowd;
mod events;
mod letter;
mod log;
mod message;
#[cfg(test)]
mod network;
#[cfg(test)]
mod tests;
mod turn;
mod waiting;

use std::collections::{BTreeMap, HashMap, HashSet};

use automerge::{ActorId, ChangeHash};

use crate::ids::{PersonId, TerritoryId};
use crate::vetting::{Candidate, History, Limits, Refusal};
pub use events::{Effect, Event, Fate, NewChange, NotTaken, Outcome, Store};
pub use letter::Letter;
pub use log::Log;
pub use message::parcel;
use turn::Batch;
use waiting::Waiting;

/// A connection that has the document open; numbered by whoever holds the room, never twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerId(pub u64);

/// In whose name a peer writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Writer {
    /// The person.
    pub person: PersonId,
    /// The territory for which they write; none for the secretariat.
    pub territory: Option<TerritoryId>,
}

/// What a peer may do with the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Right {
    /// The document does not exist for it.
    None,
    /// It receives changes.
    Read,
    /// It sends changes too.
    Write,
}

/// One live document and its peers.
#[derive(Debug)]
pub struct Room {
    log: Log,
    /// The heads of what is stored, sorted.
    heads: Vec<ChangeHash>,
    /// What is stored and what is on its way; none until it was read.
    history: Option<History>,
    /// With whom each replica was seen first; none: the server's own.
    actors: HashMap<ActorId, Option<PersonId>>,
    quarantined: HashSet<ChangeHash>,
    limits: Limits,
    peers: BTreeMap<PeerId, Peer>,
    /// What came before the history was read.
    held: Vec<(PeerId, Letter)>,
    waiting: Waiting,
    storing: Option<Batch>,
}

#[derive(Debug)]
struct Peer {
    writer: Writer,
    right: Right,
    /// It was answered, and sent everything stored since.
    met: bool,
    /// Changes of its own were not taken; it believes that they were received.
    refused: bool,
    /// It was asked to send again everything that is not stored; until it does, what follows unknown changes is let go.
    asked_again: bool,
}

/// What a room is opened with.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    /// The stored document.
    pub log: Log,
    /// Its heads.
    pub heads: Vec<ChangeHash>,
    /// With whom each replica was seen first; none: the server's own.
    pub actors: HashMap<ActorId, Option<PersonId>>,
    /// Changes that are never taken again.
    pub quarantined: HashSet<ChangeHash>,
    /// What a change and a document may grow to.
    pub limits: Limits,
}

impl Room {
    /// A room for a stored document. It serves newcomers at once; the rest waits for [`Event::Indexed`].
    pub fn open(opening: Opening) -> Self {
        let mut heads = opening.heads;
        heads.sort_unstable();
        Self {
            log: opening.log,
            heads,
            history: None,
            actors: opening.actors,
            quarantined: opening.quarantined,
            limits: opening.limits,
            peers: BTreeMap::new(),
            held: Vec::new(),
            waiting: Waiting::default(),
            storing: None,
        }
    }

    /// What to do about what happened.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Entered {
                peer,
                writer,
                right,
            } => self.entered(peer, writer, right),
            Event::Message { peer, letter } => self.received(peer, letter),
            Event::Gossip { peer, frame } => self.gossip(peer, frame),
            Event::RightChanged {
                peer,
                writer,
                right,
            } => self.right_changed(peer, writer, right),
            Event::Left { peer } => {
                self.peers.remove(&peer);
                Vec::new()
            }
            Event::Dictated { writer, change } => {
                self.waiting.dictate(writer, *change);
                Vec::new()
            }
            Event::Indexed(history) => self.indexed(*history),
            Event::Turn { now } => self.turn(now),
            Event::Stored(outcome) => self.stored(outcome),
            Event::Saved { length, bytes } => {
                self.log.save(length, bytes);
                Vec::new()
            }
        }
    }

    /// What is stored.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The heads of what is stored, sorted.
    pub fn heads(&self) -> &[ChangeHash] {
        &self.heads
    }

    /// The message that brings the whole document to a newcomer.
    pub fn whole(&self) -> Vec<u8> {
        message::whole(self.heads.clone(), self.log.whole())
    }

    /// Whether what is stored was read, so that changes can be vetted.
    pub fn is_indexed(&self) -> bool {
        self.history.is_some()
    }

    /// Whether something waits for what is stored to be read.
    pub fn wants_index(&self) -> bool {
        self.history.is_none() && !(self.held.is_empty() && self.waiting.is_empty())
    }

    /// Whether changes wait to be vetted or stored.
    pub fn is_busy(&self) -> bool {
        !self.waiting.is_empty() || self.storing.is_some() || !self.held.is_empty()
    }

    /// What became of a change that was dictated.
    pub fn fate(&self, hash: &ChangeHash) -> Fate {
        if self.history.is_some() && self.is_stored(hash) {
            Fate::Stored
        } else if self.is_expected(hash) {
            Fate::Pending
        } else {
            Fate::Gone
        }
    }

    /// Who has the document open.
    pub fn peers(&self) -> impl Iterator<Item = PeerId> + '_ {
        self.peers.keys().copied()
    }

    fn entered(&mut self, peer: PeerId, writer: Writer, right: Right) -> Vec<Effect> {
        let entry = Peer {
            writer,
            right,
            met: false,
            refused: false,
            asked_again: false,
        };
        self.peers.insert(peer, entry);
        Vec::new()
    }

    fn indexed(&mut self, history: History) -> Vec<Effect> {
        if history.heads() != self.heads || history.len() != self.log.len() {
            return vec![Effect::Reload];
        }
        // A replica of the document that was never bound is the server's own.
        for actor in history.actors() {
            self.actors.entry(actor.clone()).or_insert(None);
        }
        self.history = Some(history);
        let held = std::mem::take(&mut self.held);
        let answers = held
            .into_iter()
            .map(|(peer, letter)| self.received(peer, Ok(letter)));
        answers.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    fn received(&mut self, from: PeerId, letter: Result<Letter, Refusal>) -> Vec<Effect> {
        let Some(peer) = self.peers.get_mut(&from) else {
            return Vec::new();
        };
        if peer.right == Right::None {
            peer.refused = true;
            return vec![Effect::Unavailable { to: from }];
        }
        match letter {
            Ok(letter) if self.history.is_none() => self.received_early(from, letter),
            Ok(letter) => self.take(from, letter),
            Err(because) => self.cut_off(from, because).into_iter().collect(),
        }
    }

    fn take(&mut self, from: PeerId, mut letter: Letter) -> Vec<Effect> {
        let candidates = std::mem::take(&mut letter.candidates);
        let mut effects = self.submit(from, candidates);
        effects.extend(self.answer(from, &letter));
        effects
    }

    /// Keeps new changes for the next turn, or says that they are not taken.
    fn submit(&mut self, from: PeerId, mut candidates: Vec<Candidate>) -> Vec<Effect> {
        candidates.retain(|candidate| !self.is_expected(&candidate.change.hash()));
        let Some(peer) = self.peers.get_mut(&from).filter(|_| !candidates.is_empty()) else {
            return Vec::new();
        };
        if peer.right < Right::Write {
            peer.refused = true;
            let because = NotTaken::ReadOnly;
            return vec![Effect::Refuse { to: from, because }];
        }
        let barred = |candidate: &Candidate| self.quarantined.contains(&candidate.change.hash());
        if candidates.iter().any(barred) {
            peer.asked_again = true;
            let because = NotTaken::Quarantined;
            return vec![Effect::Refuse { to: from, because }];
        }
        self.waiting.push(from, peer.writer, candidates);
        Vec::new()
    }

    /// Whether the change is stored, on its way, or waits.
    fn is_expected(&self, hash: &ChangeHash) -> bool {
        let known = self
            .history
            .as_ref()
            .is_some_and(|history| history.contains(hash));
        known || self.waiting.contains(hash)
    }

    fn is_stored(&self, hash: &ChangeHash) -> bool {
        let number = self
            .history
            .as_ref()
            .and_then(|history| history.number(hash));
        number.map_or_else(
            || self.heads.contains(hash),
            |number| number < self.log.len(),
        )
    }

    fn gossip(&mut self, from: PeerId, frame: Vec<u8>) -> Vec<Effect> {
        let allowed = |peer: &Peer| peer.right > Right::None;
        if !self.peers.get(&from).is_some_and(allowed) {
            return Vec::new();
        }
        let others = self
            .peers
            .iter()
            .filter(|(id, peer)| **id != from && peer.met && allowed(peer));
        let to: Vec<_> = others.map(|(id, _)| *id).collect();
        if to.is_empty() {
            return Vec::new();
        }
        vec![Effect::Gossip { to, frame }]
    }

    fn right_changed(&mut self, id: PeerId, writer: Writer, right: Right) -> Vec<Effect> {
        let Some(peer) = self.peers.get_mut(&id) else {
            return Vec::new();
        };
        let before = std::mem::replace(&mut peer.right, right);
        peer.writer = writer;
        if right == Right::None {
            let told = before > Right::None && std::mem::take(&mut peer.met);
            return told
                .then_some(Effect::Unavailable { to: id })
                .into_iter()
                .collect();
        }
        let mut messages = Vec::new();
        if before == Right::None {
            messages.push(message::announce(self.heads.clone()));
            peer.met = true;
        }
        if right == Right::Write && std::mem::take(&mut peer.refused) {
            peer.asked_again = true;
            let ask = message::send_again(&self.heads);
            messages.extend([ask, message::announce(self.heads.clone())]);
        }
        let answers = messages
            .into_iter()
            .map(|message| Effect::Answer { to: id, message });
        answers.collect()
    }

    fn cut_off(&mut self, peer: PeerId, because: Refusal) -> Option<Effect> {
        self.peers.remove(&peer)?;
        Some(Effect::Drop { peer, because })
    }
}
