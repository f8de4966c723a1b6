//! What follows given changes.

use std::collections::BTreeSet;

use automerge::ChangeHash;

use super::History;

impl History {
    /// The numbers of the first `length` changes that are neither among the known ones of `hashes` nor followed by one
    /// of them, in order.
    pub fn since(&self, hashes: &[ChangeHash], length: usize) -> Vec<usize> {
        let known = hashes.iter().filter_map(|hash| self.number(hash));
        let mut contained: BTreeSet<usize> = known.filter(|number| *number < length).collect();
        if contained.is_empty() {
            return (0..length).collect();
        }
        let mut since = Vec::new();
        for number in (0..length).rev() {
            if contained.remove(&number) {
                if self.entries[number].follows_all() {
                    break;
                }
                contained.extend(self.entries.dependencies(number));
            } else {
                since.push(number);
            }
        }
        since.reverse();
        since
    }

    /// The hash of the change of this number.
    pub fn hash(&self, number: usize) -> Option<ChangeHash> {
        self.entries.get(number).map(|entry| entry.hash)
    }

    /// The numbers of the changes that the change of this number follows directly.
    pub fn follows(&self, number: usize) -> impl Iterator<Item = usize> + '_ {
        self.entries.dependencies(number)
    }
}
