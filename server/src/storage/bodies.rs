//! The bodies of the association.

use dires_domain::circuit::Stage;
use dires_domain::ids::BodyId;
use dires_domain::people::Body;
use sqlx::FromRow;
use uuid::Uuid;

use super::{StorageError, Tx};

#[derive(FromRow)]
struct BodyRow {
    id: Uuid,
    slug: String,
    name: String,
    kind: String,
    conducts: Option<String>,
}

impl Tx {
    /// Every body, in the association's order.
    pub async fn bodies(&mut self) -> Result<Vec<Body>, StorageError> {
        let rows: Vec<BodyRow> = self
            .query("select id, slug, name, kind, conducts from body order by rank, id")
            .all()
            .await?;
        rows.into_iter().map(Body::try_from).collect()
    }

    /// One body.
    pub async fn body(&mut self, id: BodyId) -> Result<Option<Body>, StorageError> {
        let row: Option<BodyRow> = self
            .query("select id, slug, name, kind, conducts from body where id = $1")
            .bind(id.0)
            .optional()
            .await?;
        row.map(Body::try_from).transpose()
    }

    /// The body that conducts a stage of the circuit, if the association named one.
    pub async fn body_conducting(&mut self, stage: Stage) -> Result<Option<Body>, StorageError> {
        let row: Option<BodyRow> = self
            .query("select id, slug, name, kind, conducts from body where conducts = $1")
            .bind(stage.code())
            .optional()
            .await?;
        row.map(Body::try_from).transpose()
    }

    /// Adds a body at a rank, from 1; [`StorageError::Duplicate`] where its slug or its stage is taken.
    pub async fn add_body(&mut self, body: &Body, rank: i16) -> Result<(), StorageError> {
        self.query(
            "insert into body (id, slug, name, kind, conducts, rank)
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(body.id.0)
        .bind(body.slug.clone())
        .bind(body.name.clone())
        .bind(body.kind.code())
        .bind(body.conducts.map(Stage::code))
        .bind(rank)
        .execute()
        .await?;
        Ok(())
    }
}

impl TryFrom<BodyRow> for Body {
    type Error = StorageError;

    fn try_from(row: BodyRow) -> Result<Self, StorageError> {
        let impossible = |error| StorageError::impossible("body", error);
        Ok(Self {
            id: row.id.into(),
            slug: row.slug,
            name: row.name,
            kind: row.kind.parse().map_err(impossible)?,
            conducts: row
                .conducts
                .as_deref()
                .map(str::parse)
                .transpose()
                .map_err(impossible)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::body;
    use super::super::testing::on_both_engines;
    use super::*;

    #[tokio::test]
    async fn one_body_conducts_a_stage() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let assembly = body("assemblee-generale", None);
            let directions = body("conference-des-directions", Some(Stage::Directions));
            tx.add_body(&directions, 2).await.unwrap();
            tx.add_body(&assembly, 1).await.unwrap();
            assert_eq!(
                tx.bodies().await.unwrap(),
                [assembly.clone(), directions.clone()]
            );
            let conducts = tx.body_conducting(Stage::Directions).await.unwrap();
            assert_eq!(conducts.as_ref(), Some(&directions));
            assert_eq!(tx.body_conducting(Stage::Adoption).await.unwrap(), None);
            assert_eq!(tx.body(assembly.id).await.unwrap(), Some(assembly));
            let rival = body("rivale", Some(Stage::Directions));
            let error = tx.add_body(&rival, 3).await;
            assert!(
                matches!(&error, Err(StorageError::Duplicate(table)) if table == "body"),
                "{error:?}"
            );
        })
        .await;
    }
}
