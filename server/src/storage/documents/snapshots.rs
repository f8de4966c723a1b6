//! A snapshot spares reading every change. It replaces nothing before it was loaded and compared.

use automerge::{Automerge, LoadOptions, TextEncoding};
use chrono::{DateTime, Utc};
use dires_domain::ids::DocumentId;

use crate::storage::{StorageError, Tx};

/// The document's bytes, if loading them gives the same document; none if the library fails at it.
pub fn snapshot(doc: &Automerge) -> Option<Vec<u8>> {
    let attempt = std::panic::AssertUnwindSafe(|| {
        let bytes = doc.save();
        let loaded = load(&bytes)?;
        (loaded.get_heads() == doc.get_heads()).then_some(bytes)
    });
    std::panic::catch_unwind(attempt).ok().flatten()
}

fn load(bytes: &[u8]) -> Option<Automerge> {
    let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
    Automerge::load_with_options(bytes, options).ok()
}

impl Tx {
    /// Keeps what [`snapshot`] gave for the first `seq` changes; an older one is replaced, a newer one kept.
    pub async fn keep_snapshot(
        &mut self,
        document: DocumentId,
        seq: i64,
        bytes: Vec<u8>,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into snapshot (document_id, seq, bytes, created_at) values ($1, $2, $3, $4)
             on conflict (document_id) do update
             set seq = excluded.seq, bytes = excluded.bytes, created_at = excluded.created_at
             where snapshot.seq <= excluded.seq",
        )
        .bind(document.0)
        .bind(seq)
        .bind(bytes)
        .bind(at)
        .execute()
        .await?;
        Ok(())
    }

    /// The snapshot and how many changes it holds; none when there is none or when it cannot be read.
    pub(super) async fn read_snapshot(
        &mut self,
        document: DocumentId,
    ) -> Result<Option<(Automerge, i64)>, StorageError> {
        let row: Option<(i64, Vec<u8>)> = self
            .query("select seq, bytes from snapshot where document_id = $1")
            .bind(document.0)
            .optional()
            .await?;
        let Some((seq, bytes)) = row else {
            return Ok(None);
        };
        let loaded = std::panic::catch_unwind(|| load(&bytes)).ok().flatten();
        if loaded.is_none() {
            tracing::error!(%document, "the snapshot cannot be read");
        }
        Ok(loaded.map(|doc| (doc, seq)))
    }
}
