//! The rights of many persons on many documents, held in memory as of one moment.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use dires_domain::ids::{DocumentId, PersonId, TerritoryId};
use dires_domain::people::Mandate;

use super::{Access, Identity, allowed};
use crate::storage::rights::Situated;
use crate::storage::{StorageError, Tx};

/// Where the texts of some documents stand.
pub type Texts = HashMap<DocumentId, Situated>;

/// Everyone's mandates from a day on, and names.
#[derive(Debug, Default)]
pub struct People {
    mandates: HashMap<PersonId, Vec<Mandate>>,
    names: HashMap<PersonId, String>,
    territories: HashMap<TerritoryId, (String, i16)>,
}

impl People {
    /// Everyone, with the mandates in force on a day and to come: four queries, however many they are.
    pub async fn read(tx: &mut Tx, day: NaiveDate) -> Result<Self, StorageError> {
        let mut mandates: HashMap<PersonId, Vec<Mandate>> = HashMap::new();
        for mandate in tx.mandates_from(day).await? {
            mandates.entry(mandate.person).or_default().push(mandate);
        }
        let territories = tx.territories().await?.into_iter();
        Ok(Self {
            mandates,
            names: tx.names().await?,
            territories: territories
                .map(|it| (it.id, (it.name, it.colour)))
                .collect(),
        })
    }

    fn identity(&self, person: PersonId, territory: Option<TerritoryId>) -> Option<Identity> {
        let known = territory.and_then(|id| self.territories.get(&id));
        Some(Identity {
            person,
            name: self.names.get(&person)?.clone(),
            territory,
            territory_name: known.map(|(name, _)| name.clone()),
            colour: known.map_or(9, |(_, colour)| *colour),
        })
    }
}

/// What everyone may do with some documents. Cloning it shares what it holds.
#[derive(Debug, Clone, Default)]
pub struct Rights {
    /// Everyone.
    pub people: Arc<People>,
    /// The documents.
    pub texts: Arc<Texts>,
}

impl Rights {
    /// Whether it says anything of the document. One that does not exist is never known.
    pub fn knows(&self, document: DocumentId) -> bool {
        self.texts.contains_key(&document)
    }

    /// The right of a person on a document on a day, as [`super::document_access`] would read it.
    pub fn of(&self, document: DocumentId, person: PersonId, on: NaiveDate) -> Option<Access> {
        let text = self.texts.get(&document)?;
        let mandates = self.people.mandates.get(&person)?;
        let (level, territory) = allowed(text, mandates, on)?;
        Some(Access {
            paper: text.paper,
            level,
            identity: self.people.identity(person, territory)?,
        })
    }
}

#[cfg(test)]
mod tests;
