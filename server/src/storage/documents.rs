//! Live documents: raw changes in order of arrival are the truth, a snapshot is a cache of them.
//!
//! The document's row is the arbiter. Whoever stores a change or moves the text holds it first, so the database says
//! which came before, and a text that was frozen takes nothing more.

mod append;
mod at_once;
mod branches;
mod bytes;
mod frozen;
mod quarantine;
mod recent;
mod replicas;
mod rows;
mod snapshots;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use automerge::{ActorId, Automerge, Change, TextEncoding};
use chrono::{DateTime, Utc};
use dires_domain::heads::Heads;
use dires_domain::ids::{DocumentId, PaperId, PersonId, TerritoryId};
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::{StorageError, Tx};
pub use append::{Appended, Batch};
pub use bytes::{Saved, StoredBytes};
pub use quarantine::Quarantined;
pub use replicas::Replicas;

/// A document to create.
#[derive(Debug)]
pub struct NewDocument<'d> {
    /// Its identifier: the 16 bytes of its `automerge:` address.
    pub id: DocumentId,
    /// The text whose document it is.
    pub paper: PaperId,
    /// The document with its first change, made by the server.
    pub doc: &'d Automerge,
    /// Who asked for it; none for the association.
    pub person: Option<PersonId>,
    /// For which territory.
    pub territory: Option<TerritoryId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A document as it is stored.
#[derive(Debug)]
pub struct StoredDocument {
    /// The text whose document it is.
    pub paper: PaperId,
    /// The document, in UTF-16 units.
    pub doc: Automerge,
    /// How many changes are stored: the number of the next one.
    pub next_seq: i64,
    /// With whom each replica was seen first; none for the server's own.
    pub actors: HashMap<ActorId, Option<PersonId>>,
    /// What the snapshot covers; none when there is none, or when it is damaged and must be written again.
    pub snapshot_seq: Option<i64>,
}

#[derive(FromRow)]
struct DocumentRow {
    paper_id: Uuid,
    next_seq: i64,
    heads: Json<Heads>,
}

impl Tx {
    /// Creates a document with its first changes. Its replica belongs to nobody: no client may write in its name.
    pub async fn create_document(&mut self, new: NewDocument<'_>) -> Result<(), StorageError> {
        let changes = new.doc.get_changes(&[]);
        self.query(
            "insert into document (id, paper_id, frozen, next_seq, heads, changed_at)
             values ($1, $2, false, $3, $4, $5)",
        )
        .bind(new.id.0)
        .bind(new.paper.0)
        .bind(count(changes.len()))
        .bind(Json(Heads::of(&new.doc.get_heads())))
        .bind(new.at)
        .execute()
        .await?;
        for change in &changes {
            self.bind_actor(new.id, change.actor_id(), None).await?;
        }
        let rows = changes.iter().enumerate().map(|(seq, change)| rows::Row {
            seq: count(seq),
            hash: change.hash().0.to_vec(),
            bytes: change.raw_bytes().to_vec(),
            person: new.person,
            territory: new.territory,
        });
        self.insert_changes(new.id, new.at, rows).await?;
        Ok(())
    }

    /// The document, from its snapshot and the changes after it; from all its changes when the snapshot is damaged.
    /// None when there is no such document. [`StorageError::Impossible`] when its changes do not give its heads.
    pub async fn load_document(
        &mut self,
        id: DocumentId,
    ) -> Result<Option<StoredDocument>, StorageError> {
        let row: Option<DocumentRow> = self
            .query("select paper_id, next_seq, heads from document where id = $1")
            .bind(id.0)
            .optional()
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let (doc, snapshot_seq) = self.changes_applied(id, &row.heads.0).await?;
        Ok(Some(StoredDocument {
            paper: row.paper_id.into(),
            next_seq: row.next_seq,
            actors: self.actors(id, &doc).await?,
            doc,
            snapshot_seq,
        }))
    }

    /// Whether the document takes no more changes, whoever sends them.
    pub async fn is_frozen(&mut self, id: DocumentId) -> Result<bool, StorageError> {
        let (frozen,): (bool,) = self
            .query("select frozen from document where id = $1")
            .bind(id.0)
            .one()
            .await?;
        Ok(frozen)
    }

    async fn changes_applied(
        &mut self,
        id: DocumentId,
        heads: &Heads,
    ) -> Result<(Automerge, Option<i64>), StorageError> {
        if let Some((mut doc, seq)) = self.read_snapshot(id).await? {
            let after = self.changes_from(id, seq).await?;
            if doc.apply_changes(after).is_ok() && Heads::of(&doc.get_heads()) == *heads {
                return Ok((doc, Some(seq)));
            }
            tracing::error!(document = %id, "the snapshot is damaged: reading every change instead");
        }
        let mut doc = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
        let changes = self.changes_from(id, 0).await?;
        doc.apply_changes(changes)
            .map_err(|error| StorageError::impossible("change", error))?;
        if Heads::of(&doc.get_heads()) == *heads {
            Ok((doc, None))
        } else {
            let what = format!("the changes of {id} do not give its heads");
            Err(StorageError::impossible("change", what))
        }
    }

    async fn changes_from(
        &mut self,
        id: DocumentId,
        seq: i64,
    ) -> Result<Vec<Change>, StorageError> {
        let from = usize::try_from(seq).unwrap_or_default();
        let rows = self.raw_changes(id, from).await?;
        rows.into_iter()
            .map(Change::from_bytes)
            .collect::<Result<_, _>>()
            .map_err(|error| StorageError::impossible("change", error))
    }

    /// Whose each replica is. One that is in the document and was never bound is the server's.
    async fn actors(
        &mut self,
        id: DocumentId,
        doc: &Automerge,
    ) -> Result<HashMap<ActorId, Option<PersonId>>, StorageError> {
        let mut actors = self.bound_actors(id).await?;
        for change in doc.get_changes_meta(&[]) {
            actors.entry(change.actor.into_owned()).or_insert(None);
        }
        Ok(actors)
    }
}

/// A number of changes, as the database counts them.
fn count(changes: usize) -> i64 {
    i64::try_from(changes).unwrap_or(i64::MAX)
}
