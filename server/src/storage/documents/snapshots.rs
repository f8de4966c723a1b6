//! A snapshot spares reading every change. It replaces nothing before it was examined.

use automerge::{Automerge, LoadOptions, TextEncoding};
use chrono::{DateTime, Utc};
use dires_domain::ids::DocumentId;

use crate::storage::{StorageError, Tx};

fn load(bytes: &[u8]) -> Option<Automerge> {
    let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
    Automerge::load_with_options(bytes, options).ok()
}

impl Tx {
    /// Keeps the saved document of the first `seq` changes, out of at least `seq` that are stored; an older one is
    /// replaced, a newer one kept, unless it holds more than is stored.
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
             where snapshot.seq <= excluded.seq or snapshot.seq > (select next_seq from document where id = $1)",
        )
        .bind(document.0)
        .bind(seq)
        .bind(bytes)
        .bind(at)
        .execute()
        .await?;
        Ok(())
    }

    /// The snapshot as it is stored: how many changes it holds, and its bytes.
    pub(super) async fn snapshot(
        &mut self,
        document: DocumentId,
    ) -> Result<Option<(i64, Vec<u8>)>, StorageError> {
        self.query("select seq, bytes from snapshot where document_id = $1")
            .bind(document.0)
            .optional()
            .await
    }

    /// Gives the text of this document the title that the document has, unless more was stored after the first `seq`
    /// changes; whether it was another.
    pub async fn retitle(
        &mut self,
        document: DocumentId,
        seq: i64,
        title: &str,
    ) -> Result<bool, StorageError> {
        let retitled = self
            .query(
                "update paper set title = $3 where title <> $3 and id =
                 (select paper_id from document where id = $1 and next_seq = $2 and not branch)",
            )
            .bind(document.0)
            .bind(seq)
            .bind(title.to_owned())
            .execute()
            .await?;
        Ok(retitled > 0)
    }

    /// The snapshot and how many changes it holds; none when there is none or when it cannot be read.
    pub(super) async fn read_snapshot(
        &mut self,
        document: DocumentId,
    ) -> Result<Option<(Automerge, i64)>, StorageError> {
        let Some((seq, bytes)) = self.snapshot(document).await? else {
            return Ok(None);
        };
        let loaded = std::panic::catch_unwind(|| load(&bytes)).ok().flatten();
        if loaded.is_none() {
            tracing::error!(%document, "the snapshot cannot be read");
        }
        Ok(loaded.map(|doc| (doc, seq)))
    }
}
