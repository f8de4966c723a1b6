//! From the live document to the text, or to what in the document does not fit.

mod marker;

use automerge::iter::Span;
use automerge::{AutomergeError, ChangeHash, ObjId, ObjType, ROOT, ReadDoc, Value};
use thiserror::Error;

pub(crate) use marker::read_shape;
use marker::{Marker, read_block, read_marks};

use super::draft::{Draft, DraftBlock, DraftRun, Touch};
use super::table::Place;
use super::{Block, BlockKind, Run, Text, is_allowed};

/// Longest title, in UTF-16 units: whatever a hub may be set to take is a text.
const MAX_TITLE: usize = 5_000;
/// Longest body, in UTF-16 units, each block marker counting for one; likewise.
const MAX_BODY: usize = 10_000_000;

/// What in a document is not a text.
#[derive(Debug, Error)]
pub enum Malformed {
    /// The root holds something else than `title` and `body`, or lacks one.
    #[error("the root holds {0:?} instead of exactly `title` and `body`")]
    Root(Vec<String>),
    /// `title` or `body` is not a text object, or was written more than once.
    #[error("`{0}` is not one text object")]
    NotOneText(&'static str),
    /// The title holds a block marker, a mark, a line break or a character that is not allowed.
    #[error("the title is not one line of plain text")]
    Title,
    /// `title` or `body` is longer than its limit, in UTF-16 units.
    #[error("`{name}` is {units} units long, and may be {limit}")]
    TooLong {
        /// `title` or `body`.
        name: &'static str,
        /// Its length.
        units: usize,
        /// Its limit.
        limit: usize,
    },
    /// A block marker does not have exactly `type`, `parents`, `attrs` and `isEmbed`, each as it must be.
    #[error("the {field} of block {index} does not fit")]
    Block {
        /// Which block, from 0, implicit paragraphs counted.
        index: usize,
        /// What of it.
        field: &'static str,
    },
    /// A mark that is not known, or has a value that it may not have.
    #[error("mark `{0}` does not fit")]
    Mark(String),
    /// A character that a text may not hold.
    #[error("character U+{0:04X} is not allowed")]
    Character(u32),
    /// The document does not know the heads asked for, or cannot be read.
    #[error(transparent)]
    Automerge(#[from] AutomergeError),
}

impl Text {
    /// The text of `doc`, now or at `heads`, without what is suggested in it: in normal form but for the ids of notes,
    /// which are the document's own, and for headers of tables without a word. Text before any marker, or after a rule or an image, is a paragraph outside any container.
    ///
    /// Errors: [`Malformed`] names the first thing that does not fit; nothing is mended on the way.
    pub fn read(doc: &impl ReadDoc, heads: Option<&[ChangeHash]>) -> Result<Self, Malformed> {
        Ok(draft(doc, heads)?.settled())
    }
}

/// The same with what is suggested in it.
pub(super) fn draft(doc: &impl ReadDoc, heads: Option<&[ChangeHash]>) -> Result<Draft, Malformed> {
    check_root(doc, heads)?;
    let title = read_title(spans(doc, "title", heads)?)?;
    let mut body = Body::default();
    for span in spans(doc, "body", heads)? {
        body.push(span)?;
    }
    Ok(Draft {
        title,
        blocks: body.blocks,
    })
}

fn check_root(doc: &impl ReadDoc, heads: Option<&[ChangeHash]>) -> Result<(), Malformed> {
    let keys: Vec<String> = match heads {
        Some(heads) => doc.keys_at(ROOT, heads).collect(),
        None => doc.keys(ROOT).collect(),
    };
    if keys == ["body", "title"] {
        Ok(())
    } else {
        Err(Malformed::Root(keys))
    }
}

fn text_object(
    doc: &impl ReadDoc,
    name: &'static str,
    heads: Option<&[ChangeHash]>,
) -> Result<ObjId, Malformed> {
    let found = match heads {
        Some(heads) => doc.get_all_at(ROOT, name, heads)?,
        None => doc.get_all(ROOT, name)?,
    };
    match <[_; 1]>::try_from(found) {
        Ok([(Value::Object(ObjType::Text), id)]) => Ok(id),
        _ => Err(Malformed::NotOneText(name)),
    }
}

fn spans(
    doc: &impl ReadDoc,
    name: &'static str,
    heads: Option<&[ChangeHash]>,
) -> Result<Vec<Span>, Malformed> {
    let object = text_object(doc, name, heads)?;
    let spans = match heads {
        Some(heads) => doc.spans_at(object, heads)?,
        None => doc.spans(object)?,
    };
    Ok(spans.collect())
}

fn read_title(spans: Vec<Span>) -> Result<String, Malformed> {
    let mut title = String::new();
    for span in spans {
        let Span::Text { text, marks: None } = span else {
            return Err(Malformed::Title);
        };
        title.push_str(&text);
    }
    if title
        .chars()
        .any(|c| !is_allowed(c) || matches!(c, '\n' | '\t'))
    {
        return Err(Malformed::Title);
    }
    within("title", units(&title), MAX_TITLE)?;
    Ok(title)
}

fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

fn within(name: &'static str, units: usize, limit: usize) -> Result<(), Malformed> {
    if units > limit {
        Err(Malformed::TooLong { name, units, limit })
    } else {
        Ok(())
    }
}

#[derive(Default)]
struct Body {
    blocks: Vec<DraftBlock>,
    /// Characters that come now go on the last block, and do not open a paragraph.
    open: bool,
    units: usize,
}

impl Body {
    fn push(&mut self, span: Span) -> Result<(), Malformed> {
        match span {
            Span::Block(marker) => {
                let (read, touches) = read_block(&marker).map_err(|field| Malformed::Block {
                    index: self.blocks.len(),
                    field,
                })?;
                self.begin(read, touches);
                self.units += 1;
            }
            Span::Text { text, marks } => {
                let at = self.units;
                self.units += units(&text);
                check_characters(&text)?;
                let (marks, touches) = marks
                    .as_deref()
                    .map_or_else(|| Ok(Default::default()), read_marks)?;
                let run = Run { text, marks };
                self.open_block().add(DraftRun { run, touches, at });
            }
        }
        within("body", self.units, MAX_BODY)
    }

    /// The block that characters go into: the last one, or a new implicit paragraph.
    fn open_block(&mut self) -> &mut DraftBlock {
        if !self.open {
            self.blocks.push(DraftBlock {
                block: Block::new(BlockKind::Paragraph, Vec::new()),
                place: None,
                marker: None,
                touches: Vec::new(),
                runs: Vec::new(),
            });
            self.open = true;
        }
        let last = self.blocks.len() - 1;
        &mut self.blocks[last]
    }

    fn begin(&mut self, read: Marker, touches: Vec<Touch>) {
        self.open = match &read {
            Marker::Block(block) => block.kind.takes_text(),
            Marker::Cell(..) => true,
            Marker::RowEnd => false,
        };
        let (block, place): (_, Option<Place>) = match read {
            Marker::Block(block) => (block, None),
            Marker::Cell(block, place) => (block, Some(place)),
            Marker::RowEnd => return,
        };
        self.blocks.push(DraftBlock {
            block,
            place,
            marker: Some(self.units),
            touches,
            runs: Vec::new(),
        });
    }
}

impl DraftBlock {
    /// Joined to the last characters where nothing tells them apart.
    fn add(&mut self, new: DraftRun) {
        match self.runs.last_mut() {
            Some(last) if last.touches == new.touches && last.run.marks == new.run.marks => {
                last.run.text.push_str(&new.run.text);
            }
            _ if new.run.text.is_empty() => {}
            _ => self.runs.push(new),
        }
    }
}

fn check_characters(text: &str) -> Result<(), Malformed> {
    text.chars()
        .find(|&c| !is_allowed(c))
        .map_or(Ok(()), |c| Err(Malformed::Character(u32::from(c))))
}
