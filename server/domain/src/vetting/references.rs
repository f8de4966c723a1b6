//! Which operations exist, and what each one made: enough to check what later ones refer to.

use std::collections::HashMap;

use automerge::ActorId;
use automerge::legacy::OpId;

use super::history::{Author, Entry, View};

/// An operation: its author's number in the history, and its counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Id {
    pub(super) author: usize,
    pub(super) counter: u64,
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
}

/// What an operation made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing that can be referred to.
    Nothing,
    /// The text object itself.
    Text(Field),
    /// A character of a text.
    Character(Field),
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
    /// Whether characters can stand after it in the text.
    pub(super) fn is_element_of(self, field: Field) -> bool {
        match self {
            Self::Character(of) => of == field,
            Self::Marker | Self::Mark => field == Field::Body,
            _ => false,
        }
    }
}

/// Operations of one author that follow one another and made the same.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: u64,
    length: u64,
    place: Place,
}

/// The operations of one author, in runs.
#[derive(Debug, Clone, Default)]
pub(super) struct Runs(Vec<Run>);

impl Runs {
    pub(super) fn push(&mut self, counter: u64, place: Place) {
        match self.0.last_mut() {
            Some(run) if run.place == place && run.start + run.length == counter => run.length += 1,
            _ => self.0.push(Run {
                start: counter,
                length: 1,
                place,
            }),
        }
    }

    pub(super) fn get(&self, counter: u64) -> Option<Place> {
        let after = self.0.partition_point(|run| run.start <= counter);
        let run = self.0.get(after.checked_sub(1)?)?;
        (counter < run.start + run.length).then_some(run.place)
    }

    /// Forgets the operations from `counter` on.
    pub(super) fn truncate(&mut self, counter: u64) {
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
}

impl Seen<'_> {
    /// What the operation made, and under which number it is known. `made` are those of the change itself so far.
    pub(super) fn find(&self, id: &OpId, made: &[Place]) -> Option<(Id, Place)> {
        let counter = id.counter();
        if id.actor() == self.actor && counter >= self.start {
            let place = made.get(usize::try_from(counter - self.start).ok()?)?;
            let author = self.own;
            return Some((Id { author, counter }, *place));
        }
        let author = *self.by_actor.get(id.actor())?;
        if self.is_unseen(author, counter) {
            return None;
        }
        let place = self.authors.get(author)?.runs.get(counter)?;
        Some((Id { author, counter }, place))
    }

    /// Whether the operation belongs to a change that the author had not seen.
    fn is_unseen(&self, author: usize, counter: u64) -> bool {
        let Some(seen) = self.view.partial(author) else {
            return false;
        };
        let first = self.authors[author].changes.get(seen);
        first.is_some_and(|number| counter >= self.entries[*number as usize].start)
    }
}
