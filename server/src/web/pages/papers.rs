//! The pages of texts: the board, a text and what is done with it.

pub mod adoption;
pub mod amendments;
pub mod authors;
pub mod board;
pub mod brief;
pub mod comments;
pub mod compare;
pub mod consultation;
pub mod create;
pub mod flux;
pub mod form;
pub mod images;
pub mod journal;
mod lines;
pub mod moments;
pub mod moves;
pub mod navette;
pub mod passage;
pub mod reading;
pub mod receipt;
pub mod reserves;
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
pub use stories::{amended, awaiting_adoption};

use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use dires_domain::ids::PaperId;
use dires_domain::text::{Text, Wording};

use crate::app::App;
use crate::papers::Asker;
use crate::web::{Someone, cookies, messages};

/// The words around a text's notes.
const WORDING: Wording<'static> = Wording {
    notes: "Notes",
    note: "Note",
    table: "Tableau",
    image: messages::images::SILENT,
    images: "",
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

/// Where the files of a text's images stand.
fn images_of(paper: PaperId) -> String {
    format!("/textes/{paper}/images/")
}

/// The words of a body that is a text's, with its images.
fn words_of(text: &Text, prefix: &str, paper: PaperId) -> String {
    let wording = Wording {
        images: &images_of(paper),
        ..WORDING
    };
    text.to_html(prefix, &wording)
}

/// The address of a text's page.
fn address(paper: PaperId) -> String {
    format!("/textes/{paper}")
}
