//! Correcting a published text: nobody changes it; a linked text starts from its words.

use dires_domain::circuit::Action;
use dires_domain::conditions::Missing;
use dires_domain::deed::Deed;
use dires_domain::ids::{PaperId, TerritoryId};
use dires_domain::people::Territory;
use dires_domain::text::Canonical;

use super::create::{Start, create};
use super::{Asker, PaperError, allowed, readable};
use crate::storage::journal::{Detail, NewLine};
use crate::storage::{StorageError, Tx};

/// Starts the text that corrects a published one, for those of its territories that are in force. The caller saves.
pub async fn correct(
    tx: &mut Tx,
    asker: &Asker<'_>,
    published: PaperId,
) -> Result<PaperId, PaperError> {
    let paper = readable(tx, asker, published).await?;
    let standings = allowed(tx, asker, &paper, Action::Correct, None).await?;
    if !tx.is_published(paper.id).await? {
        return Err(PaperError::Missing(vec![Missing::Publication]));
    }
    let version = tx
        .last_version(paper.id)
        .await?
        .ok_or(StorageError::Absent)?;
    let bytes = tx.version_bytes(version.id).await?;
    let text = Canonical::parse(&bytes)?.text().clone();
    let in_force = tx.territories_in_force(asker.today).await?;
    let mut sheet = paper.sheet.clone();
    sheet.title.clone_from(&version.title);
    sheet.deadline = None;
    sheet
        .perimeter
        .retain(|id| in_force.iter().any(|t: &Territory| t.id == *id));
    let start = Start {
        sheet,
        text,
        corrects: Some(paper.id),
        demonstration: paper.demonstration,
    };
    let correction = create(tx, asker, start).await?;
    tx.copy_images(paper.id, correction).await?;
    note(tx, asker, paper.id, standings[0].territory, correction).await?;
    Ok(correction)
}

async fn note(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    territory: Option<TerritoryId>,
    correction: PaperId,
) -> Result<(), PaperError> {
    let line = NewLine {
        paper,
        at: asker.now,
        person: Some(asker.person),
        territory,
        deed: Deed::CorrectionStarted,
        moved: None,
        version: None,
        motive: String::new(),
        detail: Detail::from([("texte".to_owned(), correction.to_string())]),
    };
    Ok(tx.note(line).await?)
}
