//! What a territory does with its amendment: says why, tables it, withdraws it.

use dires_domain::amendment::order::with_its_own;
use dires_domain::amendment::touch::Touch;
use dires_domain::amendment::{AmendmentAct, AmendmentState};
use dires_domain::deed::Deed;
use dires_domain::ids::{AmendmentId, DocumentId, PaperId};
use dires_domain::mail::MailKind;

use super::decide::{fell, line};
use super::effect::{Effect, effect};
use super::{Fault, Held, all_candidates, hold_branch, may, written};
use crate::papers::{Asker, PaperError, images, live, notify, short_enough};
use crate::storage::amendments::{Amendment, Fate};
use crate::storage::{StorageError, Tx};

/// Says anew why an amendment is proposed. The caller saves.
pub async fn motivate(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    (id, revision): (AmendmentId, i64),
    motive: &str,
) -> Result<(), PaperError> {
    let held = Held::of(tx, asker, paper).await?;
    let one = held.one(asker, id, revision)?;
    may(asker, &held.paper, &one, AmendmentAct::Motivate)?;
    short_enough(motive)?;
    written(tx.motivate_amendment(&one, motive.trim()).await?)
}

/// Tables an amendment: nobody writes in it any more, and whoever reads the text reads it. Gives its branch, whose open
/// editors must read their rights again. The caller saves.
///
/// # Errors
///
/// [`Fault`]: what it lacks.
pub async fn table(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    (id, revision): (AmendmentId, i64),
    motive: &str,
) -> Result<DocumentId, PaperError> {
    let held = Held::of(tx, asker, paper).await?;
    let mut one = held.one(asker, id, revision)?;
    may(asker, &held.paper, &one, AmendmentAct::Table)?;
    short_enough(motive)?;
    if motive.trim().is_empty() {
        return Err(Fault::NoMotive.into());
    }
    hold_branch(tx, one.document).await?;
    whole(tx, &held, &one).await?;
    written(tx.motivate_amendment(&one, motive.trim()).await?)?;
    one.revision += 1;
    live::set_frozen(tx, one.document, true).await?;
    written(tx.table_amendment(&one, asker.now, asker.person).await?)?;
    let tabled = tx.amendments(paper).await?;
    let tabled = tabled.into_iter().find(|it| it.id == id);
    let tabled = tabled.ok_or(StorageError::Absent)?;
    let noted = line(asker, &tabled, Deed::AmendmentTabled, motive);
    tx.note(noted).await?;
    notify::happened(tx, asker, paper, MailKind::AmendmentTabled).await?;
    Ok(one.document)
}

/// Whether it can be put to the body: it changes something that is still there, nothing in it is only suggested, and its
/// images lack nothing.
async fn whole(tx: &mut Tx, held: &Held, one: &Amendment) -> Result<(), PaperError> {
    let parent = one.parent.map(|id| held.all.iter().find(|it| it.id == id));
    if parent.is_some_and(|it| it.is_none_or(|it| it.state != AmendmentState::Tabled)) {
        return Err(Fault::ParentGone.into());
    }
    let (_, suggestions) = live::settled(tx, one.document).await?;
    if suggestions > 0 {
        return Err(Fault::Suggestions(suggestions).into());
    }
    let own = effect(tx, &held.paper, &held.all, one).await?;
    let texts = own.texts()?;
    let lacking = images::missing(tx, one.paper, &texts.after).await?;
    if !lacking.is_empty() {
        return Err(PaperError::Missing(lacking));
    }
    let touch = Touch::between(&texts.before, &texts.after);
    if touch.is_empty() {
        return Err(Fault::Unchanged.into());
    }
    let amended = parent
        .flatten()
        .map_or(held.live.document, |it| it.document);
    let since = Effect {
        after: live::load(tx, amended).await?,
        before: own.before.clone(),
    };
    let now = since.texts()?.after;
    let overtaken = touch.excludes(&Touch::between(&texts.before, &now))
        || own.strokes()?.excludes(&since.strokes()?);
    if overtaken {
        return Err(Fault::Overtaken.into());
    }
    Ok(())
}

/// Withdraws an amendment; those that amend it fall. Gives its branch, whose open editors must read their rights again. The
/// caller saves.
///
/// # Errors
///
/// [`Fault::NoReason`] for one that is tabled, without a word of why.
pub async fn withdraw(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    (id, revision): (AmendmentId, i64),
    motive: &str,
) -> Result<DocumentId, PaperError> {
    let held = Held::of(tx, asker, paper).await?;
    let one = held.one(asker, id, revision)?;
    let state = may(asker, &held.paper, &one, AmendmentAct::Withdraw)?;
    short_enough(motive)?;
    let was_tabled = one.state == AmendmentState::Tabled;
    if was_tabled && motive.trim().is_empty() {
        return Err(Fault::NoReason.into());
    }
    hold_branch(tx, one.document).await?;
    live::set_frozen(tx, one.document, true).await?;
    let candidates = all_candidates(tx, &held.paper, &held.all).await?;
    let fate = Fate {
        state,
        at: asker.now,
        by: Some(asker.person),
        because: motive.trim().to_owned(),
        felled_by: None,
        made: None,
        point: None,
    };
    written(tx.end_amendment(&one, &fate).await?)?;
    if was_tabled {
        tx.note(line(asker, &one, Deed::AmendmentWithdrawn, motive))
            .await?;
        let mut under = with_its_own(&candidates, id);
        under.retain(|it| *it != id);
        fell(tx, asker, &held.all, &under, Some(id), None).await?;
    }
    Ok(one.document)
}
