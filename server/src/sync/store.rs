//! One unit of work for what a turn brought.

use std::sync::Arc;

use dires_domain::ids::DocumentId;
use dires_domain::room::{Outcome, Store};

use super::Hub;
use crate::storage::StorageError;
use crate::storage::documents::{Appended, Batch};

/// Commits a batch; tells open pages when avis were voided.
pub async fn store(hub: Hub, document: DocumentId, store: Arc<Store>) -> Outcome {
    match append(&hub, document, &store).await {
        Ok(Appended::Done { paper, voided }) => {
            if voided {
                hub.0.events.changed(paper);
            }
            Outcome::Done
        }
        Ok(Appended::Frozen) => Outcome::Frozen,
        Ok(Appended::Diverged) | Err(StorageError::Duplicate(_)) => {
            tracing::error!(%document, "the database has other changes: the document is opened again");
            Outcome::Diverged
        }
        Err(error) => {
            tracing::warn!(%document, %error, "changes are not stored; tried again soon");
            Outcome::Later
        }
    }
}

async fn append(hub: &Hub, document: DocumentId, store: &Store) -> Result<Appended, StorageError> {
    let mut tx = hub.0.db.write().await?;
    let batch = Batch {
        document,
        from: i64::try_from(store.from).unwrap_or(i64::MAX),
        store,
        at: hub.0.clock.now(),
    };
    let appended = tx.append_changes(&batch).await?;
    if matches!(appended, Appended::Done { .. }) {
        tx.save().await?;
    }
    Ok(appended)
}
