//! `/textes/{id}/reserves`: the reserves of the présidences on passages of the text, tabled, lifted and maintained.

mod form;
mod post;
mod view;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use dires_domain::ids::PaperId;

use super::show::identified;
use super::{address, asker};
use crate::app::App;
use crate::papers::reservations::list::reservations;
use crate::web::messages::reserves as say;
use crate::web::{Answer, Frame, Someone, page_with, refusal};

pub use form::new;
pub use post::{rule, table};
use view::ReservesView;

#[derive(Template)]
#[template(path = "pages/papers/reserves.html")]
struct ReservesPage {
    frame: Frame,
    view: ReservesView,
    /// What happened, on top of the page.
    alert: String,
}

/// Shows the page.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let id = identified(&id)?;
    shown(&app, frame, &someone, id, (StatusCode::OK, String::new())).await
}

/// From the address of a form, when it is read again: back to the reserves.
pub async fn back(Path((id, _)): Path<(String, String)>) -> Answer {
    let id = identified(&id)?;
    Ok(Redirect::to(&format!("{}/reserves", address(id))).into_response())
}

async fn shown(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    (status, alert): (StatusCode, String),
) -> Answer {
    let mut tx = app.db.read().await?;
    let found = Box::pin(reservations(&mut tx, &asker(app, someone), id)).await;
    drop(tx);
    let view = match found {
        Ok(found) => ReservesView::of(&found),
        Err(error) => return Err(refusal::problem(app, error).await),
    };
    let frame = frame.titled(format!("{} – {}", say::TITLE, view.title));
    page_with(status, &ReservesPage { frame, view, alert })
}
