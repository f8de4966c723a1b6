//! Writing in a live text, as an editor would: one change, stored where all changes are.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, ROOT, ReadDoc};
use dires_domain::ids::{DocumentId, TerritoryId};
use dires_domain::room::{NewChange, Store, Writer};

use super::DemoError;
use crate::papers::{Asker, PaperError};
use crate::storage::documents::{Appended, Batch, Replicas};
use crate::storage::{StorageError, Tx};

/// What is written, and where.
#[derive(Debug, Clone, Copy)]
pub struct Stroke {
    /// The words that it follows.
    pub after: &'static str,
    /// Those that it takes the place of, right after; may be none.
    pub over: &'static str,
    /// What is written.
    pub words: &'static str,
}

/// Writes in the body of a document.
pub async fn write(
    tx: &mut Tx,
    asker: &Asker<'_>,
    territory: Option<TerritoryId>,
    document: DocumentId,
    stroke: Stroke,
) -> Result<(), DemoError> {
    let stored = tx.load_document(document).await?;
    let stored = stored.ok_or(StorageError::Absent)?;
    let mut doc = stored.doc.with_actor(ActorId::random());
    strike(&mut doc, asker.now.timestamp(), stroke).map_err(PaperError::from)?;
    let writer = Writer {
        person: asker.person,
        territory,
    };
    let store = store(&doc, writer, stored.next_seq)?;
    let appended = tx
        .append_changes(
            &Batch {
                document,
                from: stored.next_seq,
                store: &store,
                beside: None,
                at: asker.now,
            },
            &Replicas::default(),
        )
        .await?;
    match appended {
        Appended::Done { .. } | Appended::Plainly => Ok(()),
        Appended::Frozen | Appended::Diverged => Err(PaperError::TextChanged.into()),
    }
}

/// Writes in the body; nowhere when the words that it follows are not there.
fn strike(
    doc: &mut Automerge,
    time: i64,
    Stroke { after, over, words }: Stroke,
) -> Result<(), automerge::AutomergeError> {
    let Some((_, body)) = doc.get(ROOT, "body")? else {
        return Ok(());
    };
    let text = doc.text(&body)?;
    let Some(found) = text.find(&format!("{after}{over}")) else {
        return Ok(());
    };
    // Automerge counts in UTF-16 units here.
    let at = text[..found + after.len()].encode_utf16().count();
    let over = isize::try_from(over.encode_utf16().count()).unwrap_or_default();
    let mut change = doc.transaction();
    change.splice_text(&body, at, over, words)?;
    change.commit_with(CommitOptions::default().with_time(time));
    Ok(())
}

/// The last change made here, as it is stored.
fn store(doc: &Automerge, writer: Writer, from: i64) -> Result<Store, DemoError> {
    let change = doc.get_last_local_change().ok_or(StorageError::Absent)?;
    let mut heads = doc.get_heads();
    heads.sort_unstable();
    Ok(Store {
        from: usize::try_from(from).unwrap_or_default(),
        changes: vec![NewChange {
            hash: change.hash(),
            actor: change.actor_id().clone(),
            bytes: change.raw_bytes().into(),
            writer,
        }],
        heads,
        ..Store::default()
    })
}
