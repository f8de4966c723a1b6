//! `/reunions/{id}/convocation` and `/reunions/{id}/annulation`.

use axum::extract::{Path, State};
use axum::response::Response;
use dires_domain::ids::MeetingId;

use super::{address, go, identified, refusal, revision};
use crate::app::App;
use crate::meetings::MeetingError;
use crate::meetings::convene::{cancel, convene};
use crate::storage::Tx;
use crate::web::messages::meetings as say;
use crate::web::pages::papers::asker;
use crate::web::{Answer, Form, Office, Problem};

/// Convenes the members, or tells them what has changed.
pub async fn submit(
    State(app): State<App>,
    Office(someone): Office,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let mut tx = app.db.write().await?;
    match convene(&mut tx, &asker(&app, &someone), id, revision(&form)).await {
        Ok(people) => Ok(told(&app, tx, id, &say::convened(people)).await?),
        Err(error) => refused(&app, tx, id, error).await,
    }
}

/// Cancels the meeting.
pub async fn cancelled(
    State(app): State<App>,
    Office(someone): Office,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let asker = asker(&app, &someone);
    let mut tx = app.db.write().await?;
    match cancel(&mut tx, &asker, id, revision(&form), form.text("motif")).await {
        Ok(0) => Ok(told(&app, tx, id, say::DROPPED).await?),
        Ok(people) => Ok(told(&app, tx, id, &say::cancelled(people)).await?),
        Err(error) => refused(&app, tx, id, error).await,
    }
}

async fn told(app: &App, tx: Tx, id: MeetingId, sentence: &str) -> Result<Response, Problem> {
    tx.save().await?;
    app.events.stirred();
    Ok(go(app, &address(id), sentence))
}

async fn refused(app: &App, tx: Tx, id: MeetingId, error: MeetingError) -> Answer {
    drop(tx);
    Err(refusal::problem(app, id, error).await)
}
