//! The points of a meeting, in order, and who comes from outside for one of them.

use crate::ids::{GuestId, PaperId, PersonId, PointId, VersionId};
use crate::vocabulary::vocabulary;

/// A point of an agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its identifier.
    pub id: PointId,
    /// What it is called; a text's own title.
    pub title: String,
    /// The text that is put, in the very version.
    pub text: Option<TextPut>,
    /// Who comes from outside for it.
    pub guests: Vec<Guest>,
}

/// A text, in the very version that a meeting reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextPut {
    /// The text.
    pub paper: PaperId,
    /// The version.
    pub version: VersionId,
}

/// Someone from outside the body, invited for one point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    /// Their identifier.
    pub id: GuestId,
    /// How they are shown.
    pub name: String,
    /// Their account: who has one is convened, and sees that point alone.
    pub person: Option<PersonId>,
}

/// The longest title of a point, in characters.
pub const LONGEST_TITLE: usize = 300;

/// The longest name of a guest, in characters.
pub const LONGEST_NAME: usize = 200;

/// The most points that an agenda holds.
pub const MOST_POINTS: usize = 60;

/// The most guests of one point.
pub const MOST_GUESTS: usize = 20;

vocabulary! {
    /// Where a point goes, by one place.
    pub enum Nudge {
        /// Earlier.
        Up = "monter",
        /// Later.
        Down = "descendre",
    }
}

/// The same points with one of them moved by one place; as they were where it stands at that end, or is not among them.
pub fn nudged(points: &[PointId], moved: PointId, to: Nudge) -> Vec<PointId> {
    let place = points.iter().position(|id| *id == moved);
    let other = place.and_then(|place| match to {
        Nudge::Up => place.checked_sub(1),
        Nudge::Down => Some(place + 1).filter(|it| *it < points.len()),
    });
    let mut points = points.to_vec();
    if let (Some(place), Some(other)) = (place, other) {
        points.swap(place, other);
    }
    points
}

/// The points in the order asked for; none if it is not these very points, each once.
pub fn reordered(points: &[PointId], asked: &[PointId]) -> Option<Vec<PointId>> {
    let sorted = |ids: &[PointId]| {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids
    };
    (sorted(points) == sorted(asked)).then(|| asked.to_vec())
}
