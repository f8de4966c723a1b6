//! Contesting a correction of form: it is undone, and what was taken on its words is void.

use std::ops::Range;

use automerge::Automerge;
use dires_domain::anchor::Body;
use dires_domain::circuit::Action;
use dires_domain::deed::Deed;
use dires_domain::ids::{PaperId, TerritoryId, VersionId};
use dires_domain::text::Text;

use super::correct::{place, said};
use super::write::write;
use super::{Done, Fault, Standing, held};
use crate::papers::reservations::in_time;
use crate::papers::{Asker, PaperError, consultation, live, notify, standing_for};
use crate::storage::Tx;
use crate::storage::form_corrections::{Contested, FormCorrection};
use crate::storage::journal::{Detail, NewLine};

/// A contest as it is asked for.
#[derive(Debug, Clone)]
pub struct NewContest {
    /// For whom; may be left out by who presides one territory only.
    pub territory: Option<TerritoryId>,
    /// Why.
    pub reason: String,
    /// The revision of the text that was read.
    pub revision: i64,
}

/// Contests the correction of this number. The caller saves, has the document opened anew, and tells open pages.
pub async fn contest(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    number: i32,
    new: &NewContest,
) -> Result<Done, PaperError> {
    let right = (Action::ContestForm, new.revision);
    let (paper, live, standings) = held(tx, asker, id, right).await?;
    let found = tx.form_corrections(id).await?;
    let found = found.into_iter().find(|it| it.number == number);
    let found = found.ok_or(Fault::None)?;
    let territory = standing_for(&standings, new.territory)?;
    in_time(tx, asker, id).await?;
    if found.contested.is_some() {
        return Err(Fault::Contested.into());
    }
    let contested = Contested {
        at: asker.now,
        by: asker.person,
        territory,
        reason: said(&new.reason, Fault::NoReason)?,
    };
    let doc = live::load(tx, live.document).await?;
    let range = stands(&doc, &found)?.ok_or(Fault::Overtaken)?;
    let words = (&range, found.quote.words.as_str(), found.former.as_str());
    let (_, version) = write(tx, asker, (&paper, &live), doc, words).await?;
    if !tx
        .contest_correction(found.id, &contested, version.number)
        .await?
    {
        return Err(Fault::Contested.into());
    }
    let voided = void(tx, asker, id).await?;
    note(tx, id, number, &contested, version.id).await?;
    notify::ask_again(tx, asker, id, &voided).await?;
    // What the body was asked about is another text now.
    consultation::interrupt(tx, asker, id).await?;
    notify::tell(tx, asker, id, None).await?;
    Ok(Done {
        document: live.document,
        number,
        version: version.number,
        voided: voided.len(),
    })
}

/// Where the words of a correction stand, as it wrote them: at its characters, or in the one place of the text that reads so,
/// since what was undone is written anew.
fn stands(doc: &Automerge, found: &FormCorrection) -> Result<Option<Range<usize>>, PaperError> {
    let (body, text) = (Body::of(doc)?, Text::read(doc, None)?);
    let words = &found.quote.words;
    let held = body.place(&found.passage, &found.quote);
    let held = held.range().filter(|range| body.words(range) == *words);
    Ok(held.cloned().or_else(|| place(&body, &text, words).ok()))
}

/// Ends the positions that were taken on words that stand no longer; whose they were.
async fn void(tx: &mut Tx, asker: &Asker<'_>, id: PaperId) -> Result<Vec<TerritoryId>, PaperError> {
    let standing = Standing::of(tx, id).await?;
    let mut voided = Vec::new();
    for it in tx.positions(id).await? {
        if it.ended.is_none() && !standing.counts(it.version) {
            tx.void_position(it.id, asker.now).await?;
            voided.push(it.territory);
        }
    }
    Ok(voided)
}

async fn note(
    tx: &mut Tx,
    paper: PaperId,
    number: i32,
    contested: &Contested,
    version: VersionId,
) -> Result<(), PaperError> {
    let line = NewLine {
        paper,
        at: contested.at,
        person: Some(contested.by),
        territory: Some(contested.territory),
        deed: Deed::FormContested,
        moved: None,
        version: Some(version),
        motive: contested.reason.clone(),
        detail: Detail::from([("correction".to_owned(), number.to_string())]),
    };
    Ok(tx.note(line).await?)
}
