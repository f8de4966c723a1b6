//! POST `/textes/{id}/avis` and `/textes/{id}/position`: what a territory says of a text.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use dires_domain::heads::Heads;
use dires_domain::ids::PaperId;
use dires_domain::paper::{Opinion, Position};

use super::show::{identified, refused, shown};
use super::typed::Typed;
use super::{address, asker, go};
use crate::app::App;
use crate::papers::PaperError;
use crate::papers::opinion::{self, NewOpinion};
use crate::papers::position::{self, NewPosition};
use crate::web::messages::papers as words;
use crate::web::{Answer, Form, Frame, Someone, dates};

/// Gives an avis.
pub async fn opinion(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let typed = Typed::of("avis", &form);
    let Some(word) = form.parse::<Opinion>("mot") else {
        return unanswered(&app, frame, &someone, id, typed).await;
    };
    let new = NewOpinion {
        territory: form.parse("territoire"),
        word,
        reservation: form.raw("reserve").to_owned(),
        heads: Heads::from_token(form.text("etat")),
        revision: form.parse("revision").unwrap_or_default(),
    };
    match given(&app, &someone, id, &new).await {
        Ok(at) => Ok(go(&app, &address(id), &words::opinion_given(word, &at))),
        Err(error) => refused(&app, frame, &someone, id, typed, error).await,
    }
}

/// Gives the avis in a unit of work of its own, tells open pages, and says when it was given.
pub async fn given(
    app: &App,
    someone: &Someone,
    id: PaperId,
    new: &NewOpinion,
) -> Result<String, PaperError> {
    let mut tx = app.db.write().await?;
    let given = opinion::give(&mut tx, &asker(app, someone), id, new).await?;
    tx.save().await?;
    app.paper_changed(id, None);
    Ok(dates::instant(given.at))
}

/// Takes a position.
pub async fn position(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let typed = Typed::of("position", &form);
    let Some(word) = form.parse::<Position>("mot") else {
        return unanswered(&app, frame, &someone, id, typed).await;
    };
    let new = NewPosition {
        territory: form.parse("territoire"),
        word,
        reservation: form.raw("reserve").to_owned(),
        version: form.parse("version").unwrap_or_default(),
        revision: form.parse("revision").unwrap_or_default(),
    };
    match taken(&app, &someone, id, &new).await {
        Ok(at) => {
            let sentence = words::position_taken(word, new.version, &at);
            Ok(go(&app, &address(id), &sentence))
        }
        Err(error) => refused(&app, frame, &someone, id, typed, error).await,
    }
}

/// Takes the position in a unit of work of its own, tells open pages, and says when it was taken.
pub async fn taken(
    app: &App,
    someone: &Someone,
    id: PaperId,
    new: &NewPosition,
) -> Result<String, PaperError> {
    let mut tx = app.db.write().await?;
    let taken = position::take(&mut tx, &asker(app, someone), id, new).await?;
    tx.save().await?;
    app.paper_changed(id, None);
    Ok(dates::instant(taken.at))
}

async fn unanswered(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    mut typed: Typed,
) -> Answer {
    typed.faults.add("mot", words::NO_CHOICE);
    shown(
        app,
        frame,
        someone,
        id,
        StatusCode::UNPROCESSABLE_ENTITY,
        typed,
    )
    .await
}
