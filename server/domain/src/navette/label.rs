//! What people say of a change that leads nowhere.

use std::collections::HashSet;

use super::{Led, Side};
use crate::anchor::{Element, Passage};

/// The characters of which it is said; where the document does not tell their names, the words of the change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    added: HashSet<Element>,
    removed: HashSet<Element>,
    formed: HashSet<Element>,
    before: String,
    after: String,
}

/// A label in words, as it is kept; a side without characters is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The names of the characters that came, as a [`Passage`].
    pub added: String,
    /// Of those that went.
    pub removed: String,
    /// Of those that carry something else.
    pub formed: String,
    /// The words that are not there any more.
    pub before: String,
    /// The words that were not there.
    pub after: String,
}

impl Label {
    /// What is to be said of a change, as it is kept: of all in it that leads nowhere.
    pub fn write<C>(led: &Led<C>) -> Written {
        let side = |side: Side| {
            let runs = led.runs.iter();
            let mute = runs.filter(|run| run.side == side && run.cause.is_none());
            Passage::of(mute.flat_map(|run| &run.names)).to_string()
        };
        Written {
            added: side(Side::Added),
            removed: side(Side::Removed),
            formed: side(Side::Formed),
            before: led.before.clone(),
            after: led.after.clone(),
        }
    }

    /// Reads one back; none where it is not a label.
    pub fn read(written: &Written) -> Option<Self> {
        Some(Self {
            added: names(&written.added)?,
            removed: names(&written.removed)?,
            formed: names(&written.formed)?,
            before: written.before.clone(),
            after: written.after.clone(),
        })
    }

    /// Whether it is said of a character of this change.
    pub(super) fn covers<C>(&self, led: &Led<C>, side: Side, name: Option<&Element>) -> bool {
        let Some(name) = name else {
            return (&self.before, &self.after) == (&led.before, &led.after);
        };
        match side {
            Side::Added => self.added.contains(name),
            Side::Removed => self.removed.contains(name),
            Side::Formed => self.formed.contains(name),
        }
    }
}

fn names(written: &str) -> Option<HashSet<Element>> {
    if written.is_empty() {
        return Some(HashSet::new());
    }
    let passage: Passage = written.parse().ok()?;
    Some(passage.elements().collect())
}
