//! `/reunions/{id}/ordre-du-jour`: each button of the agenda is a form that comes here.

use axum::extract::{Path, State};
use dires_domain::ids::{GuestId, MeetingId, PaperId, PointId};
use dires_domain::meeting::agenda::Nudge;

use super::{address, go, identified, refusal, revision};
use crate::app::App;
use crate::meetings::guests::{Named, invite, withdraw};
use crate::meetings::{MeetingError, agenda, texts};
use crate::papers::Asker;
use crate::storage::Tx;
use crate::web::messages::meetings as say;
use crate::web::pages::papers::asker;
use crate::web::{Answer, Form, Office};

/// What was done: a sentence, and the point to come back to.
struct Done(&'static str, Option<PointId>);

/// Does what the button says.
pub async fn submit(
    State(app): State<App>,
    Office(someone): Office,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let mut tx = app.db.write().await?;
    match act(&mut tx, &asker(&app, &someone), id, &form).await {
        Ok(Done(sentence, point)) => {
            tx.save().await?;
            let place = point.map_or_else(
                || "#ordre-du-jour".to_owned(),
                |point| format!("#point-{point}"),
            );
            Ok(go(&app, &format!("{}{place}", address(id)), sentence))
        }
        Err(error) => {
            drop(tx);
            Err(refusal::problem(&app, id, error).await)
        }
    }
}

async fn act(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
    form: &Form,
) -> Result<Done, MeetingError> {
    let read = revision(form);
    match form.text("action") {
        "ajouter" => {
            let point = agenda::add(tx, asker, id, read, form.text("intitule")).await?;
            Ok(Done(say::POINT_ADDED, Some(point)))
        }
        "inscrire" => {
            let paper: PaperId = form.parse("texte").ok_or(MeetingError::NoText)?;
            let point = texts::put(tx, asker, id, read, paper).await?;
            Ok(Done(say::POINT_ADDED, Some(point)))
        }
        "ordonner" => {
            let order = form.text("ordre").split(' ').map(str::parse);
            let order: Result<Vec<PointId>, _> = order.collect();
            let order = order.map_err(|_| MeetingError::OtherPoints)?;
            agenda::order(tx, asker, id, read, &order).await?;
            Ok(Done(say::REORDERED, form.parse("point")))
        }
        "retirer-invite" => {
            let guest: GuestId = form.parse("invite").ok_or(MeetingError::NoPoint)?;
            withdraw(tx, asker, id, read, guest).await?;
            Ok(Done(say::NOT_INVITED, form.parse("point")))
        }
        _ => act_on_point(tx, asker, id, form).await,
    }
}

async fn act_on_point(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
    form: &Form,
) -> Result<Done, MeetingError> {
    let read = revision(form);
    let point: PointId = form.parse("point").ok_or(MeetingError::NoPoint)?;
    match form.text("action") {
        "retirer" => {
            agenda::remove(tx, asker, id, read, point).await?;
            Ok(Done(say::POINT_REMOVED, None))
        }
        "renouveler" => {
            texts::renew(tx, asker, id, read, point).await?;
            Ok(Done(say::RENEWED, Some(point)))
        }
        "inviter" => {
            let named = Named {
                name: form.text("nom"),
                email: form.text("courriel"),
            };
            invite(tx, asker, id, read, point, named).await?;
            Ok(Done(say::INVITED, Some(point)))
        }
        other => {
            let to: Nudge = other.parse().map_err(|_| MeetingError::OtherPoints)?;
            agenda::nudge(tx, asker, id, read, point, to).await?;
            Ok(Done(say::REORDERED, Some(point)))
        }
    }
}
