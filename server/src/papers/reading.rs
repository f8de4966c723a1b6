//! Saying how far one has read a text.

use dires_domain::heads::Heads;
use dires_domain::ids::PaperId;

use super::{Asker, PaperError, live, readable};
use crate::storage::Tx;
use crate::storage::readings::Reading;

/// Notes that the asker has read a text in this state. The caller saves.
///
/// Errors: [`PaperError::NotFound`] where the text, or a text that was ever in that state, is not there.
pub async fn mark(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    heads: Heads,
) -> Result<(), PaperError> {
    let paper = readable(tx, asker, id).await?;
    live::at(tx, &paper, &heads).await?;
    let reading = Reading {
        heads,
        at: asker.now,
    };
    Ok(tx.mark_read(asker.person, id, &reading).await?)
}
