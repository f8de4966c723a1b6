//! The blocks that are shown: those of the new text, and those that were removed whole.

use crate::redline::{Break, Passage, Shape};

/// A block of the page.
pub struct Shown<'a> {
    /// What it is shown as.
    pub shape: &'a Shape,
    /// Where it begins, in either text.
    pub begins: &'a Break,
    /// What became of it.
    pub fate: Fate,
    /// What stands in it, in order.
    pub pieces: Vec<Piece>,
}

/// What became of a block as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is in both texts, changed or not.
    Kept,
    /// It is new.
    Added,
    /// It was removed.
    Removed,
}

impl Fate {
    /// The attribute that says so.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Kept => "",
            Self::Added => " class=\"block-added\"",
            Self::Removed => " class=\"block-removed\"",
        }
    }
}

/// The place of a passage, and what is shown of it.
#[derive(Clone, Copy)]
pub enum Piece {
    /// Its words.
    Words(usize),
    /// That a block does not begin there any more, or begins there now.
    Break(usize),
    /// That the block is another kind of block.
    Shape(usize),
}

/// The blocks of the page, in order.
pub fn shown(body: &[Passage]) -> Vec<Shown<'_>> {
    let mut blocks: Vec<Shown<'_>> = Vec::new();
    let mut previous = None;
    for (at, passage) in body.iter().enumerate() {
        match passage {
            Passage::Words(_) => {
                if let Some(block) = blocks.last_mut() {
                    block.pieces.push(Piece::Words(at));
                }
            }
            Passage::Break(its) => {
                let reshaped = its.is_reshaped(previous.replace(its));
                begin(its, at, reshaped, &body[at + 1..], &mut blocks);
            }
        }
    }
    blocks
}

fn begin<'a>(
    its: &'a Break,
    at: usize,
    reshaped: bool,
    next: &[Passage],
    blocks: &mut Vec<Shown<'a>>,
) {
    let (shape, fate, pieces) = match (&its.before, &its.after) {
        (Some(_), Some(after)) => {
            let reshaped = reshaped.then_some(Piece::Shape(at));
            (after, Fate::Kept, Vec::from_iter(reshaped))
        }
        (None, Some(after)) if is_whole(next, false) => (after, Fate::Added, lone(at, next)),
        (None, Some(after)) => (after, Fate::Kept, vec![Piece::Break(at)]),
        (Some(before), None) if is_whole(next, true) => (before, Fate::Removed, lone(at, next)),
        (Some(_), None) => {
            if let Some(block) = blocks.last_mut() {
                block.pieces.push(Piece::Break(at));
            }
            return;
        }
        (None, None) => return,
    };
    blocks.push(Shown {
        shape,
        begins: its,
        fate,
        pieces,
    });
}

/// A block without words shows its sign, or nothing of it would be seen.
fn lone(at: usize, next: &[Passage]) -> Vec<Piece> {
    let wordless = !matches!(next.first(), Some(Passage::Words(_)));
    Vec::from_iter(wordless.then_some(Piece::Break(at)))
}

/// Whether the words up to the next block are all of one side.
fn is_whole(next: &[Passage], removed: bool) -> bool {
    let words = next.iter().map_while(|passage| match passage {
        Passage::Words(words) => Some(words),
        Passage::Break(_) => None,
    });
    words.into_iter().all(|words| {
        if removed {
            words.after.is_none()
        } else {
            words.before.is_none()
        }
    })
}
