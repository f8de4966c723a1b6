//! The secret address of each person's calendar: only the SHA-256 of its secret is kept.

use chrono::{DateTime, Utc};
use dires_domain::ids::PersonId;
use sqlx::FromRow;
use uuid::Uuid;

use super::{StorageError, Tx};

/// A person's calendar address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct CalendarFeed {
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was read last, within an hour.
    pub read_at: Option<DateTime<Utc>>,
}

impl Tx {
    /// Gives a person a calendar address; the one before ends.
    pub async fn make_calendar_feed(
        &mut self,
        person: PersonId,
        token_hash: Vec<u8>,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into calendar_feed (person_id, token_hash, created_at) values ($1, $2, $3)
             on conflict (person_id) do update
             set token_hash = excluded.token_hash, created_at = excluded.created_at, read_at = null",
        )
        .bind(person.0)
        .bind(token_hash)
        .bind(at)
        .execute()
        .await?;
        Ok(())
    }

    /// Ends a person's calendar address.
    pub async fn revoke_calendar_feed(&mut self, person: PersonId) -> Result<(), StorageError> {
        self.query("delete from calendar_feed where person_id = $1")
            .bind(person.0)
            .execute()
            .await?;
        Ok(())
    }

    /// What is known of a person's calendar address, if they have one.
    pub async fn calendar_feed(
        &mut self,
        person: PersonId,
    ) -> Result<Option<CalendarFeed>, StorageError> {
        self.query("select created_at, read_at from calendar_feed where person_id = $1")
            .bind(person.0)
            .optional()
            .await
    }

    /// Whose calendar a secret opens, and when it was read last.
    pub async fn whose_calendar(
        &mut self,
        token_hash: Vec<u8>,
    ) -> Result<Option<(PersonId, Option<DateTime<Utc>>)>, StorageError> {
        let found: Option<(Uuid, Option<DateTime<Utc>>)> = self
            .query("select person_id, read_at from calendar_feed where token_hash = $1")
            .bind(token_hash)
            .optional()
            .await?;
        Ok(found.map(|(person, read_at)| (person.into(), read_at)))
    }

    /// Notes that a calendar is read.
    pub async fn calendar_was_read(
        &mut self,
        person: PersonId,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.query("update calendar_feed set read_at = $2 where person_id = $1")
            .bind(person.0)
            .bind(at)
            .execute()
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{noon, person};
    use super::super::testing::on_both_engines;

    #[tokio::test]
    async fn a_new_address_ends_the_one_before() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let someone = person(&mut tx, "Direction").await.id;
            let at = noon(2026, 3, 2);
            assert_eq!(tx.calendar_feed(someone).await.unwrap(), None);
            for secret in [1, 2] {
                tx.make_calendar_feed(someone, vec![secret; 32], at)
                    .await
                    .unwrap();
            }
            assert_eq!(tx.whose_calendar(vec![1; 32]).await.unwrap(), None);
            let found = tx.whose_calendar(vec![2; 32]).await.unwrap();
            assert_eq!(found, Some((someone, None)));
            tx.calendar_was_read(someone, at).await.unwrap();
            let feed = tx.calendar_feed(someone).await.unwrap().unwrap();
            assert_eq!((feed.created_at, feed.read_at), (at, Some(at)));
            tx.revoke_calendar_feed(someone).await.unwrap();
            assert_eq!(tx.whose_calendar(vec![2; 32]).await.unwrap(), None);
        })
        .await;
    }
}
