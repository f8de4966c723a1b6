//! Which blocks of two texts are the same one.

mod bag;
mod table;

use std::ops::Range;

use super::anchors::anchors;
use crate::text::Block;
use bag::{Bag, Vocabulary};
use table::between;

/// Blocks that answer each other: one and one, several that became one, one that became several; or only old ones, or only new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The old ones.
    pub old: Range<usize>,
    /// The new ones.
    pub new: Range<usize>,
}

/// How many pairs of blocks are all compared; among more, blocks that each text holds once are taken for the same at once.
const COMPARED: usize = 60_000;

/// The groups, in order, that together hold each block of both texts once.
pub fn groups(old: &[Block], new: &[Block]) -> Vec<Group> {
    let mut words = Vocabulary::default();
    let bags: Vec<Bag> = old.iter().map(|block| words.bag(block)).collect();
    let new_bags: Vec<Bag> = new.iter().map(|block| words.bag(block)).collect();
    let mut groups = Vec::new();
    let mut from = (0, 0);
    for (i, j) in same(old, new).into_iter().chain([(old.len(), new.len())]) {
        let (before, after) = (from.0..i, from.1..j);
        between(
            &bags[before.clone()],
            &new_bags[after.clone()],
            (before.start, after.start),
            &mut groups,
        );
        if i < old.len() {
            groups.push(Group {
                old: i..i + 1,
                new: j..j + 1,
            });
        }
        from = (i + 1, j + 1);
    }
    groups
}

/// Blocks that are taken for the same without a comparison: those at both ends, and in long texts those that each holds once.
fn same(old: &[Block], new: &[Block]) -> Vec<(usize, usize)> {
    let pairs = || old.iter().zip(new);
    let start = pairs().take_while(|(a, b)| a == b).count();
    let ends = old[start..].iter().rev().zip(new[start..].iter().rev());
    let end = ends.take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    let inner = |blocks: &[Block], to: usize| -> Vec<String> {
        blocks[start..to]
            .iter()
            .enumerate()
            .map(|(at, block)| words_of(block, at))
            .collect()
    };
    // What is the same may have moved: where all can be compared, nothing is taken for certain.
    let many = (old_end - start) * (new_end - start) > COMPARED;
    let within = if many {
        anchors(&inner(old, old_end), &inner(new, new_end))
    } else {
        Vec::new()
    };
    let first = (0..start).map(|i| (i, i));
    let last = (0..end).map(|i| (old_end + i, new_end + i));
    let middle = within.into_iter().map(|(i, j)| (start + i, start + j));
    first.chain(middle).chain(last).collect()
}

/// What a block is recognised by when it is nowhere twice; one without words, by nothing.
fn words_of(block: &Block, at: usize) -> String {
    let words: String = block.content.iter().map(|run| run.text.as_str()).collect();
    if words.trim().is_empty() {
        format!("\n{at}")
    } else {
        words
    }
}
