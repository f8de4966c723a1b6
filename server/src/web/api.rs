//! The JSON API: the same texts, the same rights and the same services as the pages. `/api/openapi.json` describes it.

pub mod act;
mod body;
pub mod describe;
pub mod publications;
pub mod read;
pub mod shapes;
#[cfg(test)]
mod tests;
