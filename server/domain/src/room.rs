//! One live document and the peers who have it open: what happens, in; what to do about it, out. No socket, no clock,
//! no database: whoever holds a [`Room`] performs its [`Effect`]s in order and says what came of them.
//!
//! What a peer sends waits until the next [`Event::Turn`]; then all that waits is vetted on one copy of the document,
//! which becomes the document once it is stored. Only then is anything acknowledged to its writer and relayed to the
//! others. What cannot be stored is kept and tried again; what may not be stored is told to its writer, whose page
//! keeps it and is asked for it again when it may write.
//!
//! Peers speak automerge's sync protocol. Stock `sync::State` walks the history for each peer at each message; here it
//! serves only for a peer who arrives with changes of its own. Everyone else has been sent everything up to the last
//! commit, so one hand-built message serves them all.

mod catch_up;
mod message;
#[cfg(test)]
mod network;
#[cfg(test)]
mod tests;
mod turn;

use std::collections::{BTreeMap, HashMap};

use automerge::sync::Message;
use automerge::{ActorId, Automerge, ChangeHash};
use chrono::{DateTime, Utc};

use crate::ids::{PersonId, TerritoryId};
use crate::vetting::{Candidate, History, Limits, Refusal, read_all};
use turn::{Batch, Submission};

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

/// What happens to a room.
#[derive(Debug, Clone)]
pub enum Event {
    /// A peer opens the document; it is sent nothing before it asks.
    Entered {
        /// The new peer.
        peer: PeerId,
        /// In whose name.
        writer: Writer,
        /// With which right.
        right: Right,
    },
    /// A peer sends a message of automerge's sync protocol.
    Message {
        /// From whom.
        peer: PeerId,
        /// As it came.
        data: Vec<u8>,
    },
    /// A peer says something that is not kept: a caret, a presence.
    Gossip {
        /// From whom.
        peer: PeerId,
        /// Ready to be sent to the others.
        frame: Vec<u8>,
    },
    /// A peer's right, or the name in which it writes, is not what it was.
    RightChanged {
        /// Whose.
        peer: PeerId,
        /// In whose name it writes now.
        writer: Writer,
        /// With which right.
        right: Right,
    },
    /// A peer is gone.
    Left {
        /// Who.
        peer: PeerId,
    },
    /// Nothing else has come for now: what waits is vetted, and stored.
    Turn {
        /// The server's time.
        now: DateTime<Utc>,
    },
    /// What came of [`Effect::Store`].
    Stored(Outcome),
}

/// What came of storing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is durable.
    Done,
    /// It is not, for a reason that passes; the next turn tries again.
    Later,
    /// The text was frozen before.
    Frozen,
    /// The database has something else than what this room holds.
    Diverged,
}

/// What to do, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Commit these changes, then say [`Event::Stored`].
    Store(Store),
    /// Tell a writer that its changes are stored.
    Acknowledge {
        /// Whom.
        to: PeerId,
        /// A sync message.
        message: Vec<u8>,
    },
    /// Send stored changes to everyone else.
    Relay {
        /// Whom.
        to: Vec<PeerId>,
        /// One sync message for all.
        message: Vec<u8>,
    },
    /// Answer one peer.
    Answer {
        /// Whom.
        to: PeerId,
        /// A sync message.
        message: Vec<u8>,
    },
    /// Pass on what is not kept.
    Gossip {
        /// Whom.
        to: Vec<PeerId>,
        /// As given.
        frame: Vec<u8>,
    },
    /// Say that there is no such document, whether there is none or none for this peer.
    Unavailable {
        /// Whom.
        to: PeerId,
    },
    /// Say that changes were not taken; the connection goes on.
    Refuse {
        /// Whom.
        to: PeerId,
        /// Why.
        because: NotTaken,
    },
    /// Close the connection of a peer that sent what nobody may send.
    Drop {
        /// Whom.
        peer: PeerId,
        /// Why.
        because: Refusal,
    },
    /// Read again what each peer may do.
    Recheck,
    /// Forget this room, and open it again from what is stored.
    Reload,
}

/// Why changes that are otherwise good were not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// The peer may only read.
    ReadOnly,
    /// The text is frozen.
    Frozen,
}

/// Changes to commit in one unit of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// In the order in which they follow one another.
    pub changes: Vec<NewChange>,
    /// The document's heads with them, sorted.
    pub heads: Vec<ChangeHash>,
    /// The document's title with them.
    pub title: String,
}

/// A vetted change to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChange {
    /// Its hash.
    pub hash: ChangeHash,
    /// The replica that made it.
    pub actor: ActorId,
    /// The change chunk, not compressed.
    pub bytes: Vec<u8>,
    /// In whose name it came.
    pub writer: Writer,
}

/// One live document and its peers.
#[derive(Debug)]
pub struct Room {
    doc: Automerge,
    history: History,
    /// How many changes of the history are stored; those after them are on their way.
    stored: usize,
    /// With whom each replica was seen first; none: the server's own.
    actors: HashMap<ActorId, Option<PersonId>>,
    limits: Limits,
    peers: BTreeMap<PeerId, Peer>,
    waiting: Vec<Submission>,
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

impl Room {
    /// A room for a stored document (UTF-16 encoding), with the person to whom each replica belongs. Errors: what in
    /// the document is not a text.
    pub fn open(
        doc: Automerge,
        actors: HashMap<ActorId, Option<PersonId>>,
        limits: Limits,
    ) -> Result<Self, Refusal> {
        let history = History::of(&doc)?;
        Ok(Self {
            stored: history.len(),
            doc,
            history,
            actors,
            limits,
            peers: BTreeMap::new(),
            waiting: Vec::new(),
            storing: None,
        })
    }

    /// What to do about what happened.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Entered {
                peer,
                writer,
                right,
            } => self.entered(peer, writer, right),
            Event::Message { peer, data } => self.received(peer, &data),
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
            Event::Turn { now } => self.turn(now),
            Event::Stored(outcome) => self.stored(outcome),
        }
    }

    /// The document as of the last commit.
    pub fn document(&self) -> &Automerge {
        &self.doc
    }

    /// Whether changes wait to be vetted or stored.
    pub fn is_busy(&self) -> bool {
        !self.waiting.is_empty() || self.storing.is_some()
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

    fn received(&mut self, from: PeerId, data: &[u8]) -> Vec<Effect> {
        let Some(peer) = self.peers.get_mut(&from) else {
            return Vec::new();
        };
        if peer.right == Right::None {
            peer.refused = true;
            return vec![Effect::Unavailable { to: from }];
        }
        let taken = message::decode(data).and_then(|message| {
            let candidates = read_all(message.changes.iter(), &self.limits)?;
            Ok((message, candidates))
        });
        match taken {
            Ok((message, candidates)) => self.take(from, &message, candidates),
            Err(because) => {
                self.peers.remove(&from);
                vec![Effect::Drop {
                    peer: from,
                    because,
                }]
            }
        }
    }

    fn take(&mut self, from: PeerId, message: &Message, candidates: Vec<Candidate>) -> Vec<Effect> {
        let mut effects = self.submit(from, candidates);
        effects.extend(self.answer(from, message));
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
        self.waiting.push(Submission {
            peer: from,
            writer: peer.writer,
            candidates,
        });
        Vec::new()
    }

    /// Whether the change is stored, on its way, or waits.
    fn is_expected(&self, hash: &ChangeHash) -> bool {
        self.history.contains(hash) || self.waiting.iter().any(|submission| submission.holds(hash))
    }

    fn is_stored(&self, hash: &ChangeHash) -> bool {
        self.history.is_within(hash, self.stored)
    }

    fn heads(&self) -> Vec<ChangeHash> {
        let mut heads = self.doc.get_heads();
        heads.sort_unstable();
        heads
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
        let heads = self.heads();
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
            messages.push(message::announce(heads.clone()));
            peer.met = true;
        }
        if right == Right::Write && std::mem::take(&mut peer.refused) {
            peer.asked_again = true;
            messages.extend([message::send_again(&heads), message::announce(heads)]);
        }
        let answers = messages
            .into_iter()
            .map(|message| Effect::Answer { to: id, message });
        answers.collect()
    }
}
