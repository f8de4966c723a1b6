//! Who is asking.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use chrono::{DateTime, Utc};
use dires_domain::circuit::Stage;
use dires_domain::ids::TerritoryId;
use dires_domain::people::{Function, Mandate, Person, Territory};

use super::errors::Problem;
use super::visit::Visit;

/// Someone who is logged in, with their mandates in force today. As an argument of a handler, it sends others to the
/// log-in page (pages) or answers 401 (API).
#[derive(Debug, Clone)]
pub struct Someone {
    /// Who they are.
    pub person: Person,
    /// Their mandates in force today.
    pub mandates: Vec<Mandate>,
    /// The territories of these mandates, by name.
    pub territories: Vec<Territory>,
    /// The SHA-256 of their session's token.
    pub session: Vec<u8>,
    /// When their session was last used, within some minutes.
    pub seen_at: DateTime<Utc>,
    /// What their forms carry, against forgery.
    pub form_token: String,
}

impl Someone {
    /// Whether they serve the association.
    pub fn is_secretariat(&self) -> bool {
        self.holds(Function::Secretariat)
    }

    /// Whether they hold this function today.
    pub fn holds(&self, function: Function) -> bool {
        self.mandates
            .iter()
            .any(|mandate| mandate.function == function)
    }

    /// Whether they sit in the body that conducts this stage, for any territory.
    pub fn sits_at(&self, stage: Stage) -> bool {
        self.mandates.iter().any(|mandate| mandate.sits_at(stage))
    }

    /// A territory that they stand for today.
    pub fn territory(&self, id: TerritoryId) -> Option<&Territory> {
        self.territories.iter().find(|territory| territory.id == id)
    }
}

/// Whoever is asking: as an argument of a page that everyone reads.
#[derive(Debug, Clone)]
pub struct Visitor(pub Option<Arc<Someone>>);

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let visit = parts.extensions.get::<Visit>();
        Ok(Self(visit.and_then(|visit| visit.someone.clone())))
    }
}

impl<S: Sync> FromRequestParts<S> for Someone {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let visit = parts.extensions.get::<Visit>().cloned().unwrap_or_default();
        match visit.someone {
            Some(someone) => Ok(Self::clone(&someone)),
            None => Err(Problem::LoginNeeded {
                suite: suite(parts),
                ended: visit.session_ended,
            }),
        }
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Someone {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        let visit = parts.extensions.get::<Visit>();
        Ok(visit.and_then(|visit| visit.someone.as_deref().cloned()))
    }
}

/// Where to go after the log-in: the page asked for; for a form that was sent, the page that it stood on is not known.
fn suite(parts: &Parts) -> Option<String> {
    let path = parts.uri.path_and_query()?.as_str();
    (parts.method == axum::http::Method::GET).then(|| path.to_owned())
}
