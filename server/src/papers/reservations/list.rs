//! A text's reserves as their page lists them, each where its passage stands today; and what can be reserved.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use dires_domain::anchor::Body;
use dires_domain::circuit::Action;
use dires_domain::ids::{PaperId, TerritoryId, VersionId};
use dires_domain::paper::ReservationState;
use dires_domain::people::Territory;
use dires_domain::text::Text;

use super::closing;
use crate::papers::comments::list::{Paragraph, Where, placed, whole_paragraphs};
use crate::papers::{Asker, PaperError, live, readable};
use crate::storage::Tx;
use crate::storage::papers::Paper;
use crate::storage::reservations::Reservation;

/// A reserve and where its passage stands.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The reserve.
    pub reservation: Reservation,
    /// Where.
    pub place: Where,
}

/// The reserves on a text.
#[derive(Debug)]
pub struct Reservations {
    /// The text.
    pub paper: Paper,
    /// Those that stand in the text, in its order, then those whose passage is gone.
    pub reservations: Vec<Listed>,
    /// The territories for which the asker may table, lift and maintain now.
    pub speaks: Vec<TerritoryId>,
    /// Every territory.
    pub territories: Vec<Territory>,
    /// The numbers of the versions.
    pub versions: HashMap<VersionId, i32>,
    /// The number of the last one.
    pub last: i32,
    /// What can be reserved, in full.
    pub paragraphs: Vec<Paragraph>,
    /// When the written consultation that decides on the text closes, where one is under way.
    pub closes_at: Option<DateTime<Utc>>,
}

impl Reservations {
    /// Whether a reserve is in the way of the adoption: its territory no longer in the perimeter, it is not.
    pub fn blocks(&self, reservation: &Reservation) -> bool {
        reservation.state == ReservationState::Standing
            && self.paper.sheet.perimeter.contains(&reservation.territory)
    }
}

/// Lists them for who may read the text.
///
/// Errors: [`PaperError::NotFound`] where nothing is written here.
pub async fn reservations(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
) -> Result<Reservations, PaperError> {
    let paper = readable(tx, asker, id).await?;
    let doc = live::load(tx, paper.document.ok_or(PaperError::NotFound)?).await?;
    let (body, text) = (Body::of(&doc)?, Text::read(doc.as_ref(), None)?);
    let blocks = body.blocks(&text);
    let found = tx.reservations(id).await?.into_iter();
    let mut listed: Vec<Listed> = found
        .map(|reservation| Listed {
            place: placed(
                (&reservation.passage, &reservation.quote),
                (&body, &text, &blocks),
            ),
            reservation,
        })
        .collect();
    listed.sort_by_key(|it| (it.place.rank(), it.reservation.number));
    let versions = tx.versions(id).await?;
    Ok(Reservations {
        reservations: listed,
        speaks: speaks(asker, &paper),
        territories: tx.territories().await?,
        last: versions.first().map_or(0, |version| version.number),
        versions: versions.iter().map(|it| (it.id, it.number)).collect(),
        paragraphs: whole_paragraphs(&body, &text, &blocks),
        closes_at: closing(tx, id).await?,
        paper,
    })
}

/// The territories for which the asker may table, lift and maintain now.
fn speaks(asker: &Asker<'_>, paper: &Paper) -> Vec<TerritoryId> {
    let placement = paper.placement();
    let standings = placement.allows(Action::Reserve, asker.mandates, asker.today);
    let standings = standings.unwrap_or_default();
    let mut theirs: Vec<_> = standings.iter().filter_map(|it| it.territory).collect();
    theirs.dedup();
    theirs
}
