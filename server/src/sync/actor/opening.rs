//! A document's task begins: what is stored is read as bytes; its history is read aside, when somebody needs it.

use std::sync::Arc;

use automerge::Change;
use dires_domain::ids::DocumentId;
use dires_domain::room::{Log, Opening};
use dires_domain::vetting::History;

use super::super::Hub;
use crate::storage::StorageError;
use crate::storage::documents::StoredBytes;

/// What a room is opened with, and whether its snapshot must be written again.
pub async fn opening(hub: &Hub, document: DocumentId) -> Result<(Opening, bool), StorageError> {
    let mut tx = hub.0.db.read().await?;
    let stored = tx.document_bytes(document).await?;
    let quarantined = tx.quarantined(document).await?;
    drop(tx);
    let StoredBytes {
        heads,
        actors,
        saved,
        damaged,
        after,
        ..
    } = stored.ok_or(StorageError::Absent)?;
    let base = saved.as_ref().map_or(0, |saved| saved.length);
    let saved = saved.map(|saved| saved.bytes.into());
    let after = after.into_iter().map(Arc::from).collect();
    let opening = Opening {
        log: Log::new(saved, base, after),
        heads,
        actors,
        quarantined,
        limits: hub.settings().limits,
    };
    Ok((opening, damaged))
}

/// Reads the history of a document from its stored changes, on a thread of its own. Errors: what is stored cannot be
/// read; while the database does not answer, it is asked again.
pub async fn index(hub: Hub, document: DocumentId) -> Result<Box<History>, StorageError> {
    let raw = loop {
        match raw_changes(&hub, document).await {
            Ok(raw) => break raw,
            Err(error) => {
                tracing::warn!(%document, %error, "the history cannot be read; tried again soon")
            }
        }
        tokio::time::sleep(hub.settings().retry).await;
    };
    let read = tokio::task::spawn_blocking(move || read(raw)).await;
    read.map_err(|error| StorageError::impossible("change", error))?
}

async fn raw_changes(hub: &Hub, document: DocumentId) -> Result<Vec<Vec<u8>>, StorageError> {
    hub.0.db.read().await?.raw_changes(document, 0).await
}

fn read(raw: Vec<Vec<u8>>) -> Result<Box<History>, StorageError> {
    let impossible = |error: String| StorageError::impossible("change", error);
    let mut changes = Vec::with_capacity(raw.len());
    for bytes in raw {
        changes.push(Change::from_bytes(bytes).map_err(|error| impossible(error.to_string()))?);
    }
    let history = History::read(changes).map_err(|error| impossible(error.to_string()))?;
    Ok(Box::new(history))
}
