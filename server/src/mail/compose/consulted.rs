//! What is said of a written consultation: that an answer is awaited, and that it is closed.

use dires_domain::ids::ConsultationId;
use uuid::Uuid;

use super::{Item, Letter, Writing};
use crate::papers::consultation::{Awaiting, seen};
use crate::storage::consultations::Consultation;
use crate::storage::outbox::Claimed;
use crate::storage::versions::Version;
use crate::storage::{StorageError, Tx};
use crate::web::messages::{consultation as words, mail as say};
use crate::web::{dates, typography};

impl Writing<'_> {
    /// That an answer is awaited; nothing once it was given, the consultation is closed, or the seat is left.
    pub(super) async fn consulted(
        &self,
        tx: &mut Tx,
        mail: &Claimed,
    ) -> Result<Option<Letter>, StorageError> {
        let Some(consultation) = tx.consultation(ConsultationId(mail.subject)).await? else {
            return Ok(None);
        };
        let awaited = Awaiting::of(tx, consultation.clone()).await?;
        let theirs = awaited.awaits(&self.asker());
        if theirs.is_empty() {
            return Ok(None);
        }
        let mut territories = tx.territories().await?;
        territories.retain(|it| theirs.contains(&it.id));
        let names: Vec<_> = territories.into_iter().map(|it| it.name).collect();
        let title = title(tx, &consultation).await?;
        let until = dates::instant(consultation.closes_at);
        let what = format!("{} avant le {until}", say::kind(mail.kind));
        let body = tx.body(consultation.body).await?;
        let mut facts = vec![(say::FOR, names.join(", "))];
        facts.extend(body.map(|it| (say::BODY, it.name)));
        facts.push((say::CLOSES, until));
        Ok(Some(Letter {
            heading: typography::set(&title),
            facts,
            action: Some((say::button(mail.kind), self.place(&consultation))),
            note: said_of(&consultation),
            why: say::WHY_TASK,
            ..Letter::new(
                format!("{what}\u{202f}: {}", typography::set(&title)),
                say::lead(mail.kind),
                &self.association,
            )
        }))
    }

    /// That it is closed, and how it ended; nothing for who sees it no more.
    pub(super) async fn closed(
        &self,
        tx: &mut Tx,
        subject: Uuid,
    ) -> Result<Option<Item>, StorageError> {
        let Some(consultation) = tx.consultation(ConsultationId(subject)).await? else {
            return Ok(None);
        };
        let Some((_, end)) = consultation.ended else {
            return Ok(None);
        };
        if seen(tx, &self.asker(), consultation.paper).await.is_err() {
            return Ok(None);
        }
        let name = words::name(consultation.decides());
        Ok(Some(Item {
            what: format!("{name}\u{202f}: {}", words::end(end).to_lowercase()),
            title: typography::set(&title(tx, &consultation).await?),
            address: self.place(&consultation),
        }))
    }

    fn place(&self, consultation: &Consultation) -> String {
        self.address(&format!("/textes/{}/consultation", consultation.paper))
    }
}

/// A recueil is never taken for a vote.
fn said_of(consultation: &Consultation) -> String {
    if consultation.decides() {
        return String::new();
    }
    format!("{}.", words::GATHERING)
}

/// The title of the version that is asked about.
async fn title(tx: &mut Tx, consultation: &Consultation) -> Result<String, StorageError> {
    let versions = tx.versions(consultation.paper).await?;
    let asked = |it: &&Version| it.id == consultation.version;
    let title = versions.iter().find(asked).map(|it| it.title.clone());
    Ok(say::title(&title.unwrap_or_default()))
}
