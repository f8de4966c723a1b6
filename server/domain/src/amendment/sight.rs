//! Who sees the branch of an amendment, and who writes in it.

use chrono::NaiveDate;

use super::Part;
use crate::circuit::{Action, Role, Stage};
use crate::ids::TerritoryId;
use crate::people::Mandate;
use crate::standing::{Placement, Standing};

/// All of an amendment that rights on its branch depend on, beside its text's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The territories whose people write in it.
    pub territories: Vec<TerritoryId>,
    /// Whether it was ever tabled.
    pub tabled: bool,
}

/// What someone may do with a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Read it.
    Reads,
    /// Write in it, while it is not frozen.
    Writes,
}

impl Branch {
    /// What someone with these mandates may do with it on a day, and for which territory; none: it does not exist for them.
    pub fn seen(
        &self,
        text: &Placement,
        mandates: &[Mandate],
        on: NaiveDate,
    ) -> Option<(Sight, Option<TerritoryId>)> {
        let standings = text.standings(mandates, on);
        let author = standings.iter().find(|it| self.is_author(it));
        let reads = text.allows(Action::Read, mandates, on);
        let reader = reads.ok().and_then(|standings| standings.first().copied());
        match (author, reader) {
            (_, None) => None,
            (Some(author), _) if text.stage == Stage::Presidencies && !self.tabled => {
                Some((Sight::Writes, author.territory))
            }
            (Some(author), _) => Some((Sight::Reads, author.territory)),
            (None, Some(reader)) => self.tabled.then_some((Sight::Reads, reader.territory)),
        }
    }

    fn is_author(&self, standing: &Standing) -> bool {
        writes(standing.role)
            && standing
                .territory
                .is_some_and(|it| self.territories.contains(&it))
    }
}

/// Whether an amendment is prepared by who is this to its text.
pub const fn writes(role: Role) -> bool {
    matches!(role, Role::Drafter | Role::Director | Role::President)
}

/// What someone is to an amendment of this territory, written with these.
pub fn part(own: TerritoryId, with: &[TerritoryId], standing: &Standing) -> Part {
    match standing.territory {
        Some(id) if id == own => Part::Own(standing.role),
        Some(id) if with.contains(&id) => Part::Fellow(standing.role),
        _ => Part::Other(standing.role),
    }
}
