//! The frame that every page stands in.

use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse as _};
use std::convert::Infallible;

use super::visit::Visit;
use super::{Answer, Someone, assets};

/// What the frame says of the association before it is set up.
const NO_ASSOCIATION: &str = "Dires";

/// What a page shows around its content; a field `frame` of every page's struct, read by `base.html`.
#[derive(Debug, Clone)]
pub struct Frame {
    /// What the page is, for the browser's title.
    pub title: String,
    /// The association's name.
    pub association: String,
    /// Its texts and people are made up: every page says so.
    pub demonstration: bool,
    /// Who is logged in.
    pub someone: Option<Arc<Someone>>,
    /// A sentence from the page before.
    pub message: Option<String>,
    /// Whether this device keeps what is needed to write without network.
    pub keeps: bool,
    path: String,
}

impl Frame {
    /// The frame for this visit.
    pub fn of(visit: &Visit) -> Self {
        let association = visit.association.clone();
        Self {
            title: String::new(),
            demonstration: association.as_ref().is_some_and(|it| it.demonstration),
            association: association.map_or_else(|| NO_ASSOCIATION.to_owned(), |it| it.name),
            someone: visit.someone.clone(),
            message: visit.message.clone(),
            keeps: !visit.keeps_nothing,
            path: visit.path.clone(),
        }
    }

    /// The same frame, around a page of this title.
    #[must_use]
    pub fn titled(self, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..self
        }
    }

    /// The address of a built file, such as `site.css`.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// What forms carry in their field `jeton`; empty when nobody is logged in.
    pub fn form_token(&self) -> &str {
        self.someone
            .as_ref()
            .map_or("", |someone| &someone.form_token)
    }

    /// Whether this very page, or one under it, is being read: for `aria-current`.
    pub fn here(&self, path: &str) -> bool {
        self.path == path || (path != "/" && self.path.starts_with(&format!("{path}/")))
    }
}

impl<S: Sync> FromRequestParts<S> for Frame {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let visit = parts.extensions.get::<Visit>().cloned().unwrap_or_default();
        Ok(Self::of(&visit))
    }
}

/// Answers with a page.
pub fn page(page: &impl Template) -> Answer {
    page_with(StatusCode::OK, page)
}

/// Answers with a page under another status: 422 for a form with a mistake, 409 for one that came too late.
pub fn page_with(status: StatusCode, page: &impl Template) -> Answer {
    Ok((status, Html(page.render()?)).into_response())
}
