//! What the consultations that are under way await, for boards and reminders.

use chrono::NaiveDate;
use dires_domain::ids::{PaperId, TerritoryId};

use super::voters;
use crate::clock;
use crate::papers::Asker;
use crate::storage::consultations::Consultation;
use crate::storage::{StorageError, Tx};

/// A consultation that is under way, and the territories that have not answered it.
#[derive(Debug, Clone)]
pub struct Awaiting {
    consultation: Consultation,
    silent: Vec<TerritoryId>,
}

/// Every consultation that is under way.
pub async fn awaiting(tx: &mut Tx) -> Result<Vec<Awaiting>, StorageError> {
    let mut all = Vec::new();
    for consultation in tx.consultations_under_way().await? {
        all.push(Awaiting::of(tx, consultation).await?);
    }
    Ok(all)
}

impl Awaiting {
    /// What a consultation awaits of those who belong to the association on the day it closes.
    pub async fn of(tx: &mut Tx, consultation: Consultation) -> Result<Self, StorageError> {
        let last = clock::day_of(consultation.closes_at);
        let (_, voters) = voters(tx, &consultation, last).await?;
        let answers = tx.consultation_answers(consultation.id).await?;
        let answered = |id| answers.iter().any(|it| it.territory == id);
        let silent = voters.iter().map(|it| it.id).filter(|id| !answered(*id));
        Ok(Self {
            silent: silent.collect(),
            consultation,
        })
    }

    /// The consultation.
    pub(super) const fn consultation(&self) -> &Consultation {
        &self.consultation
    }

    /// The text.
    pub const fn paper(&self) -> PaperId {
        self.consultation.paper
    }

    /// Whether its closing decides.
    pub const fn decides(&self) -> bool {
        self.consultation.decides()
    }

    /// The day on which it closes.
    pub fn last_day(&self) -> NaiveDate {
        clock::day_of(self.consultation.closes_at)
    }

    /// Whether somebody sits in the body that is consulted.
    pub fn concerns(&self, asker: &Asker<'_>) -> bool {
        !asker.seats_in(self.consultation.body).is_empty()
    }

    /// The territories for which somebody is still awaited.
    pub fn awaits(&self, asker: &Asker<'_>) -> Vec<TerritoryId> {
        if !self.consultation.is_open(asker.now) {
            return Vec::new();
        }
        let mut theirs = asker.seats_in(self.consultation.body);
        theirs.retain(|id| self.silent.contains(id));
        theirs
    }
}
