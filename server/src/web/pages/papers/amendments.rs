//! `/textes/{id}/amendements`: the amendments of a text, one of them, and the desk where it is written.

mod desk;
mod list;
mod one;
mod view;

use dires_domain::ids::{AmendmentId, PaperId};

pub use desk::{judge, suggestions, write};
pub use list::{begin, list};
pub use one::{act, show};

use super::address;
use super::show::identified;
use crate::web::Problem;

/// The address of an amendment's page.
fn address_of(paper: PaperId, amendment: AmendmentId) -> String {
    format!("{}/amendements/{amendment}", address(paper))
}

/// The text and the amendment of an address; what is not one does not exist.
fn both(paper: &str, amendment: &str) -> Result<(PaperId, AmendmentId), Problem> {
    let amendment = amendment.parse().map_err(|_| Problem::NotFound)?;
    Ok((identified(paper)?, amendment))
}
