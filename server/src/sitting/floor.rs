//! A meeting as somebody finds it: its sheet, its agenda, its journal, and the rule of its day.

use chrono::NaiveDate;
use dires_domain::decision::{Quorate, Said, Sitting};
use dires_domain::ids::{BallotId, MeetingId, PointId, TerritoryId};
use dires_domain::meeting::agenda::Point;
use dires_domain::meeting::journal::{Ballot, Event, Happening, Sat, in_order};
use dires_domain::meeting::{MeetingState, Sight};
use dires_domain::people::{Body, Territory};
use uuid::Uuid;

use super::SittingError;
use crate::clock::day_of;
use crate::papers::Asker;
use crate::papers::step::vote::Day;
use crate::storage::meetings::Meeting;
use crate::storage::{StorageError, Tx};

/// A meeting, as far as somebody sees all of it.
#[derive(Debug, Clone)]
pub struct Floor {
    /// The meeting.
    pub meeting: Meeting,
    /// Whether the asker serves the association, and so conducts it.
    pub conducts: bool,
    /// The body that meets.
    pub body: Body,
    /// Its agenda, in order.
    pub points: Vec<Point>,
    /// Its journal.
    pub events: Vec<Event>,
    /// How it stands after all of it.
    pub sat: Sat,
    /// The day on which it sits.
    pub on: NaiveDate,
    /// The body's rule on that day, and the territories of the association.
    pub day: Day,
    /// The territories for which the asker sits in the body today.
    pub own: Vec<TerritoryId>,
}

/// Reads a meeting that was convened, for somebody who sees all of it.
///
/// # Errors
///
/// [`SittingError::NotFound`] for anybody else, and for a meeting that was never convened.
pub async fn floor(tx: &mut Tx, asker: &Asker<'_>, id: MeetingId) -> Result<Floor, SittingError> {
    let meeting = tx.meeting(id).await?.ok_or(SittingError::NotFound)?;
    let sight = Sight::of(meeting.seen(), asker.mandates, asker.today, &[]);
    let sits = matches!(sight, Sight::Office | Sight::Whole);
    let held = matches!(
        meeting.state,
        MeetingState::Convened | MeetingState::Open | MeetingState::Closed
    );
    if !sits || !held {
        return Err(SittingError::NotFound);
    }
    let body = tx.body(meeting.sheet.body).await?;
    let body = body.ok_or(StorageError::Absent)?;
    let noted = tx.events_of(id).await?;
    let events: Vec<_> = noted.into_iter().map(|noted| noted.event).collect();
    let sat = Sat::after(&events);
    let on = sat.opened_at.map_or(asker.today, day_of);
    Ok(Floor {
        conducts: sight == Sight::Office,
        points: tx.agenda(id).await?,
        day: Day::of(tx, Some(body.id), on).await?,
        own: own(asker, &body),
        meeting,
        body,
        events,
        sat,
        on,
    })
}

/// The territories for which somebody sits in a body today.
fn own(asker: &Asker<'_>, body: &Body) -> Vec<TerritoryId> {
    let sitting = asker.mandates.iter().filter(|mandate| {
        let sits = mandate.seats.iter().any(|seat| seat.body == body.id);
        sits && mandate.term.in_force(asker.today)
    });
    let mut own: Vec<_> = sitting.filter_map(|mandate| mandate.territory).collect();
    own.sort_unstable();
    own.dedup();
    own
}

impl Floor {
    /// A territory of the association on that day.
    pub fn territory(&self, id: TerritoryId) -> Option<&Territory> {
        self.day.territories.iter().find(|it| it.id == id)
    }

    /// A point of the agenda.
    pub fn point(&self, id: PointId) -> Option<&Point> {
        self.points.iter().find(|point| point.id == id)
    }

    /// Whether a territory votes in the body; otherwise it is heard.
    pub fn votes(&self, territory: &Territory) -> bool {
        let rule = self.day.rule.as_ref();
        let voters = rule.map_or(dires_domain::decision::Voters::Members, |dated| {
            dated.rule.voters
        });
        voters.includes(territory.membership)
    }

    /// The territories for which the asker votes now: their own, and those of whom it holds the pouvoir.
    pub fn votes_for(&self) -> Vec<TerritoryId> {
        let held = self.sat.proxies.keys().filter(|grantor| {
            let holder = self.sat.holder(**grantor);
            holder.is_some_and(|holder| self.own.contains(&holder))
        });
        self.own.iter().chain(held).copied().collect()
    }

    /// What is said of the meeting now, before anybody votes.
    pub fn said(&self) -> Said {
        Said {
            chair: self.sat.chair,
            second_call: self.meeting.sheet.second_call,
            attendance: self.sat.attendance(&self.day.territories),
            votes: Vec::new(),
        }
    }

    /// Whether the body could deliberate now.
    pub fn quorate(&self) -> Quorate {
        let rule = self.day.rule.as_ref();
        let (sitting, _) = Sitting::so_far(rule, &self.day.territories, &self.said());
        Quorate::of(rule, &sitting)
    }

    /// The votes on a point, as they were put.
    pub fn ballots(&self, point: PointId) -> Vec<(BallotId, &Ballot)> {
        let all = self.sat.ballots.iter();
        let mut theirs: Vec<_> = all
            .filter(|(_, ballot)| ballot.point == point)
            .map(|(id, ballot)| (*id, ballot))
            .collect();
        theirs.sort_by_key(|(id, ballot)| (ballot.opened_at, *id));
        theirs
    }

    /// The name that the next vote on a point has: made of the point's and of how many came before, so that a page that is
    /// cut off can name it too, and that a vote put twice is one.
    pub fn next_ballot(&self, point: PointId) -> BallotId {
        let before = self.ballots(point).len();
        let before = u128::try_from(before).unwrap_or_default();
        BallotId(Uuid::from_u128(point.0.as_u128() ^ (before + 1)))
    }

    /// The event by which a territory voted last on something.
    pub fn vote_of(&self, on: BallotId, of: TerritoryId) -> Option<&Event> {
        let voted = |event: &&&Event| {
            matches!(event.happening, Happening::Voted { ballot, territory, .. }
                if ballot == on && territory == of)
        };
        in_order(&self.events).iter().rfind(voted).copied()
    }

    /// The point that comes after the one to which the meeting has come; the first before that.
    pub fn next_point(&self) -> Option<&Point> {
        let place = self
            .points
            .iter()
            .position(|point| Some(point.id) == self.sat.point);
        self.points.get(place.map_or(0, |place| place + 1))
    }
}
