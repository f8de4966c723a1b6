//! `/sync`: the WebSocket of the texts that are being written. Who may not come in is told so before the upgrade.

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};

use crate::app::App;
use crate::sync;
use crate::web::{Someone, csrf};

/// What a page may say of itself.
#[derive(Debug, serde::Deserialize)]
pub struct Asked {
    /// Whose page it is.
    personne: Option<String>,
}

/// Opens the connection: 401 without a session in force, 403 from another site's page, 409 from a page that was opened
/// by somebody else in this browser, whose words would go under the wrong name.
pub async fn connect(
    State(app): State<App>,
    someone: Option<Someone>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let Some(someone) = someone else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    if !csrf::same_origin(&app, &headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let person = someone.person.id.to_string();
    if asked.personne.is_some_and(|asking| asking != person) {
        return StatusCode::CONFLICT.into_response();
    }
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let visitor = sync::Visitor {
        person: someone.person.id,
        session: someone.session,
    };
    app.hub.serve(upgrade, visitor)
}
