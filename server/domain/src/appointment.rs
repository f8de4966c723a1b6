//! Giving a mandate: what has to hold before a person is entrusted with one.

use chrono::NaiveDate;

use crate::circuit::Stage;
use crate::ids::BodyId;
use crate::people::{Body, Function, Territory};

/// A mandate as it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Appointment<'a> {
    /// As what.
    pub function: Function,
    /// For which territory.
    pub territory: Option<&'a Territory>,
    /// The bodies in which it would give a seat.
    pub seats: &'a [Body],
    /// First day.
    pub since: NaiveDate,
    /// Last day, included.
    pub until: Option<NaiveDate>,
}

/// Why a mandate cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It would end before it starts.
    EndsBeforeStart,
    /// This function is held for a territory, and none is named.
    NoTerritory,
    /// The secretariat stands for no territory.
    TerritoryOfSecretariat,
    /// The territory does not belong to the association from the first day to the last.
    NotAMember,
    /// A seat is held for a territory, and none is named.
    SeatWithoutTerritory,
    /// This body is not for this function.
    SeatOfOthers(BodyId),
}

/// Says everything that keeps the mandate from being given.
pub fn check(asked: &Appointment<'_>) -> Result<(), Vec<Fault>> {
    let faults: Vec<Fault> = [term(asked), territory(asked), membership(asked)]
        .into_iter()
        .flatten()
        .chain(seats(asked))
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

fn term(asked: &Appointment<'_>) -> Option<Fault> {
    let backwards = asked.until.is_some_and(|until| until < asked.since);
    backwards.then_some(Fault::EndsBeforeStart)
}

fn territory(asked: &Appointment<'_>) -> Option<Fault> {
    let secretariat = asked.function == Function::Secretariat;
    match asked.territory {
        Some(_) if secretariat => Some(Fault::TerritoryOfSecretariat),
        None if !secretariat => Some(Fault::NoTerritory),
        _ => None,
    }
}

/// A mandate lasts no longer than its territory's membership.
fn membership(asked: &Appointment<'_>) -> Option<Fault> {
    let membership = asked.territory?.term;
    let starts = membership.in_force(asked.since);
    let ends = match (membership.until, asked.until) {
        (Some(last), Some(until)) => until <= last,
        (Some(_), None) => false,
        (None, _) => true,
    };
    (!starts || !ends).then_some(Fault::NotAMember)
}

fn seats<'a>(asked: &'a Appointment<'a>) -> impl Iterator<Item = Fault> + 'a {
    let homeless = asked.territory.is_none() && !asked.seats.is_empty();
    let homeless = homeless.then_some(Fault::SeatWithoutTerritory);
    let others = asked
        .seats
        .iter()
        .filter(|body| !may_sit(asked.function, body))
        .map(|body| Fault::SeatOfOthers(body.id));
    homeless.into_iter().chain(others)
}

/// The conférence des présidences is for présidences, and the conférence des directions for everyone else.
fn may_sit(function: Function, body: &Body) -> bool {
    let presides = function == Function::Presidency;
    match body.conducts {
        Some(Stage::Presidencies) => presides,
        Some(Stage::Directions) => !presides,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TerritoryId;
    use crate::people::{BodyKind, Membership, Term};
    use uuid::Uuid;

    fn year(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 1, 1).unwrap()
    }

    fn member(until: Option<NaiveDate>) -> Territory {
        Territory {
            id: TerritoryId(Uuid::nil()),
            slug: "sicoval".into(),
            name: "Sicoval".into(),
            membership: Membership::Member,
            colour: 1,
            term: Term::new(year(2020), until).unwrap(),
        }
    }

    fn body(conducts: Option<Stage>) -> Body {
        Body {
            id: BodyId(Uuid::nil()),
            slug: "instance".into(),
            name: "Instance".into(),
            kind: BodyKind::Political,
            conducts,
        }
    }

    fn faults(asked: &Appointment<'_>) -> Vec<Fault> {
        check(asked).err().unwrap_or_default()
    }

    #[test]
    fn a_direction_sits_for_its_territory() {
        let home = member(None);
        let seats = [body(Some(Stage::Directions))];
        let asked = Appointment {
            function: Function::Direction,
            territory: Some(&home),
            seats: &seats,
            since: year(2024),
            until: None,
        };
        assert_eq!(check(&asked), Ok(()));
        let homeless = Appointment {
            territory: None,
            ..asked
        };
        assert_eq!(
            faults(&homeless),
            [Fault::NoTerritory, Fault::SeatWithoutTerritory]
        );
        let presidency = Appointment {
            function: Function::Presidency,
            ..asked
        };
        assert_eq!(
            faults(&presidency),
            [Fault::SeatOfOthers(BodyId(Uuid::nil()))]
        );
    }

    #[test]
    fn the_secretariat_stands_for_nobody() {
        let home = member(None);
        let asked = Appointment {
            function: Function::Secretariat,
            territory: Some(&home),
            seats: &[],
            since: year(2024),
            until: Some(year(2023)),
        };
        assert_eq!(
            faults(&asked),
            [Fault::EndsBeforeStart, Fault::TerritoryOfSecretariat]
        );
    }

    #[test]
    fn a_mandate_stays_within_the_membership() {
        let leaving = member(Some(year(2025)));
        let asked = |since, until| Appointment {
            function: Function::Technician,
            territory: Some(&leaving),
            seats: &[],
            since,
            until,
        };
        assert_eq!(faults(&asked(year(2021), Some(year(2025)))), []);
        assert_eq!(faults(&asked(year(2021), None)), [Fault::NotAMember]);
        assert_eq!(
            faults(&asked(year(2019), Some(year(2022)))),
            [Fault::NotAMember]
        );
    }
}
