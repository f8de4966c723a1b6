//! Writing in a live text, as an editor would: one change, stored where all changes are.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, ROOT, ReadDoc};
use dires_domain::ids::{DocumentId, TerritoryId};
use dires_domain::room::{NewChange, Store, Writer};

use super::DemoError;
use crate::papers::{Asker, PaperError};
use crate::storage::documents::{Appended, Batch, Replicas};
use crate::storage::{StorageError, Tx};

/// Writes a sentence right after the words that it follows.
pub async fn write(
    tx: &mut Tx,
    asker: &Asker<'_>,
    territory: Option<TerritoryId>,
    document: DocumentId,
    (after, sentence): (&str, &str),
) -> Result<(), DemoError> {
    let stored = tx.load_document(document).await?;
    let stored = stored.ok_or(StorageError::Absent)?;
    let mut doc = stored.doc.with_actor(ActorId::random());
    insert(&mut doc, asker.now.timestamp(), after, sentence).map_err(PaperError::from)?;
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

/// Inserts the sentence in the body; nowhere when the words that it follows are not there.
fn insert(
    doc: &mut Automerge,
    time: i64,
    after: &str,
    sentence: &str,
) -> Result<(), automerge::AutomergeError> {
    let Some((_, body)) = doc.get(ROOT, "body")? else {
        return Ok(());
    };
    let text = doc.text(&body)?;
    let Some(found) = text.find(after) else {
        return Ok(());
    };
    // Automerge counts in UTF-16 units here.
    let at = text[..found + after.len()].encode_utf16().count();
    let mut change = doc.transaction();
    change.splice_text(&body, at, 0, sentence)?;
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
