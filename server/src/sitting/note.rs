//! Noting something that happens: once for its key, at its minute, if it may be.

use chrono::{DateTime, TimeDelta, Utc};
use dires_domain::ids::MeetingId;
use dires_domain::meeting::journal::{Event, Happening, minute};
use dires_domain::meeting::{MeetingAct, decide};
use uuid::Uuid;

use super::close::Closing;
use super::effects::{self, Moved};
use super::{Floor, SittingError, fits, floor};
use crate::papers::Asker;
use crate::storage::Tx;
use crate::storage::meetings::{NewEvent, Noted};

/// Something to note.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Chosen by the page: the same key is the same thing, however often it is sent.
    pub key: Uuid,
    /// When it happened, where the page could not say so at once.
    pub at: Option<DateTime<Utc>>,
    /// What.
    pub happening: Happening,
    /// For a vote: the event that the page showed as the territory's vote, which this one replaces.
    pub seen: Option<Uuid>,
    /// For the end of a vote: what comes with it.
    pub closing: Closing,
}

/// How far ahead a page's clock may be, and how long before its hour something of a meeting may be noted.
const AHEAD: TimeDelta = TimeDelta::minutes(10);
const EARLY: TimeDelta = TimeDelta::hours(12);

/// Notes it. Gives the text that moved, if one did.
///
/// # Errors
///
/// Why it cannot be. What was noted before under the same key is no error, and is not noted again.
pub async fn note(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
    entry: &Entry,
) -> Result<Option<Moved>, SittingError> {
    if !tx.hold_meeting(id).await? {
        return Err(SittingError::NotFound);
    }
    let floor = floor(tx, asker, id).await?;
    may(&floor, &entry.happening)?;
    if known(&floor, entry)? {
        return Ok(None);
    }
    let at = when(&floor, asker, entry)?;
    decide(floor.meeting.state, act(&entry.happening))?;
    fits::looks(tx, &floor, entry, at).await?;
    let new = NewEvent {
        key: entry.key,
        at,
        happening: entry.happening.clone(),
        noted_at: asker.now,
        noted_by: Some(asker.person),
    };
    let Noted::Now(seq) = tx.note_event(id, &new).await? else {
        return Ok(None);
    };
    let event = Event {
        key: entry.key,
        seq,
        at,
        happening: entry.happening.clone(),
    };
    effects::follow(tx, asker, &floor, &event, &entry.closing).await
}

/// The secretariat conducts; whoever chairs opens the meeting; each territory votes for itself and for whom it stands.
fn may(floor: &Floor, happening: &Happening) -> Result<(), SittingError> {
    if floor.conducts {
        return Ok(());
    }
    match happening {
        Happening::Voted { territory, .. } => {
            let theirs = floor.votes_for().contains(territory);
            theirs
                .then_some(())
                .ok_or(SittingError::NotForTerritory(*territory))
        }
        Happening::Opened if floor.sat.chair.is_some_and(|it| floor.own.contains(&it)) => Ok(()),
        _ => Err(SittingError::NotConducting),
    }
}

/// Whether it was noted before; an error if something else was, under the same key.
fn known(floor: &Floor, entry: &Entry) -> Result<bool, SittingError> {
    let Some(known) = floor.events.iter().find(|it| it.key == entry.key) else {
        return Ok(false);
    };
    if known.happening == entry.happening {
        Ok(true)
    } else {
        Err(SittingError::KeyReused)
    }
}

const fn act(happening: &Happening) -> MeetingAct {
    match happening {
        Happening::Opened => MeetingAct::Open,
        Happening::Closed => MeetingAct::Close,
        Happening::PointTaken { .. }
        | Happening::BallotOpened { .. }
        | Happening::Voted { .. }
        | Happening::BallotClosed { .. } => MeetingAct::Conduct,
        _ => MeetingAct::Note,
    }
}

/// The minute at which it counts. What conducts the meeting comes after all that did before; a vote, after the one that it
/// corrects.
fn when(floor: &Floor, asker: &Asker<'_>, entry: &Entry) -> Result<DateTime<Utc>, SittingError> {
    let at = entry.at.unwrap_or(asker.now);
    if at > asker.now + AHEAD || at < floor.meeting.sheet.starts_at - EARLY {
        return Err(SittingError::BadMinute);
    }
    let at = minute(at.min(asker.now));
    let earliest = match entry.happening {
        Happening::Voted {
            ballot, territory, ..
        } => {
            let opened = floor.sat.ballots.get(&ballot).map(|it| it.opened_at);
            let before = floor.vote_of(ballot, territory).map(|it| it.at);
            opened.max(before)
        }
        Happening::Opened
        | Happening::Closed
        | Happening::PointTaken { .. }
        | Happening::BallotOpened { .. }
        | Happening::BallotClosed { .. } => floor.events.iter().map(|it| it.at).max(),
        _ => None,
    };
    Ok(earliest.map_or(at, |earliest| at.max(earliest)))
}
