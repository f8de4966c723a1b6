//! `/reunions/{id}/seance/conduite`: the secretariat's screen. Everything on it is a form that notes one thing, and that a
//! page which is cut off keeps and sends again (`web/src/sitting`).

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use dires_domain::circuit::Stage;
use dires_domain::ids::{MeetingId, PaperId, PointId};
use dires_domain::meeting::MeetingState;
use dires_domain::paper::Vote;
use uuid::Uuid;

use super::lines::{Line, Told, journal, people};
use super::view::{Amended, PointView, VOTES, agenda};
use super::{Alert, address, alert, entry, found, identified, noted};
use crate::app::App;
use crate::papers::amendments::turns;
use crate::sitting::record::texts;
use crate::sitting::{Floor, SittingError};
use crate::storage::amendments::Amendment;
use crate::storage::{StorageError, Tx};
use crate::web::messages::{amendments, sitting as say, words};
use crate::web::{Answer, Form, Frame, Problem, Someone, dates, page_with};

#[derive(Template)]
#[template(path = "pages/sitting/conduct.html")]
struct ConductPage {
    frame: Frame,
    address: String,
    meeting: MeetingId,
    body: String,
    title: String,
    day: String,
    now: String,
    state: MeetingState,
    opened: String,
    closed: String,
    quorum: String,
    short: bool,
    people: Vec<Line>,
    points: Vec<PointView>,
    /// The next point, its place, and the key of its event.
    next: Option<(PointId, usize, Uuid)>,
    journal: Vec<Told>,
    /// The votes that are given.
    votes: [(Vote, &'static str); 4],
    alert: Alert,
    key: Uuid,
}

/// Shows it to the secretariat; members are led to their own page.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let id = identified(&id)?;
    let floor = found(&app, &someone, id).await?;
    if !floor.conducts {
        return Ok(Redirect::to(&address(id)).into_response());
    }
    shown(&app, frame, &floor, StatusCode::OK, Alert::default()).await
}

/// Notes something, or shows the page again with why not.
pub async fn submit(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let floor = found(&app, &someone, id).await?;
    if !floor.conducts {
        let why = say::refusal(&SittingError::NotConducting, &[]);
        return Err(Problem::Forbidden(why.unwrap_or_default().0));
    }
    let entry = entry::read(&form, &floor.day.territories)?;
    let Err(error) = noted(&app, &someone, id, &entry).await else {
        let here = format!("{}/conduite", address(id));
        return Ok(Redirect::to(&here).into_response());
    };
    let (status, alert) = alert(&app, error).await?;
    let floor = found(&app, &someone, id).await?;
    shown(&app, frame, &floor, status, alert).await
}

async fn shown(app: &App, frame: Frame, floor: &Floor, status: StatusCode, alert: Alert) -> Answer {
    let mut tx = app.db.read().await?;
    let texts = texts(&mut tx, floor).await?;
    let stages = stages(&mut tx, floor).await?;
    let mut points = agenda(floor, &texts, &stages);
    for (view, point) in points.iter_mut().zip(&floor.points) {
        let wanted = point
            .text
            .filter(|_| floor.body.conducts == stages.get(&point.id).copied());
        if let Some(put) = wanted {
            view.amendments = amended(&mut tx, floor, put.paper).await?;
        }
    }
    drop(tx);
    let quorate = floor.quorate();
    let page = ConductPage {
        frame: frame.titled(format!("{} – {}", say::CONDUCT, floor.body.name)),
        address: address(floor.meeting.id),
        meeting: floor.meeting.id,
        body: floor.body.name.clone(),
        title: floor.meeting.sheet.title.clone(),
        day: dates::day(floor.on),
        now: dates::machine(app.clock.now()),
        state: floor.meeting.state,
        opened: floor.sat.opened_at.map(dates::hour).unwrap_or_default(),
        closed: floor.sat.closed_at.map(dates::hour).unwrap_or_default(),
        quorum: say::quorum(&quorate),
        short: quorate.is_short(),
        people: people(floor),
        points,
        next: next(floor),
        journal: journal(floor),
        votes: VOTES.map(|vote| (vote, words::vote(vote))),
        alert,
        key: Uuid::now_v7(),
    };
    page_with(status, &page)
}

fn next(floor: &Floor) -> Option<(PointId, usize, Uuid)> {
    let next = floor.next_point()?.id;
    let place = floor.points.iter().position(|point| point.id == next)?;
    Some((next, place + 1, Uuid::now_v7()))
}

/// The amendments of a text that are to be put.
async fn amended(tx: &mut Tx, floor: &Floor, paper: PaperId) -> Result<Vec<Amended>, Problem> {
    let turns = turns(tx, paper).await;
    let turns = turns.map_err(|error| Problem::Internal(error.to_string()))?;
    let view = |(one, first): (Amendment, bool)| Amended {
        id: one.id.to_string(),
        address: format!("/textes/{paper}/amendements/{}", one.id),
        about: amendments::about(&one, floor.territory(one.territory)),
        first,
        key: Uuid::now_v7(),
    };
    Ok(turns.into_iter().map(view).collect())
}

/// Where each text of the agenda stands now.
async fn stages(tx: &mut Tx, floor: &Floor) -> Result<HashMap<PointId, Stage>, StorageError> {
    let mut stages = HashMap::new();
    for point in &floor.points {
        if let Some(put) = point.text
            && let Some(paper) = tx.paper(put.paper).await?
        {
            stages.insert(point.id, paper.stage);
        }
    }
    Ok(stages)
}

impl ConductPage {
    const fn is_open(&self) -> bool {
        matches!(self.state, MeetingState::Open)
    }

    const fn is_over(&self) -> bool {
        matches!(self.state, MeetingState::Closed)
    }
}
