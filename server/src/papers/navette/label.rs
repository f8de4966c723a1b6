//! Saying where a change comes from that leads nowhere, and taking that back.

use dires_domain::circuit::Action;
use dires_domain::deed::Deed;
use dires_domain::heads::Heads;
use dires_domain::ids::{DocumentId, PaperId};
use dires_domain::navette::{Label, Led, Side};
use uuid::Uuid;

use super::{Cause, Fault, Shuttle, navette};
use crate::papers::{Asker, PaperError, allowed, consultation, live, readable, short_enough};
use crate::storage::Tx;
use crate::storage::journal::{Detail, NewLine};
use crate::storage::navette::ChangeLabel;

/// The longest quote of a change in the journal, on each side, in characters.
const QUOTE: usize = 200;

/// A label as it is asked for.
#[derive(Debug, Clone)]
pub struct NewLabel {
    /// Which change, from 0 in the order of the page.
    pub change: usize,
    /// What is said of it.
    pub words: String,
    /// The state of the text that was read.
    pub heads: Heads,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// The number of the label.
    pub number: i32,
    /// Its live document.
    pub document: DocumentId,
    /// How many changes lead nowhere now.
    pub nowhere: usize,
}

/// Says where a change comes from that leads nowhere. The caller saves, and tells open pages.
///
/// # Errors
///
/// [`Fault`]; [`PaperError::TextChanged`] where another state was read.
pub async fn label(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    new: &NewLabel,
) -> Result<Done, PaperError> {
    let (document, shuttle) = held(tx, asker, id).await?;
    if shuttle.heads != new.heads {
        return Err(PaperError::TextChanged);
    }
    let led = shuttle.navette.changes.get(new.change).ok_or(Fault::None)?;
    if !led.leads_nowhere() {
        return Err(Fault::Led.into());
    }
    short_enough(&new.words)?;
    if new.words.trim().is_empty() {
        return Err(Fault::NoWords.into());
    }
    let known = tx.change_labels(id).await?;
    let made = ChangeLabel {
        id: Uuid::now_v7(),
        paper: id,
        number: known.last().map_or(1, |it| it.number + 1),
        version: shuttle.validated.id,
        of: Label::write(led),
        label: new.words.trim().to_owned(),
        said: (asker.now, asker.person),
        withdrawn: None,
    };
    tx.keep_change_label(&made).await?;
    let words = words(led);
    note(tx, asker, &shuttle, &made, (Deed::ChangeLabelled, words)).await?;
    Ok(Done {
        number: made.number,
        document,
        nowhere: super::nowhere(tx, &shuttle.paper).await?,
    })
}

/// Takes the label of this number back. The caller saves, and tells open pages.
///
/// # Errors
///
/// [`Fault`]; a consultation under way, which was opened on what it says.
pub async fn withdraw(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    number: i32,
) -> Result<Done, PaperError> {
    let (document, shuttle) = held(tx, asker, id).await?;
    let all = tx.change_labels(id).await?;
    let label = all.iter().find(|it| it.number == number);
    let label = label.ok_or(Fault::None)?;
    if let Some(open) = tx.consultation_under_way(id).await? {
        return Err(consultation::Fault::UnderWay(open.closes_at).into());
    }
    let taken = (asker.now, asker.person);
    if !tx.withdraw_change_label(label.id, taken).await? {
        return Err(Fault::Withdrawn.into());
    }
    let withdrawn = (Deed::LabelWithdrawn, Detail::new());
    note(tx, asker, &shuttle, label, withdrawn).await?;
    Ok(Done {
        number,
        document,
        nowhere: super::nowhere(tx, &shuttle.paper).await?,
    })
}

/// The text, held, for who may say where changes come from.
async fn held(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
) -> Result<(DocumentId, Shuttle), PaperError> {
    readable(tx, asker, id).await?;
    let live = live::hold(tx, id).await?.ok_or(PaperError::NotFound)?;
    let paper = readable(tx, asker, id).await?;
    allowed(tx, asker, &paper, Action::LabelChange, None).await?;
    Ok((live.document, navette(tx, asker, id).await?))
}

/// The words of a change that lead nowhere.
fn words(led: &Led<Cause>) -> Detail {
    let of = |came: bool| -> String {
        let runs = led.runs.iter().filter(|run| run.cause.is_none());
        let runs = runs.filter(|run| came == (run.side == Side::Added));
        let words = runs.map(|run| run.text.as_str()).collect::<Vec<_>>();
        words.join(" ").trim().chars().take(QUOTE).collect()
    };
    Detail::from([
        ("avant".to_owned(), of(false)),
        ("apres".to_owned(), of(true)),
    ])
}

async fn note(
    tx: &mut Tx,
    asker: &Asker<'_>,
    shuttle: &Shuttle,
    label: &ChangeLabel,
    (deed, mut detail): (Deed, Detail),
) -> Result<(), PaperError> {
    detail.insert("libelle".to_owned(), label.number.to_string());
    let line = NewLine {
        paper: label.paper,
        at: asker.now,
        person: Some(asker.person),
        territory: None,
        deed,
        moved: None,
        version: Some(shuttle.last.id),
        motive: label.label.clone(),
        detail,
    };
    Ok(tx.note(line).await?)
}
