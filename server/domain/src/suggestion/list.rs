//! What is suggested, told one suggestion at a time, and sentence by sentence.

use std::collections::{BTreeMap, BTreeSet};

use unicode_segmentation::UnicodeSegmentation as _;

use super::Key;
use crate::text::{Draft, DraftBlock, DraftRun, Proposed};

/// One suggestion, wherever it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Which.
    pub key: Key,
    /// What it proposes, in the order of the text.
    pub pieces: Vec<Piece>,
}

/// A place where a suggestion proposes one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What.
    pub to: Proposed,
    /// Of which words; those of a block, where it is suggested of a block.
    pub words: String,
    /// In which block, from 0.
    pub block: usize,
    /// Whether it is suggested of the block itself.
    pub is_block: bool,
}

/// A part of the text, whole sentences of one block, with suggestions that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// In which block, from 0.
    pub block: usize,
    /// Its characters.
    pub runs: Vec<DraftRun>,
    /// The suggestions in it, in order.
    pub keys: Vec<Key>,
}

/// Every suggestion in the text, in the order in which they begin.
pub fn proposals(draft: &Draft) -> Vec<Proposal> {
    let mut found: Vec<Proposal> = Vec::new();
    let mut add = |key: &Key, piece: Piece| {
        let at = found.iter().position(|it| it.key == *key);
        let at = at.unwrap_or_else(|| {
            found.push(Proposal {
                key: key.clone(),
                pieces: Vec::new(),
            });
            found.len() - 1
        });
        let pieces = &mut found[at].pieces;
        match pieces.last_mut() {
            Some(last) if last.goes_on(&piece) => last.words.push_str(&piece.words),
            _ => pieces.push(piece),
        }
    };
    for (number, block) in draft.blocks.iter().enumerate() {
        for touch in &block.touches {
            add(&touch.key, Piece::of_block(&touch.to, block, number));
        }
        for run in &block.runs {
            for touch in &run.touches {
                add(&touch.key, Piece::of_words(&touch.to, run, number));
            }
        }
    }
    found
}

impl Piece {
    fn of_block(to: &Proposed, block: &DraftBlock, number: usize) -> Self {
        Self {
            to: to.clone(),
            words: words(&block.runs),
            block: number,
            is_block: true,
        }
    }

    fn of_words(to: &Proposed, run: &DraftRun, number: usize) -> Self {
        Self {
            to: to.clone(),
            words: run.run.text.clone(),
            block: number,
            is_block: false,
        }
    }

    fn goes_on(&self, next: &Self) -> bool {
        !self.is_block && !next.is_block && self.to == next.to && self.block == next.block
    }
}

fn words(runs: &[DraftRun]) -> String {
    runs.iter().map(|run| run.run.text.as_str()).collect()
}

/// The sentences of which something is suggested, in groups: what two suggestions share, or one suggestion spans, is
/// together. In the order of the text.
pub fn sentences(draft: &Draft) -> Vec<Vec<Sentence>> {
    let touched: Vec<Sentence> = draft
        .blocks
        .iter()
        .enumerate()
        .flat_map(|(number, block)| of_block(number, block))
        .collect();
    let mut group_of: BTreeMap<Key, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<Sentence>> = Vec::new();
    for sentence in touched {
        let met: BTreeSet<usize> = sentence
            .keys
            .iter()
            .filter_map(|key| group_of.get(key).copied())
            .collect();
        let first = met.first().copied().unwrap_or_else(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        for other in met.into_iter().skip(1) {
            let moved = std::mem::take(&mut groups[other]);
            groups[first].extend(moved);
            for group in group_of.values_mut().filter(|group| **group == other) {
                *group = first;
            }
        }
        for key in &sentence.keys {
            group_of.insert(key.clone(), first);
        }
        groups[first].push(sentence);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The sentences of a block of which something is suggested; all of them are one where it is suggested of the block.
fn of_block(number: usize, block: &DraftBlock) -> Vec<Sentence> {
    let text = words(&block.runs);
    let mut sentences = Vec::new();
    let ends: Vec<usize> = if block.touches.is_empty() {
        text.split_sentence_bound_indices()
            .map(|(at, it)| at + it.len())
            .collect()
    } else {
        vec![text.len()]
    };
    let mut start = 0;
    for end in ends {
        let runs = cut(&block.runs, start, end);
        let touches = block
            .touches
            .iter()
            .chain(runs.iter().flat_map(|run| &run.touches));
        let mut keys: Vec<Key> = Vec::new();
        for touch in touches {
            if !keys.contains(&touch.key) {
                keys.push(touch.key.clone());
            }
        }
        if !keys.is_empty() {
            sentences.push(Sentence {
                block: number,
                runs,
                keys,
            });
        }
        start = end;
    }
    sentences
}

/// The characters between two places, in bytes of all of them.
fn cut(runs: &[DraftRun], start: usize, end: usize) -> Vec<DraftRun> {
    let mut at = 0;
    let mut within = Vec::new();
    for run in runs {
        let length = run.run.text.len();
        let (from, to) = (start.max(at) - at, end.min(at + length).saturating_sub(at));
        if from < to {
            let mut part = run.clone();
            part.at += run.run.text[..from].encode_utf16().count();
            run.run.text[from..to].clone_into(&mut part.run.text);
            within.push(part);
        }
        at += length;
    }
    within
}
