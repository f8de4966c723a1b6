//! Amendments of a text that the présidences look at: prepared by a territory's people in a branch, tabled, put to the body
//! one by one.
//!
//! Each action holds the text's own document first, then the branch: the order of all is the database's.

mod begin;
mod decide;
mod effect;
mod leave;
mod suggested;
mod table;

use std::collections::HashMap;

use dires_domain::amendment::order::{Candidate, before, passages, voting_order};
use dires_domain::amendment::sight::{Branch, Sight, part};
use dires_domain::amendment::touch::Touch;
use dires_domain::amendment::{self, AmendmentAct, AmendmentState, decide};
use dires_domain::circuit::Action;
use dires_domain::ids::{AmendmentId, DocumentId, PaperId, TerritoryId};
use dires_domain::redline::Redline;

use super::{Asker, PaperError, allowed, live, readable};
use crate::storage::amendments::Amendment;
use crate::storage::papers::Paper;
use crate::storage::versions::Version;
use crate::storage::{StorageError, Tx};

pub use begin::{NewAmendment, begin};
pub use decide::{Decision, Moved, arrange, may_be_put, rule};
pub use leave::leave;
pub use suggested::{Desk, desk, judgement};
pub use table::{motivate, table, withdraw};

/// Why something is not done with an amendment. Nothing is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Not in its state, or not by them.
    Life(amendment::Refusal),
    /// It has changed since it was read.
    Changed,
    /// It says nothing of why it is proposed.
    NoMotive,
    /// It changes nothing.
    Unchanged,
    /// So many suggestions in it are neither accepted nor refused.
    Suggestions(usize),
    /// What it changes is not what it was when it was begun.
    Overtaken,
    /// The amendment that it amends is not tabled any more.
    ParentGone,
    /// Nothing says why it is withdrawn or refused.
    NoReason,
    /// Nothing is asked that can be.
    NothingAsked,
    /// The one of this number is put first.
    First(i32),
}

/// The amendments of a text, as somebody may see them.
#[derive(Debug)]
pub struct Discussion {
    /// The text.
    pub paper: Paper,
    /// Its last version.
    pub version: Version,
    /// Those that they see, as they were begun.
    pub all: Vec<Amendment>,
    /// What each changes of what it amends.
    pub redlines: HashMap<AmendmentId, Redline>,
    /// Those that are tabled and not decided.
    pub candidates: Vec<Candidate>,
    /// The order in which these are put to the vote.
    pub order: Vec<AmendmentId>,
    /// These, by passage.
    pub passages: Vec<Vec<AmendmentId>>,
    /// The territories for which they may begin one.
    pub begins_for: Vec<TerritoryId>,
    /// Whether they record what the body decides.
    pub decides: bool,
}

/// The amendments of a text that the asker may read.
///
/// # Errors
///
/// [`PaperError::NotFound`] for others, and for a text without a live document or a version.
pub async fn discussion(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
) -> Result<Discussion, PaperError> {
    let paper = readable(tx, asker, id).await?;
    let version = tx.last_version(id).await?.ok_or(PaperError::NotFound)?;
    let all = tx.amendments(id).await?;
    let mut redlines = HashMap::new();
    let mut candidates = Vec::new();
    for one in all.iter().filter(|it| sees(asker, &paper, it)) {
        let effect = effect::effect(tx, &paper, &all, one).await?;
        let redline = effect.redline()?;
        candidates.extend(candidate(one, &effect, &redline)?);
        redlines.insert(one.id, redline);
    }
    Ok(Discussion {
        order: voting_order(&candidates),
        passages: passages(&candidates),
        candidates,
        redlines,
        begins_for: begins_for(asker, &paper),
        decides: allowed(tx, asker, &paper, Action::DecideAmendments, None)
            .await
            .is_ok(),
        all: visible(asker, &paper, all),
        version,
        paper,
    })
}

impl Discussion {
    /// One of them.
    pub fn get(&self, id: AmendmentId) -> Option<&Amendment> {
        self.all.iter().find(|it| it.id == id)
    }

    /// Those that are put with it: of its passage, in the order of the votes.
    pub fn beside(&self, id: AmendmentId) -> Vec<&Amendment> {
        let passage = self.passages.iter().find(|passage| passage.contains(&id));
        let theirs = passage.into_iter().flatten().filter(|it| **it != id);
        let mut theirs: Vec<_> = theirs.filter_map(|it| self.get(*it)).collect();
        theirs.sort_by_key(|it| self.order.iter().position(|id| *id == it.id));
        theirs
    }

    /// Those that amend it.
    pub fn under(&self, id: AmendmentId) -> Vec<&Amendment> {
        self.all.iter().filter(|it| it.parent == Some(id)).collect()
    }

    /// Whether these two cannot both be accepted.
    pub fn exclude(&self, one: AmendmentId, other: AmendmentId) -> bool {
        let find = |id| self.candidates.iter().find(|it| it.id == id);
        matches!((find(one), find(other)), (Some(one), Some(other)) if one.excludes(other))
    }

    /// What the asker may do with one.
    pub fn acts(&self, asker: &Asker<'_>, one: &Amendment) -> Vec<AmendmentAct> {
        let acts = AmendmentAct::ALL.iter().copied();
        acts.filter(|act| may(asker, &self.paper, one, *act).is_ok())
            .collect()
    }
}

/// An amendment as it is put to the vote, if it is tabled and not decided.
fn candidate(
    one: &Amendment,
    effect: &effect::Effect,
    redline: &Redline,
) -> Result<Option<Candidate>, PaperError> {
    let number = one.number.filter(|_| one.state == AmendmentState::Tabled);
    let Some(number) = number else {
        return Ok(None);
    };
    Ok(Some(Candidate {
        id: one.id,
        number,
        parent: one.parent,
        rank: one.rank,
        touch: Touch::of(redline),
        strokes: effect.strokes()?,
    }))
}

/// All that are tabled and not decided, whoever asks.
async fn all_candidates(
    tx: &mut Tx,
    paper: &Paper,
    all: &[Amendment],
) -> Result<Vec<Candidate>, PaperError> {
    let mut candidates = Vec::new();
    for one in all.iter().filter(|it| it.state == AmendmentState::Tabled) {
        let effect = effect::effect(tx, paper, all, one).await?;
        candidates.extend(candidate(one, &effect, &effect.redline()?)?);
    }
    Ok(candidates)
}

/// The amendments of a text that are to be put, in the order of the votes, and whether none is to be put before.
pub async fn turns(tx: &mut Tx, id: PaperId) -> Result<Vec<(Amendment, bool)>, PaperError> {
    let paper = tx.paper(id).await?.ok_or(PaperError::NotFound)?;
    let all = tx.amendments(id).await?;
    let candidates = all_candidates(tx, &paper, &all).await?;
    let turn = |id: AmendmentId| {
        let one = all.iter().find(|it| it.id == id)?;
        Some((one.clone(), before(&candidates, id).is_none()))
    };
    let order = voting_order(&candidates);
    Ok(order.into_iter().filter_map(turn).collect())
}

/// Whether somebody sees an amendment of a text that they read.
fn sees(asker: &Asker<'_>, paper: &Paper, one: &Amendment) -> bool {
    seen(asker, paper, one).is_some()
}

/// What they may do with its branch, and for which territory.
fn seen(asker: &Asker<'_>, paper: &Paper, one: &Amendment) -> Option<(Sight, Option<TerritoryId>)> {
    let branch = Branch {
        territories: one.with.clone(),
        tabled: one.tabled_at.is_some(),
    };
    branch.seen(&paper.placement(), asker.mandates, asker.today)
}

fn visible(asker: &Asker<'_>, paper: &Paper, mut all: Vec<Amendment>) -> Vec<Amendment> {
    all.retain(|it| sees(asker, paper, it));
    all
}

fn begins_for(asker: &Asker<'_>, paper: &Paper) -> Vec<TerritoryId> {
    let standings = paper
        .placement()
        .allows(Action::Amend, asker.mandates, asker.today);
    let theirs = standings.into_iter().flatten();
    let mut theirs: Vec<_> = theirs.filter_map(|it| it.territory).collect();
    theirs.sort_unstable();
    theirs.dedup();
    theirs
}

/// What becomes of an amendment if the asker does this; the refusal when it is not theirs to do, or not now.
fn may(
    asker: &Asker<'_>,
    paper: &Paper,
    one: &Amendment,
    act: AmendmentAct,
) -> Result<AmendmentState, PaperError> {
    let needed = match act {
        AmendmentAct::Accept | AmendmentAct::Refuse => Action::DecideAmendments,
        _ => Action::Amend,
    };
    let standings = paper
        .placement()
        .allows(needed, asker.mandates, asker.today)?;
    let mut answer = Err(amendment::Refusal::NotForThem {
        act,
        state: one.state,
    });
    for standing in standings {
        answer =
            answer.or_else(|_| decide(one.state, act, part(one.territory, &one.with, &standing)));
    }
    answer.map_err(|refusal| Fault::Life(refusal).into())
}

/// A text whose document is held, and its amendments.
struct Held {
    paper: Paper,
    live: live::Live,
    all: Vec<Amendment>,
}

impl Held {
    async fn of(tx: &mut Tx, asker: &Asker<'_>, id: PaperId) -> Result<Self, PaperError> {
        readable(tx, asker, id).await?;
        let live = live::hold(tx, id).await?.ok_or(PaperError::NotFound)?;
        Ok(Self {
            paper: readable(tx, asker, id).await?,
            live,
            all: tx.amendments(id).await?,
        })
    }

    /// One that the asker sees, as they read it.
    fn one(
        &self,
        asker: &Asker<'_>,
        id: AmendmentId,
        revision: i64,
    ) -> Result<Amendment, PaperError> {
        let one = self.all.iter().find(|it| it.id == id);
        let one = one.filter(|it| sees(asker, &self.paper, it));
        let one = one.ok_or(PaperError::NotFound)?;
        if one.revision == revision {
            Ok(one.clone())
        } else {
            Err(Fault::Changed.into())
        }
    }
}

impl From<Fault> for PaperError {
    fn from(fault: Fault) -> Self {
        Self::Amendment(fault)
    }
}

/// What was written is written, unless the row changed since.
fn written(done: bool) -> Result<(), PaperError> {
    if done {
        Ok(())
    } else {
        Err(Fault::Changed.into())
    }
}

/// Holds a branch: until the unit of work ends nobody stores a change in it.
async fn hold_branch(tx: &mut Tx, document: DocumentId) -> Result<(), StorageError> {
    tx.query("update document set frozen = frozen where id = $1")
        .bind(document.0)
        .execute()
        .await?;
    Ok(())
}
