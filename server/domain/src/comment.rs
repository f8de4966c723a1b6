//! Comments on a text: who sees them, for whom one speaks, and what a comment may be.
//!
//! Who may comment, and when, stands in the circuit ([`crate::circuit::Action::Comment`]): whoever reads the text in its
//! perimeter, while it is written.

mod mentions;

use chrono::NaiveDate;

use crate::circuit::Action;
use crate::ids::TerritoryId;
use crate::people::Mandate;
use crate::standing::Placement;

pub use mentions::{Segment, mentioned, segments};

/// Longest comment, in characters: a page.
pub const LONGEST: usize = 5_000;

/// Whom a thread is shown to, from its birth to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everyone of the text's perimeter.
    Perimeter,
    /// Those of one territory of the perimeter, and nobody else.
    Territory(TerritoryId),
}

impl Audience {
    /// Whether it holds somebody of these territories of the perimeter.
    pub fn holds(self, territories: &[TerritoryId]) -> bool {
        match self {
            Self::Perimeter => !territories.is_empty(),
            Self::Territory(one) => territories.contains(&one),
        }
    }

    /// Whether somebody may speak for this territory there, being of these.
    pub fn hears(self, territory: TerritoryId, theirs: &[TerritoryId]) -> bool {
        theirs.contains(&territory) && self.holds(&[territory])
    }

    /// The territory that it is limited to.
    pub const fn territory(self) -> Option<TerritoryId> {
        match self {
            Self::Perimeter => None,
            Self::Territory(one) => Some(one),
        }
    }
}

/// The territories of the perimeter for which someone reads the text on a day: for these they are shown comments, and
/// speak. Empty for whoever is shown none, such as the secretariat and the other members of a body.
pub fn territories(placement: &Placement, mandates: &[Mandate], on: NaiveDate) -> Vec<TerritoryId> {
    let standings = placement.allows(Action::Read, mandates, on);
    let mut territories: Vec<TerritoryId> = Vec::new();
    for standing in standings.unwrap_or_default() {
        let within = standing
            .territory
            .filter(|it| placement.perimeter.contains(it));
        territories.extend(within.filter(|it| !territories.contains(it)));
    }
    territories
}

/// What is wrong with the words of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordsFault {
    /// There are none.
    Empty,
    /// There are more than [`LONGEST`] characters.
    TooLong,
}

/// The words of a comment as they are kept: without blanks around, lines ended by `\n`.
pub fn words(typed: &str) -> Result<String, WordsFault> {
    let words = typed.replace("\r\n", "\n").replace('\r', "\n");
    let words = words.trim();
    match words.chars().count() {
        0 => Err(WordsFault::Empty),
        length if length > LONGEST => Err(WordsFault::TooLong),
        _ => Ok(words.to_owned()),
    }
}

#[cfg(test)]
mod tests;
