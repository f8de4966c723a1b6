//! The live document of a text, as the circuit needs it: held, read, frozen, created.

use std::sync::Arc;

use automerge::{ActorId, Automerge, ChangeHash, ReadDoc as _};
use dires_domain::heads::Heads;
use dires_domain::ids::{DocumentId, PaperId, TerritoryId};
use dires_domain::suggestion::proposals;
use dires_domain::text::{Canonical, Draft, Text};
use sqlx::types::Json;
use uuid::Uuid;

use super::{Asker, PaperError};
use crate::storage::documents::NewDocument;
use crate::storage::papers::Paper;
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
        .query("update document set frozen = frozen where paper_id = $1 and not branch returning id, heads")
        .bind(paper.0)
        .optional()
        .await?;
    Ok(row.map(|(id, Json(heads))| Live {
        document: id.into(),
        heads,
    }))
}

/// The words of a live document, as stored, with what is suggested of them.
pub async fn read(tx: &mut Tx, document: DocumentId) -> Result<Draft, PaperError> {
    Ok(Draft::read(load(tx, document).await?.as_ref(), None)?)
}

/// The words of a live document without what is suggested of them, and how many suggestions are pending in it.
pub async fn settled(tx: &mut Tx, document: DocumentId) -> Result<(Text, usize), PaperError> {
    let draft = read(tx, document).await?;
    let pending = proposals(&draft).len();
    Ok((draft.settled(), pending))
}

pub(super) async fn load(tx: &mut Tx, document: DocumentId) -> Result<Arc<Automerge>, PaperError> {
    let stored = tx.read_document(document).await?;
    Ok(stored.ok_or(StorageError::Absent)?)
}

/// The words of a text and their state, without holding it. Without a live document, those of its last version.
pub async fn look(tx: &mut Tx, paper: &Paper) -> Result<(Text, Heads), PaperError> {
    let (draft, heads) = look_at_draft(tx, paper).await?;
    Ok((draft.settled(), heads))
}

/// The same with what is suggested.
pub async fn look_at_draft(tx: &mut Tx, paper: &Paper) -> Result<(Draft, Heads), PaperError> {
    if let Some(document) = paper.document {
        let doc = load(tx, document).await?;
        let heads = Heads::of(&doc.get_heads());
        return Ok((Draft::read(doc.as_ref(), None)?, heads));
    }
    let version = tx.last_version(paper.id).await?;
    let version =
        version.ok_or_else(|| StorageError::impossible("paper", "neither document nor version"))?;
    let bytes = tx.version_bytes(version.id).await?;
    let text = Canonical::parse(&bytes)?.text().clone();
    Ok((text.into(), version.heads))
}

/// The words of a text in a state that its document was in.
///
/// Errors: [`PaperError::NotFound`] where it never was.
pub async fn at(tx: &mut Tx, paper: &Paper, heads: &Heads) -> Result<Text, PaperError> {
    let document = paper.document.ok_or(PaperError::NotFound)?;
    let doc = load(tx, document).await?;
    let hashes = known(&doc, heads).ok_or(PaperError::NotFound)?;
    Ok(Text::read(doc.as_ref(), Some(&hashes))?)
}

/// Whether a text says the same in two states: the same one, or one that differs by suggestions only. A state that it never
/// was in says nothing.
pub async fn says_the_same(
    tx: &mut Tx,
    paper: &Paper,
    one: &Heads,
    other: &Heads,
) -> Result<bool, PaperError> {
    if one == other {
        return Ok(true);
    }
    let Some(document) = paper.document else {
        return Ok(false);
    };
    let doc = load(tx, document).await?;
    let (Some(one), Some(other)) = (known(&doc, one), known(&doc, other)) else {
        return Ok(false);
    };
    Ok(Text::read(doc.as_ref(), Some(&one))? == Text::read(doc.as_ref(), Some(&other))?)
}

/// The changes of a state that a document was in; none where it never was.
pub(super) fn known(doc: &Automerge, heads: &Heads) -> Option<Vec<ChangeHash>> {
    let hashes = heads.as_slice().iter().map(|it| it.parse().ok());
    let hashes: Vec<ChangeHash> = hashes.collect::<Option<_>>()?;
    let known = hashes
        .iter()
        .all(|hash| doc.get_change_by_hash(hash).is_some());
    (known && !hashes.is_empty()).then_some(hashes)
}

/// Lets nobody write in the document any more, or lets those write who have the right.
pub async fn set_frozen(
    tx: &mut Tx,
    document: DocumentId,
    frozen: bool,
) -> Result<(), StorageError> {
    tx.query("update document set frozen = $2 where id = $1")
        .bind(document.0)
        .bind(frozen)
        .execute()
        .await?;
    Ok(())
}

/// Creates the live document of a text, with these words as its first change.
pub async fn create(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    territory: Option<TerritoryId>,
    text: Text,
) -> Result<DocumentId, PaperError> {
    let text = text.normalised();
    let doc = text.write(ActorId::random(), asker.now.timestamp())?;
    let document = DocumentId(Uuid::new_v4());
    tx.create_document(NewDocument {
        id: document,
        paper,
        doc: &doc,
        person: Some(asker.person),
        territory,
        at: asker.now,
    })
    .await?;
    Ok(document)
}

/// Writes words at the head of a text as a colleague would, over so many units of what stands there: the change, the new
/// heads, the avis voided.
#[cfg(test)]
pub async fn edit_for_tests(
    tx: &mut Tx,
    document: DocumentId,
    paper: PaperId,
    at: chrono::DateTime<chrono::Utc>,
    (over, words): (usize, &str),
) {
    use automerge::transaction::Transactable as _;
    use automerge::{ROOT, ReadDoc as _};
    use dires_domain::paper::EndedBecause;

    let mut doc = Arc::unwrap_or_clone(load(tx, document).await.unwrap());
    let before = doc.get_heads();
    let (_, body) = doc.get(ROOT, "body").unwrap().unwrap();
    let over = isize::try_from(over.min(doc.length(&body) - 1)).unwrap();
    doc.transact(|edit| edit.splice_text(&body, 1, over, words))
        .unwrap();
    let (seq,): (i64,) = tx
        .query("select next_seq from document where id = $1")
        .bind(document.0)
        .one()
        .await
        .unwrap();
    for change in doc.get_changes(&before) {
        tx.query("insert into change (document_id, seq, hash, bytes, received_at) values ($1, $2, $3, $4, $5)")
            .bind(document.0)
            .bind(seq)
            .bind(change.hash().0.to_vec())
            .bind(change.raw_bytes().to_vec())
            .bind(at)
            .execute()
            .await
            .unwrap();
    }
    tx.query("update document set next_seq = $3, heads = $2 where id = $1")
        .bind(document.0)
        .bind(Json(Heads::of(&doc.get_heads())))
        .bind(seq + 1)
        .execute()
        .await
        .unwrap();
    tx.end_opinions(paper, EndedBecause::Edited, at)
        .await
        .unwrap();
}
