//! One unit of work for what a turn brought.

use dires_domain::ids::DocumentId;
use dires_domain::room::{Outcome, Store};

use super::Hub;
use crate::storage::StorageError;
use crate::storage::documents::{Appended, Batch};

/// Commits a batch whose first change has the number `from`; tells open pages when the text's sheet or avis changed.
pub async fn store(hub: Hub, document: DocumentId, from: i64, store: Store) -> Outcome {
    match append(&hub, document, from, &store).await {
        Ok(Appended::Done {
            paper,
            voided,
            renamed,
        }) => {
            if voided || renamed {
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

async fn append(
    hub: &Hub,
    document: DocumentId,
    from: i64,
    store: &Store,
) -> Result<Appended, StorageError> {
    let mut tx = hub.0.db.write().await?;
    let batch = Batch {
        document,
        from,
        store,
        at: hub.0.clock.now(),
    };
    let appended = tx.append_changes(&batch).await?;
    if matches!(appended, Appended::Done { .. }) {
        tx.save().await?;
    }
    Ok(appended)
}
