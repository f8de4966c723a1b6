//! Beginning an amendment: a branch of the text, or of another amendment, in which its authors write.

use dires_domain::amendment::AmendmentState;
use dires_domain::circuit::Action;
use dires_domain::ids::{AmendmentId, DocumentId, PaperId, TerritoryId};
use uuid::Uuid;

use super::{Fault, Held, hold_branch, sees};
use crate::papers::{Asker, PaperError, allowed, live, short_enough, standing_for};
use crate::storage::Tx;
use crate::storage::amendments::Amendment;

/// An amendment as it is begun.
#[derive(Debug, Clone)]
pub struct NewAmendment {
    /// For whom; may be left out by who writes for one territory only.
    pub territory: Option<TerritoryId>,
    /// The territories of the perimeter whose people write with them.
    pub with: Vec<TerritoryId>,
    /// The amendment that it amends; none: the text.
    pub parent: Option<AmendmentId>,
    /// Why, as far as it is known yet.
    pub motive: String,
}

/// Begins an amendment. The caller saves.
///
/// # Errors
///
/// What [`Action::Amend`] asks for; [`Fault::ParentGone`]; [`PaperError::NotForTerritory`] for an author that is none.
pub async fn begin(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    new: NewAmendment,
) -> Result<AmendmentId, PaperError> {
    let held = Held::of(tx, asker, paper).await?;
    let standings = allowed(tx, asker, &held.paper, Action::Amend, None).await?;
    let territory = standing_for(&standings, new.territory)?;
    short_enough(&new.motive)?;
    let with = authors(&held, territory, new.with)?;
    let from = amended(&held, asker, new.parent)?;
    let version = tx.last_version(paper).await?.ok_or(PaperError::NotFound)?;
    let document = DocumentId(Uuid::new_v4());
    hold_branch(tx, from).await?;
    tx.fork_document(from, document, asker.now).await?;
    let base = live::load(tx, document).await?.get_heads();
    let begun = Amendment {
        id: AmendmentId(Uuid::now_v7()),
        paper,
        number: None,
        document,
        parent: new.parent,
        version: version.id,
        base: dires_domain::heads::Heads::of(&base),
        territory,
        with,
        state: AmendmentState::Preparation,
        motive: new.motive.trim().to_owned(),
        begun: (asker.now, asker.person),
        tabled_at: None,
        rank: None,
        ended_at: None,
        because: String::new(),
        felled_by: None,
        made: None,
        point: None,
        revision: 1,
    };
    tx.begin_amendment(&begun).await?;
    Ok(begun.id)
}

fn authors(
    held: &Held,
    own: TerritoryId,
    mut with: Vec<TerritoryId>,
) -> Result<Vec<TerritoryId>, PaperError> {
    with.push(own);
    with.sort_unstable();
    with.dedup();
    let perimeter = &held.paper.sheet.perimeter;
    if with.iter().all(|it| perimeter.contains(it)) {
        Ok(with)
    } else {
        Err(PaperError::NotForTerritory)
    }
}

/// The document of what is amended.
fn amended(
    held: &Held,
    asker: &Asker<'_>,
    parent: Option<AmendmentId>,
) -> Result<DocumentId, PaperError> {
    let Some(parent) = parent else {
        return Ok(held.live.document);
    };
    let parent = held.all.iter().find(|it| it.id == parent);
    let parent = parent.filter(|it| sees(asker, &held.paper, it));
    let parent = parent.ok_or(PaperError::NotFound)?;
    match parent.state {
        AmendmentState::Tabled => Ok(parent.document),
        _ => Err(Fault::ParentGone.into()),
    }
}
