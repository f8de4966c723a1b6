//! A text leaves the conférence des présidences: what was not decided of its amendments falls.

use dires_domain::ids::AmendmentId;

use super::decide::fell;
use crate::papers::{Asker, PaperError};
use crate::storage::Tx;
use crate::storage::papers::Paper;

/// Has every amendment fall that is prepared or tabled.
pub async fn leave(tx: &mut Tx, asker: &Asker<'_>, paper: &Paper) -> Result<(), PaperError> {
    let all = tx.amendments(paper.id).await?;
    let left = all.iter().filter(|it| !it.state.is_final());
    let left: Vec<AmendmentId> = left.map(|it| it.id).collect();
    fell(tx, asker, &all, &left, None, None).await
}
