//! Every address on one screen.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use super::pages::{account, invitation, live, login};
use super::{assets, csrf, errors, headers, visit};
use crate::app::App;

/// What a form may weigh beside the file that it carries, in bytes.
const FORM_ROOM: usize = 5_000_000;

/// The whole site.
pub fn router(app: App) -> Router {
    let form_limit = app.config.file_limit + FORM_ROOM;
    let pages = Router::new()
        // The door.
        .route("/connexion", get(login::show).post(login::submit))
        .route("/deconnexion", post(login::leave))
        .route("/deconnexion-partout", post(login::leave_everywhere))
        .route(
            "/invitation/{jeton}",
            get(invitation::show).post(invitation::submit),
        )
        .route("/compte", get(account::show))
        // The texts being written.
        .route("/sync", get(live::connect))
        // What no address above says.
        .fallback(errors::not_found)
        .method_not_allowed_fallback(errors::method_not_allowed)
        .layer(DefaultBodyLimit::max(form_limit))
        .layer(from_fn_with_state(app.clone(), csrf::layer))
        .layer(from_fn_with_state(app.clone(), visit::layer));
    Router::new()
        .route("/assets/{*path}", get(assets::serve))
        .route("/healthz", get(|| async { "ok\n" }))
        .merge(pages)
        .layer(from_fn(errors::layer))
        .layer(from_fn(headers::layer))
        .with_state(app)
}
