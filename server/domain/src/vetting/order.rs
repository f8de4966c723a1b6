//! Which of two elements of a text stands first, without the text.
//!
//! Each element was inserted after another one, or at the beginning. It stands after that one, and of all that were
//! inserted after the same one, the last (by counter, then by replica) stands first, followed by what was inserted after
//! it. So elements form a tree of which the text is a walk, and two of them compare as the branches do in which they
//! part. Nothing that comes later changes that.

use super::references::{Id, Seen, Stretch};

/// How many stretches one change may make us climb. Marks over a text of 260,000 edits climb some 50,000.
const CLIMB: u32 = 1 << 20;

/// Compares elements that a change may refer to, and its own.
pub(super) struct Order<'s> {
    seen: &'s Seen<'s>,
    left: u32,
}

/// The way up from an element.
struct Way {
    /// How far up: none is the beginning of the text.
    at: Option<Id>,
    /// Through which element we came there.
    through: Option<Id>,
}

impl<'s> Order<'s> {
    pub(super) fn new(seen: &'s Seen<'s>) -> Self {
        Self { seen, left: CLIMB }
    }

    /// Whether one element stands before another; none when they part so far up that it costs too much to tell.
    /// `after` has what each of the change's own operations was inserted after.
    pub(super) fn is_before(&mut self, one: Id, other: Id, after: &[Option<Id>]) -> Option<bool> {
        let (mut one, mut other) = (Way::from(one), Way::from(other));
        while !one.meets(&mut other, |id| self.stretch(id, after))? {
            self.left = self.left.checked_sub(1)?;
        }
        Some(match (one.through, other.through) {
            (None, _) => true,
            (_, None) => false,
            (Some(one), Some(other)) => self.seen.is_later(one, other),
        })
    }

    fn stretch(&self, id: Id, after: &[Option<Id>]) -> Option<Stretch> {
        if id.author() != self.seen.own || id.counter() < self.seen.start {
            return self.seen.stretch(id);
        }
        let number = usize::try_from(id.counter() - self.seen.start).ok()?;
        Some(Stretch {
            first: id.counter(),
            after: *after.get(number)?,
        })
    }
}

impl Way {
    fn from(id: Id) -> Self {
        Self {
            at: Some(id),
            through: None,
        }
    }

    /// Whether both ways have met; if not, the one that is further from the beginning goes up by a stretch. None for
    /// an element that is not known.
    fn meets(&mut self, other: &mut Self, stretch: impl Fn(Id) -> Option<Stretch>) -> Option<bool> {
        let (one_at, other_at) = match (self.at, other.at) {
            (None, None) => return Some(true),
            (Some(at), None) => return self.climb(at, &stretch(at)?),
            (None, Some(at)) => return other.climb(at, &stretch(at)?),
            (Some(one), Some(other)) => (one, other),
        };
        let (one, two) = (stretch(one_at)?, stretch(other_at)?);
        if one_at.author() == other_at.author() && one.first == two.first {
            let part = one_at.counter().min(other_at.counter());
            self.stop(one_at, part);
            other.stop(other_at, part);
            return Some(true);
        }
        // An element is later than what it was inserted after: what the other way has left lies before its stretch.
        if one.first >= two.first {
            self.climb(one_at, &one)
        } else {
            other.climb(other_at, &two)
        }
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "it ends the functions that ask for it"
    )]
    fn climb(&mut self, at: Id, stretch: &Stretch) -> Option<bool> {
        self.through = Some(Id::new(at.author(), stretch.first));
        self.at = stretch.after;
        Some(false)
    }

    /// Goes up within a stretch.
    fn stop(&mut self, at: Id, counter: u64) {
        if counter < at.counter() {
            self.through = Some(Id::new(at.author(), counter + 1));
        }
    }
}
