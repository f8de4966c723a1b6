//! The order in which amendments are put to the vote, and which fall.
//!
//! The usual order: passage by passage as they stand in the text; on one passage, what takes it out, then the one farthest
//! from the text; sub-amendments before what they amend. The secretariat may put them otherwise.

use std::cmp::Reverse;

use super::strokes::Strokes;
use super::touch::Touch;
use crate::ids::AmendmentId;

/// An amendment that is tabled and not decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub id: AmendmentId,
    /// Its number in its text.
    pub number: i32,
    /// The amendment that it amends; none: the text.
    pub parent: Option<AmendmentId>,
    /// Where the secretariat put it.
    pub rank: Option<i32>,
    /// What it touches of what it amends, as that stands now.
    pub touch: Touch,
    /// What its authors' hands did to that.
    pub strokes: Strokes,
}

impl Candidate {
    /// Whether it amends the same as another, which is not itself.
    fn is_beside(&self, other: &Self) -> bool {
        self.id != other.id && self.parent == other.parent
    }

    /// Whether it and another cannot both be accepted.
    pub fn excludes(&self, other: &Self) -> bool {
        self.is_beside(other)
            && (self.touch.excludes(&other.touch) || self.strokes.excludes(&other.strokes))
    }
}

/// Those that are discussed together: of one passage, or joined by others that are of theirs. In any order.
pub fn passages(all: &[Candidate]) -> Vec<Vec<AmendmentId>> {
    let mut passages: Vec<Vec<&Candidate>> = Vec::new();
    for one in all {
        let meets = |other: &&Candidate| one.is_beside(other) && one.touch.meets(&other.touch);
        let (with, mut apart): (Vec<_>, Vec<_>) = passages
            .into_iter()
            .partition(|passage| passage.iter().any(&meets));
        let mut together: Vec<_> = with.into_iter().flatten().collect();
        together.push(one);
        apart.push(together);
        passages = apart;
    }
    let ids = |passage: Vec<&Candidate>| passage.iter().map(|it| it.id).collect();
    passages.into_iter().map(ids).collect()
}

/// The order of the votes.
pub fn voting_order(all: &[Candidate]) -> Vec<AmendmentId> {
    let firsts: Vec<(Vec<AmendmentId>, (usize, usize))> = passages(all)
        .into_iter()
        .map(|passage| {
            let theirs = all.iter().filter(|it| passage.contains(&it.id));
            let first = theirs.map(|it| it.touch.first()).min();
            (passage, first.unwrap_or_default())
        })
        .collect();
    let first = |id| {
        let passage = firsts.iter().find(|(passage, _)| passage.contains(&id));
        passage.map_or((0, 0), |(_, first)| *first)
    };
    let mut sorted: Vec<&Candidate> = all.iter().collect();
    sorted.sort_by_key(|it| {
        (
            it.rank.unwrap_or(i32::MAX),
            first(it.id),
            !it.touch.suppresses(),
            Reverse(it.touch.distance()),
            it.number,
        )
    });
    let known = |id: AmendmentId| all.iter().any(|it| it.id == id);
    let mut order = Vec::new();
    for one in &sorted {
        if one.parent.is_none_or(|parent| !known(parent)) {
            with_theirs_before(&sorted, one, &mut order);
        }
    }
    order
}

/// An amendment after those that amend it.
fn with_theirs_before(sorted: &[&Candidate], one: &Candidate, order: &mut Vec<AmendmentId>) {
    for theirs in sorted.iter().filter(|it| it.parent == Some(one.id)) {
        with_theirs_before(sorted, theirs, order);
    }
    order.push(one.id);
}

/// The first one that is put to the vote before this one can be: one that amends it, or an earlier one that excludes it.
pub fn before(all: &[Candidate], id: AmendmentId) -> Option<AmendmentId> {
    let one = all.iter().find(|it| it.id == id)?;
    let order = voting_order(all);
    let earlier = order.iter().take_while(|it| **it != id);
    let mut earlier = earlier.filter_map(|it| all.iter().find(|other| other.id == *it));
    earlier
        .find(|other| other.parent == Some(id) || other.excludes(one))
        .map(|it| it.id)
}

/// Those that fall when this one is accepted: what it excludes, and what amends that.
pub fn falls(all: &[Candidate], accepted: AmendmentId) -> Vec<AmendmentId> {
    let Some(one) = all.iter().find(|it| it.id == accepted) else {
        return Vec::new();
    };
    let excluded = all.iter().filter(|it| it.excludes(one)).map(|it| it.id);
    excluded.flat_map(|id| with_its_own(all, id)).collect()
}

/// An amendment that goes, and those that amend it.
pub fn with_its_own(all: &[Candidate], id: AmendmentId) -> Vec<AmendmentId> {
    let its_own = all.iter().filter(|it| it.parent == Some(id));
    let below = its_own.flat_map(|it| with_its_own(all, it.id));
    std::iter::once(id).chain(below).collect()
}
