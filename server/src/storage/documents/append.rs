//! Storing vetted changes: all of a batch, or nothing.

use automerge::{ActorId, ChangeHash};
use chrono::{DateTime, Utc};
use dires_domain::circuit::Stage;
use dires_domain::deed::Deed;
use dires_domain::heads::Heads;
use dires_domain::ids::{DocumentId, PaperId, PersonId};
use dires_domain::paper::EndedBecause;
use dires_domain::room::Store;
use dires_domain::text::Text;
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::count;
use super::replicas::Replicas;
use super::rows::Row;
use crate::storage::journal::{Detail, NewLine};
use crate::storage::suggestions::Beside;
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
    /// What is stored with it, where the server makes the change.
    pub beside: Option<&'s Beside>,
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
    /// Stored and durable already, where nothing else follows from it.
    Plainly,
    /// The text is frozen: nothing was written.
    Frozen,
    /// The database has other changes than the writer knows of: nothing was written.
    Diverged,
}

impl Appended {
    /// Whether it is stored, once the unit of work is saved.
    pub const fn is_stored(&self) -> bool {
        matches!(self, Self::Done { .. } | Self::Plainly)
    }
}

#[derive(FromRow)]
struct Held {
    paper_id: Uuid,
    stage: String,
}

impl Tx {
    /// Stores a batch, and voids the avis that stood in the conférence des directions.
    /// A batch that is stored already (its commit was made, and its answer lost) is done. Where it is not done, nothing
    /// was written. [`StorageError::Duplicate`]: a replica belongs to somebody else; undo all.
    pub async fn append_changes(
        &mut self,
        batch: &Batch<'_>,
        known: &Replicas,
    ) -> Result<Appended, StorageError> {
        let Some(held) = self.hold(batch).await? else {
            return self.why_not(batch).await;
        };
        let paper = PaperId(held.paper_id);
        for (actor, person) in known.strangers(batch) {
            self.bind_actor(batch.document, &actor, Some(person))
                .await?;
        }
        let (document, at) = (batch.document, batch.at);
        self.insert_changes(document, at, rows(batch)).await?;
        self.hear_suggestions(document, &batch.store.suggested, at)
            .await?;
        if let Some(beside) = batch.beside {
            self.keep_beside(document, beside).await?;
        }
        let may_stand = held.stage == Stage::Directions.code() || self.sees_behind();
        let voided = may_stand && self.void_opinions(paper, batch).await?;
        Ok(Appended::Done { paper, voided })
    }

    /// Takes the numbers of the batch, if the document still takes changes and has none that the writer does not know
    /// of. From here its row is held.
    async fn hold(&mut self, batch: &Batch<'_>) -> Result<Option<Held>, StorageError> {
        self.query(
            "update document set next_seq = next_seq + $3, heads = $4, changed_at = $5
             where id = $1 and next_seq = $2 and not frozen
             returning paper_id, (select stage from paper where paper.id = document.paper_id) as stage",
        )
        .bind(batch.document.0)
        .bind(batch.from)
        .bind(count(batch.store.changes.len()))
        .bind(Json(Heads::of(&batch.store.heads)))
        .bind(batch.at)
        .optional()
        .await
    }

    /// Why the batch could not take its numbers.
    async fn why_not(&mut self, batch: &Batch<'_>) -> Result<Appended, StorageError> {
        let row: Option<(Uuid, bool)> = self
            .query("select paper_id, frozen from document where id = $1")
            .bind(batch.document.0)
            .optional()
            .await?;
        let Some((paper, frozen)) = row else {
            return Ok(Appended::Diverged);
        };
        if self.has_all(batch).await? {
            return Ok(Appended::Done {
                paper: PaperId(paper),
                voided: false,
            });
        }
        Ok(if frozen {
            Appended::Frozen
        } else {
            Appended::Diverged
        })
    }

    async fn has_all(&mut self, batch: &Batch<'_>) -> Result<bool, StorageError> {
        let stored: Vec<(Vec<u8>,)> = self
            .query("select hash from change where document_id = $1 and seq >= $2 and seq < $3 order by seq")
            .bind(batch.document.0)
            .bind(batch.from)
            .bind(batch.from + count(batch.store.changes.len()))
            .all()
            .await?;
        let hashes = batch
            .store
            .changes
            .iter()
            .map(|change| change.hash.0.to_vec());
        Ok(hashes.eq(stored.into_iter().map(|(hash,)| hash)))
    }

    /// Binds a replica to the person with whom it is seen first. [`StorageError::Duplicate`] when it is somebody else's.
    pub(super) async fn bind_actor(
        &mut self,
        document: DocumentId,
        actor: &ActorId,
        person: Option<PersonId>,
    ) -> Result<(), StorageError> {
        let bound: Option<(Option<Uuid>,)> = self
            .query("select person_id from actor where document_id = $1 and actor = $2")
            .bind(document.0)
            .bind(actor.to_bytes().to_vec())
            .optional()
            .await?;
        match bound {
            Some((owner,)) if owner == person.map(|id| id.0) => return Ok(()),
            Some(_) => return Err(StorageError::Duplicate("actor".to_owned())),
            None => {}
        }
        self.query("insert into actor (document_id, actor, person_id) values ($1, $2, $3)")
            .bind(document.0)
            .bind(actor.to_bytes().to_vec())
            .bind(person.map(|id| id.0))
            .execute()
            .await?;
        Ok(())
    }

    /// Ends the avis that stand, and says so once in the journal; where the text still says what they were given on,
    /// something was only suggested in it, and they stand.
    async fn void_opinions(
        &mut self,
        paper: PaperId,
        batch: &Batch<'_>,
    ) -> Result<bool, StorageError> {
        let placement = self.placement(paper).await?.ok_or(StorageError::Absent)?;
        if placement.stage != Stage::Directions {
            return Ok(false);
        }
        // Seldom asked, and what it reads is long.
        if Box::pin(self.says_what_it_said(paper, batch.document)).await? {
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

    /// Whether there are avis that stand, and the text without its suggestions is still the one that they are on.
    async fn says_what_it_said(
        &mut self,
        paper: PaperId,
        document: DocumentId,
    ) -> Result<bool, StorageError> {
        let opinions = self.opinions(paper).await?;
        let Some(stands) = opinions.into_iter().find(|it| it.ended.is_none()) else {
            return Ok(false);
        };
        let stored = self.load_document(document).await?;
        let doc = stored.ok_or(StorageError::Absent)?.doc;
        let read = stands.heads.as_slice().iter().map(|it| it.parse().ok());
        let read: Option<Vec<ChangeHash>> = read.collect();
        let before = read.and_then(|heads| Text::read(&doc, Some(&heads)).ok());
        Ok(before.is_some_and(|before| Text::read(&doc, None).is_ok_and(|now| now == before)))
    }
}

fn rows<'b>(batch: &'b Batch<'_>) -> impl ExactSizeIterator<Item = Row> + use<'b> {
    let from = batch.from;
    let numbered = batch.store.changes.iter().enumerate();
    numbered.map(move |(place, change)| Row {
        seq: from + count(place),
        hash: change.hash.0.to_vec(),
        bytes: change.bytes.to_vec(),
        person: Some(change.writer.person),
        territory: change.writer.territory,
    })
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
