//! One look at one document.

use std::sync::Arc;

use automerge::Change;
use dires_domain::ids::{DocumentId, PaperId};
use dires_domain::vetting::{Limits, Refusal, Sound, examine, first_unsound};

use super::super::Hub;
use super::super::actor::Call;
use crate::storage::StorageError;
use crate::storage::documents::StoredBytes;

/// What a look found.
enum Found {
    /// All is well: the document of the first changes, so many.
    Sound(PaperId, usize, Sound),
    /// With the change of this number, what is stored is no text any more.
    Unsound(usize, Refusal),
    /// There is no such document.
    Nothing,
}

/// Looks at what is stored, and keeps what comes of it. Errors are logged: the next look tries again.
pub async fn look(hub: &Hub, document: DocumentId) {
    let looked = async {
        match examine_stored(hub, document).await? {
            Found::Sound(paper, length, sound) => keep(hub, document, paper, length, sound).await,
            Found::Unsound(number, because) => quarantine(hub, document, number, &because).await,
            Found::Nothing => Ok(()),
        }
    };
    if let Err(error) = looked.await {
        tracing::warn!(%document, %error, "a document could not be examined");
    }
}

async fn examine_stored(hub: &Hub, document: DocumentId) -> Result<Found, StorageError> {
    let mut tx = hub.0.db.read().await?;
    let Some(stored) = tx.document_bytes(document).await? else {
        return Ok(Found::Nothing);
    };
    drop(tx);
    if let Some(found) = aside(move || from_snapshot(stored)).await? {
        return Ok(found);
    }
    // Something is wrong with the snapshot or with the changes after it: the changes alone say which.
    let mut tx = hub.0.db.read().await?;
    let raw = tx.raw_changes(document, 0).await?;
    let stored = tx
        .document_bytes(document)
        .await?
        .ok_or(StorageError::Absent)?;
    drop(tx);
    tracing::error!(%document, "the snapshot does not lead to what is stored: every change is read instead");
    hub.metrics().snapshot_damaged();
    aside(move || from_changes(stored.paper, &raw)).await?
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, StorageError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| StorageError::impossible("document", error))
}

/// None when it cannot be said so.
fn from_snapshot(stored: StoredBytes) -> Option<Found> {
    let (base, saved) = stored
        .saved
        .map_or((0, None), |saved| (saved.length, Some(saved.bytes)));
    let changes = read(&stored.after).ok()?;
    let mut heads = stored.heads;
    heads.sort_unstable();
    let sound = examine(saved.as_deref(), &changes, &Limits::NONE).ok()?;
    let length = base + changes.len();
    (sound.heads == heads).then_some(Found::Sound(stored.paper, length, sound))
}

fn from_changes(paper: PaperId, raw: &[Vec<u8>]) -> Result<Found, StorageError> {
    let changes = read(raw)?;
    match examine(None, &changes, &Limits::NONE) {
        Ok(sound) => Ok(Found::Sound(paper, changes.len(), sound)),
        Err(because) => {
            let number = first_unsound(&changes, &Limits::NONE).unwrap_or_default();
            Ok(Found::Unsound(number, because))
        }
    }
}

fn read(raw: &[Vec<u8>]) -> Result<Vec<Change>, StorageError> {
    let read = raw.iter().map(|bytes| Change::from_bytes(bytes.clone()));
    read.collect::<Result<_, _>>()
        .map_err(|error| StorageError::impossible("change", error))
}

async fn keep(
    hub: &Hub,
    document: DocumentId,
    paper: PaperId,
    length: usize,
    sound: Sound,
) -> Result<(), StorageError> {
    let seq = i64::try_from(length).unwrap_or(i64::MAX);
    let bytes: Arc<[u8]> = sound.bytes.into();
    let mut tx = hub.0.db.write().await?;
    tx.keep_snapshot(document, seq, bytes.to_vec(), hub.0.clock.now())
        .await?;
    let retitled = tx.retitle(document, seq, &sound.title).await?;
    tx.save().await?;
    hub.metrics().snapshot_written(bytes.len());
    if retitled {
        hub.0.events.changed(paper);
    }
    tell(hub, document, Call::Saved(length, bytes)).await;
    Ok(())
}

/// The incident is recorded, the author cut off with everybody else: they all read the text anew.
async fn quarantine(
    hub: &Hub,
    document: DocumentId,
    number: usize,
    because: &Refusal,
) -> Result<(), StorageError> {
    let mut tx = hub.0.db.write().await?;
    let because = because.to_string();
    let out = tx
        .quarantine(document, number, &because, hub.0.clock.now())
        .await?;
    tx.save().await?;
    hub.metrics().quarantined(out.changes);
    let (changes, author) = (out.changes, out.author.map(|author| author.0));
    tracing::error!(%document, ?author, changes, %because, "changes that were vetted are not sound: they are quarantined");
    tell(hub, document, Call::Reload).await;
    Ok(())
}

/// Tells the document's task, if it has one.
async fn tell(hub: &Hub, document: DocumentId, call: Call) {
    let room = hub.rooms().get(&document).cloned();
    if let Some(room) = room {
        // A task that has just ended reads what is stored when it starts again.
        let _ended = room.call(call).await;
    }
}
