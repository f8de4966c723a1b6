//! What a person is on a day: their mandates in force, and the territories these are for.

use chrono::NaiveDate;
use dires_domain::ids::PersonId;
use dires_domain::people::{Mandate, Territory};

use super::{StorageError, Tx};

impl Tx {
    /// The person's mandates in force on the day, with the seats they give; oldest first.
    pub async fn mandates_in_force(
        &mut self,
        person: PersonId,
        on: NaiveDate,
    ) -> Result<Vec<Mandate>, StorageError> {
        let mut mandates = self.mandates_of(person).await?;
        mandates.retain(|mandate| mandate.term.in_force(on));
        Ok(mandates)
    }

    /// The territories for which the person holds a mandate in force on the day, by name.
    pub async fn territories_stood_for(
        &mut self,
        person: PersonId,
        on: NaiveDate,
    ) -> Result<Vec<Territory>, StorageError> {
        let mandates = self.mandates_in_force(person, on).await?;
        let mut territories = self.territories().await?;
        territories.retain(|it| mandates.iter().any(|held| held.territory == Some(it.id)));
        territories.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(territories)
    }
}
