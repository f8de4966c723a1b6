//! Interrupting a consultation before its time: the secretariat does, with a motive. What was answered is kept as it is, and
//! decides nothing.

use dires_domain::circuit::Action;
use dires_domain::decision::ConsultationEnd;
use dires_domain::deed::Deed;
use dires_domain::ids::{ConsultationId, PaperId};

use super::{Fault, tell};
use crate::papers::{Asker, PaperError, allowed, live, notify, readable, short_enough};
use crate::storage::Tx;
use crate::storage::consultations::{Consultation, End};
use crate::storage::journal::{Detail, NewLine};

/// Interrupts the consultation of a text that was read. The caller saves, then tells open pages.
///
/// # Errors
///
/// [`Fault::None`] where another one is under way, or none; [`Fault::Closed`] once its time has come; [`Fault::NoMotive`].
pub async fn stop(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    (read, motive): (Option<ConsultationId>, &str),
) -> Result<(), PaperError> {
    readable(tx, asker, id).await?;
    live::hold(tx, id).await?.ok_or(PaperError::NotFound)?;
    let paper = readable(tx, asker, id).await?;
    allowed(tx, asker, &paper, Action::Consult, None).await?;
    let open = tx.consultation_under_way(id).await?;
    let open = open.filter(|it| Some(it.id) == read).ok_or(Fault::None)?;
    if !open.is_open(asker.now) {
        return Err(Fault::Closed(open.closes_at).into());
    }
    short_enough(motive)?;
    let motive = motive.trim();
    if motive.is_empty() {
        return Err(Fault::NoMotive.into());
    }
    let end = End {
        at: asker.now,
        because: ConsultationEnd::Interrupted,
        explanation: motive.to_owned(),
        decision: None,
    };
    if !tx.end_consultation(open.id, &end).await? {
        return Err(Fault::None.into());
    }
    note(tx, asker, &open, motive).await?;
    tell::closed(tx, (asker.now, asker.today), &open).await?;
    notify::tell(tx, asker, id, None).await?;
    Ok(())
}

async fn note(
    tx: &mut Tx,
    asker: &Asker<'_>,
    stopped: &Consultation,
    motive: &str,
) -> Result<(), PaperError> {
    let body = tx.body(stopped.body).await?;
    let line = NewLine {
        paper: stopped.paper,
        at: asker.now,
        person: Some(asker.person),
        territory: None,
        deed: Deed::ConsultationClosed,
        moved: None,
        version: Some(stopped.version),
        motive: motive.to_owned(),
        detail: Detail::from([
            (
                "instance".to_owned(),
                body.map(|it| it.name).unwrap_or_default(),
            ),
            (
                "issue".to_owned(),
                ConsultationEnd::Interrupted.code().to_owned(),
            ),
        ]),
    };
    Ok(tx.note(line).await?)
}
