//! `/textes/{id}/navette`: what the directions validated beside what the présidences adopt, each change led to its cause; and
//! the labels of those that lead nowhere.

mod post;
mod view;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use dires_domain::ids::PaperId;

use self::view::{NavetteView, Typed};
use super::show::identified;
use super::{address, asker};
use crate::app::App;
use crate::papers::navette::navette;
use crate::web::messages::navette as say;
use crate::web::{Answer, Frame, Someone, page_with, refusal};

pub use post::{label, withdraw};

#[derive(Template)]
#[template(path = "pages/papers/navette.html")]
struct NavettePage {
    frame: Frame,
    view: NavetteView,
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

/// From the address of a form, when it is read again: back to the navette.
pub async fn back(Path((id, _)): Path<(String, String)>) -> Answer {
    let id = identified(&id)?;
    Ok(Redirect::to(&format!("{}/navette", address(id))).into_response())
}

async fn shown(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    (status, typed): (StatusCode, Typed),
) -> Answer {
    let mut tx = app.db.read().await?;
    let found = Box::pin(navette(&mut tx, &asker(app, someone), id)).await;
    let view = match found {
        Ok(found) => NavetteView::of(&mut tx, &found).await?,
        Err(error) => {
            drop(tx);
            return Err(refusal::problem(app, error).await);
        }
    };
    drop(tx);
    let frame = frame.titled(format!("{} – {}", say::TITLE, view.title));
    page_with(status, &NavettePage { frame, view, typed })
}
