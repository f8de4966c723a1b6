//! Corrections of form: the secretariat changes a few words of a frozen text, with a motive, and the positions that were
//! taken stay; until the adoption any présidence of the perimeter may contest one, which is then undone.
//!
//! `domain/src/correction.rs` says which positions count after each.

mod contest;
mod correct;
mod write;

use std::collections::HashMap;

use dires_domain::circuit::Action;
use dires_domain::correction::{Corrected, counts};
use dires_domain::ids::{DocumentId, PaperId, TerritoryId, VersionId};
use dires_domain::people::Territory;
use dires_domain::reservation::WordingFault;
use dires_domain::standing::Standing as Role;

use super::live::{self, Live};
use super::{Asker, PaperError, allowed, decided_before, readable};
use crate::storage::form_corrections::FormCorrection;
use crate::storage::papers::Paper;
use crate::storage::{StorageError, Tx};

pub use contest::{NewContest, contest};
pub use correct::{NewCorrection, correct};

/// Why a correction of form, or its contest, is refused. Nothing is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The words stand nowhere in the text.
    Nowhere,
    /// They stand in it more than once.
    Often,
    /// They are too long: whole paragraphs are no form.
    TooLong,
    /// What would stand in their place.
    Wording(WordingFault),
    /// Nothing would: to remove words is no form.
    Nothing,
    /// It says no motive.
    NoMotive,
    /// It says no reason to contest.
    NoReason,
    /// There is no such correction.
    None,
    /// It is contested already, and undone.
    Contested,
    /// Its words have changed since: what came after is contested first.
    Overtaken,
}

impl From<Fault> for PaperError {
    fn from(fault: Fault) -> Self {
        Self::Form(fault)
    }
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// Its live document, which is to be opened anew.
    pub document: DocumentId,
    /// The number of the correction.
    pub number: i32,
    /// The number of the version that was frozen.
    pub version: i32,
    /// How many positions count no longer.
    pub voided: usize,
}

/// The versions of a text, and its corrections: what a position on one of them is worth on the last.
pub struct Standing {
    numbers: HashMap<VersionId, i32>,
    last: Option<(VersionId, i32)>,
    corrections: Vec<Corrected>,
}

impl Standing {
    /// Reads them.
    pub async fn of(tx: &mut Tx, paper: PaperId) -> Result<Self, StorageError> {
        let versions = tx.versions(paper).await?;
        let corrections = tx.form_corrections(paper).await?;
        Ok(Self {
            numbers: versions.iter().map(|it| (it.id, it.number)).collect(),
            last: versions.first().map(|it| (it.id, it.number)),
            corrections: corrections.iter().map(|it| it.versions).collect(),
        })
    }

    /// Whether a position on this version counts on the last one.
    pub fn counts(&self, version: VersionId) -> bool {
        let on = self.numbers.get(&version);
        on.zip(self.last)
            .is_some_and(|(on, (_, now))| counts(*on, now, &self.corrections))
    }

    /// The version on which a position counts: the last one where it does, the one that was read otherwise.
    pub fn as_read(&self, version: VersionId) -> VersionId {
        let last = self.last.filter(|_| self.counts(version));
        last.map_or(version, |(id, _)| id)
    }
}

/// The corrections of form of a text, for who may read it.
#[derive(Debug)]
pub struct Corrections {
    /// The text.
    pub paper: Paper,
    /// Each, first first.
    pub corrections: Vec<FormCorrection>,
    /// Whether the asker may correct now.
    pub corrects: bool,
    /// The territories for which they may contest now.
    pub contests: Vec<TerritoryId>,
    /// Every territory.
    pub territories: Vec<Territory>,
    /// The number of the last version.
    pub last: i32,
}

/// Lists them.
pub async fn corrections(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
) -> Result<Corrections, PaperError> {
    let paper = readable(tx, asker, id).await?;
    let placement = paper.placement();
    let may = |action| placement.allows(action, asker.mandates, asker.today);
    let standings = may(Action::ContestForm).unwrap_or_default();
    let mut contests: Vec<_> = standings.iter().filter_map(|it| it.territory).collect();
    contests.dedup();
    Ok(Corrections {
        corrections: tx.form_corrections(id).await?,
        corrects: may(Action::CorrectForm).is_ok(),
        contests,
        territories: tx.territories().await?,
        last: tx.last_version(id).await?.map_or(0, |it| it.number),
        paper,
    })
}

/// The text, held, and as what the asker may do this with it at the revision that they read.
async fn held(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    (action, revision): (Action, i64),
) -> Result<(Paper, Live, Vec<Role>), PaperError> {
    readable(tx, asker, id).await?;
    let held = live::hold(tx, id).await?.ok_or(PaperError::NotFound)?;
    let paper = readable(tx, asker, id).await?;
    let standings = allowed(tx, asker, &paper, action, Some(revision)).await?;
    if paper.revision != revision {
        return Err(decided_before(tx, id).await?);
    }
    Ok((paper, held, standings))
}
