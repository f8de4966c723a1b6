//! What a turn brought, on its way to the database.

use std::sync::Arc;

use dires_domain::ids::DocumentId;
use dires_domain::room::{Outcome, Store};

use super::Hub;
use crate::storage::suggestions::Beside;

/// Commits a batch and what goes with it, together with what waits of other documents.
pub async fn store(
    hub: Hub,
    document: DocumentId,
    store: Arc<Store>,
    beside: Option<Arc<Beside>>,
) -> Outcome {
    hub.0.committer.commit(document, store, beside).await
}
