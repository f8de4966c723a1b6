//! Branches: a document that starts as another one is, with its whole history, and what it brings back to it.

use automerge::{Automerge, Change};
use chrono::{DateTime, Utc};
use dires_domain::heads::Heads;
use dires_domain::ids::DocumentId;
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::count;
use crate::storage::{StorageError, Tx};

#[derive(FromRow)]
struct Heard {
    hash: Vec<u8>,
    bytes: Vec<u8>,
    person_id: Option<Uuid>,
    territory_id: Option<Uuid>,
    received_at: DateTime<Utc>,
}

impl Tx {
    /// Creates a document that has every change of another one, with whom each was heard from and when. The caller holds
    /// that one.
    pub async fn fork_document(
        &mut self,
        from: DocumentId,
        new: DocumentId,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let copies = [
            "insert into document (id, paper_id, branch, frozen, next_seq, heads, changed_at)
             select $2, paper_id, true, false, next_seq, heads, $3 from document where id = $1",
            "insert into change (document_id, seq, hash, bytes, person_id, territory_id, received_at)
             select $2, seq, hash, bytes, person_id, territory_id, received_at from change
             where document_id = $1 and $3 is not null",
            "insert into actor (document_id, actor, person_id)
             select $2, actor, person_id from actor where document_id = $1 and $3 is not null",
            "insert into snapshot (document_id, seq, bytes, created_at)
             select $2, seq, bytes, $3 from snapshot where document_id = $1",
        ];
        for copy in copies {
            let query = self.query(copy).bind(from.0).bind(new.0).bind(at);
            query.execute().await?;
        }
        Ok(())
    }

    /// Gives a document every change of a branch that it does not have, with whom each was heard from and when; its state
    /// then. The caller holds both.
    pub async fn merge_branch(
        &mut self,
        branch: DocumentId,
        into: DocumentId,
        at: DateTime<Utc>,
    ) -> Result<Heads, StorageError> {
        let stored = self.load_document(into).await?;
        let stored = stored.ok_or(StorageError::Absent)?;
        let missing: Vec<Heard> = self
            .query(
                "select hash, bytes, person_id, territory_id, received_at from change
                 where document_id = $1 and hash not in (select hash from change where document_id = $2)
                 order by seq",
            )
            .bind(branch.0)
            .bind(into.0)
            .all()
            .await?;
        let brought = count(missing.len());
        let heads = with_changes(stored.doc, &missing)?;
        for (seq, heard) in (stored.next_seq..).zip(missing) {
            self.take_change(into, seq, heard).await?;
        }
        self.query(
            "insert into actor (document_id, actor, person_id)
             select $2, actor, person_id from actor where document_id = $1
             and actor not in (select actor from actor where document_id = $2)",
        )
        .bind(branch.0)
        .bind(into.0)
        .execute()
        .await?;
        self.query("update document set next_seq = next_seq + $2, heads = $3, changed_at = $4 where id = $1")
            .bind(into.0)
            .bind(brought)
            .bind(Json(heads.clone()))
            .bind(at)
            .execute()
            .await?;
        Ok(heads)
    }

    async fn take_change(
        &mut self,
        document: DocumentId,
        seq: i64,
        heard: Heard,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into change (document_id, seq, hash, bytes, person_id, territory_id, received_at)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(document.0)
        .bind(seq)
        .bind(heard.hash)
        .bind(heard.bytes)
        .bind(heard.person_id)
        .bind(heard.territory_id)
        .bind(heard.received_at)
        .execute()
        .await?;
        Ok(())
    }
}

/// The state of a document with these changes.
fn with_changes(mut doc: Automerge, heard: &[Heard]) -> Result<Heads, StorageError> {
    let read = heard
        .iter()
        .map(|heard| Change::from_bytes(heard.bytes.clone()));
    let changes: Vec<Change> = read
        .collect::<Result<_, _>>()
        .map_err(|error| StorageError::impossible("change", error))?;
    doc.apply_changes(changes)
        .map_err(|error| StorageError::impossible("change", error))?;
    Ok(Heads::of(&doc.get_heads()))
}
