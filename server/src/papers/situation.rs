//! Where a text stands, gathered for the conditions of its moves.

use dires_domain::conditions::Situation;
use dires_domain::heads::Heads;
use dires_domain::people::Territory;
use dires_domain::text::Text;

use super::PaperError;
use crate::storage::Tx;
use crate::storage::papers::Paper;

/// The situation of a text whose words are `text` at `heads`.
pub async fn situation(
    tx: &mut Tx,
    paper: &Paper,
    text: &Text,
    heads: &Heads,
) -> Result<Situation, PaperError> {
    let territories = tx.territories().await?;
    let in_perimeter = |t: &Territory| paper.sheet.perimeter.contains(&t.id);
    let opinions = tx.opinions(paper.id).await?.into_iter();
    let positions = tx.positions(paper.id).await?.into_iter();
    Ok(Situation {
        kind: paper.sheet.kind,
        titled: !text.title.trim().is_empty(),
        written: text
            .blocks
            .iter()
            .any(|block| !block.text().trim().is_empty()),
        perimeter: territories.into_iter().filter(in_perimeter).collect(),
        heads: heads.clone(),
        opinions: opinions
            .filter(|it| it.ended.is_none())
            .map(|it| (it.territory, it.word, it.heads))
            .collect(),
        version: tx.last_version(paper.id).await?.map(|version| version.id),
        positions: positions
            .filter(|it| it.ended.is_none())
            .map(|it| (it.territory, it.word, it.version))
            .collect(),
        published: tx.is_published(paper.id).await?,
    })
}
