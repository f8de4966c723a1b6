//! What a turn brought, on its way to the database.

use dires_domain::ids::DocumentId;
use dires_domain::room::{Outcome, Store};

use super::Hub;

/// Commits a batch whose first change has the number `from`, together with what waits of other documents.
pub async fn store(hub: Hub, document: DocumentId, from: i64, store: Store) -> Outcome {
    hub.0.committer.commit(document, from, store).await
}
