//! The names of what stands in a text: of each character, and of each block its marker's.

use std::collections::HashMap;

use automerge::{Automerge, ChangeHash, ObjId};

use crate::anchor::Element;
use crate::elements::{each_element_at, each_of_title};
use crate::text::{
    Block, BlockKind, Container, Draft, DraftBlock, Link, Malformed, Marks, Text, adds,
};

/// What readers see of something that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Face {
    /// A character: strong, emphasised, where it leads, in a note.
    Letter(bool, bool, Option<Link>, bool),
    /// A block: what it is, what it stands in, the words of an image.
    Block(BlockKind, Vec<Container>, String),
    /// A character of the title.
    Title,
}

/// A state of a document.
pub(super) struct State {
    draft: Draft,
    /// The name of what stands at each place of the body, in UTF-16 units.
    places: HashMap<usize, Element>,
    /// Of each character of the title.
    title: Vec<Element>,
}

/// The names along a text in normal form; none where the document does not tell.
pub(super) struct Names {
    /// Of each character of the title.
    pub(super) title: Vec<Option<Element>>,
    /// Of each block's beginning and of the characters in it.
    pub(super) body: Vec<Option<Element>>,
}

impl State {
    pub(super) fn read(doc: &Automerge, heads: Option<&[ChangeHash]>) -> Result<Self, Malformed> {
        let mut places = HashMap::new();
        each_element_at(doc, heads, |id, written, at| {
            let mut at = at;
            for letter in written.chars() {
                places.extend(named(id).map(|name| (at, name)));
                at += letter.len_utf16();
            }
        })?;
        let mut title = Vec::new();
        each_of_title(doc, heads, |id, written| {
            title.extend(written.chars().filter_map(|_| named(id)));
        })?;
        Ok(Self {
            draft: Draft::read(doc, heads)?,
            places,
            title,
        })
    }

    /// What each thing looks like.
    pub(super) fn faces(&self) -> HashMap<Element, Face> {
        let title = self.title.iter().map(|it| (it.clone(), Face::Title));
        let mut faces: HashMap<Element, Face> = title.collect();
        for draft in &self.draft.blocks {
            let begins = draft.marker.filter(|_| !adds(&draft.touches));
            let begins = begins.and_then(|at| self.places.get(&at));
            faces.extend(begins.map(|it| (it.clone(), block(&draft.block))));
            for (name, _, marks) in self.letters(draft) {
                faces.extend(name.map(|it| (it.clone(), letter(marks))));
            }
        }
        faces
    }

    /// The characters of a block, without those that are only suggested.
    fn letters<'s>(
        &'s self,
        draft: &'s DraftBlock,
    ) -> impl Iterator<Item = (Option<&'s Element>, char, &'s Marks)> {
        let runs = draft.runs.iter().filter(|run| !adds(&run.touches));
        runs.flat_map(move |run| {
            let mut at = run.at;
            run.run.text.chars().map(move |letter| {
                let name = self.places.get(&at);
                at += letter.len_utf16();
                (name, letter, &run.run.marks)
            })
        })
    }

    /// The names along this text, where it is what the state says.
    pub(super) fn along(&self, text: &Text) -> Names {
        let shown = self.draft.shown();
        let alike = shown.len() == text.blocks.len();
        let mut body = Vec::new();
        for (at, block) in text.blocks.iter().enumerate() {
            let number = shown.get(at).filter(|_| alike).and_then(|it| it.1);
            let draft = number.and_then(|it| self.draft.blocks.get(it));
            let begins = draft.and_then(|it| it.marker);
            body.push(begins.and_then(|at| self.places.get(&at)).cloned());
            body.extend(self.within(block, draft));
        }
        let title_length = text.title.chars().count();
        Names {
            title: if title_length == self.title.len() {
                self.title.iter().cloned().map(Some).collect()
            } else {
                vec![None; title_length]
            },
            body,
        }
    }

    /// The names of a block's characters; those of an image's words are its marker's.
    fn within(&self, block: &Block, draft: Option<&DraftBlock>) -> Vec<Option<Element>> {
        let words = block.text();
        let unknown = vec![None; words.chars().count()];
        let Some(draft) = draft else { return unknown };
        if !block.kind.takes_text() {
            let marker = draft.marker.and_then(|at| self.places.get(&at));
            return words.chars().map(|_| marker.cloned()).collect();
        }
        let letters: Vec<_> = self.letters(draft).collect();
        if letters.iter().map(|it| it.1).eq(words.chars()) {
            letters.into_iter().map(|it| it.0.cloned()).collect()
        } else {
            unknown
        }
    }
}

fn block(block: &Block) -> Face {
    let words = if block.kind.takes_text() {
        String::new()
    } else {
        block.text()
    };
    Face::Block(block.kind, block.parents.clone(), words)
}

fn letter(marks: &Marks) -> Face {
    let noted = marks.footnote.is_some();
    Face::Letter(marks.strong, marks.em, marks.link.clone(), noted)
}

fn named(id: &ObjId) -> Option<Element> {
    match id {
        ObjId::Id(counter, actor, _) => Some(Element::new(*counter, actor.clone())),
        ObjId::Root => None,
    }
}
