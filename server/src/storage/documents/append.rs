//! Storing vetted changes: all of a batch, or nothing.

use automerge::ActorId;
use chrono::{DateTime, Utc};
use dires_domain::circuit::Stage;
use dires_domain::deed::Deed;
use dires_domain::heads::Heads;
use dires_domain::ids::{DocumentId, PaperId, PersonId, TerritoryId};
use dires_domain::paper::EndedBecause;
use dires_domain::room::{NewChange, Store};
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::count;
use crate::storage::journal::{Detail, NewLine};
use crate::storage::{StorageError, Tx};

/// Changes to store in one unit of work.
#[derive(Debug)]
pub struct Batch<'s> {
    /// In which document.
    pub document: DocumentId,
    /// The number of the first one, as far as the writer knows.
    pub from: i64,
    /// What.
    pub store: &'s Store,
    /// The server's time.
    pub at: DateTime<Utc>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// Stored once the unit of work is saved.
    Done {
        /// The text.
        paper: PaperId,
        /// Avis that stood no longer do.
        voided: bool,
    },
    /// The text is frozen: nothing was written.
    Frozen,
    /// The database has other changes than the writer knows of, or a replica belongs to somebody else: undo all.
    Diverged,
}

/// A row of `change`.
pub(super) struct Row {
    pub(super) document: DocumentId,
    pub(super) seq: i64,
    pub(super) hash: Vec<u8>,
    pub(super) bytes: Vec<u8>,
    pub(super) person: Option<PersonId>,
    pub(super) territory: Option<TerritoryId>,
    pub(super) at: DateTime<Utc>,
}

#[derive(FromRow)]
struct Held {
    paper_id: Uuid,
    frozen: bool,
    next_seq: i64,
}

impl Tx {
    /// Stores a batch, and voids the avis that stood in the conférence des directions.
    /// A batch that is stored already (its commit was made, and its answer lost) is done.
    pub async fn append_changes(&mut self, batch: &Batch<'_>) -> Result<Appended, StorageError> {
        let held: Option<Held> = self
            .query(
                "update document set next_seq = next_seq where id = $1
                 returning paper_id, frozen, next_seq",
            )
            .bind(batch.document.0)
            .optional()
            .await?;
        let Some(held) = held else {
            return Ok(Appended::Diverged);
        };
        let paper = PaperId(held.paper_id);
        if self.has_all(batch).await? {
            let voided = false;
            return Ok(Appended::Done { paper, voided });
        }
        if held.frozen {
            return Ok(Appended::Frozen);
        }
        if held.next_seq != batch.from || !self.bind_writers(batch).await? {
            return Ok(Appended::Diverged);
        }
        self.insert_batch(batch).await?;
        let voided = self.void_opinions(paper, batch).await?;
        Ok(Appended::Done { paper, voided })
    }

    async fn has_all(&mut self, batch: &Batch<'_>) -> Result<bool, StorageError> {
        for change in &batch.store.changes {
            let found: Option<(i64,)> = self
                .query("select seq from change where document_id = $1 and hash = $2")
                .bind(batch.document.0)
                .bind(change.hash.0.to_vec())
                .optional()
                .await?;
            if found.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn bind_writers(&mut self, batch: &Batch<'_>) -> Result<bool, StorageError> {
        let mut last = None;
        for change in &batch.store.changes {
            let pair = (&change.actor, change.writer.person);
            if last != Some(pair) {
                let (actor, person) = pair;
                if self.bind_actor(batch.document, actor, Some(person)).await? != Some(person) {
                    return Ok(false);
                }
                last = Some(pair);
            }
        }
        Ok(true)
    }

    /// Binds a replica to the person with whom it is seen first; gives whose it is.
    pub(super) async fn bind_actor(
        &mut self,
        document: DocumentId,
        actor: &ActorId,
        person: Option<PersonId>,
    ) -> Result<Option<PersonId>, StorageError> {
        self.query(
            "insert into actor (document_id, actor, person_id) values ($1, $2, $3)
             on conflict (document_id, actor) do nothing",
        )
        .bind(document.0)
        .bind(actor.to_bytes().to_vec())
        .bind(person.map(|id| id.0))
        .execute()
        .await?;
        let (bound,): (Option<Uuid>,) = self
            .query("select person_id from actor where document_id = $1 and actor = $2")
            .bind(document.0)
            .bind(actor.to_bytes().to_vec())
            .one()
            .await?;
        Ok(bound.map(PersonId))
    }

    async fn insert_batch(&mut self, batch: &Batch<'_>) -> Result<(), StorageError> {
        for (seq, change) in (batch.from..).zip(&batch.store.changes) {
            self.insert_change(row(batch, seq, change)).await?;
        }
        self.query(
            "update document set next_seq = next_seq + $2, heads = $3, changed_at = $4 where id = $1",
        )
        .bind(batch.document.0)
        .bind(count(batch.store.changes.len()))
        .bind(Json(Heads::of(&batch.store.heads)))
        .bind(batch.at)
        .execute()
        .await?;
        Ok(())
    }

    pub(super) async fn insert_change(&mut self, row: Row) -> Result<(), StorageError> {
        self.query(
            "insert into change (document_id, seq, hash, bytes, person_id, territory_id, received_at)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(row.document.0)
        .bind(row.seq)
        .bind(row.hash)
        .bind(row.bytes)
        .bind(row.person.map(|id| id.0))
        .bind(row.territory.map(|id| id.0))
        .bind(row.at)
        .execute()
        .await?;
        Ok(())
    }

    /// Ends the avis that stand, and says so once in the journal.
    async fn void_opinions(
        &mut self,
        paper: PaperId,
        batch: &Batch<'_>,
    ) -> Result<bool, StorageError> {
        let placement = self.placement(paper).await?.ok_or(StorageError::Absent)?;
        if placement.stage != Stage::Directions {
            return Ok(false);
        }
        let names: Vec<(String,)> = self
            .query(
                "select territory.name from opinion join territory on territory.id = opinion.territory_id
                 where opinion.paper_id = $1 and opinion.ended_at is null order by territory.name",
            )
            .bind(paper.0)
            .all()
            .await?;
        let ended = self
            .end_opinions(paper, EndedBecause::Edited, batch.at)
            .await?;
        if ended == 0 {
            return Ok(false);
        }
        let names: Vec<_> = names.into_iter().map(|(name,)| name).collect();
        self.note(voided(paper, batch, names.join(", "))).await?;
        Ok(true)
    }
}

fn row(batch: &Batch<'_>, seq: i64, change: &NewChange) -> Row {
    Row {
        document: batch.document,
        seq,
        hash: change.hash.0.to_vec(),
        bytes: change.bytes.to_vec(),
        person: Some(change.writer.person),
        territory: change.writer.territory,
        at: batch.at,
    }
}

/// The journal's line: whose change it was, and whose avis no longer stand.
fn voided(paper: PaperId, batch: &Batch<'_>, territories: String) -> NewLine {
    let writer = batch.store.changes.first().map(|change| change.writer);
    NewLine {
        paper,
        at: batch.at,
        person: writer.map(|writer| writer.person),
        territory: writer.and_then(|writer| writer.territory),
        deed: Deed::OpinionsVoided,
        moved: None,
        version: None,
        motive: String::new(),
        detail: Detail::from([("territoires".to_owned(), territories)]),
    }
}
