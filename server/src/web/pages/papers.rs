//! The pages of texts: the board, a text and what is done with it.

pub mod adoption;
pub mod authors;
pub mod board;
pub mod comments;
pub mod compare;
pub mod consultation;
pub mod create;
pub mod flux;
pub mod journal;
mod lines;
pub mod moments;
pub mod moves;
pub mod reading;
pub mod say;
pub mod sheet;
mod sheet_form;
pub mod show;
mod source;
#[cfg(test)]
mod stories;
pub mod suggestions;
mod typed;
pub mod versions;
mod view;
mod voices;
pub mod write;

#[cfg(test)]
pub use stories::awaiting_adoption;

use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use dires_domain::ids::PaperId;
use dires_domain::text::Wording;

use crate::app::App;
use crate::papers::Asker;
use crate::web::{Someone, cookies};

/// The words around a text's notes.
const WORDING: Wording<'static> = Wording {
    notes: "Notes",
    note: "Note",
    table: "Tableau",
    back: "Retour à l’appel de la note",
};

/// Who asks, at the application's instant.
pub fn asker<'a>(app: &App, someone: &'a Someone) -> Asker<'a> {
    Asker {
        person: someone.person.id,
        mandates: &someone.mandates,
        now: app.clock.now(),
        today: app.clock.today(),
    }
}

/// To a page, which shows the sentence once.
fn go(app: &App, path: &str, sentence: &str) -> Response {
    let message = cookies::say_next(&app.config, sentence);
    ([(header::SET_COOKIE, message)], Redirect::to(path)).into_response()
}

/// The address of a text's page.
fn address(paper: PaperId) -> String {
    format!("/textes/{paper}")
}
