//! `/textes/{id}/forme`: the corrections of form of a frozen text, made by the secretariat, contested by the présidences.

mod post;
mod view;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use dires_domain::ids::PaperId;

use self::view::{FormView, Typed};
use super::show::identified;
use super::{address, asker};
use crate::app::App;
use crate::papers::form::corrections;
use crate::web::messages::form as say;
use crate::web::{Answer, Frame, Someone, page_with, refusal};

pub use post::{contest, correct};

#[derive(Template)]
#[template(path = "pages/papers/form.html")]
struct FormPage {
    frame: Frame,
    view: FormView,
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
    let asked = (StatusCode::OK, Typed::default());
    shown(&app, frame, &someone, id, asked).await
}

/// From the address of a form, when it is read again: back to the corrections.
pub async fn back(Path((id, _)): Path<(String, String)>) -> Answer {
    let id = identified(&id)?;
    Ok(Redirect::to(&format!("{}/forme", address(id))).into_response())
}

async fn shown(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    (status, typed): (StatusCode, Typed),
) -> Answer {
    let mut tx = app.db.read().await?;
    let found = corrections(&mut tx, &asker(app, someone), id).await;
    drop(tx);
    let view = match found {
        Ok(found) => FormView::of(&found),
        Err(error) => return Err(refusal::problem(app, error).await),
    };
    let frame = frame.titled(format!("{} – {}", say::TITLE, view.title));
    page_with(status, &FormPage { frame, view, typed })
}
