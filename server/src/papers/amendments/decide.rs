//! What the body decides of an amendment, as the secretariat records it: accepted, its branch is brought back to what it
//! amends; refused, it is kept with why.

use dires_domain::amendment::order::{Candidate, before, falls, voting_order};
use dires_domain::amendment::{AmendmentAct, AmendmentState};
use dires_domain::circuit::Action;
use dires_domain::deed::Deed;
use dires_domain::ids::{
    AmendmentId, DocumentId, PaperId, PersonId, PointId, TerritoryId, VersionId,
};
use dires_domain::mail::MailKind;
use dires_domain::meeting::agenda::Nudge;
use dires_domain::paper::EndedBecause;
use dires_domain::people::Territory;

use super::{Fault, Held, all_candidates, hold_branch, may, written};
use crate::papers::step::{Seal, freeze};
use crate::papers::{Asker, PaperError, allowed, decided_before, live, notify, short_enough};
use crate::storage::amendments::{Amendment, Fate};
use crate::storage::journal::{Detail, NewLine};
use crate::storage::papers::Paper;
use crate::storage::versions::Version;
use crate::storage::{StorageError, Tx};

/// What the body decided of an amendment.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Which.
    pub amendment: AmendmentId,
    /// The revision of it that was read.
    pub revision: i64,
    /// Whether it is accepted.
    pub accepted: bool,
    /// Why; a refusal needs it.
    pub motive: String,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The version that it made; none for a refusal and a sub-amendment.
    pub version: Option<Version>,
    /// The document that took the branch, if one did: whoever has it open must be given it anew.
    pub merged: Option<DocumentId>,
}

/// Records it. The caller saves.
///
/// # Errors
///
/// [`Fault::First`] while another one is to be put before; [`Fault::NoReason`] for a refusal without a word.
pub async fn rule(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    decision: &Decision,
) -> Result<Moved, PaperError> {
    let held = Held::of(tx, asker, paper).await?;
    let one = held.one(asker, decision.amendment, decision.revision)?;
    let act = if decision.accepted {
        AmendmentAct::Accept
    } else {
        AmendmentAct::Refuse
    };
    let state = may(asker, &held.paper, &one, act)?;
    short_enough(&decision.motive)?;
    if !decision.accepted && decision.motive.trim().is_empty() {
        return Err(Fault::NoReason.into());
    }
    let candidates = all_candidates(tx, &held.paper, &held.all).await?;
    first(&candidates, one.id)?;
    let point = tx.point_under_way(paper).await?;
    let moved = if decision.accepted {
        // Much to hold for who only reads.
        Box::pin(merge(tx, asker, &held, &one, point)).await?
    } else {
        Moved {
            version: None,
            merged: None,
        }
    };
    let fate = Fate {
        state,
        at: asker.now,
        by: Some(asker.person),
        because: decision.motive.trim().to_owned(),
        felled_by: None,
        made: moved.version.as_ref().map(|it| it.id),
        point,
    };
    written(tx.end_amendment(&one, &fate).await?)?;
    note(tx, asker, &one, &fate).await?;
    if decision.accepted {
        let fallen = falls(&candidates, one.id);
        fell(tx, asker, &held.all, &fallen, Some(one.id), point).await?;
    }
    Ok(moved)
}

/// Whether an amendment of a text may be put to the vote now.
///
/// # Errors
///
/// [`PaperError::NotFound`] for one that is not tabled; [`Fault::First`] while another one is to be put before.
pub async fn may_be_put(tx: &mut Tx, paper: &Paper, id: AmendmentId) -> Result<(), PaperError> {
    let all = tx.amendments(paper.id).await?;
    let candidates = all_candidates(tx, paper, &all).await?;
    if !candidates.iter().any(|it| it.id == id) {
        return Err(PaperError::NotFound);
    }
    first(&candidates, id)
}

fn first(candidates: &[Candidate], id: AmendmentId) -> Result<(), PaperError> {
    let Some(earlier) = before(candidates, id) else {
        return Ok(());
    };
    let number = candidates.iter().find(|it| it.id == earlier);
    let number = number.map(|it| it.number).unwrap_or_default();
    Err(Fault::First(number).into())
}

/// Brings the branch back to the amendment that it amends, or to the text, which has another version then.
async fn merge(
    tx: &mut Tx,
    asker: &Asker<'_>,
    held: &Held,
    one: &Amendment,
    point: Option<PointId>,
) -> Result<Moved, PaperError> {
    hold_branch(tx, one.document).await?;
    if let Some(parent) = one.parent {
        let parent = held.all.iter().find(|it| it.id == parent);
        let parent = parent.ok_or(StorageError::Absent)?.document;
        hold_branch(tx, parent).await?;
        tx.merge_branch(one.document, parent, asker.now).await?;
        return Ok(Moved {
            version: None,
            merged: Some(parent),
        });
    }
    let text = held.live.document;
    tx.merge_branch(one.document, text, asker.now).await?;
    let version = freeze_again(tx, asker, held).await?;
    let voided = void(tx, asker, held.paper.id, version.id).await?;
    match point {
        Some(point) => tx.put_version(point, version.id, &version.title).await?,
        // In session they vote on it at once.
        None => notify::ask_again(tx, asker, held.paper.id, &voided).await?,
    }
    Ok(Moved {
        version: Some(version),
        merged: Some(text),
    })
}

/// Freezes what the text says now; a form that was read before is refused.
async fn freeze_again(tx: &mut Tx, asker: &Asker<'_>, held: &Held) -> Result<Version, PaperError> {
    let document = held.live.document;
    let (text, suggestions) = live::settled(tx, document).await?;
    let heads = tx.heads_of(held.paper.id).await?;
    let seal = Seal {
        paper: &held.paper,
        perimeter: &perimeter(tx, held).await?,
        text: &text,
        suggestions,
        heads: &heads.ok_or(StorageError::Absent)?,
        at: asker.now,
        by: Some(asker.person),
    };
    let version = freeze(tx, &seal).await?;
    let (id, revision) = (held.paper.id, held.paper.revision);
    if !tx.move_paper(id, revision, held.paper.stage).await? {
        return Err(decided_before(tx, id).await?);
    }
    tx.retitle_paper(id, &version.title).await?;
    Ok(version)
}

async fn perimeter(tx: &mut Tx, held: &Held) -> Result<Vec<Territory>, StorageError> {
    let mut territories = tx.territories().await?;
    territories.retain(|it| held.paper.sheet.perimeter.contains(&it.id));
    Ok(territories)
}

/// A change after positions were taken voids them; whose they were.
async fn void(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    version: VersionId,
) -> Result<Vec<TerritoryId>, StorageError> {
    let mut voided = tx.territories().await?;
    let positions = tx.positions(paper).await?;
    voided.retain(|it: &Territory| {
        let mut theirs = positions.iter().filter(|one| one.territory == it.id);
        theirs.any(|one| one.ended.is_none())
    });
    if voided.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<_> = voided.iter().map(|it| it.name.clone()).collect();
    tx.end_positions(paper, EndedBecause::Edited, asker.now)
        .await?;
    tx.note(NewLine {
        paper,
        at: asker.now,
        person: Some(asker.person),
        territory: None,
        deed: Deed::PositionsVoided,
        moved: None,
        version: Some(version),
        motive: String::new(),
        detail: Detail::from([("territoires".to_owned(), names.join(", "))]),
    })
    .await?;
    Ok(voided.into_iter().map(|it| it.id).collect())
}

async fn note(
    tx: &mut Tx,
    asker: &Asker<'_>,
    one: &Amendment,
    fate: &Fate,
) -> Result<(), StorageError> {
    let deed = match fate.state {
        AmendmentState::Accepted => Deed::AmendmentAccepted,
        _ => Deed::AmendmentRefused,
    };
    let mut noted = line(asker, one, deed, &fate.because);
    noted.version = fate.made;
    noted.territory = None;
    let territories = tx.territories().await?;
    let author = territories.into_iter().find(|it| it.id == one.territory);
    noted
        .detail
        .extend(author.map(|it| ("auteur-pour".to_owned(), it.name)));
    tx.note(noted).await?;
    let kind = match fate.state {
        AmendmentState::Accepted => MailKind::AmendmentAccepted,
        _ => MailKind::AmendmentRefused,
    };
    notify::happened(tx, asker, one.paper, kind).await
}

/// The journal's line of something done with an amendment.
pub(super) fn line(asker: &Asker<'_>, one: &Amendment, deed: Deed, motive: &str) -> NewLine {
    let number = one.number.map(|it| it.to_string());
    NewLine {
        paper: one.paper,
        at: asker.now,
        person: Some(asker.person),
        territory: Some(one.territory),
        deed,
        moved: None,
        version: Some(one.version),
        motive: motive.trim().to_owned(),
        detail: number
            .map(|it| ("amendement".to_owned(), it))
            .into_iter()
            .collect(),
    }
}

/// Has these fall, and says so in the journal.
pub(super) async fn fell(
    tx: &mut Tx,
    asker: &Asker<'_>,
    all: &[Amendment],
    fallen: &[AmendmentId],
    felled_by: Option<AmendmentId>,
    point: Option<PointId>,
) -> Result<(), PaperError> {
    let mut numbers = Vec::new();
    for one in all.iter().filter(|it| fallen.contains(&it.id)) {
        live::set_frozen(tx, one.document, true).await?;
        let fate = Fate {
            state: AmendmentState::Fallen,
            at: asker.now,
            by: None::<PersonId>,
            because: String::new(),
            felled_by,
            made: None,
            point,
        };
        written(tx.end_amendment(one, &fate).await?)?;
        numbers.extend(one.number.map(|it| it.to_string()));
    }
    if let Some(one) = all.first().filter(|_| !numbers.is_empty()) {
        let cause = all.iter().find(|it| Some(it.id) == felled_by);
        let cause = cause.and_then(|it| it.number).map(|it| it.to_string());
        let mut noted = line(asker, one, Deed::AmendmentsFallen, "");
        (noted.person, noted.territory, noted.version) = (None, None, None);
        noted.detail = Detail::from([("amendements".to_owned(), numbers.join(", "))]);
        noted.detail.extend(cause.map(|it| ("par".to_owned(), it)));
        tx.note(noted).await?;
    }
    Ok(())
}

/// Puts an amendment one place earlier or later in the order of the votes. The caller saves.
pub async fn arrange(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    id: AmendmentId,
    nudge: Nudge,
) -> Result<(), PaperError> {
    let held = Held::of(tx, asker, paper).await?;
    allowed(tx, asker, &held.paper, Action::DecideAmendments, None).await?;
    let candidates = all_candidates(tx, &held.paper, &held.all).await?;
    let parent = |id| candidates.iter().find(|it| it.id == id).map(|it| it.parent);
    let mut order = voting_order(&candidates);
    let place = order.iter().position(|it| *it == id);
    let place = place.ok_or(PaperError::NotFound)?;
    // Among those that amend the same: sub-amendments go with what they amend.
    let beside = |at: &usize| parent(order[*at]) == parent(id);
    let other = match nudge {
        Nudge::Up => (0..place).rev().find(beside),
        Nudge::Down => (place + 1..order.len()).find(beside),
    };
    if let Some(other) = other {
        order.swap(place, other);
        tx.rank_amendments(&order).await?;
    }
    Ok(())
}
