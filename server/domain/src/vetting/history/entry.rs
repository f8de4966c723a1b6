//! What is kept of a change and of a replica. There is one entry a change for as long as a text is open: it is small.

use automerge::ChangeHash;

use super::clocks::Clock;
use super::extent::Growth;
use crate::vetting::references::Runs;

#[derive(Debug, Clone)]
pub(in crate::vetting) struct Entry {
    pub(super) hash: ChangeHash,
    pub(super) author: u32,
    /// Its first operation.
    pub(in crate::vetting) start: u64,
    /// The highest operation that it or what it follows has.
    pub(super) max: u64,
    pub(super) dependencies: Dependencies,
    /// It followed every change before it.
    pub(super) follows_all: bool,
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
}

/// The numbers of the changes that one follows directly; nearly always one.
#[derive(Debug, Clone)]
pub(in crate::vetting) enum Dependencies {
    One(u32),
    Other(Box<[u32]>),
}

impl Dependencies {
    pub(super) fn len(&self) -> usize {
        self.as_slice().len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.as_slice().iter().map(|number| *number as usize)
    }

    fn as_slice(&self) -> &[u32] {
        match self {
            Self::One(number) => std::slice::from_ref(number),
            Self::Other(numbers) => numbers,
        }
    }
}

impl FromIterator<u32> for Dependencies {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let numbers: Box<[u32]> = numbers.into_iter().collect();
        match *numbers {
            [number] => Self::One(number),
            _ => Self::Other(numbers),
        }
    }
}
