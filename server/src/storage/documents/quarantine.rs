//! Changes that should not have been stored are taken out of the log, with all that follows them.

use std::collections::HashSet;

use automerge::{Change, ChangeHash};
use chrono::{DateTime, Utc};
use dires_domain::heads::Heads;
use dires_domain::ids::{DocumentId, PersonId, TerritoryId};
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::count;
use super::rows::Row;
use crate::storage::{StorageError, Tx};

/// What was taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// How many changes.
    pub changes: usize,
    /// Who sent the first of them.
    pub author: Option<PersonId>,
}

#[derive(FromRow)]
struct ChangeRow {
    hash: Vec<u8>,
    bytes: Vec<u8>,
    person_id: Option<Uuid>,
    territory_id: Option<Uuid>,
    received_at: DateTime<Utc>,
}

impl Tx {
    /// Takes the change of this number and every change that follows it out of the document, and keeps them apart.
    /// The changes after them move up; the snapshot is forgotten.
    pub async fn quarantine(
        &mut self,
        document: DocumentId,
        number: usize,
        because: &str,
        at: DateTime<Utc>,
    ) -> Result<Quarantined, StorageError> {
        // The row is held first, as by whoever stores.
        self.query("update document set next_seq = next_seq where id = $1")
            .bind(document.0)
            .execute()
            .await?;
        let rows: Vec<ChangeRow> = self
            .query(
                "select hash, bytes, person_id, territory_id, received_at from change
                 where document_id = $1 and seq >= $2 order by seq",
            )
            .bind(document.0)
            .bind(count(number))
            .all()
            .await?;
        let (bad, good) = part(rows)?;
        let author = bad.first().and_then(|row| row.person_id).map(PersonId);
        let changes = bad.len();
        self.remove_from(document, number).await?;
        for row in bad {
            self.keep_apart(document, row, because, at).await?;
        }
        self.append_again(document, number, good).await?;
        Ok(Quarantined { changes, author })
    }

    /// The hashes that are never taken again.
    pub async fn quarantined(
        &mut self,
        document: DocumentId,
    ) -> Result<HashSet<ChangeHash>, StorageError> {
        let rows: Vec<(Vec<u8>,)> = self
            .query("select hash from quarantine where document_id = $1")
            .bind(document.0)
            .all()
            .await?;
        let hashes = rows
            .iter()
            .map(|(hash,)| ChangeHash::try_from(hash.as_slice()));
        hashes
            .collect::<Result<_, _>>()
            .map_err(|error| StorageError::impossible("quarantine", error))
    }

    async fn remove_from(
        &mut self,
        document: DocumentId,
        number: usize,
    ) -> Result<(), StorageError> {
        self.query("delete from change where document_id = $1 and seq >= $2")
            .bind(document.0)
            .bind(count(number))
            .execute()
            .await?;
        self.query("delete from snapshot where document_id = $1")
            .bind(document.0)
            .execute()
            .await?;
        Ok(())
    }

    async fn keep_apart(
        &mut self,
        document: DocumentId,
        row: ChangeRow,
        because: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into quarantine
             (document_id, hash, bytes, person_id, territory_id, received_at, found_at, because)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(document.0)
        .bind(row.hash)
        .bind(row.bytes)
        .bind(row.person_id)
        .bind(row.territory_id)
        .bind(row.received_at)
        .bind(at)
        .bind(because.to_owned())
        .execute()
        .await?;
        Ok(())
    }

    async fn append_again(
        &mut self,
        document: DocumentId,
        number: usize,
        good: Vec<ChangeRow>,
    ) -> Result<(), StorageError> {
        let next = number + good.len();
        for (seq, row) in (count(number)..).zip(good) {
            let received_at = row.received_at;
            let row = Row {
                seq,
                hash: row.hash,
                bytes: row.bytes,
                person: row.person_id.map(PersonId),
                territory: row.territory_id.map(TerritoryId),
            };
            self.insert_changes(document, received_at, std::iter::once(row))
                .await?;
        }
        let changes = read(&self.raw_changes(document, 0).await?)?;
        self.query("update document set next_seq = $2, heads = $3 where id = $1")
            .bind(document.0)
            .bind(count(next))
            .bind(Json(Heads::of(&heads(&changes))))
            .execute()
            .await?;
        Ok(())
    }
}

/// Parts the first change and all that follow it from the others.
fn part(rows: Vec<ChangeRow>) -> Result<(Vec<ChangeRow>, Vec<ChangeRow>), StorageError> {
    let mut tainted = HashSet::new();
    let (mut bad, mut good) = (Vec::new(), Vec::new());
    for row in rows {
        let change = read_one(&row.bytes)?;
        let follows = change
            .deps()
            .iter()
            .any(|dependency| tainted.contains(dependency));
        if bad.is_empty() || follows {
            tainted.insert(change.hash());
            bad.push(row);
        } else {
            good.push(row);
        }
    }
    Ok((bad, good))
}

fn heads(changes: &[Change]) -> Vec<ChangeHash> {
    let followed: HashSet<_> = changes.iter().flat_map(Change::deps).collect();
    let hashes = changes.iter().map(Change::hash);
    hashes.filter(|hash| !followed.contains(hash)).collect()
}

fn read(raw: &[Vec<u8>]) -> Result<Vec<Change>, StorageError> {
    raw.iter().map(|bytes| read_one(bytes)).collect()
}

fn read_one(bytes: &[u8]) -> Result<Change, StorageError> {
    Change::from_bytes(bytes.to_vec()).map_err(|error| StorageError::impossible("change", error))
}
