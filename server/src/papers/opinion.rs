//! Giving a territory's avis in the conférence des directions, on the very words that were read.

use dires_domain::circuit::Action;
use dires_domain::deed::Deed;
use dires_domain::heads::Heads;
use dires_domain::ids::{PaperId, TerritoryId};
use dires_domain::paper::Opinion;
use uuid::Uuid;

use super::{Asker, PaperError, allowed, live, notify, readable, short_enough, standing_for};
use crate::storage::Tx;
use crate::storage::journal::{Detail, NewLine};
use crate::storage::opinions::GivenOpinion;

/// An avis as it is given.
#[derive(Debug, Clone)]
pub struct NewOpinion {
    /// For whom; may be left out by who stands for one territory only.
    pub territory: Option<TerritoryId>,
    /// What it says.
    pub word: Opinion,
    /// Its reserves, or why.
    pub reservation: String,
    /// The state of the text that was read.
    pub heads: Heads,
    /// The revision of the text that was read.
    pub revision: i64,
}

/// Gives the avis, which replaces the territory's former one. The caller saves, then tells open pages.
pub async fn give(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    new: &NewOpinion,
) -> Result<GivenOpinion, PaperError> {
    readable(tx, asker, paper).await?;
    let held = live::hold(tx, paper).await?.ok_or(PaperError::NotFound)?;
    let paper = readable(tx, asker, paper).await?;
    let action = Action::GiveOpinion;
    let standings = allowed(tx, asker, &paper, action, Some(new.revision)).await?;
    let territory = standing_for(&standings, new.territory)?;
    if !live::says_the_same(tx, &paper, &held.heads, &new.heads).await? {
        return Err(PaperError::TextChanged);
    }
    short_enough(&new.reservation)?;
    if new.word.needs_words() && new.reservation.trim().is_empty() {
        return Err(PaperError::NoWords);
    }
    let given = GivenOpinion {
        id: Uuid::now_v7(),
        paper: paper.id,
        territory,
        person: asker.person,
        heads: held.heads,
        word: new.word,
        reservation: new.reservation.trim().to_owned(),
        at: asker.now,
        ended: None,
    };
    tx.give_opinion(&given).await?;
    note(tx, &given).await?;
    notify::tell(tx, asker, given.paper, None).await?;
    Ok(given)
}

async fn note(tx: &mut Tx, given: &GivenOpinion) -> Result<(), PaperError> {
    let line = NewLine {
        paper: given.paper,
        at: given.at,
        person: Some(given.person),
        territory: Some(given.territory),
        deed: Deed::OpinionGiven,
        moved: None,
        version: None,
        motive: given.reservation.clone(),
        detail: Detail::from([("avis".to_owned(), given.word.code().to_owned())]),
    };
    Ok(tx.note(line).await?)
}
