//! POST `/textes/{id}/etape` and `/textes/{id}/correction`: moving a text, and starting one that corrects it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use dires_domain::circuit::Action;
use dires_domain::conditions::Missing;
use dires_domain::ids::PaperId;

use super::show::{identified, refused, shown};
use super::typed::Typed;
use super::{address, asker, go, tell};
use crate::app::App;
use crate::papers::PaperError;
use crate::papers::correct::correct;
use crate::papers::step::{Moved, Step, step};
use crate::web::messages::{errors, papers as say};
use crate::web::{Answer, Form, Frame, Problem, Someone, refusal};

/// Moves a text. Adopting and refusing have a page of their own.
pub async fn advance(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let action = movement(&form)?;
    let mut typed = Typed::of(action.code(), &form);
    let Ok(meeting) = form.date("seance") else {
        typed.faults.add("seance", say::NOT_A_DATE);
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return shown(&app, frame, &someone, id, status, typed).await;
    };
    let asked = Step {
        action,
        revision: form.parse("revision").unwrap_or_default(),
        motive: form.raw("motif").to_owned(),
        meeting,
        ballot: None,
    };
    match made(&app, &someone, id, &asked).await {
        Ok(_) => Ok(go(&app, &address(id), say::moved(action))),
        Err(PaperError::Missing(missing)) if missing == [Missing::Motive] => {
            typed.faults.add("motif", say::NO_MOTIVE);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            shown(&app, frame, &someone, id, status, typed).await
        }
        Err(error) => refused(&app, frame, &someone, id, typed, error).await,
    }
}

fn movement(form: &Form) -> Result<Action, Problem> {
    let action = form.parse::<Action>("action");
    action.ok_or_else(|| Problem::BadRequest(errors::BAD_REQUEST.1.to_owned()))
}

/// Makes a move and tells open pages.
pub async fn made(
    app: &App,
    someone: &Someone,
    id: PaperId,
    asked: &Step,
) -> Result<Moved, PaperError> {
    let mut tx = app.db.write().await?;
    let moved = step(&mut tx, &asker(app, someone), id, asked).await?;
    tx.save().await?;
    tell(app, id);
    app.hub.refresh(moved.document);
    Ok(moved)
}

/// Starts the text that corrects a published one.
pub async fn start_correction(
    State(app): State<App>,
    someone: Someone,
    Path(id): Path<String>,
    _form: Form,
) -> Answer {
    let id = identified(&id)?;
    let mut tx = app.db.write().await?;
    match correct(&mut tx, &asker(&app, &someone), id).await {
        Ok(correction) => {
            tx.save().await?;
            tell(&app, id);
            Ok(go(&app, &address(correction), say::CORRECTION_STARTED))
        }
        Err(error) => {
            drop(tx);
            Err(refusal::problem(&app, error).await)
        }
    }
}
