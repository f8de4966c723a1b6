//! Which block of an earlier state answers one of a later state.

use std::collections::HashMap;
use std::ops::Range;

use super::Named;
use crate::anchor::Element;

/// The fewest characters by which words are taken for the same ones, written anew elsewhere.
const TELLING: usize = 20;

/// Two states, and which blocks of theirs have characters in common.
pub struct Followed<'a> {
    old: &'a Named,
    new: &'a Named,
    /// For each block of the later state, that of the earlier one with which it shares most.
    back: Vec<Option<usize>>,
    /// The reverse.
    forth: Vec<Option<usize>>,
}

/// What answers a block.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing: it came.
    Nowhere,
    /// The same words, in this block.
    Elsewhere(usize),
    /// These blocks became those; it is `at` that is followed on.
    Here {
        /// The blocks of the earlier state.
        old: Range<usize>,
        /// Those of the later one.
        new: Range<usize>,
        /// A block of `old`.
        at: usize,
    },
}

impl<'a> Followed<'a> {
    /// An earlier and a later state.
    pub fn between(old: &'a Named, new: &'a Named) -> Self {
        let (stood, stands) = (old.owners(), new.owners());
        Self {
            back: new.letters.iter().map(|it| best(it, &stood)).collect(),
            forth: old.letters.iter().map(|it| best(it, &stands)).collect(),
            old,
            new,
        }
    }

    /// What answers the block number `at` of the later state.
    pub fn back(&self, at: usize) -> Found {
        if let Some(place) = self.back[at] {
            return Found::Here {
                old: around(place, &self.forth, at),
                new: around(at, &self.back, place),
                at: place,
            };
        }
        match self.written_anew(at) {
            Some(place) => Found::Elsewhere(place),
            None => self.in_its_place(at),
        }
    }

    /// A block of the same words, of which no character is left.
    fn written_anew(&self, at: usize) -> Option<usize> {
        let words = self.new.block(at).text();
        let telling = words.trim().chars().count() >= TELLING;
        let same = |place: &usize| self.is_gone(*place) && self.old.block(*place).text() == words;
        (0..self.forth.len()).filter(|_| telling).find(same)
    }

    /// What stood, and is gone, between the blocks around it that were there.
    fn in_its_place(&self, at: usize) -> Found {
        let first = (0..at).rev().take_while(|it| self.back[*it].is_none());
        let first = first.last().unwrap_or(at);
        let after = (at..self.back.len()).find(|it| self.back[*it].is_some());
        let after = after.unwrap_or(self.back.len());
        let from = first.checked_sub(1).and_then(|it| self.back[it]);
        let from = from.map_or(0, |it| it + 1);
        let until = self.back.get(after).copied().flatten();
        let until = until.unwrap_or(self.forth.len());
        let gone = (from..until).all(|it| self.is_gone(it));
        if from >= until || !gone {
            return Found::Nowhere;
        }
        Found::Here {
            at: (from + at - first).min(until - 1),
            old: from..until,
            new: first..after,
        }
    }

    fn is_gone(&self, place: usize) -> bool {
        self.forth[place].is_none() && !self.old.letters[place].is_empty()
    }
}

/// The block that holds most of these characters, the first of several.
fn best(letters: &[(char, Element)], owners: &HashMap<&Element, usize>) -> Option<usize> {
    let mut shared: HashMap<usize, usize> = HashMap::new();
    for owner in letters.iter().filter_map(|(_, it)| owners.get(it)) {
        *shared.entry(*owner).or_default() += 1;
    }
    let most = shared
        .into_iter()
        .max_by_key(|(block, count)| (*count, usize::MAX - block));
    most.map(|(block, _)| block)
}

/// The blocks in a row around `at` that have `other` as theirs.
fn around(at: usize, theirs: &[Option<usize>], other: usize) -> Range<usize> {
    let is = |it: &usize| theirs[*it] == Some(other);
    let before = (0..at).rev().take_while(is).count();
    let after = (at + 1..theirs.len()).take_while(is).count();
    at - before..at + 1 + after
}
