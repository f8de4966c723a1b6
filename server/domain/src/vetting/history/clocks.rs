//! What each change had seen: for every replica, how many of its changes (a vector clock).
//!
//! Clocks are kept for the last changes and for each replica's last one, which new changes nearly always follow; for an
//! older one the history is walked.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use super::History;
use super::entry::Author;

/// For how many of the last changes the clock is kept.
const KEPT: usize = 2_048;

/// How many changes of each replica, by its number, are seen; none of those after the last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::vetting) struct Clock(Arc<[u32]>);

impl Clock {
    pub(super) fn get(&self, author: usize) -> usize {
        self.0.get(author).map_or(0, |count| *count as usize)
    }

    /// Sees what the other one sees too.
    pub(super) fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            return self.0 = merged(&other.0, &self.0);
        }
        if other
            .0
            .iter()
            .zip(&*self.0)
            .any(|(theirs, ours)| theirs > ours)
        {
            self.0 = merged(&self.0, &other.0);
        }
    }
}

fn merged(longer: &[u32], shorter: &[u32]) -> Arc<[u32]> {
    let others = shorter.iter().copied().chain(std::iter::repeat(0));
    let both = longer.iter().zip(others);
    both.map(|(one, other)| other.max(*one)).collect()
}

/// What the author of a new change had seen.
#[derive(Debug)]
pub(in crate::vetting) enum View {
    /// Everything.
    All,
    /// As much as this.
    Upto(Clock),
}

impl View {
    /// How many changes of a replica it contains, if not all.
    pub(in crate::vetting) fn partial(&self, author: usize) -> Option<usize> {
        match self {
            Self::All => None,
            Self::Upto(clock) => Some(clock.get(author)),
        }
    }

    /// Whether it contains every change of the replica.
    pub(super) fn is_whole(&self, author: usize, authors: &[Author]) -> bool {
        let seen = self.partial(author);
        seen.is_none_or(|seen| seen >= authors[author].changes.len())
    }

    /// With the author's new change.
    pub(super) fn clock(self, own: usize, authors: &[Author]) -> Clock {
        let counts = authors.iter().map(|author| author.changes.len());
        let mut seen: Vec<u32> = match self {
            Self::All => counts
                .map(|count| u32::try_from(count).unwrap_or(u32::MAX))
                .collect(),
            Self::Upto(clock) => clock.0.to_vec(),
        };
        seen.resize(seen.len().max(own + 1), 0);
        seen[own] = u32::try_from(authors[own].changes.len() + 1).unwrap_or(u32::MAX);
        Clock(seen.into())
    }
}

/// The clocks of the last changes.
#[derive(Debug, Clone, Default)]
pub(super) struct Clocks(VecDeque<Clock>);

impl Clocks {
    pub(super) fn push(&mut self, clock: Clock) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(clock);
    }

    pub(super) fn pop(&mut self) {
        self.0.pop_back();
    }

    /// The clock of a change, by its number out of `length`.
    pub(super) fn get(&self, number: usize, length: usize) -> Option<&Clock> {
        self.0.get(number.checked_sub(length - self.0.len())?)
    }
}

impl History {
    /// The clock of a change that is not kept: from its ancestors.
    pub(super) fn walk(&self, number: usize) -> Clock {
        let mut seen = vec![0; self.authors.len()];
        let mut contained = BTreeSet::from([number]);
        while let Some(last) = contained.pop_last() {
            let entry = &self.entries[last];
            if entry.follows_all() {
                self.see_all_upto(last, &mut seen);
                break;
            }
            let author = entry.author as usize;
            seen[author] = seen[author].max(self.sequence(author, last));
            contained.extend(self.entries.dependencies(last));
        }
        Clock(seen.into())
    }

    fn see_all_upto(&self, last: usize, seen: &mut [u32]) {
        for (author, seen) in seen.iter_mut().enumerate() {
            *seen = (*seen).max(self.sequence(author, last));
        }
    }

    /// How many changes of the replica there are up to this number.
    fn sequence(&self, author: usize, last: usize) -> u32 {
        let changes = &self.authors[author].changes;
        let count = changes.partition_point(|number| *number as usize <= last);
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}
