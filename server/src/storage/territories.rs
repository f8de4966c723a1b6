//! The members of the association.

use chrono::NaiveDate;
use dires_domain::ids::TerritoryId;
use dires_domain::people::{Membership, Term, Territory};
use sqlx::FromRow;
use uuid::Uuid;

use super::{StorageError, Tx};

#[derive(FromRow)]
struct TerritoryRow {
    id: Uuid,
    slug: String,
    name: String,
    membership: String,
    colour: i16,
    since: NaiveDate,
    until: Option<NaiveDate>,
}

impl Tx {
    /// Every territory that is or was or will be a member: those de droit first, then by slug.
    pub async fn territories(&mut self) -> Result<Vec<Territory>, StorageError> {
        let rows: Vec<TerritoryRow> = self
            .query("select id, slug, name, membership, colour, since, until from territory")
            .all()
            .await?;
        let mut territories = rows
            .into_iter()
            .map(Territory::try_from)
            .collect::<Result<Vec<_>, _>>()?;
        // Sorted here: the engines order text differently.
        territories.sort_by(|a, b| (a.membership, &a.slug).cmp(&(b.membership, &b.slug)));
        Ok(territories)
    }

    /// The territories that belong to the association on a day.
    pub async fn territories_in_force(
        &mut self,
        on: NaiveDate,
    ) -> Result<Vec<Territory>, StorageError> {
        let mut territories = self.territories().await?;
        territories.retain(|territory| territory.term.in_force(on));
        Ok(territories)
    }

    /// One territory.
    pub async fn territory(&mut self, id: TerritoryId) -> Result<Option<Territory>, StorageError> {
        let row: Option<TerritoryRow> = self
            .query(
                "select id, slug, name, membership, colour, since, until from territory
                 where id = $1",
            )
            .bind(id.0)
            .optional()
            .await?;
        row.map(Territory::try_from).transpose()
    }

    /// Adds a territory; [`StorageError::Duplicate`] where its slug is taken.
    pub async fn add_territory(&mut self, territory: &Territory) -> Result<(), StorageError> {
        self.query(
            "insert into territory (id, slug, name, membership, colour, since, until)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(territory.id.0)
        .bind(territory.slug.clone())
        .bind(territory.name.clone())
        .bind(territory.membership.code())
        .bind(territory.colour)
        .bind(territory.term.since)
        .bind(territory.term.until)
        .execute()
        .await?;
        Ok(())
    }

    /// Changes what is said of a territory, but for its slug: frozen versions name it. `false`: there is none.
    pub async fn change_territory(&mut self, territory: &Territory) -> Result<bool, StorageError> {
        let touched = self
            .query(
                "update territory set name = $2, membership = $3, colour = $4, since = $5, until = $6
                 where id = $1",
            )
            .bind(territory.id.0)
            .bind(territory.name.clone())
            .bind(territory.membership.code())
            .bind(territory.colour)
            .bind(territory.term.since)
            .bind(territory.term.until)
            .execute()
            .await?;
        Ok(touched == 1)
    }
}

impl TryFrom<TerritoryRow> for Territory {
    type Error = StorageError;

    fn try_from(row: TerritoryRow) -> Result<Self, StorageError> {
        let membership: Membership = row
            .membership
            .parse()
            .map_err(|error| StorageError::impossible("territory", error))?;
        Ok(Self {
            id: row.id.into(),
            slug: row.slug,
            name: row.name,
            membership,
            colour: row.colour,
            term: Term::new(row.since, row.until)
                .map_err(|error| StorageError::impossible("territory", error))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{day, member};
    use super::super::testing::on_both_engines;
    use super::*;

    #[tokio::test]
    async fn a_territory_joins_changes_and_leaves() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let mut region = member("region-occitanie");
            region.membership = Membership::Associate;
            let mut sicoval = member("sicoval");
            tx.add_territory(&region).await.unwrap();
            tx.add_territory(&sicoval).await.unwrap();
            assert_eq!(
                tx.territories().await.unwrap(),
                [sicoval.clone(), region.clone()]
            );

            sicoval.term.until = Some(day(2025, 12, 31));
            sicoval.name = "Le Sicoval".to_owned();
            assert!(tx.change_territory(&sicoval).await.unwrap());
            let stored = tx.territory(sicoval.id).await.unwrap();
            assert_eq!(stored.as_ref(), Some(&sicoval));
            let later = tx.territories_in_force(day(2026, 1, 1)).await.unwrap();
            assert_eq!(later, [region]);
            assert!(!tx.change_territory(&member("inconnu")).await.unwrap());
        })
        .await;
    }

    #[tokio::test]
    async fn two_territories_do_not_share_an_address() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            tx.add_territory(&member("sicoval")).await.unwrap();
            let error = tx.add_territory(&member("sicoval")).await;
            assert!(
                matches!(&error, Err(StorageError::Duplicate(table)) if table == "territory"),
                "{error:?}"
            );
        })
        .await;
    }
}
