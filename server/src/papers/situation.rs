//! Where a text stands, gathered for the conditions of its moves.

use dires_domain::conditions::Situation;
use dires_domain::heads::Heads;
use dires_domain::ids::TerritoryId;
use dires_domain::paper::Opinion;
use dires_domain::people::Territory;
use dires_domain::text::Text;

use super::{PaperError, live};
use crate::storage::Tx;
use crate::storage::papers::Paper;

/// The avis that stand, each with the state that it is on: the present one, where the text has the same words.
async fn standing(
    tx: &mut Tx,
    paper: &Paper,
    now: &Heads,
) -> Result<Vec<(TerritoryId, Opinion, Heads)>, PaperError> {
    let mut found = Vec::new();
    for it in tx.opinions(paper.id).await? {
        if it.ended.is_some() {
            continue;
        }
        let same = Box::pin(live::says_the_same(tx, paper, &it.heads, now)).await?;
        let heads = if same { now.clone() } else { it.heads };
        found.push((it.territory, it.word, heads));
    }
    Ok(found)
}

/// The situation of a text whose words are `text` at `heads`, with so many suggestions in them.
pub async fn situation(
    tx: &mut Tx,
    paper: &Paper,
    text: &Text,
    suggestions: usize,
    heads: &Heads,
) -> Result<Situation, PaperError> {
    let territories = tx.territories().await?;
    let in_perimeter = |t: &Territory| paper.sheet.perimeter.contains(&t.id);
    let opinions = standing(tx, paper, heads).await?;
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
        opinions,
        version: tx.last_version(paper.id).await?.map(|version| version.id),
        positions: positions
            .filter(|it| it.ended.is_none())
            .map(|it| (it.territory, it.word, it.version))
            .collect(),
        suggestions,
        published: tx.is_published(paper.id).await?,
    })
}
