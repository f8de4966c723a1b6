//! Territories, bodies, persons and their dated mandates: who somebody is on a given date.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::circuit::Stage;
use crate::ids::{BodyId, MandateId, PersonId, StrandId, TerritoryId};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// How a territory belongs to the association.
    pub enum Membership {
        /// De droit: it votes.
        Member = "de-droit",
        /// Associé: it is heard.
        Associate = "associe",
    }
}

vocabulary! {
    /// What a mandate makes of a person.
    pub enum Function {
        /// Direction générale or cabinet.
        Direction = "direction",
        /// Technician of a territory.
        Technician = "technicien",
        /// Élu référent of a volet.
        StrandLead = "elu-referent",
        /// Présidence of a territory.
        Presidency = "presidence",
        /// The association's secretariat; it stands for no territory.
        Secretariat = "secretariat",
    }
}

vocabulary! {
    /// Whether a body decides or prepares.
    pub enum BodyKind {
        /// Élus.
        Political = "politique",
        /// Administrations.
        Technical = "technique",
    }
}

/// First and last day, both included; no last day while it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// First day in force.
    pub since: NaiveDate,
    /// Last day in force.
    pub until: Option<NaiveDate>,
}

/// A term that would end before it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a term from {since} cannot end on {until}")]
pub struct EndsBeforeStart {
    /// First day asked for.
    pub since: NaiveDate,
    /// Last day asked for.
    pub until: NaiveDate,
}

impl Term {
    /// A term from `since` to `until`, both included.
    pub fn new(since: NaiveDate, until: Option<NaiveDate>) -> Result<Self, EndsBeforeStart> {
        match until {
            Some(until) if until < since => Err(EndsBeforeStart { since, until }),
            _ => Ok(Self { since, until }),
        }
    }

    /// Whether the term covers the day.
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.since <= on && self.until.is_none_or(|until| on <= until)
    }
}

/// A member of the association.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Territory {
    /// Its identifier.
    pub id: TerritoryId,
    /// Its name in addresses and in canonical bytes, such as `sicoval`.
    pub slug: String,
    /// Its full name.
    pub name: String,
    /// De droit or associé.
    pub membership: Membership,
    /// Its colour in the interface, 0 to 9.
    pub colour: i16,
    /// When it belongs to the association.
    pub term: Term,
}

/// A body of the association.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Body {
    /// Its identifier.
    pub id: BodyId,
    /// Its name in addresses.
    pub slug: String,
    /// Its full name.
    pub name: String,
    /// Political or technical.
    pub kind: BodyKind,
    /// The stage of the circuit that this body conducts, if any.
    pub conducts: Option<Stage>,
}

/// A volet of the projet de coopération.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Strand {
    /// Its identifier.
    pub id: StrandId,
    /// Its name in addresses.
    pub slug: String,
    /// Its full name.
    pub name: String,
}

/// Someone who can log in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Their identifier.
    pub id: PersonId,
    /// How they are shown, such as « Direction générale du Sicoval ».
    pub name: String,
    /// Their address, which is also their login.
    pub email: String,
}

/// A seat that a mandate gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Seat {
    /// The body in which it is.
    pub body: BodyId,
    /// The stage that this body conducts, if any.
    pub conducts: Option<Stage>,
}

/// A function held by a person, for a territory, from a date to a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mandate {
    /// Its identifier.
    pub id: MandateId,
    /// Who holds it.
    pub person: PersonId,
    /// For which territory; none for the secretariat only.
    pub territory: Option<TerritoryId>,
    /// As what.
    pub function: Function,
    /// From when to when.
    pub term: Term,
    /// The bodies in which it gives a seat.
    pub seats: Vec<Seat>,
}

impl Mandate {
    /// Whether the mandate gives a seat in the body that conducts this stage.
    pub fn sits_at(&self, stage: Stage) -> bool {
        self.seats.iter().any(|seat| seat.conducts == Some(stage))
    }
}
