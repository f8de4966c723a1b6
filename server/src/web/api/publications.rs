//! `GET /api/publications`: what everyone may read.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse as _;

use super::shapes::{PublicationLine, PublicationList};
use crate::app::App;
use crate::storage::published::Published;
use crate::web::Answer;

/// The published texts, the most recently adopted first. Open to everyone.
#[utoipa::path(
    get,
    path = "/api/publications",
    responses((status = 200, description = "The published texts", body = PublicationList))
)]
pub async fn list(State(app): State<App>) -> Answer {
    let texts = app.db.read().await?.public_texts(app.clock.now()).await?;
    let publications = texts
        .iter()
        .map(|text| line(&app.config.public_url, text))
        .collect();
    Ok(Json(PublicationList { publications }).into_response())
}

fn line(site: &str, text: &Published) -> PublicationLine {
    let url = format!("{site}{}", text.path());
    PublicationLine {
        title: text.title.clone(),
        kind: text.kind,
        date: text.decided_on,
        territories: text
            .signatories
            .iter()
            .map(|one| one.territory.slug.clone())
            .collect(),
        markdown: format!("{url}.md"),
        url,
        sha256: text.sha256.clone(),
        demonstration: text.demonstration,
    }
}
