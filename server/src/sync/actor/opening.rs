//! A document's task begins: what is stored is read as bytes; its history is read aside, when somebody needs it.

use std::sync::Arc;

use automerge::Change;
use dires_domain::ids::{DocumentId, PaperId};
use dires_domain::room::{Log, Opening};
use dires_domain::vetting::History;

use super::super::Hub;
use crate::storage::StorageError;
use crate::storage::documents::StoredBytes;

/// What a room is opened with, of which text, and whether its snapshot must be written again.
pub async fn opening(
    hub: &Hub,
    document: DocumentId,
) -> Result<(Opening, PaperId, bool), StorageError> {
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
        paper,
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
    Ok((opening, paper, damaged))
}

/// Changes read at once: all of a long history would be hundreds of megabytes for a moment.
#[cfg(not(test))]
const PAGE: usize = 4_096;
/// In the tests every history has several pages.
#[cfg(test)]
const PAGE: usize = 2;

/// Reads the history of a document from its stored changes, on a thread of its own. Errors: what is stored cannot be
/// read; while the database does not answer, it is asked again.
pub async fn index(hub: Hub, document: DocumentId) -> Result<Box<History>, StorageError> {
    let mut history = Box::new(History::default());
    loop {
        let page = page(&hub, document, history.len()).await;
        let is_last = page.len() < PAGE;
        let learning = tokio::task::spawn_blocking(move || learn(history, page, is_last)).await;
        history = learning.map_err(|error| StorageError::impossible("change", error))??;
        if is_last {
            return Ok(history);
        }
    }
}

/// The next stored changes, as soon as the database answers.
async fn page(hub: &Hub, document: DocumentId, from: usize) -> Vec<Vec<u8>> {
    loop {
        let read = async {
            let mut tx = hub.0.db.read().await?;
            tx.next_raw_changes(document, from, PAGE).await
        };
        match read.await {
            Ok(page) => return page,
            Err(error) => {
                tracing::warn!(%document, %error, "the history cannot be read; tried again soon");
            }
        }
        tokio::time::sleep(hub.settings().retry).await;
    }
}

fn learn(
    mut history: Box<History>,
    page: Vec<Vec<u8>>,
    is_last: bool,
) -> Result<Box<History>, StorageError> {
    for bytes in page {
        let change =
            Change::from_bytes(bytes).map_err(|error| StorageError::impossible("change", error))?;
        let learnt = history.learn(change);
        learnt.map_err(|error| StorageError::impossible("change", error))?;
    }
    if is_last {
        history.make_compact();
    }
    Ok(history)
}
