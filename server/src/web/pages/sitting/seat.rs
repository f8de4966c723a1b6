//! `/reunions/{id}/seance`: a member's page, made for a phone: what is at hand, and the vote.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use dires_domain::ids::{BallotId, MeetingId, TerritoryId};
use dires_domain::meeting::MeetingState;
use dires_domain::paper::Vote;
use uuid::Uuid;

use super::view::{Row, VOTES, result, row};
use super::{Alert, address, alert, entry, found, go, identified, noted};
use crate::app::App;
use crate::papers::readable;
use crate::sitting::Floor;
use crate::sitting::record::texts;
use crate::web::messages::{sitting as say, words};
use crate::web::pages::papers::asker;
use crate::web::{Answer, Form, Frame, Problem, Someone, dates, page_with, typography};

#[derive(Template)]
#[template(path = "pages/sitting/seat.html")]
struct SeatPage {
    frame: Frame,
    address: String,
    meeting: MeetingId,
    body: String,
    day: String,
    now: String,
    state: MeetingState,
    begins: String,
    quorum: String,
    /// They chair, and may open the meeting.
    may_open: bool,
    /// The point, with its place and how many there are.
    point: Option<At>,
    vote: Option<Put>,
    /// The vote before, with what came of it.
    last: Option<(String, String, &'static str)>,
    /// The votes that are given.
    votes: [(Vote, &'static str); 4],
    alert: Alert,
    key: Uuid,
}

struct At {
    place: usize,
    of: usize,
    title: String,
    /// Where its text is read, if it is theirs to read.
    read: String,
}

struct Put {
    id: BallotId,
    about: String,
    /// The territories for which they vote.
    rows: Vec<Row>,
    /// Nobody there is noted for their territory.
    away: bool,
    /// They are only heard.
    heard: bool,
}

/// Shows it to a member; the secretariat is led to its own.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let id = identified(&id)?;
    let floor = found(&app, &someone, id).await?;
    if floor.conducts {
        let there = format!("{}/conduite", address(id));
        return Ok(Redirect::to(&there).into_response());
    }
    let none = Alert::default();
    shown(&app, frame, &someone, &floor, StatusCode::OK, none).await
}

/// Records a vote, or opens the meeting.
pub async fn submit(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let floor = found(&app, &someone, id).await?;
    let entry = entry::read(&form, &floor.day.territories)?;
    let Err(error) = noted(&app, &someone, id, &entry).await else {
        let voted = form.text("geste") == "voter";
        let said = if voted { say::VOTED } else { say::NOTED };
        return Ok(go(&app, &address(id), said));
    };
    let (status, alert) = alert(&app, error).await?;
    let floor = found(&app, &someone, id).await?;
    shown(&app, frame, &someone, &floor, status, alert).await
}

async fn shown(
    app: &App,
    frame: Frame,
    someone: &Someone,
    floor: &Floor,
    status: StatusCode,
    alert: Alert,
) -> Answer {
    let page = SeatPage {
        frame: frame.titled(format!("{} – {}", say::SEAT, floor.body.name)),
        address: address(floor.meeting.id),
        meeting: floor.meeting.id,
        body: floor.body.name.clone(),
        day: dates::day(floor.on),
        now: dates::machine(app.clock.now()),
        state: floor.meeting.state,
        begins: dates::instant(floor.meeting.sheet.starts_at),
        quorum: say::quorum(&floor.quorate()),
        may_open: floor.meeting.state == MeetingState::Convened
            && floor.sat.chair.is_some_and(|it| floor.own.contains(&it)),
        point: at(app, someone, floor).await?,
        vote: put(floor),
        last: last(floor),
        votes: VOTES.map(|vote| (vote, words::vote(vote))),
        alert,
        key: Uuid::now_v7(),
    };
    page_with(status, &page)
}

/// The point that the meeting has come to.
async fn at(app: &App, someone: &Someone, floor: &Floor) -> Result<Option<At>, Problem> {
    let place = floor
        .points
        .iter()
        .position(|point| Some(point.id) == floor.sat.point);
    let Some(place) = place else { return Ok(None) };
    let point = &floor.points[place];
    let mut tx = app.db.read().await?;
    let mut read = String::new();
    if let Some(text) = point.text
        && readable(&mut tx, &asker(app, someone), text.paper)
            .await
            .is_ok()
    {
        let put = texts(&mut tx, floor).await?;
        let number = put.get(&point.id).map(|put| put.number);
        read = number
            .map(|number| format!("/textes/{}/versions/{number}", text.paper))
            .unwrap_or_default();
    }
    Ok(Some(At {
        place: place + 1,
        of: floor.points.len(),
        title: typography::set(&point.title),
        read,
    }))
}

/// The vote that is open, as they take part in it.
fn put(floor: &Floor) -> Option<Put> {
    let (id, ballot) = floor.sat.open_ballot()?;
    let votes = |of: &TerritoryId| floor.territory(*of).is_some_and(|it| floor.votes(it));
    let mine = floor.votes_for();
    let rows: Vec<_> = mine
        .into_iter()
        .filter(votes)
        .map(|of| row(floor, id, of))
        .filter(|row| row.voice)
        .collect();
    let heard = !floor.own.iter().any(votes);
    Some(Put {
        id,
        about: ballot.about.clone(),
        away: rows.is_empty() && !heard,
        heard: rows.is_empty() && heard,
        rows,
    })
}

/// The last vote that is over on this point: what was put, what came of it.
fn last(floor: &Floor) -> Option<(String, String, &'static str)> {
    let ballots = floor.ballots(floor.sat.point?);
    let (id, ballot) = ballots.into_iter().rfind(|it| it.1.closed_at.is_some())?;
    let (result, outcome) = result(floor, id, ballot);
    Some((ballot.about.clone(), result, outcome))
}

impl SeatPage {
    const fn is_open(&self) -> bool {
        matches!(self.state, MeetingState::Open)
    }

    const fn is_over(&self) -> bool {
        matches!(self.state, MeetingState::Closed)
    }
}
