//! The mail by which a relevé de décisions is sent: that it is approved, its hash, and where it is read.

use dires_domain::ids::MeetingId;

use super::Writing;
use crate::mail::letter::Letter;
use crate::sitting::{SittingError, record};
use crate::storage::outbox::Claimed;
use crate::storage::{StorageError, Tx};
use crate::web::messages::mail as say;
use crate::web::messages::record::title;

impl Writing<'_> {
    /// What it says; nothing to somebody who does not sit in the body any more, and so may not read it.
    pub(super) async fn decision_record(
        &self,
        tx: &mut Tx,
        mail: &Claimed,
    ) -> Result<Option<Letter>, StorageError> {
        let id = MeetingId(mail.subject);
        let told = match record::read(tx, &self.asker(), id).await {
            Ok(told) => told,
            Err(SittingError::Storage(error)) => return Err(error),
            Err(_) => return Ok(None),
        };
        let Some(approved) = told.written.as_ref().and_then(|it| it.approved.clone()) else {
            return Ok(None);
        };
        let path = format!("/reunions/{id}/releve");
        Ok(Some(Letter {
            facts: vec![(say::HASH, approved.sha256)],
            action: Some((say::button(mail.kind), self.address(&path))),
            why: say::WHY_CONVENED,
            ..Letter::new(title(&told), say::RECORD, &self.association)
        }))
    }
}
