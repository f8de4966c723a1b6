//! What a block was, state after state: who changed its words, and what stood there before.
//!
//! A block is followed back by its characters, which keep their names. Where none of them was there, by its words, which
//! may have been written anew elsewhere, and then by its place between blocks that were.

mod follow;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use automerge::{Automerge, ChangeHash, ReadDoc as _};

use super::{Ledger, Named};
use crate::anchor::Element;
use crate::redline::Redline;
use crate::text::{Block, Malformed, Text};
use follow::{Followed, Found};

/// A state that a text was in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The state.
    pub heads: Vec<ChangeHash>,
    /// The changes that led to it from the moment before, in any order.
    pub changes: Vec<ChangeHash>,
}

/// What became of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The block as it is in the last moment, alone.
    pub text: Text,
    /// What happened to it, last first; the oldest is how it came.
    pub steps: Vec<Step>,
}

/// What happened to a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The number of the moment that it had happened by.
    pub moment: usize,
    /// What.
    pub came: Came,
    /// Whose changes added words to it or took words out; none where only its form is another.
    pub changes: BTreeSet<ChangeHash>,
}

/// How what stands in a place came there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// It was something else before: with what was parted from it and joined to it.
    Changed(Redline),
    /// The same words stood elsewhere.
    Moved,
    /// Nothing stood there: these are its first words.
    Begun(Text),
}

/// What became of the block in which a character stands in the last of `moments`, which are in order of time; none where
/// it does not stand there.
///
/// Errors: [`Malformed`] where the document is not a text.
pub fn traced(
    doc: &Automerge,
    moments: &[Moment],
    passage: &Element,
) -> Result<Option<Trace>, Malformed> {
    let Some((last, earlier)) = moments.split_last() else {
        return Ok(None);
    };
    let mut later = Named::read(doc, Some(&last.heads))?;
    let Some(mut at) = later.block_of(passage) else {
        return Ok(None);
    };
    let text = later.alone(at..at + 1);
    let mut tracer = Tracer::of(doc);
    let mut begun = 0;
    for (number, moment) in earlier.iter().enumerate().rev() {
        let before = Named::read(doc, Some(&moment.heads))?;
        match Followed::between(&before, &later).back(at) {
            Found::Nowhere => {
                begun = number + 1;
                break;
            }
            Found::Elsewhere(place) => {
                tracer.moved(number + 1);
                at = place;
            }
            Found::Here {
                old,
                new,
                at: place,
            } => {
                tracer.changed((&before, old), (&later, new), number + 1, moments);
                at = place;
            }
        }
        later = before;
    }
    tracer.begun((&later, at), begun);
    Ok(Some(Trace {
        text,
        steps: tracer.steps,
    }))
}

/// What is known so far on the way back.
struct Tracer<'a> {
    doc: &'a Automerge,
    ledger: Ledger<ChangeHash>,
    steps: Vec<Step>,
}

impl<'a> Tracer<'a> {
    fn of(doc: &'a Automerge) -> Self {
        Self {
            ledger: Ledger::of(doc, |hash| Some(*hash)),
            doc,
            steps: Vec::new(),
        }
    }

    fn moved(&mut self, moment: usize) {
        self.steps.push(Step {
            moment,
            came: Came::Moved,
            changes: BTreeSet::new(),
        });
    }

    fn begun(&mut self, (named, at): (&Named, usize), moment: usize) {
        let words = named.letters[at].iter().map(|(_, element)| element);
        self.steps.push(Step {
            moment,
            came: Came::Begun(named.alone(at..at + 1)),
            changes: words.filter_map(|it| self.ledger.author(it)).collect(),
        });
    }

    fn changed(
        &mut self,
        old: (&Named, Range<usize>),
        new: (&Named, Range<usize>),
        moment: usize,
        moments: &[Moment],
    ) {
        let (before, after) = (old.0.alone(old.1.clone()), new.0.alone(new.1.clone()));
        if before == after {
            return;
        }
        let (stood, stands) = (old.0.every(), new.0.every());
        let added = new.0.within(new.1).filter(|it| !stood.contains(it));
        let gone = old.0.within(old.1).filter(|it| !stands.contains(it));
        let mut changes: BTreeSet<ChangeHash> =
            added.filter_map(|it| self.ledger.author(it)).collect();
        changes.extend(removers(
            self.doc,
            &moments[moment].changes,
            &gone.collect(),
        ));
        self.steps.push(Step {
            moment,
            came: Came::Changed(Redline::between(&before, &after)),
            changes,
        });
    }
}

/// Which of these changes took out some of these characters.
fn removers<'a>(
    doc: &'a Automerge,
    changes: &'a [ChangeHash],
    gone: &HashSet<&Element>,
) -> Vec<ChangeHash> {
    if gone.is_empty() {
        return Vec::new();
    }
    let removes = |hash: &&ChangeHash| {
        let operations = doc
            .get_change_by_hash(hash)
            .map(|it| it.decode().operations);
        operations.unwrap_or_default().iter().any(|operation| {
            let overwritten = operation.pred.iter();
            overwritten
                .map(|id| Element::new(id.0, id.1.clone()))
                .any(|element| gone.contains(&element))
        })
    };
    changes.iter().filter(removes).copied().collect()
}

impl Named {
    /// The number of the block in which a character stands.
    fn block_of(&self, passage: &Element) -> Option<usize> {
        let holds = |letters: &Vec<(char, Element)>| letters.iter().any(|(_, it)| it == passage);
        self.letters.iter().position(holds)
    }

    /// Some blocks as a text without title.
    fn alone(&self, blocks: Range<usize>) -> Text {
        let text = Text {
            title: String::new(),
            blocks: self.text.blocks[blocks].to_vec(),
        };
        text.normalised()
    }

    fn within(&self, blocks: Range<usize>) -> impl Iterator<Item = &Element> {
        self.letters[blocks].iter().flatten().map(|(_, it)| it)
    }

    fn every(&self) -> HashSet<&Element> {
        self.within(0..self.letters.len()).collect()
    }

    /// For each character, its block.
    fn owners(&self) -> HashMap<&Element, usize> {
        let blocks = self.letters.iter().enumerate();
        blocks
            .flat_map(|(block, letters)| letters.iter().map(move |(_, it)| (it, block)))
            .collect()
    }

    fn block(&self, at: usize) -> &Block {
        &self.text.blocks[at]
    }
}

#[cfg(test)]
mod tests;
