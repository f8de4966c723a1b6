//! The JSON body of a request. It needs its media type, which no form of another site can send.

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::web::Problem;
use crate::web::messages::api as say;

const NOTHING: &[u8] = br"\u0000";

/// A body that was read as `T`; a problem of status 400 otherwise.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = to_bytes(body, app.config.file_limit)
            .await
            .map_err(|_| Problem::TooLarge)?;
        // U+0000 stands in JSON only so, and PostgreSQL does not hold it.
        if bytes.windows(NOTHING.len()).any(|part| part == NOTHING) {
            return Err(Problem::BadRequest(say::NOT_THIS_SHAPE.to_owned()));
        }
        let request = Request::from_parts(parts, axum::body::Body::from(bytes));
        let read = Json::<T>::from_request(request, app).await;
        match read {
            Ok(Json(value)) => Ok(Self(value)),
            Err(error) if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Problem::TooLarge)
            }
            Err(_) => Err(Problem::BadRequest(say::NOT_THIS_SHAPE.to_owned())),
        }
    }
}
