//! A document as bytes: what newcomers are sent and what is vetted against needs no document in memory.

use std::collections::HashMap;

use automerge::{ActorId, ChangeHash};
use dires_domain::heads::Heads;
use dires_domain::ids::{DocumentId, PaperId, PersonId};
use dires_domain::vetting::is_intact;
use sqlx::types::Json;
use uuid::Uuid;

use crate::storage::{StorageError, Tx};

/// A document as it is stored.
#[derive(Debug)]
pub struct StoredBytes {
    /// The text whose document it is.
    pub paper: PaperId,
    /// Its heads.
    pub heads: Vec<ChangeHash>,
    /// With whom each replica was seen first; none for the server's own.
    pub actors: HashMap<ActorId, Option<PersonId>>,
    /// The first changes, saved as one document.
    pub saved: Option<Saved>,
    /// There is a saved document, and it is damaged: it was passed over.
    pub damaged: bool,
    /// The raw changes after the saved ones, in order.
    pub after: Vec<Vec<u8>>,
}

/// A saved document.
#[derive(Debug, Clone)]
pub struct Saved {
    /// How many changes it holds.
    pub length: usize,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Tx {
    /// The document's bytes; none when there is no such document. A damaged snapshot is passed over.
    pub async fn document_bytes(
        &mut self,
        id: DocumentId,
    ) -> Result<Option<StoredBytes>, StorageError> {
        let row: Option<(Uuid, i64, Json<Heads>)> = self
            .query("select paper_id, next_seq, heads from document where id = $1")
            .bind(id.0)
            .optional()
            .await?;
        let Some((paper, next_seq, Json(heads))) = row else {
            return Ok(None);
        };
        let (saved, damaged) = match self.snapshot(id).await? {
            Some((seq, bytes)) if (0..=next_seq).contains(&seq) && is_intact(&bytes) => {
                let length = usize::try_from(seq).unwrap_or_default();
                (Some(Saved { length, bytes }), false)
            }
            snapshot => (None, snapshot.is_some()),
        };
        let from = saved.as_ref().map_or(0, |saved| saved.length);
        let after = self.raw_changes(id, from).await?;
        if from + after.len() != usize::try_from(next_seq).unwrap_or_default() {
            let what = format!("{id} does not have the {next_seq} changes that it counts");
            return Err(StorageError::impossible("change", what));
        }
        Ok(Some(StoredBytes {
            paper: paper.into(),
            heads: hashes(&heads)?,
            actors: self.bound_actors(id).await?,
            saved,
            damaged,
            after,
        }))
    }

    /// The raw changes from this number on, in order.
    pub async fn raw_changes(
        &mut self,
        id: DocumentId,
        from: usize,
    ) -> Result<Vec<Vec<u8>>, StorageError> {
        self.next_raw_changes(id, from, usize::MAX).await
    }

    /// The raw changes from this number on, in order, so many at most.
    pub async fn next_raw_changes(
        &mut self,
        id: DocumentId,
        from: usize,
        most: usize,
    ) -> Result<Vec<Vec<u8>>, StorageError> {
        let rows: Vec<(Vec<u8>,)> = self
            .query("select bytes from change where document_id = $1 and seq >= $2 order by seq limit $3")
            .bind(id.0)
            .bind(super::count(from))
            .bind(super::count(most))
            .all()
            .await?;
        Ok(rows.into_iter().map(|(bytes,)| bytes).collect())
    }

    /// The raw changes of these numbers, which are sorted.
    pub async fn some_raw_changes(
        &mut self,
        id: DocumentId,
        numbers: &[usize],
    ) -> Result<Vec<Vec<u8>>, StorageError> {
        let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else {
            return Ok(Vec::new());
        };
        let rows: Vec<(i64, Vec<u8>)> = self
            .query("select seq, bytes from change where document_id = $1 and seq between $2 and $3 order by seq")
            .bind(id.0)
            .bind(super::count(*first))
            .bind(super::count(*last))
            .all()
            .await?;
        let wanted =
            |seq: i64| usize::try_from(seq).is_ok_and(|seq| numbers.binary_search(&seq).is_ok());
        let found: Vec<_> = rows.into_iter().filter(|(seq, _)| wanted(*seq)).collect();
        if found.len() == numbers.len() {
            Ok(found.into_iter().map(|(_, bytes)| bytes).collect())
        } else {
            Err(StorageError::impossible(
                "change",
                format!("{id} lacks changes"),
            ))
        }
    }

    /// Documents with changes that no snapshot holds yet, but for those that nobody has changed since they were made.
    pub async fn unsaved_documents(&mut self) -> Result<Vec<DocumentId>, StorageError> {
        let rows: Vec<(Uuid,)> = self
            .query(
                "select document.id from document
                 left join snapshot on snapshot.document_id = document.id
                 where document.next_seq > coalesce(snapshot.seq, 1) order by document.changed_at",
            )
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| DocumentId(id)).collect())
    }

    /// With whom each replica was seen first.
    pub(super) async fn bound_actors(
        &mut self,
        id: DocumentId,
    ) -> Result<HashMap<ActorId, Option<PersonId>>, StorageError> {
        let rows: Vec<(Vec<u8>, Option<Uuid>)> = self
            .query("select actor, person_id from actor where document_id = $1")
            .bind(id.0)
            .all()
            .await?;
        let bound = rows
            .into_iter()
            .map(|(actor, person)| (ActorId::from(actor), person.map(PersonId)));
        Ok(bound.collect())
    }
}

fn hashes(heads: &Heads) -> Result<Vec<ChangeHash>, StorageError> {
    let read = heads
        .as_slice()
        .iter()
        .map(|head| head.parse::<ChangeHash>());
    read.collect::<Result<_, _>>()
        .map_err(|error| StorageError::impossible("document", error))
}
