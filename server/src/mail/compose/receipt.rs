//! That a position or an answer is recorded: for which territory, on which version, when, and where it is kept. Never what it
//! says.

use dires_domain::ids::PaperId;

use super::Writing;
use crate::mail::letter::Letter;
use crate::papers::PaperError;
use crate::papers::receipt::{Receipt, receipts};
use crate::storage::outbox::Claimed;
use crate::storage::{StorageError, Tx};
use crate::web::messages::mail as say;
use crate::web::{dates, typography};

impl Writing<'_> {
    /// What it says; nothing where what was recorded then does not stand any more: a newer mail says so.
    pub(super) async fn receipt(
        &self,
        tx: &mut Tx,
        mail: &Claimed,
    ) -> Result<Option<Letter>, StorageError> {
        let id = PaperId(mail.subject);
        let kept = match receipts(tx, &self.asker(), id).await {
            Ok((_, kept)) => kept,
            Err(PaperError::Storage(error)) => return Err(error),
            Err(_) => return Ok(None),
        };
        let Some(receipt) = kept.into_iter().find(|it| is_of(it, mail)) else {
            return Ok(None);
        };
        let territories = tx.territories().await?;
        let territory = territories.iter().find(|it| it.id == receipt.territory);
        let title = typography::set(&say::title(&receipt.version.title));
        let when = dates::instant(receipt.at);
        let mut facts = Vec::new();
        facts.extend(territory.map(|it| (say::FOR, it.name.clone())));
        facts.push((say::RECORDED, when));
        facts.push((say::VERSION, receipt.version.number.to_string()));
        facts.push((say::HASH, receipt.version.sha256));
        let path = format!("/textes/{id}/recu");
        Ok(Some(Letter {
            heading: title.clone(),
            facts,
            action: Some((say::button(mail.kind), self.address(&path))),
            why: say::WHY_RECORDED,
            ..Letter::new(
                format!("{}\u{202f}: {title}", say::kind(mail.kind)),
                say::lead(mail.kind),
                &self.association,
            )
        }))
    }
}

fn is_of(receipt: &Receipt, mail: &Claimed) -> bool {
    receipt.person == mail.person && receipt.at == mail.made_at
}
