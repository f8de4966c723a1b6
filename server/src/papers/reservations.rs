//! Reserves on passages of the frozen text: tabled by a présidence of the perimeter, with the wording that it proposes, then
//! lifted or maintained by its own territory alone.

pub mod list;
mod rule;
mod table;

use chrono::{DateTime, Utc};
use dires_domain::anchor::NoPassage;
use dires_domain::ids::PaperId;
use dires_domain::reservation::{NotRuled, WordingFault};

use super::{Asker, PaperError, consultation};
use crate::storage::{StorageError, Tx};

pub use rule::{found_at_closing, rule};
pub use table::{NewReservation, table};

/// Why a reserve is refused. Nothing is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No paragraph was chosen, or it is none of this text.
    NoParagraph,
    /// The words do not stand in that paragraph.
    Nowhere,
    /// They stand in it more than once.
    Often,
    /// Its passage.
    Passage(NoPassage),
    /// Its wording.
    Wording(WordingFault),
    /// There are too many on the text.
    Full,
    /// There is no such reserve.
    None,
    /// It was decided already.
    Ruled(NotRuled),
}

impl From<Fault> for PaperError {
    fn from(fault: Fault) -> Self {
        Self::Reservation(fault)
    }
}

/// Refuses what comes after the instant of a closing that decides, whether anybody has closed it or not.
pub(super) async fn in_time(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
) -> Result<(), PaperError> {
    match closing(tx, paper).await? {
        Some(closes_at) if closes_at <= asker.now => {
            Err(consultation::Fault::Closed(closes_at).into())
        }
        _ => Ok(()),
    }
}

/// When the written consultation that decides on the text closes, where one is under way.
async fn closing(tx: &mut Tx, paper: PaperId) -> Result<Option<DateTime<Utc>>, StorageError> {
    let under_way = tx.consultation_under_way(paper).await?;
    Ok(under_way
        .filter(crate::storage::consultations::Consultation::decides)
        .map(|it| it.closes_at))
}
