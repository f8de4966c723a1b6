//! What somebody who decides reads in two minutes: what is asked of them, what has changed since they last looked, and what
//! their own territory has said so far.

use dires_domain::circuit::Action;
use dires_domain::ids::{PaperId, TerritoryId};
use dires_domain::people::Territory;

use super::compare::{Compared, Moment, compare};
use super::overview::{Overview, overview};
use super::{Asker, PaperError};
use crate::storage::Tx;
use crate::storage::opinions::GivenOpinion;
use crate::storage::positions::TakenPosition;

/// What is read before deciding.
#[derive(Debug)]
pub struct Brief {
    /// The text and its way.
    pub overview: Overview,
    /// What has changed: since the asker's bookmark, else since the version before the last; none of a text that they see
    /// for the first time, or which is as they left it.
    pub compared: Option<Compared>,
    /// For each territory for which they decide, what its directions and itself have said.
    pub theirs: Vec<Said>,
}

/// What a territory has said of a text.
#[derive(Debug)]
pub struct Said {
    /// The territory.
    pub territory: Territory,
    /// The last avis of its directions.
    pub opinion: Option<GivenOpinion>,
    /// Its position, where it has taken one on this version.
    pub position: Option<TakenPosition>,
}

/// The brief of a text that the asker may read.
///
/// Errors: [`PaperError::NotFound`] where they may not.
pub async fn brief(tx: &mut Tx, asker: &Asker<'_>, id: PaperId) -> Result<Brief, PaperError> {
    let overview = overview(tx, asker, id).await?;
    let decides_for = decides_for(&overview);
    let known = overview
        .perimeter
        .iter()
        .cloned()
        .chain(tx.territories().await?);
    let mut theirs: Vec<Said> = Vec::new();
    for territory in known.filter(|it| decides_for.contains(&it.id)) {
        if theirs.iter().all(|it| it.territory.id != territory.id) {
            theirs.push(Said {
                opinion: overview.opinion_of(territory.id).cloned(),
                position: overview.position_of(territory.id).cloned(),
                territory,
            });
        }
    }
    let since = overview.reading.is_some().then_some(Moment::Reading);
    let compared = match compare(tx, asker, id, (since, None)).await {
        Ok(compared) => Some(compared).filter(|it| !it.redline.is_empty()),
        Err(PaperError::NotFound) => None,
        Err(error) => return Err(error),
    };
    Ok(Brief {
        overview,
        compared,
        theirs,
    })
}

/// The territories for which a position or an answer is asked of the reader.
fn decides_for(overview: &Overview) -> Vec<TerritoryId> {
    let standings = overview.offer(Action::TakePosition);
    let presided = standings.iter().flat_map(|it| &it.standings);
    let presided = presided.filter_map(|it| it.territory);
    presided
        .chain(overview.answers_for.iter().copied())
        .collect()
}
