//! The moments of a text: who wrote when, which state that was, and the names of states.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use dires_domain::heads::Heads;
use dires_domain::ids::{DocumentId, PaperId, PersonId};
use dires_domain::stretch::Written;
use sqlx::FromRow;
use uuid::Uuid;

use super::{StorageError, Tx};

#[derive(FromRow)]
struct WrittenRow {
    seq: i64,
    received_at: DateTime<Utc>,
    person_id: Option<Uuid>,
    territory_id: Option<Uuid>,
}

#[derive(FromRow)]
struct AuthorRow {
    hash: Vec<u8>,
    #[sqlx(flatten)]
    written: WrittenRow,
}

impl From<WrittenRow> for Written {
    fn from(row: WrittenRow) -> Self {
        Self {
            seq: row.seq,
            at: row.received_at,
            by: (
                row.person_id.map(Into::into),
                row.territory_id.map(Into::into),
            ),
        }
    }
}

impl Tx {
    /// The changes of a document that came after an instant, in order.
    pub async fn written_after(
        &mut self,
        document: DocumentId,
        after: DateTime<Utc>,
    ) -> Result<Vec<Written>, StorageError> {
        let rows: Vec<WrittenRow> = self
            .query(
                "select seq, received_at, person_id, territory_id from change
                 where document_id = $1 and received_at > $2 order by seq",
            )
            .bind(document.0)
            .bind(after)
            .all()
            .await?;
        Ok(rows.into_iter().map(Written::from).collect())
    }

    /// The changes of a document up to the number `last`, in order: number and hash.
    pub async fn hashes_until(
        &mut self,
        document: DocumentId,
        last: i64,
    ) -> Result<Vec<(i64, Vec<u8>)>, StorageError> {
        self.query("select seq, hash from change where document_id = $1 and seq <= $2 order by seq")
            .bind(document.0)
            .bind(last)
            .all()
            .await
    }

    /// Whose each change of a document is and when it came, by its hash.
    pub async fn change_authors(
        &mut self,
        document: DocumentId,
    ) -> Result<HashMap<Vec<u8>, Written>, StorageError> {
        let rows: Vec<AuthorRow> = self
            .query(
                "select hash, seq, received_at, person_id, territory_id from change where document_id = $1",
            )
            .bind(document.0)
            .all()
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.hash, row.written.into()))
            .collect())
    }

    /// The names of the states of a text, by [`Heads::token`].
    pub async fn state_names(
        &mut self,
        paper: PaperId,
    ) -> Result<HashMap<String, String>, StorageError> {
        let rows: Vec<(String, String)> = self
            .query("select state, name from state_name where paper_id = $1")
            .bind(paper.0)
            .all()
            .await?;
        Ok(rows.into_iter().collect())
    }

    /// Names a state, or takes its name away when `name` is empty.
    pub async fn name_state(
        &mut self,
        paper: PaperId,
        heads: &Heads,
        name: &str,
        by: PersonId,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let state = heads.token();
        self.query("delete from state_name where paper_id = $1 and state = $2")
            .bind(paper.0)
            .bind(state.clone())
            .execute()
            .await?;
        if name.is_empty() {
            return Ok(());
        }
        self.query(
            "insert into state_name (paper_id, state, name, named_by, named_at)
             values ($1, $2, $3, $4, $5)",
        )
        .bind(paper.0)
        .bind(state)
        .bind(name.to_owned())
        .bind(by.0)
        .bind(at)
        .execute()
        .await?;
        Ok(())
    }
}
