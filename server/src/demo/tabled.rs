//! What a présidence puts before the others on a frozen text: an amendment, a reserve.

use dires_domain::ids::PaperId;
use dires_domain::text::Block;

use super::DemoError;
use super::pen::{self, Stroke};
use crate::papers::amendments::{self, NewAmendment};
use crate::papers::reservations::{self, NewReservation};
use crate::papers::{Asker, live};
use crate::storage::papers::Paper;
use crate::storage::{StorageError, Tx};

/// Begins an amendment, writes it in its branch and tables it.
pub async fn amend(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    (stroke, motive): (Stroke, &str),
) -> Result<(), DemoError> {
    let new = NewAmendment {
        territory: None,
        with: Vec::new(),
        parent: None,
        motive: motive.to_owned(),
    };
    let id = amendments::begin(tx, asker, paper, new).await?;
    let all = tx.amendments(paper).await?;
    let begun = all.into_iter().find(|it| it.id == id);
    let begun = begun.ok_or(StorageError::Absent)?;
    let territory = Some(begun.territory);
    pen::write(tx, asker, territory, begun.document, stroke).await?;
    amendments::table(tx, asker, paper, (id, begun.revision), motive).await?;
    Ok(())
}

/// Tables a reserve on words of the text: what would stand in their place, and why.
pub async fn reserve(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: &Paper,
    (words, wording, motive): (&str, &str, &str),
) -> Result<(), DemoError> {
    let (text, _) = live::look(tx, paper).await?;
    let mut said = text.blocks.iter().map(Block::text);
    let mut said = said.by_ref().filter(|text| !text.trim().is_empty());
    let place = said.position(|text| text.contains(words));
    let version = tx.last_version(paper.id).await?;
    let new = NewReservation {
        territory: None,
        paragraph: place.ok_or(StorageError::Absent)? + 1,
        words: words.to_owned(),
        wording: wording.to_owned(),
        motive: motive.to_owned(),
        version: version.ok_or(StorageError::Absent)?.number,
        revision: paper.revision,
    };
    reservations::table(tx, asker, paper.id, &new).await?;
    Ok(())
}
