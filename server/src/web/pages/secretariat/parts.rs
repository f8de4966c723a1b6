//! What several of the secretariat's pages show: a territory with its colour, a mandate with its seats.

use chrono::NaiveDate;
use dires_domain::ids::{BodyId, MandateId, TerritoryId};
use dires_domain::people::{Body, Mandate, Territory};

use crate::storage::{StorageError, Tx};
use crate::web::dates;
use crate::web::messages::words;

/// The association's territories and bodies, to name what identifiers point at.
pub struct Names {
    /// Every territory, past ones included.
    pub territories: Vec<Territory>,
    /// Every body.
    pub bodies: Vec<Body>,
}

/// A territory, with its colour.
#[derive(Debug, Clone)]
pub struct Chip {
    /// Its name.
    pub name: String,
    /// Its colour, 0 to 9.
    pub colour: i16,
}

/// A mandate, in words.
#[derive(Debug, Clone)]
pub struct MandateLine {
    /// Its identifier.
    pub id: MandateId,
    /// As what.
    pub function: &'static str,
    /// For which territory.
    pub territory: Option<Chip>,
    /// The bodies in which it gives a seat.
    pub seats: Vec<String>,
    /// From when to when, in words.
    pub term: String,
    /// Its last day, if it has one.
    pub until: Option<NaiveDate>,
}

impl Names {
    /// Reads them.
    pub async fn read(tx: &mut Tx) -> Result<Self, StorageError> {
        Ok(Self {
            territories: tx.territories().await?,
            bodies: tx.bodies().await?,
        })
    }

    /// A territory, with its colour.
    pub fn chip(&self, id: TerritoryId) -> Option<Chip> {
        let found = self.territories.iter().find(|it| it.id == id)?;
        Some(Chip {
            name: found.name.clone(),
            colour: found.colour,
        })
    }

    /// A body's name; empty for one that does not exist.
    pub fn body(&self, id: BodyId) -> &str {
        let found = self.bodies.iter().find(|it| it.id == id);
        found.map_or("", |body| &body.name)
    }

    /// A mandate, in words.
    pub fn line(&self, mandate: &Mandate) -> MandateLine {
        MandateLine {
            id: mandate.id,
            function: words::function(mandate.function),
            territory: mandate.territory.and_then(|id| self.chip(id)),
            seats: mandate
                .seats
                .iter()
                .map(|seat| self.body(seat.body).to_owned())
                .collect(),
            term: dates::term(mandate.term),
            until: mandate.term.until,
        }
    }
}
