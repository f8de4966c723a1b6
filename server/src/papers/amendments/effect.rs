//! What an amendment changes: of the text as it stands while it is tabled, of what it was begun on before and after.

use std::sync::Arc;

use automerge::{Automerge, AutomergeError};
use dires_domain::amendment::AmendmentState;
use dires_domain::amendment::strokes::Strokes;
use dires_domain::redline::Redline;
use dires_domain::text::Text;

use crate::papers::PaperError;
use crate::papers::live::{known, load};
use crate::storage::amendments::Amendment;
use crate::storage::papers::Paper;
use crate::storage::{StorageError, Tx};

/// A document without the amendment, and with it.
pub(super) struct Effect {
    pub(super) before: Arc<Automerge>,
    pub(super) after: Arc<Automerge>,
}

/// The two texts of an effect.
pub(super) struct Texts {
    pub(super) before: Text,
    pub(super) after: Text,
}

impl Effect {
    pub(super) fn texts(&self) -> Result<Texts, PaperError> {
        Ok(Texts {
            before: Text::read(self.before.as_ref(), None)?.normalised(),
            after: Text::read(self.after.as_ref(), None)?.normalised(),
        })
    }

    pub(super) fn redline(&self) -> Result<Redline, PaperError> {
        let texts = self.texts()?;
        Ok(Redline::between(&texts.before, &texts.after))
    }

    pub(super) fn strokes(&self) -> Result<Strokes, PaperError> {
        Ok(Strokes::between(&self.before, &self.after)?)
    }
}

/// What an amendment changes of what it amends.
pub(super) async fn effect(
    tx: &mut Tx,
    paper: &Paper,
    all: &[Amendment],
    one: &Amendment,
) -> Result<Effect, PaperError> {
    let branch = load(tx, one.document).await?;
    if one.state != AmendmentState::Tabled {
        let base = known(&branch, &one.base);
        let base = base.ok_or_else(|| StorageError::impossible("amendment", "an unknown base"))?;
        return Ok(Effect {
            before: Arc::new(branch.fork_at(&base)?),
            after: branch,
        });
    }
    let parent = one.parent.and_then(|id| all.iter().find(|it| it.id == id));
    let amended = parent.map(|it| it.document).or(paper.document);
    let amended = load(tx, amended.ok_or(PaperError::NotFound)?).await?;
    Ok(Effect {
        after: Arc::new(with(&amended, &branch)?),
        before: amended,
    })
}

/// A document with what a branch of it brings.
fn with(doc: &Automerge, branch: &Automerge) -> Result<Automerge, AutomergeError> {
    let mut whole = doc.clone();
    whole.merge(&mut branch.clone())?;
    Ok(whole)
}
