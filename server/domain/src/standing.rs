//! What a person is to a text on a date, read from mandates and from nothing else.

use chrono::NaiveDate;

use crate::circuit::{Action, Refusal, Role, Stage, decide};
use crate::ids::TerritoryId;
use crate::people::{Function, Mandate};

/// A role with a text, and the territory for which it is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What the person is to the text.
    pub role: Role,
    /// For which territory; none for the secretariat.
    pub territory: Option<TerritoryId>,
}

/// Where a text stands and for whom it speaks: all that rights depend on beside the mandates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// The text's stage.
    pub stage: Stage,
    /// The territories that it speaks for.
    pub perimeter: Vec<TerritoryId>,
}

impl Placement {
    /// What someone with these mandates is to the text on a day. Nothing at all: a stranger.
    pub fn standings(&self, mandates: &[Mandate], on: NaiveDate) -> Vec<Standing> {
        let mut standings = Vec::new();
        for mandate in mandates.iter().filter(|mandate| mandate.term.in_force(on)) {
            for role in self.roles(mandate) {
                let standing = Standing {
                    role,
                    territory: mandate.territory,
                };
                if !standings.contains(&standing) {
                    standings.push(standing);
                }
            }
        }
        standings
    }

    /// For which territories, or as the association when `None`, someone may do this; the refusal when for none.
    pub fn allows(
        &self,
        action: Action,
        mandates: &[Mandate],
        on: NaiveDate,
    ) -> Result<Vec<Standing>, Refusal> {
        let (may, refused): (Vec<_>, Vec<_>) = self
            .standings(mandates, on)
            .into_iter()
            .partition(|standing| decide(self.stage, action, standing.role).is_ok());
        if may.is_empty() {
            let role = refused
                .first()
                .map_or(Role::Stranger, |standing| standing.role);
            return decide(self.stage, action, role).map(|_| may);
        }
        Ok(may)
    }

    fn roles(&self, mandate: &Mandate) -> Vec<Role> {
        let Some(territory) = mandate.territory else {
            return match mandate.function {
                Function::Secretariat => vec![Role::Secretary],
                _ => Vec::new(),
            };
        };
        if !self.perimeter.contains(&territory) {
            let peer = mandate.sits_at(self.stage).then_some(Role::Peer);
            return peer.into_iter().collect();
        }
        let mut roles = vec![Role::Colleague];
        let presides = mandate.function == Function::Presidency;
        if matches!(
            mandate.function,
            Function::Direction | Function::Technician | Function::StrandLead
        ) {
            roles.push(Role::Drafter);
        }
        if !presides && mandate.sits_at(Stage::Directions) {
            roles.push(Role::Director);
        }
        if presides && mandate.sits_at(Stage::Presidencies) {
            roles.push(Role::President);
        }
        roles
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{BodyId, MandateId, PersonId};
    use crate::people::{Seat, Term};
    use uuid::Uuid;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).expect("a day of March")
    }

    fn mandate(territory: Option<TerritoryId>, function: Function, seat: Option<Stage>) -> Mandate {
        Mandate {
            id: MandateId(Uuid::now_v7()),
            person: PersonId(Uuid::now_v7()),
            territory,
            function,
            term: Term::new(day(5), Some(day(20))).expect("a term"),
            seats: seat
                .map(|stage| Seat {
                    body: BodyId(Uuid::now_v7()),
                    conducts: Some(stage),
                })
                .into_iter()
                .collect(),
        }
    }

    #[test]
    fn a_mandate_counts_on_its_first_and_last_day_and_not_around_them() {
        let home = TerritoryId(Uuid::now_v7());
        let text = Placement {
            stage: Stage::Drafting,
            perimeter: vec![home],
        };
        let direction = [mandate(
            Some(home),
            Function::Direction,
            Some(Stage::Directions),
        )];
        for (on, writes) in [(4, false), (5, true), (20, true), (21, false)] {
            let answer = text.allows(Action::Write, &direction, day(on));
            assert_eq!(answer.is_ok(), writes, "on {on} March");
        }
    }

    #[test]
    fn a_direction_outside_the_perimeter_reads_only_what_its_body_handles() {
        let (home, other) = (TerritoryId(Uuid::now_v7()), TerritoryId(Uuid::now_v7()));
        let direction = [mandate(
            Some(other),
            Function::Direction,
            Some(Stage::Directions),
        )];
        let at = |stage| Placement {
            stage,
            perimeter: vec![home],
        };
        assert!(
            at(Stage::Drafting)
                .allows(Action::Read, &direction, day(10))
                .is_err()
        );
        assert!(
            at(Stage::Directions)
                .allows(Action::Read, &direction, day(10))
                .is_ok()
        );
        assert!(
            at(Stage::Directions)
                .allows(Action::Write, &direction, day(10))
                .is_err()
        );
        assert!(
            at(Stage::Presidencies)
                .allows(Action::Read, &direction, day(10))
                .is_err()
        );
    }

    #[test]
    fn the_secretariat_does_not_see_drafts() {
        let text = Placement {
            stage: Stage::Drafting,
            perimeter: vec![TerritoryId(Uuid::now_v7())],
        };
        let secretariat = [mandate(None, Function::Secretariat, None)];
        assert!(text.allows(Action::Read, &secretariat, day(10)).is_err());
    }
}
