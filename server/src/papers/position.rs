//! Taking a territory's position in the conférence des présidences, on the version that was read.

use dires_domain::circuit::Action;
use dires_domain::deed::Deed;
use dires_domain::ids::{PaperId, TerritoryId};
use dires_domain::paper::{Position, ReservationState};
use uuid::Uuid;

use super::{
    Asker, PaperError, allowed, live, notify, readable, receipt, short_enough, standing_for,
};
use crate::storage::Tx;
use crate::storage::journal::{Detail, NewLine};
use crate::storage::positions::TakenPosition;
use crate::storage::reservations::Reservation;

/// A position as it is taken.
#[derive(Debug, Clone)]
pub struct NewPosition {
    /// For whom; may be left out by who presides one territory only.
    pub territory: Option<TerritoryId>,
    /// What it says.
    pub word: Position,
    /// Its reserves, or why.
    pub reservation: String,
    /// The number of the version that was read.
    pub version: i32,
    /// The revision of the text that was read.
    pub revision: i64,
}

/// Takes the position, which replaces the territory's former one. The caller saves, then tells open pages.
pub async fn take(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    new: &NewPosition,
) -> Result<TakenPosition, PaperError> {
    readable(tx, asker, paper).await?;
    live::hold(tx, paper).await?.ok_or(PaperError::NotFound)?;
    let paper = readable(tx, asker, paper).await?;
    let action = Action::TakePosition;
    let standings = allowed(tx, asker, &paper, action, Some(new.revision)).await?;
    let territory = standing_for(&standings, new.territory)?;
    let version = tx.last_version(paper.id).await?;
    let Some(version) = version.filter(|version| version.number == new.version) else {
        return Err(PaperError::TextChanged);
    };
    short_enough(&new.reservation)?;
    let worded = !new.reservation.trim().is_empty();
    if new.word.needs_words() && !worded {
        let anchored = anchored(tx, paper.id, territory).await?;
        if !(new.word == Position::WithReservations && anchored) {
            return Err(PaperError::NoWords);
        }
    }
    let reserved = new.word == Position::WithReservations && worded;
    let taken = TakenPosition {
        id: Uuid::now_v7(),
        paper: paper.id,
        version: version.id,
        territory,
        person: asker.person,
        word: new.word,
        reservation: new.reservation.trim().to_owned(),
        reservation_state: reserved.then_some(ReservationState::Standing),
        at: asker.now,
        ended: None,
    };
    tx.take_position(&taken).await?;
    note(tx, &taken).await?;
    notify::tell(tx, asker, taken.paper, None).await?;
    receipt::send(tx, asker, taken.paper).await?;
    Ok(taken)
}

/// Whether a territory has a reserve on a passage that is not lifted: its position needs no other then.
async fn anchored(tx: &mut Tx, paper: PaperId, territory: TerritoryId) -> Result<bool, PaperError> {
    let all = tx.reservations(paper).await?;
    let stands = |it: &Reservation| it.state != ReservationState::Lifted;
    Ok(all.iter().any(|it| it.territory == territory && stands(it)))
}

async fn note(tx: &mut Tx, taken: &TakenPosition) -> Result<(), PaperError> {
    let line = NewLine {
        paper: taken.paper,
        at: taken.at,
        person: Some(taken.person),
        territory: Some(taken.territory),
        deed: Deed::PositionTaken,
        moved: None,
        version: Some(taken.version),
        motive: taken.reservation.clone(),
        detail: Detail::from([("position".to_owned(), taken.word.code().to_owned())]),
    };
    Ok(tx.note(line).await?)
}
