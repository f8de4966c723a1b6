//! Who wrote what: each character of a text with the change that wrote it.
//!
//! A character belongs to the change that inserted it, wherever it stands now: splitting, joining or reshaping blocks moves
//! nothing. What a change is of is for the caller to say.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use automerge::{ActorId, Automerge, ChangeHash, ObjId};

use crate::anchor::Element;
use crate::elements::{MARKER, each_element_at};
use crate::redline::{framed, marked};
use crate::text::{Block, BlockKind, Draft, Malformed, Text, adds};

mod trace;

pub use trace::{Came, Moment, Step, Trace, traced};

/// Characters in a row of one author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage<A> {
    /// The characters, never empty.
    pub text: String,
    /// Who wrote them; none for a change that nobody is known for.
    pub author: Option<A>,
    /// The name that the first of them keeps.
    pub first: Element,
}

/// A text with its authors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authored<A> {
    /// The text, as [`Text::read`] gives it.
    pub text: Text,
    /// For each block, its content as passages; their texts in a row are the content's.
    pub blocks: Vec<Vec<Passage<A>>>,
}

/// The text of `doc`, with the authors of its body: `author` says whose a change is.
///
/// Errors: [`Malformed`] where the document is not a text.
pub fn authored<A: Clone + PartialEq>(
    doc: &Automerge,
    author: impl Fn(&ChangeHash) -> Option<A>,
) -> Result<Authored<A>, Malformed> {
    let ledger = Ledger::of(doc, author);
    let named = Named::read(doc, None)?;
    let blocks = named.letters.into_iter().map(|letters| {
        passages(letters.into_iter().map(|(letter, id)| {
            let author = ledger.author(&id);
            (letter, id, author)
        }))
    });
    Ok(Authored {
        blocks: blocks.collect(),
        text: named.text,
    })
}

/// A text with the names of its characters.
struct Named {
    text: Text,
    /// For each block, its characters.
    letters: Vec<Vec<(char, Element)>>,
}

impl Named {
    /// The text of `doc`, now or in the state `heads`.
    fn read(doc: &Automerge, heads: Option<&[ChangeHash]>) -> Result<Self, Malformed> {
        let draft = Draft::read(doc, heads)?;
        let mut letters = letters(doc, heads)?
            .into_iter()
            .zip(suggested(&draft))
            .filter(|(_, is_suggested)| !is_suggested)
            .filter_map(|((letter, id), _)| Some((letter, named(&id)?)));
        let text = draft.settled();
        let blocks = text.blocks.iter().map(|block| {
            // The words of an image are its marker's, and nobody's share.
            let written = block.content.iter().filter(|_| block.kind.takes_text());
            let length = written.map(|run| run.text.chars().count()).sum();
            letters.by_ref().take(length).collect()
        });
        let letters = blocks.collect();
        Ok(Self { text, letters })
    }
}

fn named(id: &ObjId) -> Option<Element> {
    match id {
        ObjId::Id(counter, actor, _) => Some(Element::new(*counter, actor.clone())),
        ObjId::Root => None,
    }
}

impl<A: Clone + Eq + Hash> Authored<A> {
    /// How many characters of some blocks each has written, most first.
    pub fn shares<K: Eq + Hash + Ord>(
        &self,
        blocks: Range<usize>,
        key: impl Fn(&A) -> K,
    ) -> Vec<(Option<K>, usize)> {
        let mut shares: HashMap<Option<K>, usize> = HashMap::new();
        for passage in self.blocks[blocks].iter().flatten() {
            let share = shares.entry(passage.author.as_ref().map(&key)).or_default();
            *share += passage.text.chars().count();
        }
        let mut shares: Vec<_> = shares.into_iter().collect();
        shares.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        shares
    }

    /// The sections: the blocks from each heading of the two highest levels to the next, with its words; first what
    /// stands above all of them, if anything does.
    pub fn sections(&self) -> Vec<(String, Range<usize>)> {
        let opens =
            |block: &Block| matches!(block.kind, BlockKind::Heading(level) if level.get() <= 2);
        let mut sections: Vec<(String, Range<usize>)> = Vec::new();
        for (at, block) in self.text.blocks.iter().enumerate() {
            match sections.last_mut() {
                Some((_, range)) if !opens(block) => range.end = at + 1,
                _ => sections.push((
                    if opens(block) {
                        block.text()
                    } else {
                        String::new()
                    },
                    at..at + 1,
                )),
            }
        }
        sections
    }

    /// The body as HTML, its lists and quotes kept, the files of its images under `images`: `wrap` is given a passage and
    /// its HTML.
    pub fn to_html(&self, images: &str, wrap: impl Fn(&Passage<A>, &str) -> String) -> String {
        let blocks = self.text.blocks.iter().zip(&self.blocks);
        framed(
            images,
            blocks.map(|(block, passages)| (block, content(block, passages, &wrap))),
        )
    }
}

fn content<A: PartialEq>(
    block: &Block,
    passages: &[Passage<A>],
    wrap: &impl Fn(&Passage<A>, &str) -> String,
) -> String {
    let marks = block.content.iter();
    let mut marks = marks.flat_map(|run| run.text.chars().map(move |letter| (letter, &run.marks)));
    let mut html = String::new();
    for passage in passages {
        let letters: Vec<_> = marks.by_ref().take(passage.text.chars().count()).collect();
        let runs = letters.chunk_by(|a, b| a.1 == b.1);
        let inside: String = runs
            .map(|run| {
                let text: String = run.iter().map(|(letter, _)| *letter).collect();
                match run[0].1.footnote {
                    Some(_) => format!("<small> [{}]</small>", marked(&text, run[0].1)),
                    None => marked(&text, run[0].1),
                }
            })
            .collect();
        html.push_str(&wrap(passage, &inside));
    }
    html
}

/// For each character, whether it is only suggested: then it is nobody's share yet.
fn suggested(draft: &Draft) -> Vec<bool> {
    let runs = draft.blocks.iter().flat_map(|block| &block.runs);
    let letters = runs.flat_map(|run| run.run.text.chars().map(|_| adds(&run.touches)));
    letters.collect()
}

/// Whose each operation is: for each replica, its changes by their last operation.
struct Ledger<A> {
    changes: HashMap<ActorId, Vec<(u64, Option<A>)>>,
}

impl<A: Clone> Ledger<A> {
    fn of(doc: &Automerge, author: impl Fn(&ChangeHash) -> Option<A>) -> Self {
        let mut changes: HashMap<ActorId, Vec<(u64, Option<A>)>> = HashMap::new();
        for change in doc.get_changes_meta(&[]) {
            let its = (change.max_op, author(&change.hash));
            changes
                .entry(change.actor.into_owned())
                .or_default()
                .push(its);
        }
        for its in changes.values_mut() {
            its.sort_by_key(|(last, _)| *last);
        }
        Self { changes }
    }

    fn author(&self, element: &Element) -> Option<A> {
        let its = self.changes.get(element.actor())?;
        let change = its.partition_point(|(last, _)| *last < element.counter());
        its.get(change)?.1.clone()
    }
}

/// The characters of the body in order, without its markers, each with the operation that inserted it: as it is, or in the
/// state `heads`.
pub(crate) fn letters(
    doc: &Automerge,
    heads: Option<&[ChangeHash]>,
) -> Result<Vec<(char, ObjId)>, Malformed> {
    let mut letters = Vec::new();
    each_element_at(doc, heads, |id, written, _| {
        if written != MARKER {
            letters.extend(written.chars().map(|letter| (letter, id.clone())));
        }
    })?;
    Ok(letters)
}

fn passages<A: PartialEq>(
    letters: impl Iterator<Item = (char, Element, Option<A>)>,
) -> Vec<Passage<A>> {
    let mut passages: Vec<Passage<A>> = Vec::new();
    for (letter, first, author) in letters {
        match passages.last_mut() {
            Some(last) if last.author == author => last.text.push(letter),
            _ => passages.push(Passage {
                text: letter.to_string(),
                author,
                first,
            }),
        }
    }
    passages
}

#[cfg(test)]
mod tests;
