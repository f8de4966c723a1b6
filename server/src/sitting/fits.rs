//! Whether something may be noted: as the meeting stands, under the body's rule, with the text as it is.

use chrono::{DateTime, Utc};
use dires_domain::conditions::Missing;
use dires_domain::decision::{Attendance, Fault, Presence, Said, Sitting};
use dires_domain::ids::{AmendmentId, BallotId, PointId, TerritoryId};
use dires_domain::meeting::agenda::Point;
use dires_domain::meeting::journal::{Event, Happening, Sat, admits, in_order};
use dires_domain::meeting::readiness::{Unready, astray};
use uuid::Uuid;

use super::note::Entry;
use super::{Floor, SittingError};
use crate::meetings::texts;
use crate::papers::{PaperError, amendments};
use crate::storage::Tx;

/// Looks at everything; `at` is the minute at which it counts.
pub(super) async fn looks(
    tx: &mut Tx,
    floor: &Floor,
    entry: &Entry,
    at: DateTime<Utc>,
) -> Result<(), SittingError> {
    exists(floor, &entry.happening)?;
    match &entry.happening {
        Happening::Struck { event } => return strikes(floor, *event),
        Happening::Voted {
            ballot, territory, ..
        } => voices(floor, *ballot, *territory, entry.seen)?,
        it if conducts(it) => {}
        _ => before_no_vote(floor, at)?,
    }
    let then = if conducts(&entry.happening) {
        floor.sat.clone()
    } else {
        Sat::at(&floor.events, at)
    };
    admits(&then, &entry.happening)?;
    match &entry.happening {
        Happening::ProxyGiven { grantor, holder } => proxies(floor, *grantor, *holder),
        Happening::BallotOpened {
            point,
            amendment: Some(amendment),
            ..
        } => {
            puts(tx, floor, *point, false).await?;
            in_turn(tx, floor, *point, *amendment).await
        }
        Happening::BallotOpened { point, about, .. } => {
            puts(tx, floor, *point, about.is_empty()).await
        }
        _ => Ok(()),
    }
}

/// What leads the meeting on comes in the order in which it is noted; who is there may be noted late.
const fn conducts(happening: &Happening) -> bool {
    matches!(
        happening,
        Happening::Opened
            | Happening::Closed
            | Happening::PointTaken { .. }
            | Happening::BallotOpened { .. }
            | Happening::Voted { .. }
            | Happening::BallotClosed { .. }
    )
}

/// Everything that is named belongs to the meeting.
fn exists(floor: &Floor, happening: &Happening) -> Result<(), SittingError> {
    let territory = |id: &TerritoryId| floor.territory(*id).is_some();
    let found = match happening {
        Happening::Chaired { territory: it }
        | Happening::Arrived { territory: it }
        | Happening::Left { territory: it }
        | Happening::Excused { territory: it }
        | Happening::ProxyEnded { grantor: it }
        | Happening::Voted { territory: it, .. } => territory(it),
        Happening::ProxyGiven { grantor, holder } => territory(grantor) && territory(holder),
        Happening::GuestArrived { guest } | Happening::GuestLeft { guest } => {
            let mut guests = floor.points.iter().flat_map(|point| &point.guests);
            guests.any(|it| it.id == *guest)
        }
        Happening::PointTaken { point } => floor.point(*point).is_some(),
        Happening::BallotOpened { point, ballot, .. } => {
            floor.point(*point).is_some() && floor.next_ballot(*point) == *ballot
        }
        Happening::Struck { event } => floor.events.iter().any(|it| it.key == *event),
        Happening::Opened | Happening::Closed | Happening::BallotClosed { .. } => true,
    };
    found.then_some(()).ok_or(SittingError::Unknown)
}

/// Who is only heard does not vote; a territory votes once, and corrects only the vote that was shown.
fn voices(
    floor: &Floor,
    ballot: BallotId,
    territory: TerritoryId,
    seen: Option<Uuid>,
) -> Result<(), SittingError> {
    let votes = floor.territory(territory).is_some_and(|it| floor.votes(it));
    if !votes {
        return Err(SittingError::Faults(vec![Fault::VoteOfHeard(territory)]));
    }
    let open = floor.sat.open_ballot().is_some_and(|(id, _)| id == ballot);
    match floor.vote_of(ballot, territory) {
        Some(Event {
            key,
            at,
            happening: Happening::Voted { vote, .. },
            ..
        }) if open && Some(*key) != seen => Err(SittingError::VotedBefore {
            territory,
            vote: *vote,
            at: *at,
        }),
        _ => Ok(()),
    }
}

/// Who was there at a vote that is over does not change any more.
fn before_no_vote(floor: &Floor, at: DateTime<Utc>) -> Result<(), SittingError> {
    let ends = floor.sat.ballots.values().filter_map(|it| it.closed_at);
    match ends.filter(|end| *end > at).max() {
        Some(end) => Err(SittingError::BeforeVote(end)),
        None => Ok(()),
    }
}

/// Only who is there and which point is taken can be struck, and not before a vote that is over.
fn strikes(floor: &Floor, key: Uuid) -> Result<(), SittingError> {
    let events = in_order(&floor.events);
    let place = events.iter().position(|it| it.key == key);
    let Some(place) = place else {
        return Err(SittingError::Unknown);
    };
    let what = &events[place].happening;
    if conducts(what) && !matches!(what, Happening::PointTaken { .. }) {
        return Err(SittingError::NotStruck);
    }
    let over = events[place..]
        .iter()
        .find(|it| matches!(it.happening, Happening::BallotClosed { .. }));
    over.map_or(Ok(()), |it| Err(SittingError::BeforeVote(it.at)))
}

/// The body's rule admits this pouvoir beside those that stand, whether or not their mandataires are there yet.
fn proxies(floor: &Floor, grantor: TerritoryId, holder: TerritoryId) -> Result<(), SittingError> {
    let sat = &floor.sat;
    let mut given = sat.proxies.clone();
    given.insert(grantor, holder);
    given.retain(|from, _| !sat.whereabouts(*from).here);
    let line = |id: TerritoryId| Attendance {
        territory: id,
        holder: given.get(&id).copied(),
        presence: match given.get(&id) {
            Some(_) => Presence::Represented,
            None if given.values().any(|to| *to == id) => Presence::Present,
            None => sat.presence(id),
        },
    };
    let said = Said {
        attendance: floor.day.territories.iter().map(|it| line(it.id)).collect(),
        ..floor.said()
    };
    let rule = floor.day.rule.as_ref();
    let (_, mut faults) = Sitting::so_far(rule, &floor.day.territories, &said);
    faults.retain(|fault| concerns(*fault, grantor, holder));
    if faults.is_empty() {
        Ok(())
    } else {
        Err(SittingError::Faults(faults))
    }
}

/// Whether something that cannot be is about this pouvoir.
fn concerns(fault: Fault, from: TerritoryId, to: TerritoryId) -> bool {
    match fault {
        Fault::ProxyOfHeard(id) | Fault::ProxiesForbidden(id) | Fault::HolderIsGrantor(id) => {
            id == from
        }
        Fault::HolderAbsent { grantor, .. } | Fault::HolderOfOtherKind { grantor, .. } => {
            grantor == from
        }
        Fault::TooManyProxies { holder, .. } => holder == to,
        _ => false,
    }
}

/// The body is enough to deliberate, and the text, if it is what is put, is the one that the members were sent.
async fn puts(
    tx: &mut Tx,
    floor: &Floor,
    point: PointId,
    on_its_text: bool,
) -> Result<(), SittingError> {
    let quorate = floor.quorate();
    if quorate.is_short() {
        return Err(SittingError::NoQuorum(Box::new(quorate)));
    }
    match floor.point(point) {
        Some(point) if on_its_text => {
            undecided(tx, point).await?;
            unchanged(tx, floor, point).await
        }
        _ => Ok(()),
    }
}

/// Its amendments are put before the text is.
async fn undecided(tx: &mut Tx, point: &Point) -> Result<(), SittingError> {
    let Some(text) = point.text else {
        return Ok(());
    };
    match tx.tabled_amendments(text.paper).await? {
        0 => Ok(()),
        count => Err(PaperError::Missing(vec![Missing::Amendments(count)]).into()),
    }
}

/// The amendment is one of the point's text, which the body looks at, and none is to be put before.
async fn in_turn(
    tx: &mut Tx,
    floor: &Floor,
    point: PointId,
    amendment: AmendmentId,
) -> Result<(), SittingError> {
    let text = floor.point(point).and_then(|point| point.text);
    let text = text.ok_or(SittingError::Unknown)?;
    let paper = tx.paper(text.paper).await?.ok_or(SittingError::Unknown)?;
    if floor.body.conducts != Some(paper.stage) {
        return Err(SittingError::TextElsewhere(paper.stage));
    }
    Ok(amendments::may_be_put(tx, &paper, amendment).await?)
}

async fn unchanged(tx: &mut Tx, floor: &Floor, point: &Point) -> Result<(), SittingError> {
    let Some(text) = texts::now(tx, point).await? else {
        return Ok(());
    };
    match astray(&floor.body, text) {
        None => Ok(()),
        Some(Unready::TextElsewhere(_, stage)) => Err(SittingError::TextElsewhere(stage)),
        Some(_) => Err(SittingError::TextChanged),
    }
}
