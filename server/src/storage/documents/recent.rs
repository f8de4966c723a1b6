//! Documents that were read lately stay in memory: a long history takes a good part of a second to read.
//!
//! The heads of a document name every change that it holds. What is kept under them is what the database would give,
//! whichever database that is, and never stale: it is asked for by the heads that the unit of work sees.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use automerge::Automerge;
use dires_domain::heads::Heads;
use dires_domain::ids::DocumentId;
use sqlx::types::Json;

use crate::storage::{StorageError, Tx};

/// How many documents stay: one of 30,000 characters with each of its keystrokes takes some ten megabytes.
#[cfg(not(test))]
const MOST: usize = 8;
/// In the tests many are read side by side.
#[cfg(test)]
const MOST: usize = 1_000;

/// The one read last is the last.
static RECENT: Mutex<Vec<Recent>> = Mutex::new(Vec::new());

#[derive(Clone)]
struct Recent {
    id: DocumentId,
    /// How many of its changes were stored then.
    length: i64,
    heads: Heads,
    doc: Arc<Automerge>,
}

fn recent() -> MutexGuard<'static, Vec<Recent>> {
    RECENT.lock().unwrap_or_else(PoisonError::into_inner)
}

fn known(id: DocumentId) -> Option<Recent> {
    recent().iter().find(|it| it.id == id).cloned()
}

/// Keeps a document in place of what was known of it, unless that holds more.
fn keep(new: Recent) {
    let mut recent = recent();
    let old = recent.iter().position(|it| it.id == new.id);
    let old = old.map(|at| recent.remove(at));
    recent.push(old.filter(|old| old.length > new.length).unwrap_or(new));
    if recent.len() > MOST {
        recent.remove(0);
    }
}

impl Tx {
    /// The document as this unit of work sees it, to be read; none when there is no such document.
    pub async fn read_document(
        &mut self,
        id: DocumentId,
    ) -> Result<Option<Arc<Automerge>>, StorageError> {
        let row: Option<(i64, Json<Heads>)> = self
            .query("select next_seq, heads from document where id = $1")
            .bind(id.0)
            .optional()
            .await?;
        let Some((length, Json(heads))) = row else {
            return Ok(None);
        };
        let doc = match self.brought_up(id, length, &heads).await? {
            Some(doc) => doc,
            None => Arc::new(self.changes_applied(id, &heads).await?.0),
        };
        keep(Recent {
            id,
            length,
            heads,
            doc: doc.clone(),
        });
        Ok(Some(doc))
    }

    /// What is known of a document, with what was stored since; none where that does not give these heads.
    async fn brought_up(
        &mut self,
        id: DocumentId,
        length: i64,
        heads: &Heads,
    ) -> Result<Option<Arc<Automerge>>, StorageError> {
        let Some(mut known) = known(id) else {
            return Ok(None);
        };
        if known.heads == *heads {
            return Ok(Some(known.doc));
        }
        if known.length > length {
            return Ok(None);
        }
        let after = self.changes_from(id, known.length).await?;
        let applied = Arc::make_mut(&mut known.doc).apply_changes(after).is_ok();
        let led = applied && Heads::of(&known.doc.get_heads()) == *heads;
        Ok(led.then_some(known.doc))
    }
}
