//! `/textes/{id}`: a text as a page of a book, with its circuit beside it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use dires_domain::ids::PaperId;

use super::suggestions::People;
use super::typed::Typed;
use super::view::PaperView;
use super::{address, asker, images_of};
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
    /// Shown with its suggestions.
    suggested: bool,
}

/// Shows the page.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let id = identified(&id)?;
    let suggested = asked.suggestions == "avec";
    let typed = Typed::default();
    // On the heap: what it holds on its way is large.
    Box::pin(drawn(
        &app,
        frame,
        &someone,
        id,
        (StatusCode::OK, suggested),
        typed,
    ))
    .await
}

/// How the text is to be shown.
#[derive(Debug, serde::Deserialize)]
pub struct Asked {
    /// `avec` for its suggestions.
    #[serde(default)]
    suggestions: String,
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
    // Boxed: the page of a text is much to hold for who may not need it.
    Box::pin(drawn(app, frame, someone, id, (status, false), typed)).await
}

async fn drawn(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    (status, suggested): (StatusCode, bool),
    typed: Typed,
) -> Answer {
    let mut tx = app.db.read().await?;
    let paper = match overview(&mut tx, &asker(app, someone), id).await {
        Ok(overview) => {
            let mut view = PaperView::of(&mut tx, &overview).await?;
            if let Some(document) = overview.paper.document.filter(|_| suggested) {
                let heard = tx.suggestions(document).await?;
                let people = People::of(&mut tx, &heard).await?;
                view.html = overview.draft.to_html(
                    &images_of(id),
                    |touches, html| people.wrap(touches, html),
                    |touches| people.note(touches),
                );
            }
            view
        }
        Err(error) => return Err(refusal::problem(app, error).await),
    };
    let frame = frame.titled(paper.title.clone());
    page_with(
        status,
        &Show {
            frame,
            paper,
            typed,
            suggested,
        },
    )
}
