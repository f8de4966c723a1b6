//! Freezing a version: the canonical bytes of what a live document says, in the name of its perimeter.

use dires_domain::people::Territory;
use dires_domain::text::{Canonical, Text};

use super::live::Live;
use super::{Asker, PaperError};
use crate::storage::Tx;
use crate::storage::papers::Paper;
use crate::storage::versions::{NewVersion, Version};

/// Freezes the words of a text whose document is held, or gives its last version back where nothing changed since.
pub async fn freeze(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: &Paper,
    live: &Live,
    text: Text,
    perimeter: &[Territory],
) -> Result<Version, PaperError> {
    let perimeter: Vec<_> = perimeter.iter().map(|t| t.slug.clone()).collect();
    let canonical = Canonical::new(paper.sheet.kind.code(), &perimeter, text)?;
    let new = NewVersion {
        paper: paper.id,
        stage: paper.stage,
        title: canonical.text().title.clone(),
        heads: live.heads.clone(),
        perimeter,
        bytes: canonical.to_bytes(),
        at: asker.now,
        by: Some(asker.person),
    };
    Ok(tx.freeze(new).await?)
}
