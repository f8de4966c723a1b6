//! Accepting and refusing: one change of the text.
//!
//! Nothing is lost by it that nobody decided on. What is taken out when a suggestion to add is refused is what its author
//! wrote, and nothing that somebody else wrote within; when a suggestion to take out is accepted, it is what its author
//! had seen there, and nothing that somebody typed there at the same time.

use std::collections::{BTreeMap, HashMap, HashSet};

use automerge::marks::{ExpandMark, Mark};
use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ActorId, Automerge, AutomergeError, Change, ObjId, ObjType, ROOT, ReadDoc};

use super::clock::{Seen, seen_by};
use super::seek::{Letter, touched};
use super::{Key, Kind, Name};
use crate::text::{
    Block, Draft, DraftBlock, Malformed, Proposed, Touch, container_name, kind_name, level_of,
    link_value,
};

/// Whose each replica is.
pub type Author<'a> = &'a dyn Fn(&ActorId) -> Option<crate::ids::PersonId>;

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Of which suggestions.
    pub keys: HashSet<Key>,
    /// Accepted, or refused.
    pub accepted: bool,
}

/// Carries out a decision in the document, as its replica, at `time` (Unix seconds): one change, or none where nothing of
/// these suggestions is left in the text.
///
/// Errors: [`Malformed`] where the document is not a text, or the library's own.
pub fn decide(
    doc: &mut Automerge,
    decision: &Decision,
    author: Author<'_>,
    time: i64,
) -> Result<Option<Change>, Malformed> {
    let draft = Draft::read(doc, None)?;
    let plan = Plan::of(doc, &draft, decision, author)?;
    if plan.is_empty() {
        return Ok(None);
    }
    let Some((_, body)) = doc.get(ROOT, "body")? else {
        return Err(Malformed::NotOneText("body"));
    };
    let commit = |(): &()| CommitOptions::default().with_time(time);
    let done = doc.transact_with(commit, |tx| plan.carry_out(tx, &body));
    done.map_err(|failure| Malformed::Automerge(failure.error))?;
    Ok(doc.get_last_local_change())
}

/// A mark to write over some units; none takes it away.
struct Marking {
    name: String,
    start: usize,
    end: usize,
    value: automerge::ScalarValue,
}

/// What becomes of a block's marker.
enum Fate {
    /// It goes.
    Goes,
    /// It stays, without this key, and perhaps in another shape.
    Stays(Name, Option<Block>),
}

#[derive(Default)]
struct Plan {
    markings: Vec<Marking>,
    /// By where the marker stands.
    markers: BTreeMap<usize, Vec<Fate>>,
    /// What is taken out: where it stands, and how many units.
    deletions: BTreeMap<usize, usize>,
}

impl Plan {
    fn of(
        doc: &Automerge,
        draft: &Draft,
        decision: &Decision,
        author: Author<'_>,
    ) -> Result<Self, Malformed> {
        let mut plan = Self::default();
        for run in draft.blocks.iter().flat_map(|block| &block.runs) {
            let end = run.at + run.run.text.encode_utf16().count();
            for touch in decided(&run.touches, decision) {
                plan.mark(touch, run.at, end, decision.accepted);
            }
        }
        let letters = touched(doc, draft)?;
        let seen = deletions_seen(doc, &letters, decision);
        for letter in letters {
            if goes(&letter, decision, author, &seen) {
                plan.deletions.insert(letter.at, letter.units);
            }
        }
        for (number, block) in draft.blocks.iter().enumerate() {
            plan.block(block, number == 0, decision);
        }
        Ok(plan)
    }

    fn is_empty(&self) -> bool {
        self.markings.is_empty() && self.markers.is_empty()
    }

    fn mark(&mut self, touch: &Touch, start: usize, end: usize, accepted: bool) {
        let mut add = |name: String, value: automerge::ScalarValue| match self
            .markings
            .iter_mut()
            .rev()
            .find(|last| last.end == start && last.name == name && last.value == value)
        {
            Some(last) => last.end = end,
            None => self.markings.push(Marking {
                name,
                start,
                end,
                value,
            }),
        };
        add(touch.name().to_string(), automerge::ScalarValue::Null);
        let switch = |on: bool| {
            if on {
                true.into()
            } else {
                automerge::ScalarValue::Null
            }
        };
        match &touch.to {
            Proposed::Strong(on) if accepted => add("strong".to_owned(), switch(*on)),
            Proposed::Em(on) if accepted => add("em".to_owned(), switch(*on)),
            Proposed::Link(link) if accepted => {
                let value = link.as_ref().map(link_value);
                add(
                    "link".to_owned(),
                    value.map_or(automerge::ScalarValue::Null, Into::into),
                );
            }
            _ => {}
        }
    }

    /// The first block has none before it to join.
    fn block(&mut self, block: &DraftBlock, is_first: bool, decision: &Decision) {
        let Some(marker) = block.marker else { return };
        for touch in decided(&block.touches, decision) {
            let goes = match (&touch.to, decision.accepted) {
                (Proposed::Insert, false) | (Proposed::Delete, true) => !is_first,
                _ => false,
            };
            let fate = match &touch.to {
                _ if goes => Fate::Goes,
                Proposed::Shape(shape) if decision.accepted => {
                    Fate::Stays(touch.name(), Some(shape.clone()))
                }
                _ => Fate::Stays(touch.name(), None),
            };
            self.markers.entry(marker).or_default().push(fate);
        }
    }

    /// What moves nothing first; then what is taken out, from the end.
    fn carry_out(self, tx: &mut Transaction<'_>, body: &ObjId) -> Result<(), AutomergeError> {
        for Marking {
            name,
            start,
            end,
            value,
        } in self.markings
        {
            let expand = if name == "link" {
                ExpandMark::None
            } else {
                ExpandMark::After
            };
            tx.mark(body, Mark::new(name, value, start, end), expand)?;
        }
        let mut deletions = self.deletions;
        for (at, fates) in self.markers {
            if fates.iter().any(|fate| matches!(fate, Fate::Goes)) {
                deletions.insert(at, 1);
                continue;
            }
            let Some((_, marker)) = tx.get(body, at)? else {
                continue;
            };
            for fate in fates {
                if let Fate::Stays(name, shape) = fate {
                    tx.delete(&marker, name.to_string())?;
                    if let Some(shape) = shape {
                        reshape(tx, &marker, &shape)?;
                    }
                }
            }
        }
        for (at, units) in together(deletions).into_iter().rev() {
            let length = isize::try_from(units).unwrap_or(isize::MAX);
            tx.splice_text(body, at, length, "")?;
        }
        Ok(())
    }
}

/// What stands side by side is taken out at once.
fn together(deletions: BTreeMap<usize, usize>) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, units) in deletions {
        match runs.last_mut() {
            Some((start, length)) if *start + *length == at => *length += units,
            _ => runs.push((at, units)),
        }
    }
    runs
}

fn decided<'t>(touches: &'t [Touch], decision: &Decision) -> impl Iterator<Item = &'t Touch> {
    touches
        .iter()
        .filter(|touch| decision.keys.contains(&touch.key))
}

/// What the authors of the suggestions to take something out, which are accepted, had seen.
fn deletions_seen(
    doc: &Automerge,
    letters: &[Letter<'_>],
    decision: &Decision,
) -> HashMap<Name, Seen> {
    let names = letters
        .iter()
        .flat_map(|letter| decided(&letter.run.touches, decision))
        .filter(|touch| decision.accepted && touch.to == Proposed::Delete)
        .map(Touch::name);
    seen_by(doc, &names.collect())
}

fn goes(
    letter: &Letter<'_>,
    decision: &Decision,
    author: Author<'_>,
    seen: &HashMap<Name, Seen>,
) -> bool {
    decided(&letter.run.touches, decision).any(|touch| match touch.to.kind() {
        Kind::Delete if decision.accepted => {
            let seen = seen.get(&touch.name());
            seen.is_some_and(|seen| seen.has(&letter.actor, letter.counter))
        }
        Kind::Insert if !decision.accepted => author(&letter.actor) == Some(touch.key.person),
        _ => false,
    })
}

/// As the editor does: a type is written where it is another, with its attributes.
fn reshape(tx: &mut Transaction<'_>, marker: &ObjId, shape: &Block) -> Result<(), AutomergeError> {
    let kind = kind_name(shape.kind);
    let now = tx.get(marker, "type")?;
    if now.is_none_or(|(value, _)| value.as_str() != Some(kind)) {
        tx.put(marker, "type", kind)?;
    }
    let attrs = tx.put_object(marker, "attrs", ObjType::Map)?;
    if let Some(level) = level_of(shape.kind) {
        tx.put(&attrs, "level", i64::from(level))?;
    }
    let parents = tx.put_object(marker, "parents", ObjType::List)?;
    for (at, parent) in shape.parents.iter().enumerate() {
        tx.insert(&parents, at, container_name(*parent))?;
    }
    Ok(())
}
