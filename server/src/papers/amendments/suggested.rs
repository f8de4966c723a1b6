//! The desk of a branch: its words, and what is suggested of them.

use dires_domain::amendment::sight::Sight;
use dires_domain::ids::{AmendmentId, PaperId, TerritoryId};
use dires_domain::text::Draft;

use super::seen;
use crate::papers::suggestions::{Judgement, Pending, Which};
use crate::papers::{Asker, PaperError, live, readable};
use crate::storage::Tx;
use crate::storage::amendments::Amendment;

/// A branch as somebody writes or reads it.
#[derive(Debug)]
pub struct Desk {
    /// The amendment.
    pub amendment: Amendment,
    /// Its words, and what is suggested of them.
    pub pending: Pending,
    /// For which territory they write or read it.
    pub territory: Option<TerritoryId>,
}

/// The branch of an amendment that the asker sees.
///
/// # Errors
///
/// [`PaperError::NotFound`] for who does not.
pub async fn desk(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    id: AmendmentId,
) -> Result<Desk, PaperError> {
    let paper = readable(tx, asker, paper).await?;
    let all = tx.amendments(paper.id).await?;
    let amendment = all.into_iter().find(|it| it.id == id);
    let amendment = amendment.ok_or(PaperError::NotFound)?;
    let (sight, territory) = seen(asker, &paper, &amendment).ok_or(PaperError::NotFound)?;
    let frozen = tx.is_frozen(amendment.document).await?;
    let doc = live::load(tx, amendment.document).await?;
    Ok(Desk {
        pending: Pending {
            draft: Draft::read(doc.as_ref(), None)?,
            heard: tx.suggestions(amendment.document).await?,
            may_decide: sight == Sight::Writes && !frozen,
            paper,
        },
        amendment,
        territory,
    })
}

/// Checks that the asker may decide on suggestions of a branch. The journal of the text tells nothing of them: whoever reads
/// the text reads it.
///
/// # Errors
///
/// [`PaperError::NotFound`] for who does not see it; [`PaperError::NotWritten`] where they do not write.
pub async fn judgement(
    tx: &mut Tx,
    asker: &Asker<'_>,
    (paper, id): (PaperId, AmendmentId),
    which: Which,
    accepted: bool,
) -> Result<Judgement, PaperError> {
    let desk = desk(tx, asker, paper, id).await?;
    if !desk.pending.may_decide {
        return Err(PaperError::NotWritten);
    }
    let document = desk.amendment.document;
    let judgement = Judgement::of(tx, asker, (paper, document), desk.territory, which).await?;
    Ok(judgement.untold(accepted))
}
