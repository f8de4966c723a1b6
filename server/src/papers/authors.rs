//! Who wrote what in a text: for the territories of its perimeter, never for the public.

use chrono::NaiveDate;
use dires_domain::authorship::{Authored, authored};
use dires_domain::ids::{DocumentId, PaperId, PersonId, TerritoryId};
use dires_domain::stretch::Written;

use super::{Asker, PaperError, live, readable};
use crate::clock::day_of;
use crate::storage::Tx;
use crate::storage::papers::Paper;

/// Who wrote a passage, for whom and on which day in France.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Author {
    /// The person; none for the association.
    pub person: Option<PersonId>,
    /// The territory; none for the association.
    pub territory: Option<TerritoryId>,
    /// The day.
    pub on: NaiveDate,
}

impl From<&Written> for Author {
    fn from(written: &Written) -> Self {
        Self {
            person: written.by.0,
            territory: written.by.1,
            on: day_of(written.at),
        }
    }
}

/// A text with its authors.
///
/// Errors: [`PaperError::NotFound`] for who has no mandate of a territory of the perimeter, and where nothing was written
/// here.
pub async fn authors(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
) -> Result<Authored<Author>, PaperError> {
    let paper = readable(tx, asker, id).await?;
    let document = seen_by(&paper, asker).ok_or(PaperError::NotFound)?;
    let changes = tx.change_authors(document).await?;
    let doc = live::load(tx, document).await?;
    Ok(authored(&doc, |hash| {
        changes.get(&hash.0[..]).map(Author::from)
    })?)
}

/// The document whose authors the asker may see.
pub fn seen_by(paper: &Paper, asker: &Asker<'_>) -> Option<DocumentId> {
    let within = !asker.territories(paper).is_empty();
    paper.document.filter(|_| within)
}
