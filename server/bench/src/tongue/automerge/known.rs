//! The changes that this program made, for all its writers: what each follows, and where its operations end.

use std::collections::{HashMap, HashSet};

use ::automerge::ChangeHash;

use crate::Outcome;

/// An index of changes, in the order in which they were made.
#[derive(Default)]
pub struct Known {
    numbers: HashMap<ChangeHash, usize>,
    changes: Vec<Entry>,
}

struct Entry {
    max_op: u64,
    follows: Vec<usize>,
}

impl Known {
    /// The text as the run finds it.
    pub fn starting_at(heads: &[ChangeHash], max_op: u64) -> Self {
        let mut known = Self::default();
        for head in heads {
            known.learn(*head, max_op, &[]);
        }
        known
    }

    /// A change was made.
    pub fn learn(&mut self, hash: ChangeHash, max_op: u64, deps: &[ChangeHash]) {
        let follows = deps.iter().filter_map(|dep| self.numbers.get(dep).copied());
        let follows = follows.collect();
        self.numbers.insert(hash, self.changes.len());
        self.changes.push(Entry { max_op, follows });
    }

    /// The highest operation number below these heads.
    pub fn max_op(&self, heads: &[ChangeHash]) -> Outcome<u64> {
        let numbers = heads.iter().map(|head| self.numbers.get(head));
        let ops = numbers.map(|number| number.map(|number| self.changes[*number].max_op));
        let highest: Option<Vec<u64>> = ops.collect();
        let highest = highest.ok_or("the server has changes that nobody here made")?;
        highest.into_iter().max().ok_or_else(|| "no heads".into())
    }

    /// The heads of who has heard of `heads` and made `last`.
    pub fn merged(&self, heads: &[ChangeHash], last: &ChangeHash) -> Vec<ChangeHash> {
        if heads.iter().any(|head| self.follows(head, last)) {
            return heads.to_vec();
        }
        let beside = heads.iter().filter(|head| !self.follows(last, head));
        let mut merged: Vec<_> = beside.copied().chain([*last]).collect();
        merged.sort_unstable();
        merged
    }

    /// Whether `later` is `earlier`, or follows it by whatever way. Nothing made before `earlier` is looked at.
    fn follows(&self, later: &ChangeHash, earlier: &ChangeHash) -> bool {
        let (Some(&later), Some(&earlier)) = (self.numbers.get(later), self.numbers.get(earlier))
        else {
            return false;
        };
        let mut waiting = vec![later];
        let mut seen = HashSet::new();
        while let Some(number) = waiting.pop() {
            if number == earlier {
                return true;
            }
            if number > earlier && seen.insert(number) {
                waiting.extend(&self.changes[number].follows);
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(number: u8) -> ChangeHash {
        ChangeHash([number; 32])
    }

    #[test]
    fn ones_own_last_change_is_a_head_until_something_follows_it() {
        let mut known = Known::starting_at(&[hash(9)], 10);
        known.learn(hash(1), 11, &[hash(9)]);
        known.learn(hash(2), 11, &[hash(9)]);
        known.learn(hash(3), 12, &[hash(1), hash(2)]);
        assert_eq!(known.merged(&[hash(9)], &hash(1)), [hash(1)]);
        assert_eq!(known.merged(&[hash(2)], &hash(1)), [hash(1), hash(2)]);
        assert_eq!(known.merged(&[hash(3)], &hash(1)), [hash(3)]);
        assert_eq!(known.max_op(&[hash(3)]).unwrap(), 12);
        assert!(known.max_op(&[hash(4)]).is_err());
    }
}
