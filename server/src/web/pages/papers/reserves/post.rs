//! POST `/textes/{id}/reserves` and `/textes/{id}/reserves/{numero}`: tabling a reserve, lifting or maintaining it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use dires_domain::ids::PaperId;
use dires_domain::reservation::Ruling;

use super::form::{self, Asked};
use super::shown;
use crate::app::App;
use crate::papers::PaperError;
use crate::papers::reservations::{self, Fault, NewReservation};
use crate::storage::reservations::Reservation;
use crate::web::messages::{papers, reserves as say};
use crate::web::pages::papers::show::identified;
use crate::web::pages::papers::{address, asker, go};
use crate::web::{Answer, Form, Frame, Problem, Someone, refusal};

/// Tables a reserve.
pub async fn table(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let new = NewReservation {
        territory: form.parse("territoire"),
        paragraph: form.parse("paragraphe").unwrap_or_default(),
        words: form.raw("mots").to_owned(),
        wording: form.raw("proposition").to_owned(),
        motive: form.raw("motif").to_owned(),
        version: form.parse("version").unwrap_or_default(),
        revision: form.parse("revision").unwrap_or_default(),
    };
    match tabled(&app, &someone, id, &new).await {
        Ok(it) => Ok(go(
            &app,
            &format!("{}/reserves#reserve-{}", address(id), it.number),
            &say::tabled(it.number, new.version),
        )),
        Err(error) => refused(&app, frame, &someone, id, Asked::of(&form), error).await,
    }
}

async fn tabled(
    app: &App,
    someone: &Someone,
    id: PaperId,
    new: &NewReservation,
) -> Result<Reservation, PaperError> {
    let mut tx = app.db.write().await?;
    let tabled = Box::pin(reservations::table(&mut tx, &asker(app, someone), id, new)).await?;
    tx.save().await?;
    app.paper_changed(id, None);
    Ok(tabled)
}

/// The form again, with what was typed and what is wrong beside its field.
async fn refused(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    mut asked: Asked,
    error: PaperError,
) -> Answer {
    let field = match &error {
        PaperError::Reservation(Fault::Wording(_)) => Some("proposition"),
        PaperError::Reservation(Fault::Nowhere | Fault::Often | Fault::Passage(_)) => Some("mots"),
        PaperError::TooManyWords => Some("motif"),
        _ => None,
    };
    let (status, sentence) = match refusal::problem(app, error).await {
        Problem::Refused { sentence, .. } => (StatusCode::UNPROCESSABLE_ENTITY, sentence),
        Problem::Conflict(sentence) => (StatusCode::CONFLICT, sentence),
        problem => return Err(problem),
    };
    match field {
        Some(field) => asked.faults.add(field, sentence),
        None if sentence == papers::TEXT_CHANGED => say::TEXT_CHANGED.clone_into(&mut asked.alert),
        None => asked.alert = sentence,
    }
    form::shown(app, frame, someone, id, (status, asked)).await
}

/// Lifts or maintains a reserve.
pub async fn rule(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path((id, number)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let number: i32 = number.parse().map_err(|_| Problem::NotFound)?;
    let Some(ruling) = form.parse::<Ruling>("mot") else {
        let said = (
            StatusCode::UNPROCESSABLE_ENTITY,
            papers::NO_CHOICE.to_owned(),
        );
        return shown(&app, frame, &someone, id, said).await;
    };
    let revision = form.parse("revision").unwrap_or_default();
    let error = match ruled(&app, &someone, id, (number, ruling), revision).await {
        Ok(version) => {
            let place = format!("{}/reserves#reserve-{number}", address(id));
            return Ok(go(&app, &place, &say::ruled(number, ruling, version)));
        }
        Err(error) => error,
    };
    match refusal::problem(&app, error).await {
        Problem::Conflict(sentence) => {
            shown(&app, frame, &someone, id, (StatusCode::CONFLICT, sentence)).await
        }
        problem => Err(problem),
    }
}

/// The number of the version on which it was decided.
async fn ruled(
    app: &App,
    someone: &Someone,
    id: PaperId,
    said: (i32, Ruling),
    revision: i64,
) -> Result<i32, PaperError> {
    let mut tx = app.db.write().await?;
    reservations::rule(&mut tx, &asker(app, someone), id, said, revision).await?;
    let last = tx.last_version(id).await?.map_or(0, |it| it.number);
    tx.save().await?;
    app.paper_changed(id, None);
    Ok(last)
}
