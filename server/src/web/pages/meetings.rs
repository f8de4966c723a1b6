//! The pages of meetings: the year, one meeting and its file, its preparation, and calendars.

pub mod agenda;
pub mod calendar;
pub mod convene;
mod refusal;
pub mod sheet;
pub mod show;
#[cfg(test)]
mod stories;
mod view;
pub mod year;

use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use dires_domain::ids::MeetingId;

use crate::app::App;
use crate::web::{Form, Problem, cookies};

/// The meeting of an address; an identifier that is none is an address that does not exist.
fn identified(text: &str) -> Result<MeetingId, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

/// The address of a meeting's page.
fn address(meeting: MeetingId) -> String {
    format!("/reunions/{meeting}")
}

/// The revision that a form was read at; one that was not sent is nobody's.
fn revision(form: &Form) -> i64 {
    form.parse("revision").unwrap_or(-1)
}

/// To a page, which shows the sentence once.
fn go(app: &App, path: &str, sentence: &str) -> Response {
    let message = cookies::say_next(&app.config, sentence);
    ([(header::SET_COOKIE, message)], Redirect::to(path)).into_response()
}
