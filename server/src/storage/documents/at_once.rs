//! Storing keystrokes: one change of each of some documents, from the beginning of a unit of work to its commit, as one
//! errand of the thread that writes the file.
//!
//! Where something is to be decided (a replica seen for the first time, avis that may stand, a text that froze), nothing
//! is stored of that document, and `append_changes` decides.

use std::sync::LazyLock;

use dires_domain::circuit::Stage;
use dires_domain::heads::Heads;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Batch, Replicas};
use crate::storage::{Db, StorageError};

/// Documents of one errand: each number is a statement that the engine prepares once.
const MOST: usize = 16;
/// Parameters of each document.
const PARAMETERS: usize = 8;

static STATEMENTS: LazyLock<[String; MOST]> =
    LazyLock::new(|| std::array::from_fn(|documents| statement(documents + 1)));

fn statement(documents: usize) -> String {
    let each: String = (0..documents).map(keystroke).collect();
    format!("begin immediate; {each} commit")
}

/// The text takes the change unless it is frozen, has others, or is where avis may stand.
fn keystroke(place: usize) -> String {
    let at = |parameter| 1 + PARAMETERS * place + parameter;
    let [
        document,
        seq,
        heads,
        received,
        hash,
        bytes,
        person,
        territory,
    ] = std::array::from_fn(at);
    let directions = Stage::Directions.code();
    format!(
        "update document set next_seq = next_seq + 1, heads = ${heads}, changed_at = ${received}
         where id = ${document} and next_seq = ${seq} and not frozen
           and (select stage from paper where paper.id = document.paper_id) <> '{directions}'
         returning id;
         insert into change (document_id, seq, hash, bytes, person_id, territory_id, received_at)
         select ${document}, ${seq}, ${hash}, ${bytes}, ${person}, ${territory}, ${received}
         where changes() = 1; "
    )
}

impl Db {
    /// Stores batches of one change each; for each, in order, whether it was stored. None when these are not all
    /// keystrokes of replicas that are known, or on an engine that needs no such errand: then nothing was done.
    pub async fn append_at_once(
        &self,
        batches: &[Batch<'_>],
        known: &Replicas,
    ) -> Result<Option<Vec<bool>>, StorageError> {
        let plain = |batch: &Batch<'_>| {
            batch.store.changes.len() == 1
                && batch.store.suggested.is_empty()
                && batch.beside.is_none()
                && known.strangers(batch).is_empty()
        };
        let Self::Sqlite(_, writer) = self else {
            return Ok(None);
        };
        if batches.is_empty() || batches.len() > MOST || !batches.iter().all(plain) {
            return Ok(None);
        }
        let mut query = sqlx::query_as(&*STATEMENTS[batches.len() - 1]);
        for batch in batches {
            let change = &batch.store.changes[0];
            query = query
                .bind(batch.document.0)
                .bind(batch.from)
                .bind(Json(Heads::of(&batch.store.heads)))
                .bind(batch.at)
                .bind(change.hash.0.to_vec())
                .bind(change.bytes.to_vec())
                .bind(change.writer.person.0)
                .bind(change.writer.territory.map(|id| id.0));
        }
        let stored: Vec<(Uuid,)> = writer.at_once(query).await?;
        let is_stored = |batch: &Batch<'_>| stored.contains(&(batch.document.0,));
        Ok(Some(batches.iter().map(is_stored).collect()))
    }
}
