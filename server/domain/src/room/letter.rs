//! A message of automerge's sync protocol as a client sent it, taken apart and read: no room is needed for that.

use automerge::ChangeHash;
use automerge::sync::{Have, Message};

use super::message;
use crate::vetting::{Candidate, Limits, Refusal, read_all};

/// What a client says.
#[derive(Debug, Clone)]
pub struct Letter {
    pub(super) heads: Vec<ChangeHash>,
    pub(super) need: Vec<ChangeHash>,
    pub(super) have: Vec<Have>,
    /// It takes whole documents.
    pub(super) takes_whole: bool,
    pub(super) candidates: Vec<Candidate>,
}

impl Letter {
    /// Reads a message. Errors: it is none, or one of its changes is none or over the limits.
    pub fn read(data: &[u8], limits: &Limits) -> Result<Self, Refusal> {
        let Message {
            heads,
            need,
            have,
            changes,
            flags,
            ..
        } = message::decode(data, limits)?;
        let candidates = read_all(changes.iter(), limits)?;
        Ok(Self {
            heads,
            need,
            have,
            takes_whole: flags.is_some(),
            candidates,
        })
    }

    /// Whether it says only that the client has what it was sent, and nothing else.
    pub fn is_receipt(&self) -> bool {
        self.candidates.is_empty()
            && self.need.is_empty()
            && !self.heads.is_empty()
            && !self.is_reset()
    }

    /// The client's heads.
    pub fn heads(&self) -> &[ChangeHash] {
        &self.heads
    }

    /// How many changes it brings.
    pub fn changes(&self) -> usize {
        self.candidates.len()
    }

    /// How many operations its changes have.
    pub fn operations(&self) -> usize {
        let operations = |candidate: &Candidate| candidate.expanded.operations.len();
        self.candidates.iter().map(operations).sum()
    }

    /// Whether the client says that it does not know what we believe to share: it wants everything that it lacks.
    pub(super) fn is_reset(&self) -> bool {
        self.have == [Have::default()] && !self.heads.is_empty()
    }
}
