//! The association that this database is of.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{StorageError, Tx};

impl Tx {
    /// Sets it up, under a fresh identity for synchronisation. There is one a database.
    pub async fn found_association(
        &mut self,
        name: &str,
        demonstration: bool,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into association (id, name, demonstration, storage_id, created_at)
             values ($1, $2, $3, $4, $5)",
        )
        .bind(Uuid::now_v7())
        .bind(name.to_owned())
        .bind(demonstration)
        .bind(Uuid::new_v4().to_string())
        .bind(at)
        .execute()
        .await?;
        Ok(())
    }

    /// Its name, and whether its people and texts are made up; none before it is set up.
    pub async fn association(&mut self) -> Result<Option<(String, bool)>, StorageError> {
        self.query("select name, demonstration from association order by created_at limit 1")
            .optional()
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::noon;
    use super::super::testing::on_both_engines;

    #[tokio::test]
    async fn an_association_is_founded() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            assert_eq!(tx.association().await.unwrap(), None);
            tx.found_association("Dialogue", true, noon(2026, 1, 1))
                .await
                .unwrap();
            let found = tx.association().await.unwrap();
            assert_eq!(found, Some(("Dialogue".to_owned(), true)));
        })
        .await;
    }
}
