//! `/sync`: the door of the texts that are being written, by WebSocket or, where these are blocked, by plain HTTP. Who
//! may not come in is told so before anything opens.

use axum::body::Body;
use axum::extract::{FromRequestParts, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::app::App;
use crate::sync::{self, Delivery, NotTaken};
use crate::web::{Someone, csrf};

/// What a page may say of itself.
#[derive(Debug, serde::Deserialize)]
struct Asked {
    /// Whose page it is.
    personne: Option<String>,
}

/// Someone who may come in: 401 without a session in force, 403 from another site's page, 409 from a page that was
/// opened by somebody else in this browser, whose words would go under the wrong name.
pub struct Admitted(sync::Visitor);

impl FromRequestParts<App> for Admitted {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, StatusCode> {
        let someone = Someone::from_request_parts(parts, app).await;
        let someone = someone.map_err(|_| StatusCode::UNAUTHORIZED)?;
        if !csrf::same_origin(app, &parts.headers) {
            return Err(StatusCode::FORBIDDEN);
        }
        let asked = Query::<Asked>::try_from_uri(&parts.uri);
        let Query(asked) = asked.map_err(|_| StatusCode::BAD_REQUEST)?;
        let person = someone.person.id.to_string();
        if asked.personne.is_some_and(|asking| asking != person) {
            return Err(StatusCode::CONFLICT);
        }
        Ok(Self(sync::Visitor {
            person: someone.person.id,
            session: someone.session,
        }))
    }
}

/// The WebSocket.
pub async fn connect(
    State(app): State<App>,
    Admitted(visitor): Admitted,
    request: Request,
) -> Response {
    app.hub.serve(request, visitor)
}

/// Each event reaches the page when it is sent: proxies neither keep nor change anything.
const AT_ONCE: [(HeaderName, &str); 3] = [
    (header::CONTENT_TYPE, "text/event-stream"),
    (header::CACHE_CONTROL, "no-store, no-transform"),
    (HeaderName::from_static("x-accel-buffering"), "no"),
];

/// The flux of a line over plain HTTP; 503 when the database does not answer.
pub async fn listen(State(app): State<App>, Admitted(visitor): Admitted) -> Response {
    match app.hub.open_line(visitor).await {
        Ok(flux) => (AT_ONCE, flux).into_response(),
        Err(error) => {
            tracing::warn!(%error, "a line cannot be opened");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// What a page sends on its line: 204 once it is taken, 410 when the line is gone, 413 when it is too long.
pub async fn deliver(
    State(app): State<App>,
    Admitted(visitor): Admitted,
    Query(to): Query<Delivery>,
    body: Body,
) -> StatusCode {
    match app.hub.deliver(&visitor, to, body).await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(NotTaken::Gone) => StatusCode::GONE,
        Err(NotTaken::TooLong) => StatusCode::PAYLOAD_TOO_LARGE,
    }
}
