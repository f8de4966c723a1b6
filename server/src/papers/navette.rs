//! The navette of a text: what the directions validated beside what the présidences adopt, each change led to what made it.
//!
//! What made a change is what was recorded: the changes of an accepted amendment's branch are that amendment's, the one that a
//! correction of form wrote is that correction's. `domain/src/navette.rs` leads words there.

mod label;

use std::collections::HashMap;

use automerge::{Automerge, ChangeHash};
use dires_domain::circuit::{Action, Stage};
use dires_domain::heads::Heads;
use dires_domain::ids::{AmendmentId, PaperId};
use dires_domain::navette::{Label, Navette, Validated};
use dires_domain::text::Canonical;

use super::live::{known, load};
use super::{Asker, PaperError, readable};
use crate::storage::amendments::Amendment;
use crate::storage::form_corrections::FormCorrection;
use crate::storage::navette::ChangeLabel;
use crate::storage::papers::Paper;
use crate::storage::versions::Version;
use crate::storage::{StorageError, Tx};

pub use label::{Done, NewLabel, label, withdraw};

/// What made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// This amendment, which was accepted.
    Amendment(AmendmentId),
    /// The correction of form of this number.
    Correction(i32),
    /// The undoing of this one, which was contested.
    Undoing(i32),
    /// Nothing that was recorded, and the secretariat said where it comes from: the label of this number.
    Label(i32),
}

/// Why nothing is said of a change, or not taken back. Nothing is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// There is no such change, or no such label.
    None,
    /// It leads somewhere.
    Led,
    /// Nothing is said of it.
    NoWords,
    /// The label was taken back before.
    Withdrawn,
}

impl From<Fault> for PaperError {
    fn from(fault: Fault) -> Self {
        Self::Navette(fault)
    }
}

/// A navette, for who may read the text.
#[derive(Debug)]
pub struct Shuttle {
    /// The text.
    pub paper: Paper,
    /// The version that the directions validated.
    pub validated: Version,
    /// The last version.
    pub last: Version,
    /// The state that is read.
    pub heads: Heads,
    /// Both texts, with what made each change.
    pub navette: Navette<Cause>,
    /// The amendments that were accepted, with those of others.
    pub amendments: Vec<Amendment>,
    /// The corrections of form.
    pub corrections: Vec<FormCorrection>,
    /// What is said of changes that lead nowhere otherwise.
    pub labels: Vec<ChangeLabel>,
    /// Whether the asker may say where changes come from.
    pub labels_now: bool,
}

/// The navette of a text that was forwarded to the présidences and did not come back.
///
/// # Errors
///
/// [`PaperError::NotFound`] for others.
pub async fn navette(tx: &mut Tx, asker: &Asker<'_>, id: PaperId) -> Result<Shuttle, PaperError> {
    let paper = readable(tx, asker, id).await?;
    let validated = validated(tx, &paper).await?.ok_or(PaperError::NotFound)?;
    let last = tx.last_version(id).await?.ok_or(PaperError::NotFound)?;
    let record = Record::of(tx, &paper, validated).await?;
    let may = paper
        .placement()
        .allows(Action::LabelChange, asker.mandates, asker.today);
    Ok(Shuttle {
        navette: record.navette()?,
        heads: Heads::of(&record.doc.get_heads()),
        labels_now: may.is_ok(),
        last,
        paper,
        validated: record.validated,
        amendments: record.amendments,
        corrections: record.corrections,
        labels: record.labels,
    })
}

/// How many changes of a text lead nowhere, where somebody decides on it.
pub async fn nowhere(tx: &mut Tx, paper: &Paper) -> Result<usize, PaperError> {
    if !matches!(paper.stage, Stage::Presidencies | Stage::Adoption) {
        return Ok(0);
    }
    let Some(validated) = validated(tx, paper).await? else {
        return Ok(0);
    };
    if tx.heads_of(paper.id).await?.as_ref() == Some(&validated.heads) {
        return Ok(0);
    }
    let record = Record::of(tx, paper, validated).await?;
    Ok(record.navette()?.nowhere())
}

/// Whether a text has a navette: it left the directions for the présidences, and people do not write in it again.
pub async fn has_one(tx: &mut Tx, paper: &Paper) -> Result<bool, StorageError> {
    let left = paper.document.is_some() && !paper.stage.is_live();
    Ok(left && tx.forwarded_version(paper.id).await?.is_some())
}

/// The version that the directions validated, of a text that has a navette.
async fn validated(tx: &mut Tx, paper: &Paper) -> Result<Option<Version>, StorageError> {
    if !has_one(tx, paper).await? {
        return Ok(None);
    }
    let id = tx.forwarded_version(paper.id).await?;
    let versions = tx.versions(paper.id).await?;
    Ok(versions.into_iter().find(|it| Some(it.id) == id))
}

/// All that was recorded of a text since then.
struct Record {
    validated: Version,
    was: Validated,
    doc: std::sync::Arc<Automerge>,
    causes: HashMap<ChangeHash, Cause>,
    amendments: Vec<Amendment>,
    corrections: Vec<FormCorrection>,
    labels: Vec<ChangeLabel>,
}

impl Record {
    async fn of(tx: &mut Tx, paper: &Paper, validated: Version) -> Result<Self, PaperError> {
        let doc = load(tx, paper.document.ok_or(PaperError::NotFound)?).await?;
        let bytes = tx.version_bytes(validated.id).await?;
        let was = Validated {
            text: Canonical::parse(&bytes)?.text().clone().normalised(),
            heads: known(&doc, &validated.heads),
        };
        let amendments = tx.amendments(paper.id).await?;
        let corrections = tx.form_corrections(paper.id).await?;
        let mut causes = HashMap::new();
        amended(tx, &amendments, &mut causes).await?;
        corrected(&tx.versions(paper.id).await?, &corrections, &mut causes);
        let mut labels = tx.change_labels(paper.id).await?;
        labels.retain(|it| it.withdrawn.is_none() && it.version == validated.id);
        Ok(Self {
            validated,
            was,
            doc,
            causes,
            amendments,
            corrections,
            labels,
        })
    }

    fn navette(&self) -> Result<Navette<Cause>, PaperError> {
        let mut labels = Vec::new();
        for it in &self.labels {
            let read = Label::read(&it.of);
            let read = read.ok_or_else(|| StorageError::impossible("navette_label", "no names"))?;
            labels.push((Cause::Label(it.number), read));
        }
        let cause = |hash: &ChangeHash| self.causes.get(hash).copied();
        Ok(Navette::of(&self.doc, &self.was, cause, &labels)?)
    }
}

/// The changes of the branches that were accepted; those that a sub-amendment brought are its own.
async fn amended(
    tx: &mut Tx,
    all: &[Amendment],
    causes: &mut HashMap<ChangeHash, Cause>,
) -> Result<(), PaperError> {
    use dires_domain::amendment::AmendmentState;
    let depth = |one: &Amendment| {
        let parent = |id: Option<AmendmentId>| all.iter().find(|it| Some(it.id) == id);
        std::iter::successors(parent(one.parent), |it| parent(it.parent)).count()
    };
    let accepted = all.iter().filter(|it| it.state == AmendmentState::Accepted);
    let mut accepted: Vec<_> = accepted.collect();
    accepted.sort_by_key(|it| std::cmp::Reverse(depth(it)));
    for one in accepted {
        let branch = load(tx, one.document).await?;
        let base = known(&branch, &one.base);
        let base = base.ok_or_else(|| StorageError::impossible("amendment", "an unknown base"))?;
        for change in branch.get_changes_meta(&base) {
            let cause = Cause::Amendment(one.id);
            causes.entry(change.hash).or_insert(cause);
        }
    }
    Ok(())
}

/// The change that each correction wrote, and the one that undid it: each is the head of the version that it made.
fn corrected(
    versions: &[Version],
    corrections: &[FormCorrection],
    causes: &mut HashMap<ChangeHash, Cause>,
) {
    let made = |number: i32| {
        let version = versions.iter().find(|it| it.number == number);
        let heads = version.map(|it| it.heads.as_slice());
        heads
            .filter(|it| it.len() == 1)
            .and_then(|it| it[0].parse().ok())
    };
    for it in corrections {
        let after = made(it.versions.after).map(|hash| (hash, Cause::Correction(it.number)));
        let undone = it.versions.undone.and_then(made);
        causes.extend(after);
        causes.extend(undone.map(|hash| (hash, Cause::Undoing(it.number))));
    }
}
