//! Whether what is kept is sound: the engine's own view, every document from its raw changes, every frozen version.

mod document;
#[cfg(test)]
mod tests;
mod version;

use automerge::Automerge;
use chrono::{DateTime, TimeDelta, Utc};
use dires_domain::ids::PaperId;
use uuid::Uuid;

use crate::storage::outbox::Counts;
use crate::storage::{Db, StorageError, Tx};

/// A mail that waits for longer is worth a look.
pub const LATE: TimeDelta = TimeDelta::days(1);

/// What was looked at, and what is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many live documents were read.
    pub documents: usize,
    /// How many changes these are made of.
    pub changes: usize,
    /// How many frozen versions were read.
    pub versions: usize,
    /// Mails that are not delivered; late are those that wait for more than [`LATE`]. They are no fault of the database.
    pub mails: Counts,
    /// What is wrong, in the order in which it was found.
    pub faults: Vec<Fault>,
}

/// Something that no version of this software writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The engine finds its own file damaged.
    Engine(String),
    /// A document: the title of its text, and what is wrong.
    Document(String, DocumentFault),
    /// A version: its text's title, its number, and what is wrong.
    Version(String, i32, VersionFault),
}

/// What can be wrong with a live document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentFault {
    /// A change has no number, or a number is missing.
    Numbers,
    /// A change cannot be read, or is not the one that its hash says.
    Change,
    /// Together the changes do not give the state that is recorded.
    Heads,
    /// The snapshot does not hold what its changes give.
    Snapshot,
    /// It is not a text.
    NotAText,
}

/// What can be wrong with a frozen version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionFault {
    /// Its bytes do not have its SHA-256.
    Sha256,
    /// Its bytes are not those of a text in canonical form.
    NotCanonical,
    /// Its bytes say another title or perimeter than its row.
    Otherwise,
    /// The document, at the version's state, does not give these bytes.
    NotTheDocument,
}

/// Looks at everything, as one reader sees it at an instant. Nothing is changed.
pub async fn check(db: &Db, now: DateTime<Utc>) -> Result<Report, StorageError> {
    let engine = db.engine_faults().await?;
    let mut report = Report {
        faults: engine.into_iter().map(Fault::Engine).collect(),
        ..Report::default()
    };
    let mut tx = db.read().await?;
    report.mails = tx.mail_counts(now - LATE).await?;
    for (paper, title) in papers(&mut tx).await? {
        let doc = document::check(&mut tx, paper, &title, &mut report).await?;
        version::check(&mut tx, paper, &title, doc.as_ref(), &mut report).await?;
    }
    Ok(report)
}

async fn papers(tx: &mut Tx) -> Result<Vec<(PaperId, String)>, StorageError> {
    let rows: Vec<(Uuid, String)> = tx
        .query("select id, title from paper order by id")
        .all()
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, title)| (id.into(), title))
        .collect())
}

/// A document as its changes give it, where they do.
type Rebuilt = Option<Automerge>;
