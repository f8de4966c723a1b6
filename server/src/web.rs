//! What people and programs reach over HTTP: pages, forms, the API.

pub mod address;
pub mod api;
pub mod assets;
pub mod cookies;
pub mod csrf;
pub mod dates;
pub mod entry;
pub mod errors;
pub mod extract;
pub mod form;
pub mod headers;
pub mod health;
pub mod layout;
pub mod messages;
pub mod office;
pub mod pages;
pub mod refusal;
pub mod requests;
pub mod routes;
pub mod sessions;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;
pub mod typography;
pub mod visit;

pub use errors::Problem;
pub use extract::{Someone, Visitor};
pub use form::{Faults, Form};
pub use layout::{Frame, page, page_with};
pub use office::Office;
pub use routes::{router, watch};

/// What a handler answers: a response, or a problem that becomes a page in [`errors`].
pub type Answer = Result<axum::response::Response, Problem>;
