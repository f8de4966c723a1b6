//! Everyone and everything that the stories name, by their short names.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use dires_domain::ids::{PersonId, TerritoryId};
use dires_domain::people::{Body, Strand};

/// Who plays: identifiers by short name.
#[derive(Debug, Default)]
pub struct Cast {
    /// Territories by slug.
    pub territories: BTreeMap<&'static str, TerritoryId>,
    /// Bodies by slug.
    pub bodies: BTreeMap<&'static str, Body>,
    /// Volets by slug.
    pub strands: BTreeMap<&'static str, Strand>,
    /// Persons by the first part of their address, such as `direction.sicoval`.
    pub people: BTreeMap<String, PersonId>,
}

/// The first day of the memberships and of most mandates.
pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 1, 1).expect("a day of the calendar")
}

/// The day on which the assemblée générale adopted the projet de coopération.
pub fn project_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 6, 1).expect("a day of the calendar")
}

/// Those that vote.
pub const MEMBERS: [&str; 6] = [
    "toulouse-metropole",
    "sicoval",
    "carcassonne-agglo",
    "grand-montauban",
    "agglo-foix-varilhes",
    "coeur-et-coteaux-du-comminges",
];
