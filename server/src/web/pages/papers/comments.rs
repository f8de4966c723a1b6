//! `/textes/{id}/commentaires`: what is said of a text, in its order; and, beside the editor, the same.

mod panel;
mod post;
mod typed;
mod view;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect};
use dires_domain::ids::PaperId;
use serde::Deserialize;

use self::typed::Typed;
use self::view::CommentsView;
use super::show::identified;
use super::{address, asker};
use crate::app::App;
use crate::papers::comments::list::comments;
use crate::web::messages::comments as say;
use crate::web::visit::comes_by_itself;
use crate::web::{Answer, Frame, Someone, page_with, refusal};

pub use panel::Panel;
pub use post::{act, open};

#[derive(Template)]
#[template(path = "pages/papers/comments.html")]
struct CommentsPage {
    frame: Frame,
    view: CommentsView,
    typed: Typed,
}

/// Which threads are listed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    /// `ouverts`, `resolus`, `miens`, `territoire`; all otherwise.
    #[serde(default)]
    voir: String,
}

/// Shows the page, and notes that it was looked at.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Answer {
    let id = identified(&id)?;
    let typed = Typed::default();
    let answer = shown(&app, frame, &someone, id, &wanted, (StatusCode::OK, typed)).await?;
    if !comes_by_itself(&headers) {
        note(&app, &someone, id).await;
    }
    Ok(answer)
}

/// From the address of a form, when it is read again: back to the comments.
pub async fn back(Path((id, _)): Path<(String, String)>) -> Answer {
    let id = identified(&id)?;
    Ok(Redirect::to(&format!("{}/commentaires", address(id))).into_response())
}

async fn shown(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    wanted: &Wanted,
    (status, typed): (StatusCode, Typed),
) -> Answer {
    let mut tx = app.db.read().await?;
    let asker = asker(app, someone);
    // On the heap: what it holds on its way is large.
    let found = Box::pin(comments(&mut tx, &asker, id)).await;
    drop(tx);
    let view = match found {
        Ok(found) => CommentsView::of(&found, someone.person.id, &wanted.voir),
        Err(error) => return Err(refusal::problem(app, error).await),
    };
    let frame = frame.titled(format!("{} – {}", say::TITLE, view.title));
    page_with(status, &CommentsPage { frame, view, typed })
}

/// A database that cannot be written still shows comments.
async fn note(app: &App, someone: &Someone, id: PaperId) {
    let noted = async {
        let mut tx = app.db.write().await?;
        let now = app.clock.now();
        tx.mark_comments_read(someone.person.id, id, now).await?;
        tx.save().await
    };
    if let Err(error) = noted.await {
        tracing::warn!(%error, "that comments were read could not be noted");
    }
}
