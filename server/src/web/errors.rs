//! Where a problem becomes a status and a page, and nowhere else.

use axum::Json;
use axum::extract::Request;
use axum::http::response::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::messages::errors as say;
use super::pages::problem;
use super::requests::RequestId;
use super::visit::Visit;
use crate::password::PasswordError;
use crate::storage::StorageError;

/// Why a request has no other answer than a sentence.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// Nobody is logged in: pages go to the log-in, the API answers 401.
    #[error("nobody is logged in")]
    LoginNeeded {
        /// The page to show after the log-in.
        suite: Option<String>,
        /// Their session has ended.
        ended: bool,
    },
    /// It does not exist, or it is not theirs to know: the same answer.
    #[error("not found")]
    NotFound,
    /// They see it and may not do this; the sentence says who may.
    #[error("forbidden: {0}")]
    Forbidden(String),
    /// Another request came first, or the form was read at an older state; the sentence says what happened.
    #[error("conflict: {0}")]
    Conflict(String),
    /// What was asked is not possible; the sentence says why, the list what is missing.
    #[error("refused: {sentence}")]
    Refused {
        /// Why.
        sentence: String,
        /// What must be done first, one sentence each.
        missing: Vec<String>,
    },
    /// A request that this site's pages do not send.
    #[error("bad request: {0}")]
    BadRequest(String),
    /// A form without its token, or from another site.
    #[error("a forged request")]
    Forged,
    /// More bytes than are accepted.
    #[error("too large")]
    TooLarge,
    /// The address exists, the method does not.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A fault of ours.
    #[error("internal: {0}")]
    Internal(String),
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<PasswordError> for Problem {
    fn from(error: PasswordError) -> Self {
        Self::Internal(error.to_string())
    }
}

/// What a problem shows: left in the response for [`layer`] to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// The status.
    pub status: StatusCode,
    /// What happened, as a title.
    pub title: String,
    /// What happened, and whether something is lost.
    pub sentence: String,
    /// What is missing, one sentence each.
    pub missing: Vec<String>,
    /// What to do next.
    pub advice: String,
    /// The request's name in the log, to be quoted; empty where it has none.
    pub reference: String,
}

impl Problem {
    /// Its status, and its words in French.
    pub fn face(&self) -> Face {
        let (status, (title, sentence, advice)) = match self {
            Self::LoginNeeded { .. } => (StatusCode::UNAUTHORIZED, say::LOGIN_NEEDED),
            Self::NotFound => (StatusCode::NOT_FOUND, say::NOT_FOUND),
            Self::Forbidden(_) => (StatusCode::FORBIDDEN, say::FORBIDDEN),
            Self::Conflict(_) => (StatusCode::CONFLICT, say::CONFLICT),
            Self::Refused { .. } => (StatusCode::UNPROCESSABLE_ENTITY, say::REFUSED),
            Self::BadRequest(_) => (StatusCode::BAD_REQUEST, say::BAD_REQUEST),
            Self::Forged => (StatusCode::FORBIDDEN, say::FORGED),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, say::TOO_LARGE),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, say::METHOD),
            Self::Storage(error) => storage(error),
            Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, say::INTERNAL),
        };
        Face {
            status,
            title: title.to_owned(),
            sentence: self.own_sentence().unwrap_or(sentence).to_owned(),
            missing: self.missing().to_vec(),
            advice: advice.to_owned(),
            reference: String::new(),
        }
    }

    fn own_sentence(&self) -> Option<&str> {
        match self {
            Self::Forbidden(sentence)
            | Self::Conflict(sentence)
            | Self::BadRequest(sentence)
            | Self::Refused { sentence, .. } => Some(sentence),
            _ => None,
        }
    }

    fn missing(&self) -> &[String] {
        match self {
            Self::Refused { missing, .. } => missing,
            _ => &[],
        }
    }
}

fn storage(error: &StorageError) -> (StatusCode, say::Words) {
    match error {
        StorageError::Absent => (StatusCode::NOT_FOUND, say::NOT_FOUND),
        StorageError::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, say::BUSY),
        StorageError::NotWritable(_) => (StatusCode::SERVICE_UNAVAILABLE, say::NOT_WRITABLE),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, say::INTERNAL),
    }
}

/// Where a log-in is asked for by a page; the API answers 401 instead.
#[derive(Debug, Clone)]
struct LogIn(Option<String>);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let face = self.face();
        if face.status.is_server_error() {
            // Not its fields: what a database says of a row at fault may quote the row.
            tracing::error!(error = %self, "a request failed");
        }
        let mut response = face.status.into_response();
        if let Self::LoginNeeded { suite, .. } = self {
            response.extensions_mut().insert(LogIn(suite));
        }
        if face.status == StatusCode::SERVICE_UNAVAILABLE {
            let soon = HeaderValue::from_static("5");
            response.headers_mut().insert(header::RETRY_AFTER, soon);
        }
        response.extensions_mut().insert(face);
        response
    }
}

/// The layer: draws what [`Problem`] left, as a page or, under `/api/`, as `application/problem+json` (RFC 9457).
pub async fn layer(request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let id = request.extensions().get::<RequestId>().cloned();
    let response = next.run(request).await;
    let (mut parts, body) = response.into_parts();
    let face = parts.extensions.remove::<Face>();
    let Some(mut face) = face.or_else(|| bare(&parts)) else {
        return Response::from_parts(parts, body);
    };
    face.reference = id.map_or_else(String::new, |id| id.0);
    let visit = parts.extensions.get::<Visit>().cloned().unwrap_or_default();
    let log_in = parts.extensions.remove::<LogIn>();
    let mut drawn = match log_in {
        _ if api => problem_json(&face),
        Some(log_in) => Redirect::to(&log_in_address(log_in.0.as_deref())).into_response(),
        None => problem::draw(&visit, &face),
    };
    for (name, value) in &parts.headers {
        drawn.headers_mut().entry(name).or_insert(value.clone());
    }
    drawn.extensions_mut().insert(visit);
    drawn
}

/// What a refusal that the framework made by itself shows: a path or a query that cannot be read, a method that a file
/// has not. Its own words are English.
fn bare(parts: &Parts) -> Option<Face> {
    let kind = parts.headers.get(header::CONTENT_TYPE);
    if kind.is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain")) {
        return None;
    }
    let problem = match parts.status {
        StatusCode::BAD_REQUEST => Problem::BadRequest(say::BAD_REQUEST.1.to_owned()),
        StatusCode::NOT_FOUND => Problem::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Problem::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge,
        _ => return None,
    };
    Some(problem.face())
}

fn problem_json(face: &Face) -> Response {
    let body = json!({
        "type": "about:blank",
        "title": face.title,
        "status": face.status.as_u16(),
        "detail": face.sentence,
        "missing": face.missing,
        "request": face.reference,
    });
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (face.status, kind, Json(body)).into_response()
}

fn log_in_address(suite: Option<&str>) -> String {
    match suite {
        Some(suite) => format!(
            "/connexion?suite={}",
            utf8_percent_encode(suite, NON_ALPHANUMERIC)
        ),
        None => "/connexion".to_owned(),
    }
}

/// The answer to an address that does not exist.
pub async fn not_found() -> Problem {
    Problem::NotFound
}

/// The answer to a method that an address does not have.
pub async fn method_not_allowed() -> Problem {
    Problem::MethodNotAllowed
}

#[cfg(test)]
mod tests;
