//! What happens to a room, and what it answers.

use std::sync::Arc;

use automerge::{ActorId, ChangeHash};
use chrono::{DateTime, Utc};

use super::{Letter, PeerId, Right, Writer};
use crate::suggestion::Key;
use crate::vetting::{Candidate, History, Refusal};

/// What happens to a room.
#[derive(Debug)]
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
        /// What [`Letter::read`] made of it.
        letter: Result<Letter, Refusal>,
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
    /// The server itself makes a change in somebody's name: what a decision of theirs does to the text. It follows what
    /// is stored, and decides on others' suggestions, which nobody does by hand. What became of it, [`Room::fate`] says.
    ///
    /// [`Room::fate`]: super::Room::fate
    Dictated {
        /// In whose name.
        writer: Writer,
        /// The change.
        change: Box<Candidate>,
    },
    /// What is stored was read: from now on changes can be vetted.
    Indexed(Box<History>),
    /// Nothing else has come for now: what waits is vetted, and stored.
    Turn {
        /// The server's time.
        now: DateTime<Utc>,
    },
    /// What came of [`Effect::Store`].
    Stored(Outcome),
    /// The first `length` changes were saved as a whole document.
    Saved {
        /// How many.
        length: usize,
        /// The document.
        bytes: Arc<[u8]>,
    },
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
    Store(Arc<Store>),
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
    /// Send one peer the whole document: [`Room::whole`](super::Room::whole), the same for all until the next commit.
    Whole {
        /// Whom.
        to: PeerId,
    },
    /// Send one peer stored changes that are not in memory: [`parcel`](super::parcel) makes the message.
    Fetch {
        /// Whom.
        to: PeerId,
        /// The numbers of the changes, in order.
        numbers: Vec<usize>,
        /// The heads to which they lead.
        heads: Vec<ChangeHash>,
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
    /// They follow a change that was taken out of the text: the peer must read the text anew.
    Quarantined,
}

/// Changes to commit in one unit of work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Store {
    /// The number of the first one: how many changes are stored before it.
    pub from: usize,
    /// In the order in which they follow one another.
    pub changes: Vec<NewChange>,
    /// The document's heads with them, sorted.
    pub heads: Vec<ChangeHash>,
    /// Whether the title is written.
    pub titled: bool,
    /// Whether suggestions are made, changed, taken back or decided.
    pub touches_suggestions: bool,
    /// The suggestions that are made here, each in whose name.
    pub suggested: Vec<(Key, Writer)>,
}

/// What became of a change that the server made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It waits, or is being stored.
    Pending,
    /// It is stored.
    Stored,
    /// It was not taken.
    Gone,
}

/// A vetted change to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChange {
    /// Its hash.
    pub hash: ChangeHash,
    /// The replica that made it.
    pub actor: ActorId,
    /// The change chunk, not compressed.
    pub bytes: Arc<[u8]>,
    /// In whose name it came.
    pub writer: Writer,
}
