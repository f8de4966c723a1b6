//! Where a text stands, gathered for the conditions of its moves.

use dires_domain::conditions::Situation;
use dires_domain::heads::Heads;
use dires_domain::ids::TerritoryId;
use dires_domain::paper::Opinion;
use dires_domain::people::Territory;
use dires_domain::text::Text;

use super::form::Standing;
use super::{PaperError, images, live, navette};
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
    let positions = tx.positions(paper.id).await?;
    let standing = || positions.iter().filter(|it| it.ended.is_none());
    let form = Standing::of(tx, paper.id).await?;
    let anchored = standing().filter(|it| it.reservation_state.is_none());
    let mut reservations = tx.reservations(paper.id).await?;
    reservations.retain(|it| paper.sheet.perimeter.contains(&it.territory));
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
        anchored: anchored.map(|it| it.territory).collect(),
        positions: standing()
            .map(|it| (it.territory, it.word, form.as_read(it.version)))
            .collect(),
        reservations: reservations
            .iter()
            .map(|it| (it.number, it.territory, it.state))
            .collect(),
        suggestions,
        images: images::missing(tx, paper.id, text).await?,
        amendments: tx.tabled_amendments(paper.id).await?,
        nowhere: Box::pin(navette::nowhere(tx, paper)).await?,
        published: tx.is_published(paper.id).await?,
    })
}
