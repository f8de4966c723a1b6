//! Consulting in writing the body that adopts, where its rule allows it; gathering avis without deciding, where it does not.
//!
//! A consultation is of the frozen version that awaits its adoption. It is opened by the secretariat, answered by those who
//! sit in the body, and closes by itself when its time has come ([`close`]).

mod answer;
mod awaiting;
pub mod close;
mod open;
mod remind;
mod stop;
mod tell;

use chrono::{DateTime, Utc};
use dires_domain::circuit::Action;
use dires_domain::decision::{Barred, BodyRule, ConsultationEnd, who_may_answer};
use dires_domain::ids::{PaperId, TerritoryId};
use dires_domain::people::Territory;

use super::{Asker, PaperError};
use crate::storage::consultations::{Consultation, End};
use crate::storage::papers::Paper;
use crate::storage::{StorageError, Tx};

pub use answer::{NewAnswer, answer};
pub use awaiting::{Awaiting, awaiting};
pub use open::{Opening, earliest_closing, open};
pub use remind::{next_reminder, remind};
pub use stop::stop;
pub use tell::welcome;

/// Why a consultation is not opened, or an answer not taken. Nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// No body of élus is named.
    Body,
    /// The body may not decide in writing.
    Barred(Barred),
    /// It would close before the shortest duration has passed.
    TooShort {
        /// The shortest duration.
        days: u16,
        /// The first instant at which it may close.
        earliest: DateTime<Utc>,
    },
    /// It would close now, or before.
    NotLater,
    /// It would close in more than a year.
    TooLong,
    /// One is under way, until then.
    UnderWay(DateTime<Utc>),
    /// It closed then.
    Closed(DateTime<Utc>),
    /// There is none to answer.
    None,
    /// They do not sit in the body.
    NotSeated,
    /// They sit in the body, and not for this territory.
    OtherTerritory,
    /// This territory is heard in the body and does not vote.
    Heard(TerritoryId),
    /// No answer was chosen.
    NoAnswer,
    /// It is interrupted without a motive.
    NoMotive,
}

impl From<Fault> for PaperError {
    fn from(fault: Fault) -> Self {
        Self::Consultation(Box::new(fault))
    }
}

/// A text, and those of its consultations that the asker sees, last first: all of them where they may read the text, else
/// those of the bodies in which they sit.
pub async fn seen(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
) -> Result<(Paper, Vec<Consultation>), PaperError> {
    let paper = tx.paper(id).await?.ok_or(PaperError::NotFound)?;
    let mut consultations = tx.consultations(id).await?;
    let placement = paper.placement();
    let reads = placement.allows(Action::Read, asker.mandates, asker.today);
    if reads.is_err() {
        consultations.retain(|it| !asker.seats_in(it.body).is_empty());
        if consultations.is_empty() {
            return Err(PaperError::NotFound);
        }
    }
    Ok((paper, consultations))
}

/// The rule under which a consultation is held, and the territories that answer it on a day, members first.
pub async fn voters(
    tx: &mut Tx,
    consultation: &Consultation,
    on: chrono::NaiveDate,
) -> Result<(Option<BodyRule>, Vec<Territory>), StorageError> {
    let rule = match consultation.rule {
        Some(id) => tx.rule(id).await?,
        None => None,
    };
    let mut voters = tx.territories_in_force(on).await?;
    voters.retain(|it| who_may_answer(rule.as_ref(), it));
    Ok((rule, voters))
}

/// Refuses to record a decision of the body while it is being consulted.
pub(super) async fn leaves_free(
    tx: &mut Tx,
    paper: &Paper,
    action: Action,
) -> Result<(), PaperError> {
    if !matches!(action, Action::Adopt | Action::Refuse) {
        return Ok(());
    }
    match tx.consultation_under_way(paper.id).await? {
        Some(consultation) if consultation.decides() => {
            Err(Fault::UnderWay(consultation.closes_at).into())
        }
        _ => Ok(()),
    }
}

/// Ends what is under way on a text that moves.
pub(super) async fn interrupt(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
) -> Result<(), StorageError> {
    if let Some(consultation) = tx.consultation_under_way(paper).await? {
        let end = End {
            at: asker.now,
            because: ConsultationEnd::Interrupted,
            explanation: String::new(),
            decision: None,
        };
        tx.end_consultation(consultation.id, &end).await?;
    }
    Ok(())
}
