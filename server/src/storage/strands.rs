//! The volets of the projet de coopération.

use dires_domain::people::Strand;
use sqlx::FromRow;
use uuid::Uuid;

use super::{StorageError, Tx};

#[derive(FromRow)]
struct StrandRow {
    id: Uuid,
    slug: String,
    name: String,
}

impl Tx {
    /// Every volet, in the order of the projet de coopération.
    pub async fn strands(&mut self) -> Result<Vec<Strand>, StorageError> {
        let rows: Vec<StrandRow> = self
            .query("select id, slug, name from strand order by rank, id")
            .all()
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| Strand {
                id: row.id.into(),
                slug: row.slug,
                name: row.name,
            })
            .collect())
    }

    /// Adds a volet at a rank, from 1.
    pub async fn add_strand(&mut self, strand: &Strand, rank: i16) -> Result<(), StorageError> {
        self.query("insert into strand (id, slug, name, rank) values ($1, $2, $3, $4)")
            .bind(strand.id.0)
            .bind(strand.slug.clone())
            .bind(strand.name.clone())
            .bind(rank)
            .execute()
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::on_both_engines;
    use super::*;
    use dires_domain::ids::StrandId;

    fn strand(slug: &str) -> Strand {
        Strand {
            id: StrandId(Uuid::now_v7()),
            slug: slug.to_owned(),
            name: format!("Volet {slug}"),
        }
    }

    #[tokio::test]
    async fn volets_come_in_their_order() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let (second, first) = (strand("reseau"), strand("transition"));
            tx.add_strand(&second, 2).await.unwrap();
            tx.add_strand(&first, 1).await.unwrap();
            assert_eq!(tx.strands().await.unwrap(), [first, second]);
        })
        .await;
    }
}
