//! POST `/textes/{id}/forme` and `/textes/{id}/forme/{numero}`: correcting the form, contesting a correction.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use dires_domain::ids::PaperId;

use super::shown;
use super::view::Typed;
use crate::app::App;
use crate::papers::PaperError;
use crate::papers::form::{self, Done, NewContest, NewCorrection};
use crate::web::messages::form as say;
use crate::web::pages::papers::show::identified;
use crate::web::pages::papers::{address, asker, go};
use crate::web::{Answer, Form, Frame, Problem, Someone, refusal};

/// Corrects the form.
pub async fn correct(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let new = NewCorrection {
        words: form.raw("mots").to_owned(),
        correction: form.raw("correction").to_owned(),
        motive: form.raw("motif").to_owned(),
        version: form.parse("version").unwrap_or_default(),
        revision: form.parse("revision").unwrap_or_default(),
    };
    let done = async {
        let mut tx = app.db.write().await?;
        let done = Box::pin(form::correct(&mut tx, &asker(&app, &someone), id, &new)).await?;
        tx.save().await?;
        Ok(done)
    };
    match done.await {
        Ok(done) => Ok(told(&app, id, &done, &say::made(&done)).await),
        Err(error) => refused(&app, frame, &someone, id, Typed::of(None, &form), error).await,
    }
}

/// Contests a correction.
pub async fn contest(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path((id, number)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let number: i32 = number.parse().map_err(|_| Problem::NotFound)?;
    let new = NewContest {
        territory: form.parse("territoire"),
        reason: form.raw("motif").to_owned(),
        revision: form.parse("revision").unwrap_or_default(),
    };
    let done = async {
        let mut tx = app.db.write().await?;
        let asker = asker(&app, &someone);
        let done = Box::pin(form::contest(&mut tx, &asker, id, number, &new)).await?;
        tx.save().await?;
        Ok(done)
    };
    match done.await {
        Ok(done) => Ok(told(&app, id, &done, &say::contested(&done)).await),
        Err(error) => {
            let typed = Typed::of(Some(number), &form);
            refused(&app, frame, &someone, id, typed, error).await
        }
    }
}

/// Tells open editors and pages, and goes on to the corrections.
async fn told(app: &App, id: PaperId, done: &Done, sentence: &str) -> axum::response::Response {
    app.hub.reopen(done.document).await;
    app.paper_changed(id, Some(done.document));
    let place = format!("{}/forme#correction-{}", address(id), done.number);
    go(app, &place, sentence)
}

async fn refused(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    mut typed: Typed,
    error: PaperError,
) -> Answer {
    let (status, sentence) = match refusal::problem(app, error).await {
        Problem::Refused { sentence, .. } => (StatusCode::UNPROCESSABLE_ENTITY, sentence),
        Problem::Conflict(sentence) => (StatusCode::CONFLICT, sentence),
        problem => return Err(problem),
    };
    typed.fault = sentence;
    shown(app, frame, someone, id, (status, typed)).await
}
