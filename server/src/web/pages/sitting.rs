//! The pages of a meeting that sits: the secretariat's, each member's, the projected one, and the relevé.

pub mod conduct;
mod entry;
pub mod flux;
mod lines;
pub mod record;
pub mod screen;
pub mod seat;
#[cfg(test)]
mod stories;
mod view;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use dires_domain::ids::MeetingId;
use dires_domain::people::Territory;

use super::papers::asker;
use crate::app::App;
use crate::sitting::note::{Entry, note};
use crate::sitting::{Floor, SittingError, floor};
use crate::web::messages::sitting as say;
use crate::web::{Problem, Someone, cookies, refusal};

/// The meeting of an address.
fn identified(id: &str) -> Result<MeetingId, Problem> {
    id.parse().map_err(|_| Problem::NotFound)
}

/// The address of a meeting that sits.
fn address(id: MeetingId) -> String {
    format!("/reunions/{id}/seance")
}

/// To a page, which shows the sentence once.
fn go(app: &App, path: &str, sentence: &str) -> Response {
    let message = cookies::say_next(&app.config, sentence);
    ([(header::SET_COOKIE, message)], Redirect::to(path)).into_response()
}

/// The meeting, as far as somebody sees all of it.
async fn found(app: &App, someone: &Someone, id: MeetingId) -> Result<Floor, Problem> {
    let mut tx = app.db.read().await?;
    let found = floor(&mut tx, &asker(app, someone), id).await;
    drop(tx);
    match found {
        Ok(floor) => Ok(floor),
        Err(error) => Err(problem(app, error).await),
    }
}

/// Notes something, saves it, and tells open pages.
async fn noted(
    app: &App,
    someone: &Someone,
    id: MeetingId,
    entry: &Entry,
) -> Result<(), SittingError> {
    let mut tx = app.db.write().await?;
    let moved = note(&mut tx, &asker(app, someone), id, entry).await?;
    tx.save().await?;
    app.events.meeting_changed(id);
    if let Some(moved) = moved {
        if let Some(merged) = moved.merged {
            app.hub.reopen(merged).await;
        }
        app.paper_changed(moved.paper, Some(moved.document));
    }
    Ok(())
}

/// What a page shows on top of itself when something was not noted.
#[derive(Debug, Default)]
struct Alert {
    sentence: String,
    missing: Vec<String>,
}

/// Why something was not noted, for the page on which it was entered; or the problem that no page can show.
async fn alert(app: &App, error: SittingError) -> Result<(StatusCode, Alert), Problem> {
    match problem(app, error).await {
        Problem::Forbidden(sentence) => Ok((StatusCode::FORBIDDEN, Alert::of(sentence))),
        Problem::Conflict(sentence) => Ok((StatusCode::CONFLICT, Alert::of(sentence))),
        Problem::Refused { sentence, missing } => {
            let alert = Alert { sentence, missing };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, alert))
        }
        problem => Err(problem),
    }
}

impl Alert {
    const fn of(sentence: String) -> Self {
        Self {
            sentence,
            missing: Vec::new(),
        }
    }
}

/// The problem that tells this error.
async fn problem(app: &App, error: SittingError) -> Problem {
    match error {
        SittingError::NotFound => Problem::NotFound,
        SittingError::Storage(error) => error.into(),
        SittingError::Paper(error) => refusal::problem(app, *error).await,
        error => {
            let territories = async { app.db.read().await?.territories().await };
            match territories.await {
                Ok(territories) => told(&error, &territories),
                Err(error) => error.into(),
            }
        }
    }
}

fn told(error: &SittingError, territories: &[Territory]) -> Problem {
    let Some((sentence, missing)) = say::refusal(error, territories) else {
        return Problem::NotFound;
    };
    match error {
        SittingError::NotConducting | SittingError::NotForTerritory(_) => {
            Problem::Forbidden(sentence)
        }
        SittingError::NotNow(_)
        | SittingError::NotAdmitted(_)
        | SittingError::VotedBefore { .. }
        | SittingError::KeyReused
        | SittingError::BeforeVote(_)
        | SittingError::TextChanged
        | SittingError::TextElsewhere(_)
        | SittingError::RecordChanged => Problem::Conflict(sentence),
        _ => Problem::Refused { sentence, missing },
    }
}
