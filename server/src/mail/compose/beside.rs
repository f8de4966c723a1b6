//! What is to be looked at beside what a text asks by its stage: a comment that names somebody, a correction of form that
//! they may contest. Titles only.

use dires_domain::ids::PaperId;
use dires_domain::mail::MailKind;
use uuid::Uuid;

use super::{CHOICE, Item, Letter, Writing};
use crate::papers::PaperError;
use crate::papers::comments::named::calls;
use crate::papers::notify::may_contest;
use crate::storage::papers::Paper;
use crate::storage::{StorageError, Tx};
use crate::web::messages::mail as say;
use crate::web::typography;

/// Whether a kind is one of these.
pub(super) const fn is(kind: MailKind) -> bool {
    matches!(kind, MailKind::Mentioned | MailKind::FormCorrected)
}

impl Writing<'_> {
    /// The mail; nothing once they have looked at the comments, or the correction is contested or no longer theirs to.
    pub(super) async fn beside(
        &self,
        tx: &mut Tx,
        kind: MailKind,
        subject: Uuid,
    ) -> Result<Option<Letter>, StorageError> {
        let Some(item) = self.item_beside(tx, kind, subject).await? else {
            return Ok(None);
        };
        let words = format!("{}\u{202f}: {}", item.what, item.title);
        Ok(Some(Letter {
            heading: item.title,
            action: Some((say::button(kind), item.address)),
            why: say::WHY_LOOK,
            choice: Some(self.address(CHOICE)),
            ..Letter::new(words, say::lead(kind), &self.association)
        }))
    }

    /// The same in a digest.
    pub(super) async fn item_beside(
        &self,
        tx: &mut Tx,
        kind: MailKind,
        subject: Uuid,
    ) -> Result<Option<Item>, StorageError> {
        let Some(paper) = tx.paper(PaperId(subject)).await? else {
            return Ok(None);
        };
        let place = match kind {
            MailKind::Mentioned if self.is_called(tx, &paper).await? => "commentaires",
            MailKind::FormCorrected if self.may_contest(tx, &paper).await? => "forme",
            _ => return Ok(None),
        };
        Ok(Some(Item {
            what: say::kind(kind).to_owned(),
            title: typography::set(&say::title(&paper.sheet.title)),
            address: self.address(&format!("/textes/{}/{place}", paper.id)),
        }))
    }

    async fn is_called(&self, tx: &mut Tx, paper: &Paper) -> Result<bool, StorageError> {
        match calls(tx, &self.asker(), std::slice::from_ref(paper)).await {
            Ok(calling) => Ok(!calling.is_empty()),
            Err(PaperError::Storage(error)) => Err(error),
            Err(_) => Ok(false),
        }
    }

    async fn may_contest(&self, tx: &mut Tx, paper: &Paper) -> Result<bool, StorageError> {
        let corrections = tx.form_corrections(paper.id).await?;
        let stands = corrections.iter().any(|it| it.contested.is_none());
        Ok(stands && may_contest(&self.asker(), paper))
    }
}
