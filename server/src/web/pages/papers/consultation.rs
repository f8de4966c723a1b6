//! `/textes/{id}/consultation`: the body that adopts is consulted in writing, or avis are gathered.
//!
//! The secretariat opens it, those who sit in the body answer, and everyone who sees it reads how it ended.

mod opening;
mod page;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dires_domain::circuit::Action;
use dires_domain::ids::PaperId;
use opening::{Asked, OpeningPage};
use page::{ConsultationPage, Typed};
use serde::Deserialize;

use super::show::identified;
use super::{address, asker, go};
use crate::app::App;
use crate::papers::consultation::{self, Fault, NewAnswer, seen};
use crate::papers::{PaperError, readable};
use crate::web::messages::consultation as say;
use crate::web::{Answer, Form, Frame, Problem, Someone, page_with, refusal};

/// What the address may ask for.
#[derive(Deserialize)]
pub struct Sought {
    /// Another one, where one has ended.
    nouvelle: Option<String>,
    /// The body to consult.
    instance: Option<String>,
}

/// Shows the last consultation of the text, or the form that opens one.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    Query(sought): Query<Sought>,
) -> Answer {
    let id = identified(&id)?;
    let mut tx = app.db.read().await?;
    let known = seen(&mut tx, &asker(&app, &someone), id).await;
    drop(tx);
    let opening = match known {
        Ok((_, known)) => known.is_empty() || sought.nouvelle.is_some(),
        Err(error) => return Err(refusal::problem(&app, error).await),
    };
    if opening {
        let asked = Asked::of_address(sought.instance.as_deref());
        return offered(&app, frame, &someone, id, StatusCode::OK, asked).await;
    }
    let typed = Typed::default();
    consulted(&app, frame, &someone, id, StatusCode::OK, typed).await
}

/// Opens a consultation.
pub async fn open(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let territories = app.db.read().await?.territories().await?;
    let mut asked = Asked::typed(&form, &territories);
    let Some(opening) = asked.opening() else {
        may_open(&app, &someone, id).await?;
        say::NO_CLOSING.clone_into(&mut asked.fault);
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return offered(&app, frame, &someone, id, status, asked).await;
    };
    let mut tx = app.db.write().await?;
    match consultation::open(&mut tx, &asker(&app, &someone), id, &opening).await {
        Ok(opened) => {
            tx.save().await?;
            app.paper_changed(id, None);
            let sentence = if opened.decides() {
                say::OPENED
            } else {
                say::GATHERING_OPENED
            };
            Ok(go(&app, &place(id), sentence))
        }
        Err(error) => {
            drop(tx);
            let status = asked.explain(error, &territories)?;
            offered(&app, frame, &someone, id, status, asked).await
        }
    }
}

/// Answers for a territory.
pub async fn answer(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let new = NewAnswer {
        territory: form.parse("territoire"),
        vote: form.parse("mot"),
        words: form.raw("motif").to_owned(),
    };
    let territories = app.db.read().await?.territories().await?;
    let mut tx = app.db.write().await?;
    match consultation::answer(&mut tx, &asker(&app, &someone), id, &new).await {
        Ok((consultation, given)) => {
            tx.save().await?;
            app.paper_changed(id, None);
            let sentence = say::answered(
                &super::lines::name(&territories, given.territory),
                given.vote,
                consultation.decides(),
                given.at,
                consultation.closes_at,
            );
            Ok(go(&app, &place(id), &sentence))
        }
        Err(error) => {
            drop(tx);
            let mut typed = Typed::of(&new);
            let status = typed.explain(error, &territories)?;
            consulted(&app, frame, &someone, id, status, typed).await
        }
    }
}

/// Interrupts the consultation.
pub async fn stop(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let stopping = (form.parse("consultation"), form.raw("motif"));
    let mut tx = app.db.write().await?;
    match consultation::stop(&mut tx, &asker(&app, &someone), id, stopping).await {
        Ok(()) => {
            tx.save().await?;
            app.paper_changed(id, None);
            Ok(go(&app, &place(id), say::STOPPED))
        }
        Err(error) => {
            drop(tx);
            let territories = app.db.read().await?.territories().await?;
            let mut typed = Typed::stopping(stopping.1);
            let status = typed.explain(error, &territories)?;
            consulted(&app, frame, &someone, id, status, typed).await
        }
    }
}

/// From the address of an answer that is read again: back to the consultation.
pub async fn back(Path(id): Path<String>) -> Answer {
    use axum::response::IntoResponse as _;
    let id = identified(&id)?;
    Ok(axum::response::Redirect::to(&place(id)).into_response())
}

fn place(id: PaperId) -> String {
    format!("{}/consultation", address(id))
}

async fn may_open(app: &App, someone: &Someone, id: PaperId) -> Result<(), Problem> {
    let mut tx = app.db.read().await?;
    let by = asker(app, someone);
    let allowed = async {
        let paper = readable(&mut tx, &by, id).await?;
        let placement = paper.placement();
        placement.allows(Action::Consult, by.mandates, by.today)?;
        Ok::<_, PaperError>(())
    };
    let refused = allowed.await.err();
    drop(tx);
    match refused {
        Some(error) => Err(refusal::problem(app, error).await),
        None => Ok(()),
    }
}

async fn offered(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    status: StatusCode,
    asked: Asked,
) -> Answer {
    let mut tx = app.db.read().await?;
    let page = OpeningPage::of(&mut tx, &asker(app, someone), frame, id, asked).await;
    drop(tx);
    match page {
        Ok(page) => page_with(status, &page),
        Err(error) => Err(refusal::problem(app, error).await),
    }
}

async fn consulted(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    status: StatusCode,
    typed: Typed,
) -> Answer {
    let mut tx = app.db.read().await?;
    let page = ConsultationPage::of(&mut tx, &asker(app, someone), frame, id, typed).await;
    drop(tx);
    match page {
        Ok(Some(page)) => page_with(status, &page),
        Ok(None) => Err(refusal::problem(app, Fault::None.into()).await),
        Err(error) => Err(refusal::problem(app, error).await),
    }
}
