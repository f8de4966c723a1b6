//! A text with what is suggested in it, and without.

use automerge::{ChangeHash, ReadDoc};

use super::normal::push_run;
use super::table::{Place, laid_out};
use super::{Block, BlockKind, Link, Malformed, Run, Text};
use crate::suggestion::{Key, Kind, Name};

/// What is suggested of characters or of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// In which suggestion.
    pub key: Key,
    /// What.
    pub to: Proposed,
}

/// What is suggested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposed {
    /// To add it.
    Insert,
    /// To take it out; of a block: to join it to the one before.
    Delete,
    /// To make it strong, or no more.
    Strong(bool),
    /// To emphasise it, or no more.
    Em(bool),
    /// To have it lead there, or nowhere any more.
    Link(Option<Link>),
    /// To give the block the shape of this one, which holds nothing.
    Shape(Block),
}

impl Proposed {
    /// Its kind.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Insert => Kind::Insert,
            Self::Delete => Kind::Delete,
            Self::Strong(_) => Kind::Strong,
            Self::Em(_) => Kind::Em,
            Self::Link(_) => Kind::Link,
            Self::Shape(_) => Kind::Shape,
        }
    }
}

impl Touch {
    /// The name of the mark, or of the marker's key, that says so.
    pub fn name(&self) -> Name {
        Name {
            kind: self.to.kind(),
            key: self.key.clone(),
        }
    }
}

/// A text with all that is suggested in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// One line of plain text; nothing is suggested of it.
    pub title: String,
    /// The body, in reading order.
    pub blocks: Vec<DraftBlock>,
}

/// A block with what is suggested of it and in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftBlock {
    /// The block as it is, without content; of an image, with its alternative text.
    pub block: Block,
    /// Of a cell, where it stands.
    pub(super) place: Option<Place>,
    /// Where its marker stands in the body, in UTF-16 units; none for text that no marker precedes.
    pub marker: Option<usize>,
    /// What is suggested of it.
    pub touches: Vec<Touch>,
    /// What stands in it.
    pub runs: Vec<DraftRun>,
}

/// Characters with the same marks, of which the same is suggested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRun {
    /// The characters as they are.
    pub run: Run,
    /// What is suggested of them, in the order of the names.
    pub touches: Vec<Touch>,
    /// Where they begin in the body, in UTF-16 units.
    pub at: usize,
}

impl Draft {
    /// The text of `doc` with what is suggested in it, now or at `heads`.
    ///
    /// Errors: [`Malformed`] names the first thing that does not fit.
    pub fn read(doc: &impl ReadDoc, heads: Option<&[ChangeHash]>) -> Result<Self, Malformed> {
        super::read::draft(doc, heads)
    }

    /// Whether nothing is suggested.
    pub fn is_settled(&self) -> bool {
        let plain = |block: &DraftBlock| {
            block.touches.is_empty() && block.runs.iter().all(|run| run.touches.is_empty())
        };
        self.blocks.iter().all(plain)
    }

    /// The blocks as they are shown, tables whole: each with its number here, or none for a place where no cell is.
    pub(crate) fn shown(&self) -> Vec<(Block, Option<usize>)> {
        // The number travels as the content.
        let blocks = self.blocks.iter().enumerate().map(|(number, draft)| {
            let mut block = draft.block.clone();
            block.content = vec![Run::plain(&number.to_string())];
            (block, draft.place.clone())
        });
        let numbered = laid_out(blocks.collect()).into_iter().map(|mut block| {
            let content = std::mem::take(&mut block.content);
            let number = content.first().and_then(|run| run.text.parse().ok());
            (block, number)
        });
        numbered.collect()
    }

    /// The text without its suggestions: as it would be if all were refused.
    pub fn settled(self) -> Text {
        let mut blocks: Vec<(Block, Option<Place>)> = Vec::new();
        for draft in self.blocks {
            let content = draft.runs.into_iter().filter(|run| !adds(&run.touches));
            let mut content = content.peekable();
            if draft.marker.is_some() && !adds(&draft.touches) {
                blocks.push((draft.block, draft.place));
            } else if content.peek().is_some()
                && (draft.marker.is_none()
                    || blocks.last().is_none_or(|(it, _)| !it.kind.takes_text()))
            {
                blocks.push((Block::new(BlockKind::Paragraph, Vec::new()), None));
            }
            if let Some((last, _)) = blocks.last_mut() {
                content.for_each(|it| push_run(&mut last.content, it.run));
            }
        }
        let mut blocks = laid_out(blocks);
        if blocks.is_empty() {
            blocks.push(Block::new(BlockKind::Paragraph, Vec::new()));
        }
        Text {
            title: self.title,
            blocks,
        }
    }
}

/// Of which nothing is suggested.
impl From<Text> for Draft {
    fn from(text: Text) -> Self {
        let mut at = 0;
        let blocks = text.blocks.into_iter().map(|mut block| {
            let marker = Some(at);
            at += 1;
            let written = if block.kind.takes_text() {
                std::mem::take(&mut block.content)
            } else {
                Vec::new()
            };
            let runs = written.into_iter().map(|run| {
                let start = at;
                at += run.text.encode_utf16().count();
                DraftRun {
                    run,
                    touches: Vec::new(),
                    at: start,
                }
            });
            DraftBlock {
                runs: runs.collect(),
                block,
                place: None,
                marker,
                touches: Vec::new(),
            }
        });
        Self {
            title: text.title,
            blocks: blocks.collect(),
        }
    }
}

/// Whether it is suggested to add this.
pub(crate) fn adds(touches: &[Touch]) -> bool {
    touches.iter().any(|touch| touch.to == Proposed::Insert)
}
