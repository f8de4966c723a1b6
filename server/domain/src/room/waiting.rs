//! What peers sent and the next turns will vet, in order of arrival.

use std::collections::{HashSet, VecDeque};

use automerge::ChangeHash;

use super::{PeerId, Writer};
use crate::vetting::Candidate;

/// The number of no connection.
const NOBODY: PeerId = PeerId(u64::MAX);

/// What a peer sent at once.
#[derive(Debug)]
pub(super) struct Submission {
    pub(super) peer: PeerId,
    pub(super) writer: Writer,
    pub(super) candidates: Vec<Candidate>,
    /// The server makes them itself.
    pub(super) is_dictated: bool,
}

/// How much is taken together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    pub(super) changes: usize,
    /// Of all the changes.
    pub(super) operations: usize,
}

impl Share {
    /// How many of these changes fit in what is left, which they take; a first one always does.
    fn fit(&mut self, candidates: &[Candidate], is_first: bool) -> usize {
        let mut fits = 0;
        for candidate in candidates {
            let operations = candidate.expanded.operations.len();
            let is_in = self.changes > 0 && self.operations >= operations;
            if !(is_in || is_first && fits == 0) {
                break;
            }
            self.changes = self.changes.saturating_sub(1);
            self.operations = self.operations.saturating_sub(operations);
            fits += 1;
        }
        fits
    }
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
            is_dictated: false,
        });
    }

    /// A change that the server makes itself; it is nobody's connection's.
    pub(super) fn dictate(&mut self, writer: Writer, candidate: Candidate) {
        self.hashes.insert(candidate.change.hash());
        self.submissions.push_back(Submission {
            peer: NOBODY,
            writer,
            candidates: vec![candidate],
            is_dictated: true,
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.submissions.is_empty()
    }

    pub(super) fn contains(&self, hash: &ChangeHash) -> bool {
        self.hashes.contains(hash)
    }

    /// Takes the first ones, as much as fits together, and one change at least; a submission may be cut in two.
    pub(super) fn take(&mut self, mut room: Share) -> Vec<Submission> {
        let mut taken = Vec::new();
        while let Some(mut first) = self.submissions.pop_front() {
            let fits = room.fit(&first.candidates, taken.is_empty());
            let is_cut = fits < first.candidates.len();
            if is_cut {
                let candidates = first.candidates.split_off(fits);
                self.submissions.push_front(Submission {
                    candidates,
                    ..first
                });
            }
            for candidate in &first.candidates {
                self.hashes.remove(&candidate.change.hash());
            }
            if !first.candidates.is_empty() {
                taken.push(first);
            }
            if is_cut {
                break;
            }
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

#[cfg(test)]
mod tests {
    use automerge::transaction::Transactable as _;
    use automerge::{ActorId, AutoCommit, ROOT};

    use super::*;
    use crate::ids::PersonId;

    /// Changes of so many operations each.
    fn changes(operations: &[usize]) -> Vec<Candidate> {
        let mut doc = AutoCommit::new().with_actor(ActorId::from([1; 16]));
        let mut candidates = Vec::new();
        for (change, count) in operations.iter().enumerate() {
            for number in 0..*count {
                let key = format!("{change} {number}");
                doc.put(ROOT, key, true).unwrap();
            }
            doc.commit();
            let change = doc.get_last_local_change().expect("made just now");
            let expanded = change.decode();
            candidates.push(Candidate { change, expanded });
        }
        candidates
    }

    /// How many operations each change has of what is taken at each turn.
    fn turns(sent: &[&[usize]], share: Share) -> Vec<Vec<usize>> {
        let mut waiting = Waiting::default();
        let writer = Writer {
            person: PersonId(uuid::Uuid::now_v7()),
            territory: None,
        };
        for operations in sent {
            waiting.push(PeerId(1), writer, changes(operations));
        }
        let mut turns = Vec::new();
        while !waiting.is_empty() {
            let taken = waiting.take(share);
            let candidates = taken.iter().flat_map(|submission| &submission.candidates);
            turns.push(
                candidates
                    .map(|candidate| candidate.expanded.operations.len())
                    .collect(),
            );
        }
        assert!(waiting.hashes.is_empty());
        turns
    }

    #[test]
    fn a_turn_takes_so_many_changes_and_so_many_operations() {
        let share = Share {
            changes: 3,
            operations: 10,
        };
        assert_eq!(turns(&[&[1, 1], &[1, 1]], share), [vec![1, 1, 1], vec![1]]);
        assert_eq!(turns(&[&[4, 5, 6], &[1]], share), [vec![4, 5], vec![6, 1]]);
        assert_eq!(turns(&[&[5], &[5], &[5]], share), [vec![5, 5], vec![5]]);
    }

    #[test]
    fn a_change_longer_than_a_turn_has_a_turn_of_its_own() {
        let share = Share {
            changes: 3,
            operations: 10,
        };
        assert_eq!(turns(&[&[1, 40, 2]], share), [vec![1], vec![40], vec![2]]);
    }
}
