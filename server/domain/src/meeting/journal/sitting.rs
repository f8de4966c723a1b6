//! A meeting as it stands after some of its events: who is there, who speaks for whom, what is put, what was voted.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{Event, Happening, in_order};
use crate::decision::{Attendance, Presence, Said};
use crate::ids::{AmendmentId, BallotId, GuestId, PointId, TerritoryId};
use crate::paper::Vote;
use crate::people::Territory;

/// Where a territory is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Whereabouts {
    /// Somebody is there for it.
    pub here: bool,
    /// Somebody was when the meeting was opened.
    pub at_opening: bool,
    /// It is excused.
    pub excused: bool,
}

/// A vote that was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot {
    /// The point to which it belongs.
    pub point: PointId,
    /// What was put, in words; empty for the point's text itself.
    pub about: String,
    /// The amendment that was put.
    pub amendment: Option<AmendmentId>,
    /// When it was put.
    pub opened_at: DateTime<Utc>,
    /// When it was over; none while it is open.
    pub closed_at: Option<DateTime<Utc>>,
    /// What each territory voted last.
    pub votes: BTreeMap<TerritoryId, Vote>,
    /// What the secretariat stated when it was over.
    pub stated: Option<bool>,
    /// Who was there when it was over, or is.
    at: Option<Box<Sat>>,
}

/// A meeting as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sat {
    /// When it was opened.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// The territory that chairs.
    pub chair: Option<TerritoryId>,
    /// Where the territories are of which something is known.
    pub territories: BTreeMap<TerritoryId, Whereabouts>,
    /// The pouvoirs that stand, mandant to mandataire.
    pub proxies: BTreeMap<TerritoryId, TerritoryId>,
    /// The guests who are there.
    pub guests: BTreeSet<GuestId>,
    /// The point that the meeting has come to.
    pub point: Option<PointId>,
    /// What was put to the vote.
    pub ballots: BTreeMap<BallotId, Ballot>,
}

impl Sat {
    /// After all that happened.
    pub fn after(events: &[Event]) -> Self {
        let mut sat = Self::default();
        for event in in_order(events) {
            sat.notice(event);
        }
        sat
    }

    /// At the end of a minute.
    pub fn at(events: &[Event], minute: DateTime<Utc>) -> Self {
        let mut sat = Self::default();
        for event in in_order(events).into_iter().filter(|it| it.at <= minute) {
            sat.notice(event);
        }
        sat
    }

    /// Where a territory is.
    pub fn whereabouts(&self, of: TerritoryId) -> Whereabouts {
        self.territories.get(&of).copied().unwrap_or_default()
    }

    /// A territory's presence. A pouvoir counts while its mandataire is there.
    pub fn presence(&self, of: TerritoryId) -> Presence {
        let it = self.whereabouts(of);
        let opened = self.opened_at.is_some();
        match (it.here, it.at_opening) {
            (true, false) if opened => Presence::Late,
            (true, _) => Presence::Present,
            (false, _) if self.holder(of).is_some() => Presence::Represented,
            (false, true) => Presence::Left,
            (false, false) if it.excused => Presence::Excused,
            (false, false) => Presence::Absent,
        }
    }

    /// Who may vote for a territory that is away.
    pub fn holder(&self, grantor: TerritoryId) -> Option<TerritoryId> {
        let away = !self.whereabouts(grantor).here;
        let holder = self.proxies.get(&grantor).copied().filter(|_| away)?;
        self.whereabouts(holder).here.then_some(holder)
    }

    /// The presence of these territories, one line each.
    pub fn attendance(&self, territories: &[Territory]) -> Vec<Attendance> {
        let line = |territory: &Territory| Attendance {
            territory: territory.id,
            presence: self.presence(territory.id),
            holder: self.holder(territory.id),
        };
        territories.iter().map(line).collect()
    }

    /// What is said of the meeting and of a vote, to be looked at by [`crate::decision::Sitting::of`]: who was there when
    /// it was over, or is while it is open. `territories` are those of the association on that day. None: no such vote.
    pub fn said(
        &self,
        ballot: BallotId,
        territories: &[Territory],
        second_call: bool,
    ) -> Option<Said> {
        let ballot = self.ballots.get(&ballot)?;
        let then = ballot.at.as_deref().unwrap_or(self);
        Some(Said {
            chair: then.chair,
            second_call,
            attendance: then.attendance(territories),
            votes: ballot.votes.iter().map(|(id, vote)| (*id, *vote)).collect(),
        })
    }

    /// The vote that is open, if one is.
    pub fn open_ballot(&self) -> Option<(BallotId, &Ballot)> {
        let mut open = self.ballots.iter().filter(|it| it.1.closed_at.is_none());
        open.next().map(|(id, ballot)| (*id, ballot))
    }

    /// Goes on by one event, which comes after those before.
    pub fn notice(&mut self, event: &Event) {
        match &event.happening {
            Happening::Opened => self.opens(event.at),
            Happening::Closed => self.closed_at = Some(event.at),
            Happening::Chaired { territory } => self.chair = Some(*territory),
            Happening::PointTaken { point } => self.point = Some(*point),
            Happening::GuestArrived { guest } => drop(self.guests.insert(*guest)),
            Happening::GuestLeft { guest } => drop(self.guests.remove(guest)),
            Happening::Struck { .. } => {}
            Happening::Arrived { .. }
            | Happening::Left { .. }
            | Happening::Excused { .. }
            | Happening::ProxyGiven { .. }
            | Happening::ProxyEnded { .. } => self.moves(&event.happening),
            Happening::BallotOpened { .. }
            | Happening::Voted { .. }
            | Happening::BallotClosed { .. } => self.votes(event),
        }
    }

    fn opens(&mut self, at: DateTime<Utc>) {
        self.opened_at = Some(at);
        for territory in self.territories.values_mut() {
            territory.at_opening = territory.here;
        }
    }

    fn moves(&mut self, happening: &Happening) {
        match happening {
            Happening::Arrived { territory } => {
                let it = self.territories.entry(*territory).or_default();
                (it.here, it.excused) = (true, false);
                self.proxies.remove(territory);
            }
            Happening::Left { territory } => {
                self.territories.entry(*territory).or_default().here = false;
            }
            Happening::Excused { territory } => {
                self.territories.entry(*territory).or_default().excused = true;
            }
            Happening::ProxyGiven { grantor, holder } => {
                self.proxies.insert(*grantor, *holder);
            }
            Happening::ProxyEnded { grantor } => drop(self.proxies.remove(grantor)),
            _ => {}
        }
    }

    fn votes(&mut self, event: &Event) {
        match &event.happening {
            Happening::BallotOpened {
                ballot,
                point,
                about,
                amendment,
            } => {
                let opened = Ballot {
                    point: *point,
                    about: about.clone(),
                    amendment: *amendment,
                    opened_at: event.at,
                    closed_at: None,
                    votes: BTreeMap::new(),
                    stated: None,
                    at: None,
                };
                self.ballots.entry(*ballot).or_insert(opened);
            }
            Happening::Voted {
                ballot,
                territory,
                vote,
            } => {
                let open = self.ballots.get_mut(ballot);
                if let Some(open) = open.filter(|it| it.closed_at.is_none()) {
                    open.votes.insert(*territory, *vote);
                }
            }
            Happening::BallotClosed { ballot, stated } => {
                self.ends(*ballot, event.at, *stated);
            }
            _ => {}
        }
    }

    fn ends(&mut self, ballot: BallotId, at: DateTime<Utc>, stated: Option<bool>) {
        let then = Self {
            ballots: BTreeMap::new(),
            ..self.clone()
        };
        if let Some(ended) = self.ballots.get_mut(&ballot)
            && ended.closed_at.is_none()
        {
            ended.closed_at = Some(at);
            ended.stated = stated;
            ended.at = Some(Box::new(then));
        }
    }
}
