//! POST `/textes/{id}/navette` and `/textes/{id}/navette/{numero}`: labelling a change, taking a label back.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use dires_domain::heads::Heads;
use dires_domain::ids::PaperId;

use super::shown;
use super::view::Typed;
use crate::app::App;
use crate::papers::PaperError;
use crate::papers::navette::{self, NewLabel};
use crate::web::messages::navette as say;
use crate::web::pages::papers::show::identified;
use crate::web::pages::papers::{address, asker, go};
use crate::web::{Answer, Form, Frame, Problem, Someone, refusal};

/// Labels a change.
pub async fn label(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let new = NewLabel {
        change: form.parse("changement").unwrap_or(usize::MAX),
        words: form.raw("libelle").to_owned(),
        heads: Heads::from_token(form.raw("etat")),
    };
    let done = async {
        let mut tx = app.db.write().await?;
        let done = Box::pin(navette::label(&mut tx, &asker(&app, &someone), id, &new)).await?;
        tx.save().await?;
        Ok(done)
    };
    match done.await {
        Ok(done) => {
            app.paper_changed(id, Some(done.document));
            let place = format!("{}/navette#origine-{}", address(id), new.change + 1);
            Ok(go(&app, &place, &say::labelled(&done)))
        }
        Err(error) => {
            let typed = Typed::of(new.change, &new.words);
            refused(&app, frame, &someone, id, typed, error).await
        }
    }
}

/// Takes a label back.
pub async fn withdraw(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path((id, number)): Path<(String, String)>,
    _token_only: Form,
) -> Answer {
    let id = identified(&id)?;
    let number: i32 = number.parse().map_err(|_| Problem::NotFound)?;
    let done = async {
        let mut tx = app.db.write().await?;
        let asker = asker(&app, &someone);
        let done = Box::pin(navette::withdraw(&mut tx, &asker, id, number)).await?;
        tx.save().await?;
        Ok(done)
    };
    match done.await {
        Ok(done) => {
            app.paper_changed(id, Some(done.document));
            let place = format!("{}/navette", address(id));
            Ok(go(&app, &place, &say::withdrawn(&done)))
        }
        Err(error) => refused(&app, frame, &someone, id, Typed::default(), error).await,
    }
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
