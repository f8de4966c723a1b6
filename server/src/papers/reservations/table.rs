//! Tabling a reserve, on the very version that was read.

use std::ops::Range;

use automerge::Automerge;
use dires_domain::anchor::{Body, NoPassage, NotFound, Passage, Quote};
use dires_domain::circuit::Action;
use dires_domain::deed::Deed;
use dires_domain::ids::{PaperId, ReservationId, TerritoryId};
use dires_domain::mail::MailKind;
use dires_domain::paper::ReservationState;
use dires_domain::reservation::{LONGEST_PASSAGE, MOST, wording};
use dires_domain::text::Text;
use uuid::Uuid;

use super::{Fault, in_time};
use crate::papers::{
    Asker, PaperError, allowed, live, notify, readable, short_enough, standing_for,
};
use crate::storage::Tx;
use crate::storage::journal::{Detail, NewLine};
use crate::storage::reservations::Reservation;

/// A reserve as it is tabled.
#[derive(Debug, Clone)]
pub struct NewReservation {
    /// For whom; may be left out by who presides one territory only.
    pub territory: Option<TerritoryId>,
    /// Its paragraph: its place among those of the version that say something, from 1.
    pub paragraph: usize,
    /// The words in it; all of it where there are none.
    pub words: String,
    /// What would stand in their place.
    pub wording: String,
    /// Why; may be empty.
    pub motive: String,
    /// The number of the version that was read.
    pub version: i32,
    /// The revision of the text that was read.
    pub revision: i64,
}

/// Tables the reserve. The caller saves, then tells open pages.
pub async fn table(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    new: &NewReservation,
) -> Result<Reservation, PaperError> {
    readable(tx, asker, paper).await?;
    let held = live::hold(tx, paper).await?.ok_or(PaperError::NotFound)?;
    let paper = readable(tx, asker, paper).await?;
    let standings = allowed(tx, asker, &paper, Action::Reserve, Some(new.revision)).await?;
    in_time(tx, asker, paper.id).await?;
    let territory = standing_for(&standings, new.territory)?;
    let version = tx.last_version(paper.id).await?;
    let Some(version) = version.filter(|version| version.number == new.version) else {
        return Err(PaperError::TextChanged);
    };
    short_enough(&new.motive)?;
    let doc = live::load(tx, held.document).await?;
    let (passage, quote) = passage(&doc, new.paragraph, &new.words)?;
    let wording = wording(&new.wording, &quote.words).map_err(Fault::Wording)?;
    let tabled = Reservation {
        id: ReservationId(Uuid::now_v7()),
        paper: paper.id,
        number: next_number(tx, paper.id).await?,
        version: version.id,
        territory,
        person: asker.person,
        passage,
        quote,
        wording,
        motive: new.motive.trim().to_owned(),
        at: asker.now,
        state: ReservationState::Standing,
        ruled: None,
    };
    tx.table_reservation(&tabled).await?;
    note(tx, &tabled).await?;
    notify::happened(tx, asker, paper.id, MailKind::ReservationTabled).await?;
    notify::tell(tx, asker, paper.id, None).await?;
    Ok(tabled)
}

async fn next_number(tx: &mut Tx, paper: PaperId) -> Result<i32, PaperError> {
    let last = tx.reservations(paper).await?.last().map(|it| it.number);
    let number = last.unwrap_or_default() + 1;
    if number > MOST {
        return Err(Fault::Full.into());
    }
    Ok(number)
}

/// The words of a paragraph, or the paragraph itself, as a passage that is quoted whole.
fn passage(doc: &Automerge, paragraph: usize, words: &str) -> Result<(Passage, Quote), PaperError> {
    let (body, text) = (Body::of(doc)?, Text::read(doc, None)?);
    let blocks = body.blocks(&text).into_iter();
    let mut said = blocks.filter(|block| body.ends(block.clone()).is_some());
    let whole = paragraph.checked_sub(1).and_then(|at| said.nth(at));
    let range = within(&body, whole.ok_or(Fault::NoParagraph)?, words)?;
    if range.len() > LONGEST_PASSAGE {
        return Err(Fault::Passage(NoPassage::TooLong).into());
    }
    let (first, last) = body.ends(range).ok_or(Fault::Passage(NoPassage::Blank))?;
    Ok(body.passage(first, last).map_err(Fault::Passage)?)
}

fn within(body: &Body, whole: Range<usize>, words: &str) -> Result<Range<usize>, Fault> {
    if words.trim().is_empty() {
        return Ok(whole);
    }
    body.find(&whole, words).map_err(|error| match error {
        NotFound::Nowhere => Fault::Nowhere,
        NotFound::Often => Fault::Often,
    })
}

async fn note(tx: &mut Tx, tabled: &Reservation) -> Result<(), PaperError> {
    let line = NewLine {
        paper: tabled.paper,
        at: tabled.at,
        person: Some(tabled.person),
        territory: Some(tabled.territory),
        deed: Deed::ReservationTabled,
        moved: None,
        version: Some(tabled.version),
        motive: tabled.motive.clone(),
        detail: Detail::from([("reserve".to_owned(), tabled.number.to_string())]),
    };
    Ok(tx.note(line).await?)
}
