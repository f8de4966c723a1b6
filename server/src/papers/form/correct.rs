//! Correcting the form of a frozen text.

use std::ops::Range;

use dires_domain::anchor::{Body, LONGEST_QUOTE, NotFound};
use dires_domain::circuit::Action;
use dires_domain::correction::Corrected;
use dires_domain::deed::Deed;
use dires_domain::ids::{PaperId, VersionId};
use dires_domain::reservation::wording;
use dires_domain::text::Text;
use uuid::Uuid;

use super::write::write;
use super::{Done, Fault, held};
use crate::papers::{Asker, PaperError, consultation, live, notify, short_enough};
use crate::storage::Tx;
use crate::storage::form_corrections::FormCorrection;
use crate::storage::journal::{Detail, NewLine};

/// A correction as it is asked for.
#[derive(Debug, Clone)]
pub struct NewCorrection {
    /// The words, which stand once in the text.
    pub words: String,
    /// What stands in their place.
    pub correction: String,
    /// Why.
    pub motive: String,
    /// The number of the version that was read.
    pub version: i32,
    /// The revision of the text that was read.
    pub revision: i64,
}

/// Corrects the form. The caller saves, has the document opened anew, and tells open pages.
pub async fn correct(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    new: &NewCorrection,
) -> Result<Done, PaperError> {
    let right = (Action::CorrectForm, new.revision);
    let (paper, live, _) = held(tx, asker, id, right).await?;
    if let Some(open) = tx.consultation_under_way(id).await? {
        return Err(consultation::Fault::UnderWay(open.closes_at).into());
    }
    let last = tx.last_version(id).await?;
    if last.is_none_or(|last| last.number != new.version) {
        return Err(PaperError::TextChanged);
    }
    let motive = said(&new.motive, Fault::NoMotive)?;
    let doc = live::load(tx, live.document).await?;
    let (body, text) = (Body::of(&doc)?, Text::read(doc.as_ref(), None)?);
    let range = place(&body, &text, &new.words)?;
    let former = body.words(&range);
    let words = wording(&new.correction, &former).map_err(Fault::Wording)?;
    if words.is_empty() {
        return Err(Fault::Nothing.into());
    }
    let units = words.encode_utf16().count();
    if range.len().max(units) > LONGEST_QUOTE {
        return Err(Fault::TooLong.into());
    }
    let (doc, version) = write(tx, asker, (&paper, &live), doc, (&range, &former, &words)).await?;
    let body = Body::of(&doc)?;
    let ends = body.ends(range.start..range.start + units);
    let (first, last) = ends.ok_or(Fault::Nothing)?;
    let (passage, quote) = body.passage(first, last).map_err(|_| Fault::TooLong)?;
    let known = tx.form_corrections(id).await?;
    let made = FormCorrection {
        id: Uuid::now_v7(),
        paper: id,
        number: known.last().map_or(1, |it| it.number + 1),
        versions: Corrected {
            after: version.number,
            undone: None,
        },
        person: asker.person,
        motive,
        former,
        passage,
        quote,
        at: asker.now,
        contested: None,
    };
    tx.keep_correction(&made).await?;
    note(tx, asker, &made, version.id).await?;
    notify::corrected(tx, asker, id).await?;
    notify::tell(tx, asker, id, None).await?;
    Ok(Done {
        document: live.document,
        number: made.number,
        version: version.number,
        voided: 0,
    })
}

/// The words without blanks around, which are some, and not too many.
pub(super) fn said(typed: &str, fault: Fault) -> Result<String, PaperError> {
    short_enough(typed)?;
    match typed.trim() {
        "" => Err(fault.into()),
        words => Ok(words.to_owned()),
    }
}

/// The one place of a text where words stand, in one paragraph.
pub(super) fn place(body: &Body, text: &Text, words: &str) -> Result<Range<usize>, Fault> {
    let mut found = Vec::new();
    for block in body.blocks(text) {
        match body.find(&block, words) {
            Ok(range) => found.push(range),
            Err(NotFound::Nowhere) => {}
            Err(NotFound::Often) => return Err(Fault::Often),
        }
    }
    let several = found.len() > 1;
    let only = found.pop().ok_or(Fault::Nowhere)?;
    if several { Err(Fault::Often) } else { Ok(only) }
}

async fn note(
    tx: &mut Tx,
    asker: &Asker<'_>,
    made: &FormCorrection,
    version: VersionId,
) -> Result<(), PaperError> {
    let line = NewLine {
        paper: made.paper,
        at: asker.now,
        person: Some(asker.person),
        territory: None,
        deed: Deed::FormCorrected,
        moved: None,
        version: Some(version),
        motive: made.motive.clone(),
        detail: Detail::from([("correction".to_owned(), made.number.to_string())]),
    };
    Ok(tx.note(line).await?)
}
