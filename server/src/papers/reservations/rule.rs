//! Lifting or maintaining a reserve: its own territory alone does; a closing that asks nobody finds it maintained.

use chrono::{DateTime, Utc};
use dires_domain::circuit::Action;
use dires_domain::deed::Deed;
use dires_domain::ids::{PaperId, PersonId, TerritoryId, VersionId};
use dires_domain::mail::MailKind;
use dires_domain::paper::ReservationState;
use dires_domain::reservation::{NotRuled, Ruling, at_closing, rule as becomes};

use super::{Fault, in_time};
use crate::papers::{Asker, PaperError, allowed, live, notify, readable};
use crate::storage::journal::{Detail, NewLine};
use crate::storage::reservations::{Reservation, Ruled};
use crate::storage::{StorageError, Tx};

/// Lifts or maintains the reserve of this number; gives it as it is then. The caller saves, then tells open pages.
pub async fn rule(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    (number, ruling): (i32, Ruling),
    revision: i64,
) -> Result<Reservation, PaperError> {
    readable(tx, asker, paper).await?;
    live::hold(tx, paper).await?.ok_or(PaperError::NotFound)?;
    let paper = readable(tx, asker, paper).await?;
    let found = tx.reservations(paper.id).await?;
    let found = found.into_iter().find(|it| it.number == number);
    let found = found.ok_or(Fault::None)?;
    let standings = allowed(tx, asker, &paper, Action::Reserve, Some(revision)).await?;
    if standings
        .iter()
        .all(|it| it.territory != Some(found.territory))
    {
        return Err(PaperError::NotForTerritory);
    }
    in_time(tx, asker, paper.id).await?;
    let to = becomes(found.state, ruling).map_err(Fault::Ruled)?;
    let version = tx.last_version(paper.id).await?;
    let version = version.ok_or(StorageError::Absent)?.id;
    let by = Some(asker.person);
    let found = decide(tx, found, to, (asker.now, by, version)).await?;
    let kind = match ruling {
        Ruling::Lift => MailKind::ReservationLifted,
        Ruling::Maintain => MailKind::ReservationMaintained,
    };
    notify::happened(tx, asker, paper.id, kind).await?;
    notify::tell(tx, asker, paper.id, None).await?;
    Ok(found)
}

/// What the closing of a written consultation that adopts makes of the reserves of these territories that it finds
/// undecided.
pub async fn found_at_closing(
    tx: &mut Tx,
    now: DateTime<Utc>,
    paper: PaperId,
    version: VersionId,
    perimeter: &[TerritoryId],
) -> Result<(), PaperError> {
    for found in tx.reservations(paper).await? {
        let to = at_closing(found.state);
        if to != found.state && perimeter.contains(&found.territory) {
            decide(tx, found, to, (now, None, version)).await?;
        }
    }
    Ok(())
}

async fn decide(
    tx: &mut Tx,
    found: Reservation,
    to: ReservationState,
    (at, by, version): (DateTime<Utc>, Option<PersonId>, VersionId),
) -> Result<Reservation, PaperError> {
    let ruled = Ruled { at, by, version };
    if !tx
        .rule_reservation(found.id, (found.state, to), ruled)
        .await?
    {
        return Err(Fault::Ruled(NotRuled::Already).into());
    }
    let found = Reservation {
        state: to,
        ruled: Some(ruled),
        ..found
    };
    note(tx, &found, ruled).await?;
    Ok(found)
}

async fn note(tx: &mut Tx, found: &Reservation, ruled: Ruled) -> Result<(), StorageError> {
    tx.note(NewLine {
        paper: found.paper,
        at: ruled.at,
        person: ruled.by,
        territory: Some(found.territory),
        deed: match found.state {
            ReservationState::Lifted => Deed::ReservationLifted,
            _ => Deed::ReservationMaintained,
        },
        moved: None,
        version: Some(ruled.version),
        motive: String::new(),
        detail: Detail::from([("reserve".to_owned(), found.number.to_string())]),
    })
    .await
}
