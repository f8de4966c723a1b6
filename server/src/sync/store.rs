//! What a turn brought, on its way to the database.

use std::sync::Arc;

use dires_domain::ids::DocumentId;
use dires_domain::room::{Outcome, Store};

use super::Hub;

/// Commits a batch, together with what waits of other documents.
pub async fn store(hub: Hub, document: DocumentId, store: Arc<Store>) -> Outcome {
    hub.0.committer.commit(document, store).await
}
