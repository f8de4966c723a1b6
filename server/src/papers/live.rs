//! The live document of a text, as the circuit needs it: held, read, frozen, created.

use automerge::{ActorId, Automerge, LoadOptions, TextEncoding};
use chrono::{DateTime, Utc};
use dires_domain::heads::Heads;
use dires_domain::ids::{DocumentId, PaperId, PersonId, TerritoryId};
use dires_domain::text::Text;
use sqlx::types::Json;
use uuid::Uuid;

use super::PaperError;
use crate::storage::{StorageError, Tx};

/// A live document whose row is held: until the unit of work ends nobody stores a change in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// The document.
    pub document: DocumentId,
    /// Its state.
    pub heads: Heads,
}

/// Holds the document of a text; none for a text entered as adopted before the tool existed.
pub async fn hold(tx: &mut Tx, paper: PaperId) -> Result<Option<Live>, StorageError> {
    let row: Option<(Uuid, Json<Heads>)> = tx
        .query("update document set frozen = frozen where paper_id = $1 returning id, heads")
        .bind(paper.0)
        .optional()
        .await?;
    Ok(row.map(|(id, Json(heads))| Live {
        document: id.into(),
        heads,
    }))
}
