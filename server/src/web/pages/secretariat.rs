//! The secretariat's pages: persons and their mandates, members, bodies and their rules.

pub mod bodies;
pub mod body;
pub mod invitation;
pub mod mandates;
pub mod outbox;
mod parts;
pub mod people;
pub mod person;
pub mod territories;
pub mod territory;

use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::app::App;
use crate::web::cookies;

/// Goes to a page that first says a sentence.
fn go(app: &App, path: &str, sentence: &str) -> Response {
    let message = cookies::say_next(&app.config, sentence);
    ([(header::SET_COOKIE, message)], Redirect::to(path)).into_response()
}
