//! What the circuit itself writes in a frozen document.

use automerge::Change;
use chrono::{DateTime, Utc};
use dires_domain::heads::Heads;
use dires_domain::ids::{DocumentId, PersonId};
use sqlx::types::Json;

use super::rows::Row;
use crate::storage::{StorageError, Tx};

impl Tx {
    /// Stores a change in a document in which nobody may write, with the state that it leaves. The caller holds its row, and
    /// has the document opened anew once this is saved.
    pub async fn write_frozen(
        &mut self,
        document: DocumentId,
        change: &Change,
        heads: &Heads,
        (person, at): (PersonId, DateTime<Utc>),
    ) -> Result<(), StorageError> {
        let (next,): (i64,) = self
            .query(
                "update document set next_seq = next_seq + 1, heads = $2, changed_at = $3 where id = $1 and frozen
                 returning next_seq",
            )
            .bind(document.0)
            .bind(Json(heads.clone()))
            .bind(at)
            .one()
            .await?;
        self.bind_actor(document, change.actor_id(), Some(person))
            .await?;
        let row = Row {
            seq: next - 1,
            hash: change.hash().0.to_vec(),
            bytes: change.raw_bytes().to_vec(),
            person: Some(person),
            territory: None,
        };
        self.insert_changes(document, at, std::iter::once(row))
            .await
    }
}
