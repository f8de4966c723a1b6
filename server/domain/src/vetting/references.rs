//! Which operations exist, and what each one made: enough to check what later ones refer to.

use std::collections::HashMap;

use automerge::ActorId;
use automerge::legacy::OpId;

use super::claims::Ledger;
use super::history::{Author, Entry, View};

/// An operation: its author's number in the history, and its counter. Many are kept: they are small, and a history takes
/// no change whose counters would not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Id {
    author: u32,
    counter: u32,
}

impl Id {
    pub(super) fn new(author: usize, counter: u64) -> Self {
        Self {
            author: u32::try_from(author).unwrap_or(u32::MAX),
            counter: small(counter),
        }
    }

    pub(super) const fn author(self) -> usize {
        self.author as usize
    }

    pub(super) fn counter(self) -> u64 {
        self.counter.into()
    }
}

/// The number in half the room; what does not fit is the highest there is, which no operation has.
fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The two texts of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Body,
}

/// The keys of a block marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Type,
    Parents,
    Attrs,
    IsEmbed,
    /// What is suggested of the block; under which name, [`super::claims::Ledger`] knows.
    Suggestion,
}

/// What an operation made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing that can be referred to.
    Nothing,
    /// The text object itself.
    Text(Field),
    /// A character of a text, of so many UTF-16 units.
    Character(Field, u8),
    /// A block marker of the body: an element, and a map.
    Marker,
    /// The beginning or the end of a mark of the body.
    Mark,
    /// The value of a block marker's key: a scalar, or a list or map.
    Value(Id, Key),
    /// An element of the list of parents that this operation made.
    Parent(Id),
}

impl Place {
    /// Whether it stands in a text.
    fn is_element(self) -> bool {
        matches!(self, Self::Character(..) | Self::Marker | Self::Mark)
    }

    /// How long it makes the text in which it stands.
    pub(super) fn units(self) -> usize {
        match self {
            Self::Character(_, units) => units.into(),
            Self::Marker | Self::Mark => 1,
            _ => 0,
        }
    }

    /// Whether characters can stand after it in the text.
    pub(super) fn is_element_of(self, field: Field) -> bool {
        match self {
            Self::Character(of, _) => of == field,
            Self::Marker | Self::Mark => field == Field::Body,
            _ => false,
        }
    }
}

/// Operations of one author that follow one another and made the same; if that is elements of a text, each was inserted
/// after the one before.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: u32,
    length: u32,
    place: Place,
    /// What the first one was inserted after; none at the beginning of a text, and outside texts.
    after: Option<Id>,
}

const _: () = assert!(size_of::<Run>() == 32);

impl Run {
    fn is_followed_by(&self, id: Id, place: Place, after: Option<Id>) -> bool {
        let previous = Id {
            counter: id.counter.wrapping_sub(1),
            ..id
        };
        self.place == place
            && self.start + self.length == id.counter
            && (!place.is_element() || after == Some(previous))
    }
}

/// Elements of which each was inserted after the one before.
#[derive(Debug)]
pub(super) struct Stretch {
    /// The counter of the first one.
    pub(super) first: u64,
    /// What that one was inserted after.
    pub(super) after: Option<Id>,
}

/// The operations of one author, in runs.
#[derive(Debug, Clone, Default)]
pub(super) struct Runs(Vec<Run>);

impl Runs {
    /// Adds what an operation made, and what that was inserted after.
    pub(super) fn push(&mut self, id: Id, place: Place, after: Option<Id>) {
        match self.0.last_mut() {
            Some(run) if run.is_followed_by(id, place, after) => run.length += 1,
            _ => self.0.push(Run {
                start: id.counter,
                length: 1,
                place,
                after,
            }),
        }
    }

    /// Lets go of the room in which it grew.
    pub(super) fn make_compact(&mut self) {
        self.0.shrink_to_fit();
    }

    pub(super) fn get(&self, counter: u64) -> Option<Place> {
        self.run(counter).map(|run| run.place)
    }

    fn run(&self, counter: u64) -> Option<&Run> {
        let counter = small(counter);
        let after = self.0.partition_point(|run| run.start <= counter);
        let run = self.0.get(after.checked_sub(1)?)?;
        (counter < run.start + run.length).then_some(run)
    }

    /// Forgets the operations from `counter` on.
    pub(super) fn truncate(&mut self, counter: u64) {
        let counter = small(counter);
        let keep = self.0.partition_point(|run| run.start < counter);
        self.0.truncate(keep);
        if let Some(run) = self.0.last_mut() {
            run.length = run.length.min(counter - run.start);
        }
    }
}

/// What the author of a change could refer to: what its dependencies contain, and its own earlier operations.
pub(super) struct Seen<'h> {
    pub(super) authors: &'h [Author],
    pub(super) by_actor: &'h HashMap<ActorId, usize>,
    pub(super) entries: &'h [Entry],
    pub(super) view: &'h View,
    pub(super) own: usize,
    pub(super) actor: &'h ActorId,
    pub(super) start: u64,
    /// The first operation of the change that its author made just before, if it follows that one alone; else `start`.
    pub(super) fresh: u64,
    /// What is suggested so far.
    pub(super) ledger: &'h Ledger,
}

impl Seen<'_> {
    /// What the operation made, and under which number it is known. `made` are those of the change itself so far.
    pub(super) fn find(&self, id: &OpId, made: &[Place]) -> Option<(Id, Place)> {
        let counter = id.counter();
        if id.actor() == self.actor && counter >= self.start {
            let place = made.get(usize::try_from(counter - self.start).ok()?)?;
            let author = self.own;
            return Some((Id::new(author, counter), *place));
        }
        let author = *self.by_actor.get(id.actor())?;
        if self.is_unseen(author, counter) {
            return None;
        }
        let place = self.authors.get(author)?.runs.get(counter)?;
        Some((Id::new(author, counter), place))
    }

    /// The stretch of a text in which the element is.
    pub(super) fn stretch(&self, id: Id) -> Option<Stretch> {
        let run = self.authors.get(id.author())?.runs.run(id.counter())?;
        Some(Stretch {
            first: run.start.into(),
            after: run.after,
        })
    }

    /// Whether one operation is later than another, as replicas agree: by counter, then by replica.
    pub(super) fn is_later(&self, one: Id, other: Id) -> bool {
        let by_replica = || self.actor(one.author()) > self.actor(other.author());
        one.counter > other.counter || one.counter == other.counter && by_replica()
    }

    fn actor(&self, author: usize) -> &ActorId {
        let known = self.by_actor.iter().find(|(_, number)| **number == author);
        known.map_or(self.actor, |(actor, _)| actor)
    }

    /// Whether the operation belongs to a change that the author had not seen.
    fn is_unseen(&self, author: usize, counter: u64) -> bool {
        let Some(seen) = self.view.partial(author) else {
            return false;
        };
        let first = self.authors[author].changes.get(seen);
        first.is_some_and(|number| counter >= self.entries[*number as usize].start())
    }
}
