//! A live document, rebuilt from its raw changes.

use automerge::{Automerge, Change, ChangeHash, LoadOptions, TextEncoding};
use dires_domain::heads::Heads;
use dires_domain::ids::PaperId;
use dires_domain::text::Text;
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::{DocumentFault, Fault, Rebuilt, Report};
use crate::storage::{StorageError, Tx};

#[derive(FromRow)]
struct DocumentRow {
    id: Uuid,
    next_seq: i64,
    heads: Json<Heads>,
}

#[derive(FromRow)]
struct ChangeRow {
    seq: i64,
    hash: Vec<u8>,
    bytes: Vec<u8>,
}

/// A snapshot: how many changes it covers, and its bytes.
type Snapshot = (i64, Vec<u8>);

/// Rebuilds the document of a text, if it has one, and notes what is wrong with it.
pub async fn check(
    tx: &mut Tx,
    paper: PaperId,
    title: &str,
    report: &mut Report,
) -> Result<Rebuilt, StorageError> {
    let sql = "select id, next_seq, heads from document where paper_id = $1 and not branch";
    let row: Option<DocumentRow> = tx.query(sql).bind(paper.0).optional().await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let sql = "select seq, hash, bytes from change where document_id = $1 order by seq";
    let changes: Vec<ChangeRow> = tx.query(sql).bind(row.id).all().await?;
    let sql = "select seq, bytes from snapshot where document_id = $1";
    let snapshot: Option<Snapshot> = tx.query(sql).bind(row.id).optional().await?;
    report.documents += 1;
    report.changes += changes.len();
    Ok(match rebuild(&row, changes, snapshot) {
        Ok(doc) => Some(doc),
        Err(fault) => {
            report.faults.push(Fault::Document(title.to_owned(), fault));
            None
        }
    })
}

fn rebuild(
    row: &DocumentRow,
    rows: Vec<ChangeRow>,
    snapshot: Option<Snapshot>,
) -> Result<Automerge, DocumentFault> {
    let numbered = (0..row.next_seq).eq(rows.iter().map(|change| change.seq));
    if !numbered {
        return Err(DocumentFault::Numbers);
    }
    let changes: Vec<Change> = rows.into_iter().map(read).collect::<Result<_, _>>()?;
    let covered = snapshot
        .as_ref()
        .map_or(0, |(seq, _)| usize::try_from(*seq).unwrap_or(usize::MAX));
    if covered > changes.len() {
        return Err(DocumentFault::Snapshot);
    }
    let mut doc = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
    let (before, after) = changes.split_at(covered);
    apply(&mut doc, before)?;
    if snapshot.is_some_and(|(_, bytes)| heads_of(&bytes) != Some(doc.get_heads())) {
        return Err(DocumentFault::Snapshot);
    }
    apply(&mut doc, after)?;
    if Heads::of(&doc.get_heads()) != row.heads.0 {
        return Err(DocumentFault::Heads);
    }
    Text::read(&doc, None).map_err(|_| DocumentFault::NotAText)?;
    Ok(doc)
}

fn read(row: ChangeRow) -> Result<Change, DocumentFault> {
    // The library does not compare the checksum, the four bytes after the first four that begin its hash: clients do.
    let checksum = row.bytes.get(4..8).ok_or(DocumentFault::Change)?;
    let sums_up = row.hash.starts_with(checksum);
    let change = Change::from_bytes(row.bytes).map_err(|_| DocumentFault::Change)?;
    if sums_up && change.hash().0.as_slice() == row.hash {
        Ok(change)
    } else {
        Err(DocumentFault::Change)
    }
}

fn apply(doc: &mut Automerge, changes: &[Change]) -> Result<(), DocumentFault> {
    let applied = doc.apply_changes(changes.iter().cloned());
    applied.map_err(|_| DocumentFault::Change)
}

fn heads_of(snapshot: &[u8]) -> Option<Vec<ChangeHash>> {
    let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
    let doc = Automerge::load_with_options(snapshot, options).ok()?;
    Some(doc.get_heads())
}
