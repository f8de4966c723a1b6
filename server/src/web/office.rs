//! The secretariat's door: for everyone else these pages do not exist.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::errors::Problem;
use super::extract::Someone;

/// Someone who serves the association today. As an argument of a handler, it answers 404 to anyone else who is logged
/// in, and sends to the log-in whoever is not.
#[derive(Debug, Clone)]
pub struct Office(pub Someone);

impl<S: Sync> FromRequestParts<S> for Office {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let someone = <Someone as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        if someone.is_secretariat() {
            Ok(Self(someone))
        } else {
            Err(Problem::NotFound)
        }
    }
}
