//! The number of a change, found by its hash. The hashes themselves are in the history's entries: here a few bytes each.

use std::hash::{BuildHasher as _, RandomState};

use automerge::ChangeHash;
use hashbrown::HashTable;

use super::Entry;

/// The numbers of the entries. Hashed anew with a secret, so that nobody can choose changes that fall together.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    table: HashTable<u32>,
    secret: RandomState,
}

impl Numbers {
    pub(super) fn get(&self, hash: &ChangeHash, entries: &[Entry]) -> Option<u32> {
        let is_it = |number: &u32| entries[*number as usize].hash == *hash;
        self.table.find(self.secret.hash_one(hash), is_it).copied()
    }

    /// Adds the last entry.
    pub(super) fn push(&mut self, entries: &[Entry]) {
        let Some((number, entry)) = entries.iter().enumerate().next_back() else {
            return;
        };
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let secret = &self.secret;
        let rehash = |number: &u32| secret.hash_one(entries[*number as usize].hash);
        self.table
            .insert_unique(secret.hash_one(entry.hash), number, rehash);
    }

    /// Takes the last entry out.
    pub(super) fn pop(&mut self, entries: &[Entry]) {
        let Some((last, entry)) = entries.iter().enumerate().next_back() else {
            return;
        };
        let hash = self.secret.hash_one(entry.hash);
        let found = self
            .table
            .find_entry(hash, |number| *number as usize == last);
        if let Ok(found) = found {
            found.remove();
        }
    }

    /// Lets go of the room in which it grew.
    pub(super) fn make_compact(&mut self, entries: &[Entry]) {
        let secret = &self.secret;
        self.table
            .shrink_to_fit(|number| secret.hash_one(entries[*number as usize].hash));
    }
}
