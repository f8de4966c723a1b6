//! `/reunions/{id}/seance/ecran`: what is projected in the room: the text, or the vote, live and large.

use askama::Template;
use axum::extract::{Path, State};
use dires_domain::meeting::MeetingState;
use dires_domain::meeting::agenda::Point;
use dires_domain::text::{Canonical, Wording};

use super::view::{Row, result, row};
use super::{address, found, identified};
use crate::app::App;
use crate::papers::readable;
use crate::sitting::Floor;
use crate::storage::StorageError;
use crate::web::messages::sitting as say;
use crate::web::pages::papers::asker;
use crate::web::{Answer, Frame, Problem, Someone, dates, page, typography};

#[derive(Template)]
#[template(path = "pages/sitting/screen.html")]
struct ScreenPage {
    frame: Frame,
    address: String,
    body: String,
    day: String,
    state: MeetingState,
    quorum: String,
    place: usize,
    of: usize,
    title: String,
    vote: Option<Shown>,
    html: String,
}

/// A vote on the screen: who has voted while it is open, what each voted and what came of it once it is over.
struct Shown {
    about: String,
    over: bool,
    voted: usize,
    voices: usize,
    rows: Vec<Row>,
    result: String,
    outcome: &'static str,
}

const WORDING: Wording<'static> = Wording {
    notes: "Notes",
    note: "Note",
    table: "Tableau",
    image: "Image",
    images: "",
    back: "Retour à l’appel de la note",
};

/// Shows it to whoever sits in the body, and to the secretariat.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let id = identified(&id)?;
    let floor = found(&app, &someone, id).await?;
    let current = floor.sat.point.and_then(|id| floor.point(id));
    let place = floor
        .points
        .iter()
        .position(|point| Some(point.id) == floor.sat.point);
    let vote = current.and_then(|point| shown(&floor, point));
    let html = match current.filter(|_| vote.is_none()) {
        Some(point) => text(&app, &someone, point).await?,
        None => String::new(),
    };
    page(&ScreenPage {
        frame: frame.titled(format!("{} – {}", say::SCREEN, floor.body.name)),
        address: address(id),
        body: floor.body.name.clone(),
        day: dates::day(floor.on),
        state: floor.meeting.state,
        quorum: say::quorum(&floor.quorate()),
        place: place.map_or(0, |place| place + 1),
        of: floor.points.len(),
        title: current.map_or_else(String::new, |point| typography::set(&point.title)),
        vote,
        html,
    })
}

/// The last vote of a point: the one that is open, or the one that is over.
fn shown(floor: &Floor, point: &Point) -> Option<Shown> {
    let ballots = floor.ballots(point.id);
    let (id, ballot) = ballots.into_iter().next_back()?;
    let voting = floor.day.territories.iter().filter(|it| floor.votes(it));
    let rows: Vec<_> = voting.map(|it| row(floor, id, it.id)).collect();
    let (result, outcome) = result(floor, id, ballot);
    Some(Shown {
        about: ballot.about.clone(),
        over: ballot.closed_at.is_some(),
        voted: rows.iter().filter(|row| row.vote.is_some()).count(),
        voices: rows.iter().filter(|row| row.voice).count(),
        rows,
        result,
        outcome,
    })
}

/// The words of the version that is put, if they are the asker's to read.
async fn text(app: &App, someone: &Someone, point: &Point) -> Result<String, Problem> {
    let Some(put) = point.text else {
        return Ok(String::new());
    };
    let mut tx = app.db.read().await?;
    let asker = asker(app, someone);
    if readable(&mut tx, &asker, put.paper).await.is_err() {
        return Ok(String::new());
    }
    let bytes = tx.version_bytes(put.version).await?;
    let canonical =
        Canonical::parse(&bytes).map_err(|error| StorageError::impossible("version", error))?;
    let images = format!("/textes/{}/images/", put.paper);
    let wording = Wording {
        images: &images,
        ..WORDING
    };
    Ok(canonical.text().to_html("texte-", &wording))
}

impl ScreenPage {
    const fn is_over(&self) -> bool {
        matches!(self.state, MeetingState::Closed)
    }

    const fn is_open(&self) -> bool {
        matches!(self.state, MeetingState::Open)
    }
}
