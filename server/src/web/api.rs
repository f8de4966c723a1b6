//! The JSON API: the same texts, the same rights and the same services as the pages. `/api/openapi.json` describes it.

mod act;
mod body;
mod describe;
mod publications;
mod read;
mod shapes;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

/// Every address of the API.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/textes", get(read::list))
        .route("/api/textes/{id}", get(read::one))
        .route("/api/textes/{id}/etape", post(act::advance))
        .route("/api/textes/{id}/avis", post(act::give_opinion))
        .route("/api/textes/{id}/position", post(act::take_position))
        .route("/api/publications", get(publications::list))
        .route("/api/openapi.json", get(describe::show))
}
