//! `/textes/{id}`: a text as a page of a book, with its circuit beside it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use dires_domain::ids::PaperId;

use super::typed::Typed;
use super::view::PaperView;
use super::{address, asker};
use crate::app::App;
use crate::papers::PaperError;
use crate::papers::overview::overview;
use crate::web::{Answer, Frame, Problem, Someone, page_with, refusal};

#[derive(Template)]
#[template(path = "pages/papers/show.html")]
struct Show {
    frame: Frame,
    paper: PaperView,
    typed: Typed,
}

/// Shows the page.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let id = identified(&id)?;
    shown(&app, frame, &someone, id, StatusCode::OK, Typed::default()).await
}

/// From the address of a form that was refused, when it is read again: back to the text.
pub async fn back(Path(id): Path<String>) -> Answer {
    let id = identified(&id)?;
    Ok(Redirect::to(&address(id)).into_response())
}

/// An identifier in an address; what is not one does not exist.
pub fn identified(text: &str) -> Result<PaperId, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

/// The page again, with the form that was refused and why.
pub async fn refused(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    mut typed: Typed,
    error: PaperError,
) -> Answer {
    let territories = app.db.read().await?.territories().await?;
    let status = typed.explain(error, &territories)?;
    shown(app, frame, someone, id, status, typed).await
}

/// The page under a status.
pub async fn shown(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    status: StatusCode,
    typed: Typed,
) -> Answer {
    let mut tx = app.db.read().await?;
    let paper = match overview(&mut tx, &asker(app, someone), id).await {
        Ok(overview) => PaperView::of(&mut tx, &overview).await?,
        Err(error) => return Err(refusal::problem(app, error).await),
    };
    let frame = frame.titled(paper.title.clone());
    page_with(
        status,
        &Show {
            frame,
            paper,
            typed,
        },
    )
}
