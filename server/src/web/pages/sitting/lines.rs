//! The lines of a meeting's pages: who is there, and what happened.

use std::collections::BTreeSet;

use dires_domain::decision::{Presence, Proxies};
use dires_domain::ids::TerritoryId;
use dires_domain::meeting::MeetingState;
use dires_domain::meeting::journal::{Event, Happening, in_order};
use dires_domain::people::Territory;
use uuid::Uuid;

use crate::sitting::Floor;
use crate::web::dates;
use crate::web::messages::{decision, sitting as say};

/// A territory, and where it is.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says by itself which buttons the page has"
)]
pub struct Line {
    /// The territory.
    pub id: TerritoryId,
    /// Its name.
    pub name: String,
    /// Its colour.
    pub colour: i16,
    /// Whether somebody is there for it.
    pub here: bool,
    /// It chairs.
    pub chairs: bool,
    /// Whether it votes; otherwise it is heard.
    pub votes: bool,
    /// Where it is, in words.
    pub state: String,
    /// It gave its pouvoir.
    pub given: bool,
    /// It is excused.
    pub excused: bool,
    /// To whom it may give its pouvoir.
    pub holders: Vec<(TerritoryId, String)>,
    /// The key of its next event.
    pub key: Uuid,
}

/// The territories, those that vote first.
pub fn people(floor: &Floor) -> Vec<Line> {
    let mut lines: Vec<_> = floor
        .day
        .territories
        .iter()
        .map(|it| line(floor, it))
        .collect();
    lines.sort_by_key(|line| !line.votes);
    lines
}

fn line(floor: &Floor, territory: &Territory) -> Line {
    let id = territory.id;
    let it = floor.sat.whereabouts(id);
    let votes = floor.votes(territory);
    Line {
        id,
        name: territory.name.clone(),
        colour: territory.colour,
        here: it.here,
        chairs: floor.sat.chair == Some(id),
        votes,
        state: state(floor, id),
        given: floor.sat.proxies.contains_key(&id),
        excused: it.excused,
        holders: if votes && !it.here {
            holders(floor, id)
        } else {
            Vec::new()
        },
        key: Uuid::now_v7(),
    }
}

/// « Présent depuis 14 h 07 », « Représenté par Sicoval », « Pouvoir à Sicoval, qui n’est pas là ».
fn state(floor: &Floor, id: TerritoryId) -> String {
    let presence = floor.sat.presence(id);
    let given = floor.sat.proxies.get(&id).map(|to| name(floor, *to));
    match (presence, given) {
        (Presence::Present | Presence::Late, _) => match since(floor, id) {
            Some(at) => format!("Là depuis {}", dates::hour(at)),
            None => decision::presence(presence).to_owned(),
        },
        (Presence::Represented, Some(to)) => format!("Représenté par {to}"),
        (_, Some(to)) => format!("Pouvoir à {to}, qui n’est pas là"),
        (Presence::Left, None) => "Parti".to_owned(),
        (presence, None) => decision::presence(presence).to_owned(),
    }
}

fn since(floor: &Floor, id: TerritoryId) -> Option<chrono::DateTime<chrono::Utc>> {
    let came = Happening::Arrived { territory: id };
    let events = in_order(&floor.events);
    events
        .iter()
        .rfind(|it| it.happening == came)
        .map(|it| it.at)
}

fn name(floor: &Floor, id: TerritoryId) -> &str {
    floor.territory(id).map_or("un territoire", |it| &it.name)
}

/// Those to whom a pouvoir may be given, unless the rule admits none.
fn holders(floor: &Floor, from: TerritoryId) -> Vec<(TerritoryId, String)> {
    let rule = floor.day.rule.as_ref().and_then(|rule| rule.in_force());
    if rule.is_some_and(|rule| rule.proxies == Some(Proxies::Forbidden)) {
        return Vec::new();
    }
    let others = floor.day.territories.iter().filter(|it| it.id != from);
    others.map(|it| (it.id, it.name.clone())).collect()
}

/// Something that happened.
pub struct Told {
    /// Its key.
    pub key: Uuid,
    /// Its minute.
    pub at: String,
    /// What.
    pub what: String,
    /// It was struck.
    pub struck: bool,
    /// It can be struck.
    pub strikable: bool,
    /// The key of what strikes it.
    pub fresh: Uuid,
}

/// The journal, last first.
pub fn journal(floor: &Floor) -> Vec<Told> {
    let counted: BTreeSet<Uuid> = in_order(&floor.events).iter().map(|it| it.key).collect();
    let mut events: Vec<&Event> = floor.events.iter().collect();
    events.retain(|it| !matches!(it.happening, Happening::Struck { .. }));
    events.sort_by_key(|it| (it.at, it.seq));
    let open = floor.meeting.state != MeetingState::Closed && floor.conducts;
    let told = events.iter().rev().map(|event| {
        let struck = !counted.contains(&event.key);
        Told {
            key: event.key,
            at: dates::hour(event.at),
            what: say::happened(&event.happening, &floor.day.territories, |it| {
                what(floor, it)
            }),
            struck,
            strikable: open && !struck && is_strikable(&event.happening),
            fresh: Uuid::now_v7(),
        }
    });
    told.collect()
}

const fn is_strikable(happening: &Happening) -> bool {
    !matches!(
        happening,
        Happening::Opened
            | Happening::Closed
            | Happening::BallotOpened { .. }
            | Happening::Voted { .. }
            | Happening::BallotClosed { .. }
    )
}

/// The title of a point, what is put, the name of a guest.
fn what(floor: &Floor, happening: &Happening) -> String {
    match happening {
        Happening::BallotOpened { about, .. } if !about.is_empty() => about.clone(),
        Happening::PointTaken { point } | Happening::BallotOpened { point, .. } => {
            title(floor, *point)
        }
        Happening::GuestArrived { guest } | Happening::GuestLeft { guest } => {
            let mut guests = floor.points.iter().flat_map(|point| &point.guests);
            let found = guests.find(|it| it.id == *guest);
            found.map_or_else(String::new, |it| it.name.clone())
        }
        _ => String::new(),
    }
}

fn title(floor: &Floor, point: dires_domain::ids::PointId) -> String {
    let found = floor.point(point);
    found.map_or_else(String::new, |it| it.title.clone())
}
