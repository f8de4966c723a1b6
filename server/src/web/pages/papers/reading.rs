//! POST `/textes/{id}/lecture`: one's own bookmark in a text.

use axum::extract::{Path, State};
use dires_domain::heads::Heads;

use super::show::identified;
use super::{address, asker, go};
use crate::app::App;
use crate::papers::reading;
use crate::web::messages::comparison as say;
use crate::web::{Answer, Form, Someone, refusal};

/// Notes that the text was read in the state that the form names.
pub async fn mark(
    State(app): State<App>,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let heads = Heads::from_token(form.text("etat"));
    let mut tx = app.db.write().await?;
    if let Err(error) = reading::mark(&mut tx, &asker(&app, &someone), id, heads).await {
        drop(tx);
        return Err(refusal::problem(&app, error).await);
    }
    tx.save().await?;
    Ok(go(&app, &address(id), say::READ))
}
