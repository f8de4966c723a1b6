//! Rows of `change`, written many at once.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use dires_domain::ids::{DocumentId, PersonId, TerritoryId};

use crate::storage::{StorageError, Tx};

/// How many rows a statement writes: each size is a statement that the engine prepares once.
const SIZES: [usize; 4] = [64, 16, 4, 1];

static STATEMENTS: LazyLock<[String; SIZES.len()]> = LazyLock::new(|| SIZES.map(statement));

/// A row of `change`, beside its document and the server's time.
pub(super) struct Row {
    pub(super) seq: i64,
    pub(super) hash: Vec<u8>,
    pub(super) bytes: Vec<u8>,
    pub(super) person: Option<PersonId>,
    pub(super) territory: Option<TerritoryId>,
}

fn statement(rows: usize) -> String {
    let values = (0..rows).map(|row| {
        let at = |column| 3 + 5 * row + column;
        let (seq, hash, bytes, person, territory) = (at(0), at(1), at(2), at(3), at(4));
        format!("($1, ${seq}, ${hash}, ${bytes}, ${person}, ${territory}, $2)")
    });
    let values: Vec<_> = values.collect();
    let into =
        "insert into change (document_id, seq, hash, bytes, person_id, territory_id, received_at)";
    format!("{into} values {}", values.join(", "))
}

impl Tx {
    /// Writes the rows, in as few statements as their number allows.
    pub(super) async fn insert_changes(
        &mut self,
        document: DocumentId,
        at: DateTime<Utc>,
        mut rows: impl ExactSizeIterator<Item = Row>,
    ) -> Result<(), StorageError> {
        for (size, statement) in SIZES.iter().zip(STATEMENTS.iter()) {
            while rows.len() >= *size {
                let mut query = self.query(statement).bind(document.0).bind(at);
                for row in rows.by_ref().take(*size) {
                    query = query
                        .bind(row.seq)
                        .bind(row.hash)
                        .bind(row.bytes)
                        .bind(row.person.map(|id| id.0))
                        .bind(row.territory.map(|id| id.0));
                }
                query.execute().await?;
            }
        }
        Ok(())
    }
}
