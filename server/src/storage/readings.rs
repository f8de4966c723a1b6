//! How far each person says that they have read each text.

use chrono::{DateTime, Utc};
use dires_domain::heads::Heads;
use dires_domain::ids::{PaperId, PersonId};
use sqlx::types::Json;

use super::{StorageError, Tx};

/// A bookmark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The state of the text that was read.
    pub heads: Heads,
    /// When it was said to be.
    pub at: DateTime<Utc>,
}

impl Tx {
    /// The bookmark of a person in a text.
    pub async fn reading(
        &mut self,
        person: PersonId,
        paper: PaperId,
    ) -> Result<Option<Reading>, StorageError> {
        let row: Option<(Json<Heads>, DateTime<Utc>)> = self
            .query("select heads, read_at from reading where person_id = $1 and paper_id = $2")
            .bind(person.0)
            .bind(paper.0)
            .optional()
            .await?;
        Ok(row.map(|(Json(heads), at)| Reading { heads, at }))
    }

    /// Puts it there, instead of the one before.
    pub async fn mark_read(
        &mut self,
        person: PersonId,
        paper: PaperId,
        reading: &Reading,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into reading (person_id, paper_id, heads, read_at) values ($1, $2, $3, $4)
             on conflict (person_id, paper_id) do update set heads = excluded.heads, read_at = excluded.read_at",
        )
        .bind(person.0)
        .bind(paper.0)
        .bind(Json(reading.heads.clone()))
        .bind(reading.at)
        .execute()
        .await?;
        Ok(())
    }
}
