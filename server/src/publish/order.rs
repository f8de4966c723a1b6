//! Publishing an adopted text: the right, the conditions, the address, the journal.

use chrono::{DateTime, Datelike, Utc};
use dires_domain::circuit::{Action, Refusal};
use dires_domain::deed::Deed;
use dires_domain::ids::PaperId;
use dires_domain::mail::MailKind;

use super::address;
use crate::papers::{Asker, notify};
use crate::storage::decisions::Decision;
use crate::storage::journal::{Detail, NewLine};
use crate::storage::papers::Paper;
use crate::storage::publications::Publication;
use crate::storage::{Db, StorageError, Tx};

/// How often an address is sought again when others publish at the same time.
const TRIES: usize = 5;

/// What the secretariat asks.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    /// The text.
    pub paper: PaperId,
    /// The minute from which everyone reads it; none: from now on.
    pub embargo: Option<DateTime<Utc>>,
}

/// Why a text is not published. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum NotPublished {
    /// No such text, or none for this person.
    #[error("no such text")]
    Unknown,
    /// They may not, or the text is not adopted.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It is published already; the address it has.
    #[error("already published at {}", .0.path())]
    Already(Publication),
    /// The embargo's minute is past.
    #[error("the embargo's minute is past")]
    Past,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Publishes a text, now or from a minute on. Whoever publishes another text of the same title at the same time does
/// not disturb: the next address is taken.
pub async fn publish(
    db: &Db,
    asker: &Asker<'_>,
    order: &Order,
) -> Result<Publication, NotPublished> {
    let mut tries = 1;
    loop {
        let mut tx = db.write().await?;
        match publish_in(&mut tx, asker, order).await {
            Ok(publication) => {
                tx.save().await?;
                return Ok(publication);
            }
            Err(NotPublished::Storage(StorageError::Duplicate(_))) if tries < TRIES => tries += 1,
            Err(error) => return Err(error),
        }
    }
}

async fn publish_in(
    tx: &mut Tx,
    asker: &Asker<'_>,
    order: &Order,
) -> Result<Publication, NotPublished> {
    allowed(tx, asker, order.paper).await?;
    if order.embargo.is_some_and(|minute| minute <= asker.now) {
        return Err(NotPublished::Past);
    }
    if let Some(known) = tx.publication_of(order.paper).await? {
        return Err(NotPublished::Already(known));
    }
    let proposed = proposed(tx, order.paper, asker.now).await?;
    let publication = Publication {
        visible_from: order.embargo.unwrap_or(asker.now),
        ..proposed
    };
    let publication = write(tx, asker, &publication).await?;
    notify::tell(tx, asker, order.paper, Some(MailKind::Published)).await?;
    Ok(publication)
}

/// Writes a publication and its line in the journal.
pub(super) async fn write(
    tx: &mut Tx,
    asker: &Asker<'_>,
    proposed: &Publication,
) -> Result<Publication, NotPublished> {
    let publication = Publication {
        published_by: Some(asker.person),
        ..proposed.clone()
    };
    if !tx.publish(&publication).await? {
        let known = tx.publication_of(publication.paper).await?;
        return Err(known.map_or(NotPublished::Unknown, NotPublished::Already));
    }
    tx.note(line(&publication, asker)).await?;
    Ok(publication)
}

/// Whether the asker may publish this text, and may know of it at all.
pub async fn allowed(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
) -> Result<Paper, NotPublished> {
    let paper = tx.paper(paper).await?.ok_or(NotPublished::Unknown)?;
    let placement = paper.placement();
    if placement
        .allows(Action::Read, asker.mandates, asker.today)
        .is_err()
    {
        return Err(NotPublished::Unknown);
    }
    placement.allows(Action::Publish, asker.mandates, asker.today)?;
    Ok(paper)
}

/// The publication that an adopted text would have if it were published now: its version, and the address that is
/// free. [`StorageError::Impossible`] for a text without an adoption.
pub async fn proposed(
    tx: &mut Tx,
    paper: PaperId,
    at: DateTime<Utc>,
) -> Result<Publication, StorageError> {
    let adoption = adoption(tx, paper).await?;
    let year = i16::try_from(adoption.on.year())
        .map_err(|error| StorageError::impossible("decision", error))?;
    let versions = tx.versions(paper).await?;
    let title = versions
        .iter()
        .find(|version| version.id == adoption.version)
        .map(|version| version.title.as_str())
        .ok_or_else(|| StorageError::impossible("decision", "no such version"))?;
    Ok(Publication {
        paper,
        version: adoption.version,
        year,
        slug: address::free(title, &tx.slugs_of(year).await?),
        visible_from: at,
        published_at: at,
        published_by: None,
    })
}

async fn adoption(tx: &mut Tx, paper: PaperId) -> Result<Decision, StorageError> {
    let decisions = tx.decisions(paper).await?;
    decisions
        .into_iter()
        .find(|decision| decision.adopted)
        .ok_or_else(|| StorageError::impossible("paper", format!("{paper} has no adoption")))
}

fn line(publication: &Publication, asker: &Asker<'_>) -> NewLine {
    let mut detail = Detail::new();
    detail.insert("adresse".to_owned(), publication.path());
    detail.insert("visible".to_owned(), publication.visible_from.to_rfc3339());
    NewLine {
        paper: publication.paper,
        at: publication.published_at,
        person: Some(asker.person),
        territory: None,
        deed: Deed::Published,
        moved: None,
        version: Some(publication.version),
        motive: String::new(),
        detail,
    }
}

#[cfg(test)]
mod tests;
