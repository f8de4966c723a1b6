//! What peers sent and the next turns will vet, in order of arrival.

use std::collections::{HashSet, VecDeque};

use automerge::ChangeHash;

use super::{PeerId, Writer};
use crate::vetting::Candidate;

/// What a peer sent at once.
#[derive(Debug)]
pub(super) struct Submission {
    pub(super) peer: PeerId,
    pub(super) writer: Writer,
    pub(super) candidates: Vec<Candidate>,
}

#[derive(Debug, Default)]
pub(super) struct Waiting {
    submissions: VecDeque<Submission>,
    hashes: HashSet<ChangeHash>,
}

impl Waiting {
    pub(super) fn push(&mut self, peer: PeerId, writer: Writer, candidates: Vec<Candidate>) {
        let hashes = candidates.iter().map(|candidate| candidate.change.hash());
        self.hashes.extend(hashes);
        self.submissions.push_back(Submission {
            peer,
            writer,
            candidates,
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.submissions.is_empty()
    }

    pub(super) fn contains(&self, hash: &ChangeHash) -> bool {
        self.hashes.contains(hash)
    }

    /// Takes the first ones, of at most so many changes together; a single one may be cut in two.
    pub(super) fn take(&mut self, most: usize) -> Vec<Submission> {
        let mut taken = Vec::new();
        let mut room = most;
        while room > 0
            && let Some(mut first) = self.submissions.pop_front()
        {
            if first.candidates.len() > room {
                let candidates = first.candidates.split_off(room);
                self.submissions.push_front(Submission {
                    candidates,
                    ..first
                });
            }
            room -= first.candidates.len().min(room);
            for candidate in &first.candidates {
                self.hashes.remove(&candidate.change.hash());
            }
            taken.push(first);
        }
        taken
    }

    /// Forgets what a peer sent.
    pub(super) fn forget(&mut self, peer: PeerId) {
        let hashes = &mut self.hashes;
        self.submissions.retain(|submission| {
            let keep = submission.peer != peer;
            if !keep {
                for candidate in &submission.candidates {
                    hashes.remove(&candidate.change.hash());
                }
            }
            keep
        });
    }
}
