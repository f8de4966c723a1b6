//! The points of a meeting and the votes on them, as its pages show them.

use std::collections::HashMap;

use dires_domain::circuit::Stage;
use dires_domain::decision::{BodyRule, Outcome};
use dires_domain::ids::{BallotId, GuestId, PointId, TerritoryId};
use dires_domain::meeting::agenda::Point;
use dires_domain::meeting::journal::{Ballot, Happening};
use dires_domain::paper::{ReservationState, Vote};
use uuid::Uuid;

use crate::sitting::record::Put;
use crate::sitting::{Floor, SittingError};
use crate::web::dates;
use crate::web::messages::{decision, reserves as say_reserves, words};
use crate::web::typography;

/// The votes that are given, in the order of their buttons.
pub const VOTES: [Vote; 4] = [Vote::For, Vote::Against, Vote::Abstains, Vote::TakesNoPart];

/// A point.
pub struct PointView {
    /// The point.
    pub id: PointId,
    /// Its place, from 1.
    pub place: usize,
    /// Its title.
    pub title: String,
    /// The meeting has come to it.
    pub current: bool,
    /// The text that is put.
    pub text: Option<TextView>,
    /// Its amendments that are to be put, in the order of the votes.
    pub amendments: Vec<Amended>,
    /// Who comes from outside.
    pub guests: Vec<GuestView>,
    /// The votes that are over.
    pub over: Vec<BallotView>,
    /// The vote that is open.
    pub open: Option<BallotView>,
    /// The vote that may come next.
    pub next: BallotView,
    /// The key of its next event.
    pub key: Uuid,
}

/// A text in the version that is put.
pub struct TextView {
    /// The version's number.
    pub number: i32,
    /// Its hash.
    pub sha256: String,
}

/// An amendment to put.
pub struct Amended {
    /// Which.
    pub id: String,
    /// Its page.
    pub address: String,
    /// « Amendement n° 3, Sicoval »: what is put.
    pub about: String,
    /// None is to be put before.
    pub first: bool,
    /// The key of its event.
    pub key: Uuid,
}

/// A guest.
pub struct GuestView {
    /// Who.
    pub id: GuestId,
    /// Their name.
    pub name: String,
    /// They are there.
    pub here: bool,
    /// The key of their next event.
    pub key: Uuid,
}

/// A vote.
pub struct BallotView {
    /// Its name.
    pub id: BallotId,
    /// What is put; empty for the point's text.
    pub about: String,
    /// When it was opened, and closed.
    pub opened: String,
    /// When it was over.
    pub closed: String,
    /// One line a territory that votes.
    pub rows: Vec<Row>,
    /// What comes of it, in words; empty while it is open.
    pub result: String,
    /// What came of it, for its badge.
    pub outcome: &'static str,
    /// The rule computes what comes of it.
    pub computed: bool,
    /// A text is decided by it: a refusal says why, and each reserve is decided.
    pub decides: bool,
    /// The reserves to decide.
    pub reserves: Vec<(TerritoryId, String, String)>,
    /// The reserves on passages that nobody has decided, one sentence each: nothing is adopted while there is one.
    pub undecided: Vec<String>,
    /// The key of its next event.
    pub key: Uuid,
}

/// A territory at a vote.
pub struct Row {
    /// The territory.
    pub id: TerritoryId,
    /// Its name.
    pub name: String,
    /// Its colour.
    pub colour: i16,
    /// Who votes for it, if it is not there.
    pub holder: String,
    /// It has a voice now.
    pub voice: bool,
    /// What it voted: the word's code, and the word.
    pub vote: Option<(&'static str, &'static str)>,
    /// When.
    pub at: String,
    /// The event by which it did.
    pub seen: String,
    /// The key of its next vote.
    pub key: Uuid,
}

/// The agenda; `texts` has what is put, by point.
pub fn agenda(
    floor: &Floor,
    texts: &HashMap<PointId, Put>,
    stages: &HashMap<PointId, Stage>,
) -> Vec<PointView> {
    let points = (1..).zip(&floor.points);
    points
        .map(|(place, it)| {
            point(
                floor,
                place,
                it,
                texts.get(&it.id),
                stages.get(&it.id).copied(),
            )
        })
        .collect()
}

fn point(
    floor: &Floor,
    place: usize,
    it: &Point,
    put: Option<&Put>,
    stage: Option<Stage>,
) -> PointView {
    let ballots = floor.ballots(it.id);
    let view = |(id, ballot): &(BallotId, &Ballot)| ballot_view(floor, *id, ballot, put, stage);
    let (over, open): (Vec<_>, Vec<_>) = ballots
        .iter()
        .partition(|(_, ballot)| ballot.closed_at.is_some());
    PointView {
        id: it.id,
        place,
        title: typography::set(&it.title),
        current: floor.sat.point == Some(it.id),
        text: it.text.and(put).map(|put| TextView {
            number: put.number,
            sha256: put.sha256.clone(),
        }),
        amendments: Vec::new(),
        guests: it
            .guests
            .iter()
            .map(|guest| GuestView {
                id: guest.id,
                name: guest.name.clone(),
                here: floor.sat.guests.contains(&guest.id),
                key: Uuid::now_v7(),
            })
            .collect(),
        over: over.iter().map(view).collect(),
        open: open.first().map(view),
        next: next(floor, it, put, stage),
        key: Uuid::now_v7(),
    }
}

/// A vote that is not put yet: a page that is cut off shows it when it is.
fn next(floor: &Floor, point: &Point, put: Option<&Put>, stage: Option<Stage>) -> BallotView {
    let id = floor.next_ballot(point.id);
    BallotView {
        about: String::new(),
        opened: String::new(),
        closed: String::new(),
        result: String::new(),
        outcome: "",
        ..blank(floor, id, put, stage.filter(|_| point.text.is_some()))
    }
}

fn blank(floor: &Floor, id: BallotId, put: Option<&Put>, stage: Option<Stage>) -> BallotView {
    let decides = stage == Some(Stage::Adoption);
    BallotView {
        id,
        about: String::new(),
        opened: String::new(),
        closed: String::new(),
        rows: rows(floor, id),
        result: String::new(),
        outcome: "",
        computed: floor.day.rule.as_ref().is_some_and(BodyRule::computes),
        decides,
        reserves: if decides {
            reserves(floor, put)
        } else {
            Vec::new()
        },
        undecided: if decides {
            undecided(floor, put)
        } else {
            Vec::new()
        },
        key: Uuid::now_v7(),
    }
}

fn ballot_view(
    floor: &Floor,
    id: BallotId,
    ballot: &Ballot,
    put: Option<&Put>,
    stage: Option<Stage>,
) -> BallotView {
    let (result, outcome) = result(floor, id, ballot);
    BallotView {
        about: ballot.about.clone(),
        opened: dates::hour(ballot.opened_at),
        closed: ballot.closed_at.map(dates::hour).unwrap_or_default(),
        result,
        outcome,
        ..blank(floor, id, put, stage.filter(|_| ballot.about.is_empty()))
    }
}

/// What came of a vote that is over; nothing is said before.
pub fn result(floor: &Floor, id: BallotId, ballot: &Ballot) -> (String, &'static str) {
    if ballot.closed_at.is_none() {
        return (String::new(), "");
    }
    match floor.conclusion(id) {
        Ok((_, conclusion)) => {
            let outcome = match conclusion.outcome {
                Outcome::Adopted => "pour",
                Outcome::Refused => "contre",
                Outcome::NoQuorum => "unconfirmed",
            };
            (decision::explain(&conclusion), outcome)
        }
        Err(SittingError::NothingStated(why)) => (decision::cannot_say(&why), "unconfirmed"),
        Err(_) => (String::new(), "unconfirmed"),
    }
}

fn reserves(floor: &Floor, put: Option<&Put>) -> Vec<(TerritoryId, String, String)> {
    let all = put.into_iter().flat_map(|put| &put.reserves);
    all.filter(|(_, _, state)| *state == ReservationState::Standing)
        .map(|(id, text, _)| {
            let name = floor.territory(*id).map(|it| it.name.clone());
            (*id, name.unwrap_or_default(), text.clone())
        })
        .collect()
}

fn undecided(floor: &Floor, put: Option<&Put>) -> Vec<String> {
    let all = put.into_iter().flat_map(|put| &put.passages);
    all.filter(|(it, _)| it.state == ReservationState::Standing)
        .map(|(it, _)| say_reserves::undecided(it.number, it.territory, &floor.day.territories))
        .collect()
}

fn rows(floor: &Floor, ballot: BallotId) -> Vec<Row> {
    let voting = floor.day.territories.iter().filter(|it| floor.votes(it));
    voting.map(|it| row(floor, ballot, it.id)).collect()
}

/// A territory at a vote; who had a voice at one that is over is asked of the moment when it was.
pub fn row(floor: &Floor, ballot: BallotId, of: TerritoryId) -> Row {
    let territory = floor.territory(of);
    let second_call = floor.meeting.sheet.second_call;
    let said = floor.sat.said(ballot, &floor.day.territories, second_call);
    let said = said.unwrap_or_else(|| floor.said());
    let line = said.attendance.iter().find(|line| line.territory == of);
    let holder = line.and_then(|line| line.holder);
    let event = floor.vote_of(ballot, of);
    let vote = event.and_then(|event| match event.happening {
        Happening::Voted { vote, .. } => Some((vote.code(), words::vote(vote))),
        _ => None,
    });
    Row {
        id: of,
        name: territory.map(|it| it.name.clone()).unwrap_or_default(),
        colour: territory.map_or(0, |it| it.colour),
        holder: holder
            .and_then(|id| floor.territory(id))
            .map(|it| it.name.clone())
            .unwrap_or_default(),
        voice: line.is_some_and(|line| line.presence.has_voice()),
        vote,
        at: event.map(|event| dates::hour(event.at)).unwrap_or_default(),
        seen: event.map(|event| event.key.to_string()).unwrap_or_default(),
        key: Uuid::now_v7(),
    }
}
