//! Whose suggestions a change touches, told without the text.
//!
//! The name of a mark says in whose name it suggests something. Two things more are known: which characters somebody
//! suggests to add, so that nobody else deletes them; and whether a mark covers nothing but what its author has just
//! inserted. That is where one may say that words are suggested, and where one may shed a suggestion of somebody else that
//! new words fell into (an automerge mark is a range, and lends itself to what is typed within).

mod ledger;

use std::collections::BTreeSet;

use automerge::ActorId;

use super::Refusal;
use super::references::{Field, Id, Place, Seen};
use crate::ids::PersonId;
use crate::suggestion::{Key, Kind, Name};
pub(super) use ledger::{Ledger, Noted};

/// Something that is suggested, or taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) name: Name,
    /// Suggested, rather than taken back.
    pub(super) set: bool,
    /// The counters of what is covered, if that is only what its author has just inserted: first and last of each run.
    pub(super) words: Option<Vec<(u64, u64)>>,
    /// Whether it is of a block.
    pub(super) is_block: bool,
    /// The operation that says so of a block.
    pub(super) key: Option<Id>,
}

/// What a change does with suggestions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims {
    /// Each name, whether it is set, and whether it covers only what was just inserted.
    named: Vec<(Name, bool, bool)>,
    /// Whose characters it deletes that are only suggested.
    deletes_of: Vec<ActorId>,
    /// The suggestions that no change before it had named.
    pub new: BTreeSet<Key>,
}

impl Claims {
    /// Whether it touches any suggestion.
    pub fn is_any(&self) -> bool {
        !self.named.is_empty() || !self.deletes_of.is_empty()
    }

    /// Whether somebody may do so by hand: `owner` says whose a replica is. Errors: [`Refusal::Suggestion`].
    pub fn are_of(
        &self,
        person: PersonId,
        owner: impl Fn(&ActorId) -> Option<PersonId>,
    ) -> Result<(), Refusal> {
        for (name, set, is_fresh) in &self.named {
            let own = name.key.person == person;
            if !own && (*set || !*is_fresh) {
                return Err(Refusal::Suggestion("in another's name"));
            }
            if own && *set && name.kind == Kind::Insert && !*is_fresh {
                return Err(Refusal::Suggestion("of words that were there"));
            }
        }
        let others = |actor: &ActorId| owner(actor) != Some(person);
        if self.deletes_of.iter().any(others) {
            return Err(Refusal::Suggestion("deleted"));
        }
        Ok(())
    }
}

/// The runs of characters between two elements (the one before the first, and the last), if all of them are what the
/// change's author has just inserted.
///
/// An insertion stands right after what it was inserted after, and what begins a mark there is put at the same place: so
/// the characters that a mark covers are found by going back from its last one, each of which was inserted after the one
/// before, to the element after which the mark begins.
pub(super) fn words(
    seen: &Seen<'_>,
    made: &[Place],
    after: &[Option<Id>],
    (begin, end): (Option<Id>, Option<Id>),
) -> Option<Vec<(u64, u64)>> {
    let is_fresh = |id: Id| id.author() == seen.own && id.counter() >= seen.fresh;
    // Other marks that its author has just put there stand between.
    let word = |mut at: Option<Id>| {
        while let Some(id) = at.filter(|id| is_fresh(*id))
            && place(seen, made, id) == Some(Place::Mark)
        {
            at = stretch(seen, after, id)?.1;
        }
        at
    };
    let mut runs = Vec::new();
    let (begin, mut last) = (word(begin), word(end)?);
    loop {
        let is_word = matches!(place(seen, made, last)?, Place::Character(Field::Body, _));
        if !is_word || !is_fresh(last) {
            return None;
        }
        let (mut first, before) = stretch(seen, after, last)?;
        if let Some(begin) = begin
            && begin.author() == seen.own
            && (first..last.counter()).contains(&begin.counter())
        {
            first = begin.counter() + 1;
            runs.push((first, last.counter()));
            return (first >= seen.fresh).then_some(runs);
        }
        if first < seen.fresh {
            return None;
        }
        runs.push((first, last.counter()));
        let before = word(before);
        if before == begin {
            return Some(runs);
        }
        last = before?;
    }
}

fn place(seen: &Seen<'_>, made: &[Place], id: Id) -> Option<Place> {
    if id.author() == seen.own && id.counter() >= seen.start {
        let number = usize::try_from(id.counter() - seen.start).ok()?;
        return made.get(number).copied();
    }
    seen.authors.get(id.author())?.runs.get(id.counter())
}

fn stretch(seen: &Seen<'_>, after: &[Option<Id>], id: Id) -> Option<(u64, Option<Id>)> {
    if id.author() == seen.own && id.counter() >= seen.start {
        let number = usize::try_from(id.counter() - seen.start).ok()?;
        return Some((id.counter(), *after.get(number)?));
    }
    let stretch = seen.stretch(id)?;
    Some((stretch.first, stretch.after))
}
