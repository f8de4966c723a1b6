//! `/healthz`, `/readyz` and `/metrics`: what is asked by programs that watch over the server.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::messages::health as say;
use crate::app::App;
use crate::metrics;
use crate::readiness::Unready;

/// Whether the process answers: restart it when it does not.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// Whether it can do its work: 200, or 503 with a sentence. Send nobody here while it cannot; do not restart it for that.
pub async fn ready(State(app): State<App>) -> Response {
    let sentence = match app.readiness.ask().await {
        Ok(()) => return say::READY.into_response(),
        Err(Unready::Stopping) => say::STOPPING,
        Err(Unready::Silent) => say::SILENT,
        Err(Unready::NotWritable) => say::NOT_WRITABLE,
        Err(Unready::OtherVersion) => say::OTHER_VERSION,
    };
    let soon = [(header::RETRY_AFTER, "5")];
    (StatusCode::SERVICE_UNAVAILABLE, soon, sentence).into_response()
}

/// The counts, on an address of their own.
pub async fn metrics(State(app): State<App>) -> Response {
    let (used, idle) = app.db.connections();
    app.metrics.database(used, idle);
    let kind = [(header::CONTENT_TYPE, metrics::CONTENT_TYPE)];
    (kind, app.metrics.exposed()).into_response()
}

#[cfg(test)]
mod tests;
