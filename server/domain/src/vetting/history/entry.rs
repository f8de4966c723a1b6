//! What is kept of a change and of a replica. There is one entry a change for as long as a text is open: it is small.

use automerge::ChangeHash;

use super::clocks::Clock;
use super::extent::Growth;
use crate::vetting::claims::Noted;
use crate::vetting::references::Runs;

/// Counters of operations fit in half the room: a history takes no change beyond.
pub(super) const LAST_OPERATION: u64 = u32::MAX as u64;

/// The dependencies are among those of changes that have several.
const SEVERAL: u32 = 1 << 31;
/// The change followed every change before it.
const ALL: u32 = 1 << 30;
/// How many changes a history takes.
pub(super) const LAST_CHANGE: usize = ALL as usize - 1;

#[derive(Debug, Clone)]
pub(in crate::vetting) struct Entry {
    pub(super) hash: ChangeHash,
    pub(super) author: u32,
    start: u32,
    max: u32,
    /// The number of what it follows directly, or its place among [`Entries::several`]; and two signs.
    follows: u32,
}

const _: () = assert!(size_of::<Entry>() == 48);

impl Entry {
    /// Its first operation.
    pub(in crate::vetting) fn start(&self) -> u64 {
        self.start.into()
    }

    /// The highest operation that it or what it follows has.
    pub(super) fn max(&self) -> u64 {
        self.max.into()
    }

    /// Whether it followed every change before it.
    pub(super) const fn follows_all(&self) -> bool {
        self.follows & ALL != 0
    }
}

/// What is known of a change that comes.
pub(super) struct NewEntry<'d> {
    pub(super) hash: ChangeHash,
    pub(super) author: usize,
    pub(super) start: u64,
    pub(super) max: u64,
    /// The numbers of the changes that it follows directly.
    pub(super) dependencies: &'d [u32],
    pub(super) follows_all: bool,
}

/// The changes, by their numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Entries {
    list: Vec<Entry>,
    /// What those follow that do not follow one change; nearly all do.
    several: Vec<Box<[u32]>>,
}

impl std::ops::Deref for Entries {
    type Target = [Entry];

    fn deref(&self) -> &[Entry] {
        &self.list
    }
}

impl Entries {
    pub(super) fn push(&mut self, new: &NewEntry<'_>) {
        let follows = if let [one] = new.dependencies {
            *one
        } else {
            self.several.push(new.dependencies.into());
            SEVERAL | small(self.several.len() as u64 - 1)
        };
        if self.list.len() == self.list.capacity() {
            // By an eighth: doubling would leave half of the room empty, in each of hundreds of texts.
            self.list.reserve_exact(64.max(self.list.len() / 8));
        }
        self.list.push(Entry {
            hash: new.hash,
            author: small(new.author as u64),
            start: small(new.start),
            max: small(new.max),
            follows: follows | if new.follows_all { ALL } else { 0 },
        });
    }

    pub(super) fn pop(&mut self) -> Option<Entry> {
        let entry = self.list.pop()?;
        if entry.follows & SEVERAL != 0 {
            self.several.pop();
        }
        Some(entry)
    }

    /// The numbers of the changes that one follows directly.
    pub(super) fn dependencies(&self, number: usize) -> impl Iterator<Item = usize> + '_ {
        let follows = self.list.get(number).map(|entry| entry.follows);
        let place = |follows: u32| (follows & !(SEVERAL | ALL)) as usize;
        let (one, several): (_, &[u32]) = match follows {
            Some(follows) if follows & SEVERAL != 0 => (None, &self.several[place(follows)]),
            Some(follows) => (Some(place(follows)), &[]),
            None => (None, &[]),
        };
        one.into_iter()
            .chain(several.iter().map(|number| *number as usize))
    }

    /// Lets go of the room in which it grew.
    pub(super) fn make_compact(&mut self) {
        self.list.shrink_to_fit();
        self.several.shrink_to_fit();
    }
}

/// What is checked to fit before it comes here.
fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A replica.
#[derive(Debug, Clone, Default)]
pub(in crate::vetting) struct Author {
    /// The numbers of its changes, in their sequence.
    pub(in crate::vetting) changes: Vec<u32>,
    pub(in crate::vetting) runs: Runs,
    /// What its last change had seen, itself included.
    pub(super) clock: Clock,
}

/// What brings the history back to before a change.
#[derive(Debug, Clone)]
pub(super) struct Undo {
    /// The heads that the change followed and so replaced.
    pub(super) replaced: Vec<ChangeHash>,
    /// The clock of its author before.
    pub(super) clock: Clock,
    pub(super) growth: Growth,
    /// What was known of suggestions before.
    pub(super) noted: Noted,
}
