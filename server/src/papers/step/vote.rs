//! A body's vote, looked at under the rule of its day.

use chrono::NaiveDate;
use dires_domain::decision::{BodyRule, Conclusion, Fault, Outcome, Said, Sitting, Why, conclude};
use dires_domain::ids::BodyId;
use dires_domain::people::Territory;

use super::RecordedBallot;
use crate::papers::PaperError;
use crate::storage::{StorageError, Tx};

/// What is known of a body on a day: its rule, and the territories of the association.
#[derive(Debug, Clone)]
pub struct Day {
    /// The rule in force, if there is one.
    pub rule: Option<BodyRule>,
    /// The territories in force, members first.
    pub territories: Vec<Territory>,
}

impl Day {
    /// Reads it; with no body there is no rule.
    pub async fn of(
        tx: &mut Tx,
        body: Option<BodyId>,
        on: NaiveDate,
    ) -> Result<Self, StorageError> {
        let rule = match body {
            Some(body) => tx.rule_in_force(body, on).await?,
            None => None,
        };
        Ok(Self {
            rule,
            territories: tx.territories_in_force(on).await?,
        })
    }

    /// Looks at what is said of a meeting on that day.
    ///
    /// # Errors
    ///
    /// Everything in it that cannot be.
    pub fn sitting(&self, said: &Said) -> Result<Sitting, Vec<Fault>> {
        Sitting::of(self.rule.as_ref(), &self.territories, said)
    }

    /// What comes of a meeting's vote, as far as the rule says it: the secretariat states the rest.
    ///
    /// # Errors
    ///
    /// Why the rule does not say it, where nothing is stated.
    pub fn conclude(&self, sitting: &Sitting, stated: Option<bool>) -> Result<Conclusion, Why> {
        conclude(self.rule.as_ref(), sitting, stated)
    }
}

/// A vote as it is recorded.
pub(super) struct Vote {
    body: Option<BodyId>,
    on: Option<NaiveDate>,
    day: Day,
    sitting: Result<Sitting, Vec<Fault>>,
}

/// A body's decision, ready to be recorded.
pub(super) struct Outcomes {
    pub(super) body: BodyId,
    pub(super) on: NaiveDate,
    pub(super) rule: Option<BodyRule>,
    pub(super) sitting: Sitting,
    pub(super) conclusion: Conclusion,
}

impl Vote {
    pub(super) async fn of(
        tx: &mut Tx,
        ballot: &RecordedBallot,
        today: NaiveDate,
    ) -> Result<Self, StorageError> {
        let day = Day::of(tx, ballot.body, ballot.date.unwrap_or(today)).await?;
        Ok(Self {
            body: ballot.body,
            on: ballot.date,
            sitting: day.sitting(&ballot.said),
            day,
        })
    }

    /// What cannot be in what is said of it.
    pub(super) fn faults(&self) -> &[Fault] {
        self.sitting.as_ref().err().map_or(&[], Vec::as_slice)
    }

    /// The result, which must be the one that the secretariat records; none of a vote that is not whole.
    pub(super) fn decided(self, stated: bool) -> Result<Option<Outcomes>, PaperError> {
        let (Some(body), Some(on), Ok(sitting)) = (self.body, self.on, self.sitting) else {
            return Ok(None);
        };
        let conclusion = conclude(self.day.rule.as_ref(), &sitting, Some(stated))
            .expect("a stated outcome always concludes");
        let expected = if stated {
            Outcome::Adopted
        } else {
            Outcome::Refused
        };
        if conclusion.outcome != expected {
            return Err(PaperError::OtherResult(Box::new(conclusion)));
        }
        Ok(Some(Outcomes {
            body,
            on,
            rule: self.day.rule,
            sitting,
            conclusion,
        }))
    }
}
