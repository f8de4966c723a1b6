//! What a relevé de décisions tells of a meeting, derived from its journal alone: who sat from which minute to which, who
//! spoke for whom, when each point was taken and what was put to the vote.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::journal::{Event, Happening, Sat, in_order};
use crate::ids::{BallotId, GuestId, PointId, TerritoryId};

/// Whether somebody sat for a territory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Seated {
    /// Nobody did.
    #[default]
    Away,
    /// Somebody was there for it.
    Here,
    /// This territory held its pouvoir.
    By(TerritoryId),
}

/// A stretch of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span<T> {
    /// What was so.
    pub what: T,
    /// From this minute,
    pub from: DateTime<Utc>,
    /// to this one.
    pub until: DateTime<Utc>,
}

/// A meeting from its opening to its end, or to its last event while it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRecord {
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it was closed; none while it goes on.
    pub closed_at: Option<DateTime<Utc>>,
    /// Who chaired, in order.
    pub chairs: Vec<Span<TerritoryId>>,
    /// How each territory of which something is known sat, in order. It is away where no span says otherwise.
    pub seats: BTreeMap<TerritoryId, Vec<Span<Seated>>>,
    /// Those who were excused.
    pub excused: Vec<TerritoryId>,
    /// When each guest was there.
    pub guests: BTreeMap<GuestId, Vec<Span<()>>>,
    /// The points, in the order in which they were taken, each time with its minute.
    pub taken: Vec<(PointId, DateTime<Utc>)>,
    /// What was put to the vote, in order.
    pub ballots: Vec<BallotId>,
}

impl DecisionRecord {
    /// What is told of a meeting; none if it was never opened. The order in which the rows come does not matter, nor how
    /// often one comes.
    pub fn of(events: &[Event]) -> Option<Self> {
        let events = in_order(events);
        let opened = events
            .iter()
            .find(|it| it.happening == Happening::Opened)?
            .at;
        let mut telling = Telling::from(opened);
        let mut sat = Sat::default();
        for event in &events {
            sat.notice(event);
            telling.now(&sat, event.at.max(opened));
        }
        let last = events.last().map_or(opened, |event| event.at.max(opened));
        Some(telling.told(&sat, &events, last))
    }

    /// How a territory sat.
    pub fn seats_of(&self, territory: TerritoryId) -> &[Span<Seated>] {
        self.seats.get(&territory).map_or(&[], Vec::as_slice)
    }

    /// When it ended, or the last minute of which something is known.
    pub fn ends_at(&self) -> DateTime<Utc> {
        let spans = self.seats.values().flatten().map(|span| span.until);
        let latest = spans.max().unwrap_or(self.opened_at);
        self.closed_at.unwrap_or(latest)
    }
}

/// A record while it is being told.
struct Telling {
    opened: DateTime<Utc>,
    chairs: Vec<Span<TerritoryId>>,
    seats: BTreeMap<TerritoryId, Vec<Span<Seated>>>,
    guests: BTreeMap<GuestId, Vec<Span<()>>>,
}

impl Telling {
    const fn from(opened: DateTime<Utc>) -> Self {
        Self {
            opened,
            chairs: Vec::new(),
            seats: BTreeMap::new(),
            guests: BTreeMap::new(),
        }
    }

    /// Writes down how things stand from a minute on.
    fn now(&mut self, sat: &Sat, at: DateTime<Utc>) {
        let mut known: Vec<_> = sat.territories.keys().chain(sat.proxies.keys()).collect();
        known.extend(self.seats.keys());
        let known: std::collections::BTreeSet<_> = known.into_iter().copied().collect();
        for territory in known {
            let seated = seated(sat, territory);
            continued(self.seats.entry(territory).or_default(), seated, at);
        }
        let mut met: Vec<_> = self.guests.keys().copied().collect();
        met.extend(&sat.guests);
        for guest in met {
            let here = sat.guests.contains(&guest).then_some(());
            continued(self.guests.entry(guest).or_default(), here, at);
        }
        continued(&mut self.chairs, sat.chair, at);
    }

    fn told(mut self, sat: &Sat, events: &[&Event], last: DateTime<Utc>) -> DecisionRecord {
        let end = sat.closed_at.unwrap_or(last);
        // Everything ends with the meeting.
        self.seats.values_mut().for_each(|it| last_until(it, end));
        self.guests.values_mut().for_each(|it| last_until(it, end));
        last_until(&mut self.chairs, end);
        self.guests.retain(|_, spans| !spans.is_empty());
        let excused = sat.territories.iter().filter(|(_, it)| it.excused);
        DecisionRecord {
            opened_at: self.opened,
            closed_at: sat.closed_at,
            excused: excused.map(|(id, _)| *id).collect(),
            chairs: self.chairs,
            seats: self.seats,
            guests: self.guests,
            taken: taken(events),
            ballots: put(events),
        }
    }
}

fn seated(sat: &Sat, territory: TerritoryId) -> Option<Seated> {
    if sat.whereabouts(territory).here {
        return Some(Seated::Here);
    }
    sat.holder(territory).map(Seated::By)
}

/// Goes on with the last span if it says the same, else ends it and begins another; what lasted no minute is not told.
fn continued<T: PartialEq + Copy>(spans: &mut Vec<Span<T>>, what: Option<T>, at: DateTime<Utc>) {
    let same = |span: &Span<T>| span.until >= OPEN && Some(span.what) == what;
    if spans.last().is_some_and(same) {
        return;
    }
    ended(spans, at);
    if let Some(what) = what {
        match spans.last_mut() {
            Some(before) if before.what == what && before.until == at => before.until = OPEN,
            _ => spans.push(Span {
                what,
                from: at,
                until: OPEN,
            }),
        }
    }
}

/// Stands for an end that has not come.
const OPEN: DateTime<Utc> = DateTime::<Utc>::MAX_UTC;

fn last_until<T>(spans: &mut [Span<T>], end: DateTime<Utc>) {
    if let Some(last) = spans.last_mut().filter(|span| span.until >= OPEN) {
        last.until = end;
    }
}

fn ended<T>(spans: &mut Vec<Span<T>>, at: DateTime<Utc>) {
    let Some(last) = spans.last_mut().filter(|span| span.until >= OPEN) else {
        return;
    };
    last.until = at;
    if last.from >= at {
        spans.pop();
    }
}

/// Each point when the meeting came to it; one that it left and came back to stands twice.
fn taken(events: &[&Event]) -> Vec<(PointId, DateTime<Utc>)> {
    let points = events.iter().filter_map(|event| match event.happening {
        Happening::PointTaken { point } => Some((point, event.at)),
        _ => None,
    });
    let mut points: Vec<_> = points.collect();
    points.dedup_by_key(|(point, _)| *point);
    points
}

fn put(events: &[&Event]) -> Vec<BallotId> {
    let opened = events.iter().filter_map(|event| match event.happening {
        Happening::BallotOpened { ballot, .. } => Some(ballot),
        _ => None,
    });
    let mut known = std::collections::BTreeSet::new();
    opened.filter(|ballot| known.insert(*ballot)).collect()
}
