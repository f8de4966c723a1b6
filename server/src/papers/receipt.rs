//! What somebody keeps of what they recorded for their territories: a position, or an answer to a consultation.

use chrono::{DateTime, Utc};
use dires_domain::circuit::Action;
use dires_domain::ids::{PaperId, PersonId, TerritoryId};
use dires_domain::mail::MailKind;
use dires_domain::paper::{Position, Vote};

use super::consultation::seen;
use super::{Asker, PaperError};
use crate::storage::outbox::NewMail;
use crate::storage::papers::Paper;
use crate::storage::versions::Version;
use crate::storage::{StorageError, Tx};

/// What was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// A position in the conférence des présidences.
    Position(Position),
    /// An answer to a consultation, and whether its closing decides.
    Answer(Vote, bool),
}

/// One thing that was recorded, and still stands.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// For which territory.
    pub territory: TerritoryId,
    /// By whom.
    pub person: PersonId,
    /// What.
    pub recorded: Recorded,
    /// The reserves, or the reasons; may be empty.
    pub words: String,
    /// When.
    pub at: DateTime<Utc>,
    /// On which version.
    pub version: Version,
}

/// What stands of what was recorded for the asker's territories, and the text.
///
/// Errors: [`PaperError::NotFound`] where they may not see the text, nor a consultation on it.
pub async fn receipts(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
) -> Result<(Paper, Vec<Receipt>), PaperError> {
    let (paper, consultations) = seen(tx, asker, id).await?;
    let versions = tx.versions(id).await?;
    let version = |id| versions.iter().find(|it: &&Version| it.id == id).cloned();
    let mut receipts = Vec::new();
    let placement = paper.placement();
    if placement
        .allows(Action::Read, asker.mandates, asker.today)
        .is_ok()
    {
        let theirs = asker.territories(&paper);
        let positions = tx.positions(id).await?.into_iter();
        for it in positions.filter(|it| it.ended.is_none() && theirs.contains(&it.territory)) {
            receipts.push(Receipt {
                territory: it.territory,
                person: it.person,
                recorded: Recorded::Position(it.word),
                words: it.reservation,
                at: it.at,
                version: version(it.version).ok_or(StorageError::Absent)?,
            });
        }
    }
    if let Some(last) = consultations.first() {
        let seats = asker.seats_in(last.body);
        let answers = tx.consultation_answers(last.id).await?.into_iter();
        for it in answers.filter(|it| seats.contains(&it.territory)) {
            receipts.push(Receipt {
                territory: it.territory,
                person: it.person,
                recorded: Recorded::Answer(it.vote, last.decides()),
                words: it.words,
                at: it.at,
                version: version(last.version).ok_or(StorageError::Absent)?,
            });
        }
    }
    Ok((paper, receipts))
}

/// Writes to the asker that what they did now is recorded: something to keep.
pub(super) async fn send(tx: &mut Tx, asker: &Asker<'_>, id: PaperId) -> Result<(), StorageError> {
    let mail = NewMail {
        kind: MailKind::Receipt,
        subject: id.0,
        occasion: asker.now.timestamp_micros(),
        person: asker.person,
        at: asker.now,
    };
    tx.write_mail(&mail).await?;
    Ok(())
}
