//! Two texts as one: what was added, removed, moved or given another form between them, word by word.
//!
//! A redline is one sequence from which both texts can be read again, exactly: what has a `before` is the old text, what
//! has an `after` the new one. Everything that is shown of a comparison is a view of that sequence.

mod align;
mod anchors;
mod changes;
mod html;
mod moves;
mod pairing;
mod slide;
mod tokens;
mod weave;

#[cfg(test)]
mod tests;

use crate::text::{Block, BlockKind, Container, Marks, Run, Text};

pub use changes::{Change, Extent, Sort};
pub use html::Marking;
pub(crate) use html::{framed, marked};

/// Two texts as one sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redline {
    /// The two titles.
    pub title: Vec<Words>,
    /// The two bodies: each block begins with a [`Passage::Break`].
    pub body: Vec<Passage>,
}

/// A step of the sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// A block begins, in one of the texts or in both.
    Break(Break),
    /// Words of the block that began last in their text.
    Words(Words),
}

/// Where a block begins. At least one of the two is there: only `before`, its block was removed, or joined to the one
/// above; only `after`, it was added, or parted from the one above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// What it was.
    pub before: Option<Shape>,
    /// What it became.
    pub after: Option<Shape>,
}

/// A block without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// What it is.
    pub kind: BlockKind,
    /// What it stands in, outermost first.
    pub parents: Vec<Container>,
}

/// Characters with the same fate. At least one of `before` and `after` is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The characters, never empty.
    pub text: String,
    /// What they carried.
    pub before: Option<Marks>,
    /// What they carry now.
    pub after: Option<Marks>,
    /// Where the same words were removed here and added there, or the reverse: the number that both places share, from 0
    /// in order of appearance.
    pub moved: Option<usize>,
}

impl Redline {
    /// What changed from `old` to `new`, both in normal form ([`Text::normalised`]).
    pub fn between(old: &Text, new: &Text) -> Self {
        let title = pairing::lines(&old.title, &new.title);
        let mut body = Vec::new();
        for group in align::groups(&old.blocks, &new.blocks) {
            pairing::blocks(&old.blocks[group.old], &new.blocks[group.new], &mut body);
        }
        moves::label(&mut body);
        Self {
            title: joined(title),
            body: compact(body),
        }
    }

    /// The old text.
    pub fn before(&self) -> Text {
        self.side(|its| its.before.as_ref(), |its| its.before.as_ref())
    }

    /// The new text.
    pub fn after(&self) -> Text {
        self.side(|its| its.after.as_ref(), |its| its.after.as_ref())
    }

    /// Whether both texts are the same.
    pub fn is_empty(&self) -> bool {
        self.title.iter().all(|words| words.before == words.after)
            && self.body.iter().all(|passage| match passage {
                Passage::Break(its) => its.before == its.after,
                Passage::Words(its) => its.before == its.after,
            })
    }

    fn side(
        &self,
        shape: impl Fn(&Break) -> Option<&Shape>,
        marks: impl Fn(&Words) -> Option<&Marks>,
    ) -> Text {
        let here = self.title.iter().filter(|words| marks(words).is_some());
        let title = here.map(|words| words.text.as_str()).collect();
        let mut blocks: Vec<Block> = Vec::new();
        for passage in &self.body {
            match passage {
                Passage::Break(its) => blocks.extend(shape(its).map(Shape::block)),
                Passage::Words(its) => {
                    if let (Some(block), Some(marks)) = (blocks.last_mut(), marks(its)) {
                        push(&mut block.content, &its.text, marks);
                    }
                }
            }
        }
        Text { title, blocks }
    }
}

impl Shape {
    fn of(block: &Block) -> Self {
        Self {
            kind: block.kind,
            parents: block.parents.clone(),
        }
    }

    /// Whether it is a cell of a table.
    pub(crate) const fn is_cell(&self) -> bool {
        matches!(self.kind, BlockKind::Cell(_))
    }

    /// Whether it is an image.
    pub const fn is_image(&self) -> bool {
        matches!(self.kind, BlockKind::Image(_))
    }

    fn block(&self) -> Block {
        Block {
            kind: self.kind,
            parents: self.parents.clone(),
            content: Vec::new(),
        }
    }
}

impl Break {
    /// Whether readers see another block than there was; `previous` is where the block before begins. That a cell begins
    /// another row follows from the cell before it, where that one came or went.
    pub(crate) fn is_reshaped(&self, previous: Option<&Self>) -> bool {
        let (Some(before), Some(after)) = (&self.before, &self.after) else {
            return false;
        };
        let pushed = previous.is_some_and(|it| it.before.is_none() || it.after.is_none());
        match (before.kind, after.kind) {
            (BlockKind::Cell(before), BlockKind::Cell(after)) if pushed => {
                before.header != after.header
            }
            _ => before != after,
        }
    }
}

impl Words {
    /// Whether they are words of a note, in the text that has them.
    pub fn in_note(&self) -> bool {
        let marks = self.after.as_ref().or(self.before.as_ref());
        marks.is_some_and(|marks| marks.footnote.is_some())
    }

    fn continues(&self, other: &Self) -> bool {
        self.before == other.before && self.after == other.after && self.moved == other.moved
    }
}

fn push(content: &mut Vec<Run>, text: &str, marks: &Marks) {
    match content.last_mut() {
        Some(last) if last.marks == *marks => last.text.push_str(text),
        _ => content.push(Run {
            text: text.to_owned(),
            marks: marks.clone(),
        }),
    }
}

/// The same with neighbours of one fate as one.
fn joined(words: Vec<Words>) -> Vec<Words> {
    let mut joined: Vec<Words> = Vec::new();
    for next in words {
        match joined.last_mut() {
            Some(last) if last.continues(&next) => last.text.push_str(&next.text),
            _ => joined.push(next),
        }
    }
    joined
}

fn compact(passages: Vec<Passage>) -> Vec<Passage> {
    let mut compact: Vec<Passage> = Vec::new();
    for next in passages {
        match (compact.last_mut(), next) {
            (Some(Passage::Words(last)), Passage::Words(next)) if last.continues(&next) => {
                last.text.push_str(&next.text);
            }
            (_, next) => compact.push(next),
        }
    }
    compact
}
