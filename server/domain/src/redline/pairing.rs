//! The passages of blocks that answer each other.

use std::collections::HashMap;

use super::slide::slide;
use super::tokens::{Key, Token, split, tokens, weight};
use super::weave::{Step, weave};
use super::{Break, Passage, Shape, Words};
use crate::text::{Block, Marks};

/// What a block's beginning counts as among tokens.
const BREAK: u32 = 0;
/// How much it matters that a block still begins where it did.
const BREAK_WEIGHT: f32 = 0.7;

/// One line's words and another's, without marks.
pub fn lines(old: &str, new: &str) -> Vec<Words> {
    let (old, new): (Vec<&str>, Vec<&str>) = (split(old).collect(), split(new).collect());
    let mut numbers = Numbers::default();
    let before: Vec<u32> = old.iter().map(|text| numbers.of((text, false))).collect();
    let after: Vec<u32> = new.iter().map(|text| numbers.of((text, false))).collect();
    let plain = || Some(Marks::default());
    steps(&before, &after, &numbers)
        .into_iter()
        .map(|step| match step {
            Step::Keep(i, _) => words(old[i], plain(), plain()),
            Step::Remove(i) => words(old[i], plain(), None),
            Step::Add(j) => words(new[j], None, plain()),
        })
        .collect()
}

/// Adds to `out` what `old` and `new`, taken for one, have become; either may be empty.
pub fn blocks(old: &[Block], new: &[Block], out: &mut Vec<Passage>) {
    let (before, after) = (Side::of(old), Side::of(new));
    let both = !before.units.is_empty() && !after.units.is_empty();
    let first = usize::from(both);
    if both {
        out.push(before.paired(0, &after, 0));
    }
    let mut numbers = Numbers::default();
    let old_numbers = before.numbers(first, &mut numbers);
    let new_numbers = after.numbers(first, &mut numbers);
    for step in steps(&old_numbers, &new_numbers, &numbers) {
        match step {
            Step::Keep(i, j) => before.keep(first + i, &after, first + j, out),
            Step::Remove(i) => before.alone(first + i, true, out),
            Step::Add(j) => after.alone(first + j, false, out),
        }
    }
}

fn steps(old: &[u32], new: &[u32], numbers: &Numbers) -> Vec<Step> {
    let mut steps = weave(old, new, &|number| numbers.weight(number));
    slide(&mut steps, old, new, &|number| numbers.boundary(number));
    steps
}

/// Numbers for tokens, equal where the tokens are.
#[derive(Default)]
pub(super) struct Numbers<'a> {
    of: HashMap<Key<'a>, u32>,
    keys: Vec<Key<'a>>,
}

impl<'a> Numbers<'a> {
    pub(super) fn of(&mut self, key: Key<'a>) -> u32 {
        if let Some(&number) = self.of.get(&key) {
            return number;
        }
        self.keys.push(key);
        let number = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        self.of.insert(key, number);
        number
    }

    fn key(&self, number: u32) -> Option<Key<'a>> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.keys.get(index).copied()
    }

    pub(super) fn weight(&self, number: u32) -> f32 {
        self.key(number)
            .map_or(BREAK_WEIGHT, |(text, _)| weight(text))
    }

    /// What the token parts: nothing (0), words (1), members of a sentence (2), sentences (3), blocks (4).
    fn boundary(&self, number: u32) -> u8 {
        let Some((text, _)) = self.key(number) else {
            return 4;
        };
        match text.chars().next() {
            Some('.' | '!' | '?' | '…') => 3,
            Some(',' | ';' | ':' | '(' | ')' | '«' | '»' | '–' | '—') => 2,
            Some(first) if first.is_whitespace() => 1,
            _ => 0,
        }
    }
}

enum Unit<'a> {
    Break(Shape),
    Token(Token<'a>),
}

/// Blocks as a row of beginnings and tokens.
struct Side<'a> {
    units: Vec<Unit<'a>>,
}

impl<'a> Side<'a> {
    fn of(blocks: &'a [Block]) -> Self {
        let units = blocks.iter().flat_map(|block| {
            let begin = std::iter::once(Unit::Break(Shape::of(block)));
            begin.chain(tokens(block).into_iter().map(Unit::Token))
        });
        Self {
            units: units.collect(),
        }
    }

    fn numbers<'s>(&'s self, from: usize, numbers: &mut Numbers<'s>) -> Vec<u32> {
        let units = self.units[from..].iter();
        units
            .map(|unit| match unit {
                Unit::Break(_) => BREAK,
                Unit::Token(token) => numbers.of(token.key()),
            })
            .collect()
    }

    fn paired(&self, i: usize, other: &Self, j: usize) -> Passage {
        let shape = |side: &Self, at: usize| match &side.units[at] {
            Unit::Break(shape) => Some(shape.clone()),
            Unit::Token(_) => None,
        };
        Passage::Break(Break {
            before: shape(self, i),
            after: shape(other, j),
        })
    }

    fn keep(&self, i: usize, other: &Self, j: usize, out: &mut Vec<Passage>) {
        let (Unit::Token(old), Unit::Token(new)) = (&self.units[i], &other.units[j]) else {
            return out.push(self.paired(i, other, j));
        };
        let (mut olds, mut news) = (old.spans.iter().copied(), new.spans.iter().copied());
        let mut spans = (olds.next(), news.next());
        let mut rest = old.text.as_str();
        while let (Some((m, before)), Some((n, after))) = spans {
            let (text, left) = rest.split_at(m.min(n));
            out.push(Passage::Words(words(
                text,
                Some(before.clone()),
                Some(after.clone()),
            )));
            rest = left;
            let old_left = (m > n).then(|| (m - n, before));
            let new_left = (n > m).then(|| (n - m, after));
            spans = (
                old_left.or_else(|| olds.next()),
                new_left.or_else(|| news.next()),
            );
        }
    }

    fn alone(&self, at: usize, removed: bool, out: &mut Vec<Passage>) {
        match &self.units[at] {
            Unit::Break(shape) => {
                let (before, after) = one_side(shape.clone(), removed);
                out.push(Passage::Break(Break { before, after }));
            }
            Unit::Token(token) => {
                let mut rest = token.text.as_str();
                for &(length, marks) in &token.spans {
                    let (text, left) = rest.split_at(length);
                    let (before, after) = one_side(marks.clone(), removed);
                    out.push(Passage::Words(words(text, before, after)));
                    rest = left;
                }
            }
        }
    }
}

fn one_side<T>(what: T, removed: bool) -> (Option<T>, Option<T>) {
    if removed {
        (Some(what), None)
    } else {
        (None, Some(what))
    }
}

fn words(text: &str, before: Option<Marks>, after: Option<Marks>) -> Words {
    Words {
        text: text.to_owned(),
        before,
        after,
        moved: None,
    }
}
