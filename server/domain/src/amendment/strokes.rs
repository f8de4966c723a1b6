//! What the hand did, whatever the words say: who writes a paragraph anew with the same words has taken the old ones out, and
//! what another brought among them would stand nowhere.

use std::collections::HashSet;

use automerge::{Automerge, ObjId};

use crate::anchor::Element;
use crate::elements::each_element;
use crate::text::Malformed;

/// The characters of a body that a branch took out, and between which it brought others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Strokes {
    gone: HashSet<Element>,
    /// The character before and the one after, of those that stood there before; none at an end.
    between: HashSet<(Option<Element>, Option<Element>)>,
}

impl Strokes {
    /// From a document to the same one with a branch.
    pub fn between(before: &Automerge, after: &Automerge) -> Result<Self, Malformed> {
        let (before, after) = (names(before)?, names(after)?);
        let kept: HashSet<&Element> = after.iter().collect();
        let gone: HashSet<Element> = before
            .iter()
            .filter(|it| !kept.contains(it))
            .cloned()
            .collect();
        let known: HashSet<&Element> = before.iter().collect();
        Ok(Self {
            between: brought(&before, &after, &known),
            gone,
        })
    }

    /// Whether both take out the same character, or one brings words amid what the other takes out.
    pub fn excludes(&self, other: &Self) -> bool {
        !self.gone.is_disjoint(&other.gone) || self.amid(other) || other.amid(self)
    }

    fn amid(&self, other: &Self) -> bool {
        let is_gone = |it: &Option<Element>| it.as_ref().is_some_and(|it| other.gone.contains(it));
        let mut places = self.between.iter();
        places.any(|(before, after)| is_gone(before) && is_gone(after))
    }
}

/// Where characters came that were not known: after which of those that were, and before which.
fn brought(
    before: &[Element],
    after: &[Element],
    known: &HashSet<&Element>,
) -> HashSet<(Option<Element>, Option<Element>)> {
    let mut places = HashSet::new();
    let mut last = None;
    let mut next = before.iter();
    for one in after {
        if known.contains(one) {
            last = next.by_ref().find(|it| *it == one);
        } else {
            places.insert((last.cloned(), next.clone().next().cloned()));
        }
    }
    places
}

fn names(doc: &Automerge) -> Result<Vec<Element>, Malformed> {
    let mut names = Vec::new();
    each_element(doc, |id, _, _| {
        if let ObjId::Id(counter, actor, _) = id {
            names.push(Element::new(*counter, actor.clone()));
        }
    })?;
    Ok(names)
}
