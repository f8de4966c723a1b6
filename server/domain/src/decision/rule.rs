//! A body's rule, as its statutes say it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Tally;
use crate::ids::{BodyId, RuleId};
use crate::people::Membership;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// Which territories vote in a body.
    pub enum Voters {
        /// The members de droit; the associates are heard.
        Members = "membres-de-droit",
        /// The members de droit and the associates.
        All = "membres-et-associes",
    }
}

impl Voters {
    /// Whether a territory that belongs in this way votes.
    pub const fn includes(self, membership: Membership) -> bool {
        matches!(
            (self, membership),
            (Self::All, _) | (Self::Members, Membership::Member)
        )
    }
}

vocabulary! {
    /// What a body needs to adopt.
    pub enum Majority {
        /// More than half of the suffrages exprimés: votes for and against.
        Cast = "suffrages-exprimes",
        /// More than half of the voting territories, present or not.
        Members = "membres",
        /// At least two thirds of the suffrages exprimés.
        TwoThirds = "deux-tiers",
        /// Every voting territory that takes part, abstentions included, is for.
        Unanimity = "unanimite",
        /// Nobody is against, and somebody is for.
        NoOpposition = "sans-opposition",
    }
}

impl Majority {
    /// What this majority is counted on.
    pub(super) const fn base(self, tally: &Tally) -> u32 {
        match self {
            Self::Cast | Self::TwoThirds | Self::NoOpposition => tally.cast(),
            Self::Members => tally.members,
            Self::Unanimity => tally.cast() + tally.abstentions,
        }
    }

    /// The least number of votes for; never 0, so that silence adopts nothing.
    pub(super) const fn needed(self, base: u32) -> u32 {
        let needed = match self {
            Self::Cast | Self::Members => base / 2 + 1,
            Self::TwoThirds => (2 * base).div_ceil(3),
            Self::Unanimity => base,
            Self::NoOpposition => 1,
        };
        if needed == 0 { 1 } else { needed }
    }
}

/// A share of a whole, above 0 and at most 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ShareAsWritten")]
pub struct Share {
    numerator: u32,
    denominator: u32,
}

#[derive(Deserialize)]
struct ShareAsWritten {
    numerator: u32,
    denominator: u32,
}

/// A fraction that is not above 0 and at most 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{numerator}/{denominator} is not a share of a whole")]
pub struct NotAShare {
    numerator: u32,
    denominator: u32,
}

impl Share {
    /// The share `numerator` out of `denominator`.
    pub const fn new(numerator: u32, denominator: u32) -> Result<Self, NotAShare> {
        if numerator == 0 || denominator < numerator || denominator > 1000 {
            return Err(NotAShare {
                numerator,
                denominator,
            });
        }
        Ok(Self {
            numerator,
            denominator,
        })
    }

    /// The least whole number that reaches this share of `whole`.
    pub const fn of(self, whole: u32) -> u32 {
        (whole * self.numerator).div_ceil(self.denominator)
    }

    /// The fraction's two numbers.
    pub const fn parts(self) -> (u32, u32) {
        (self.numerator, self.denominator)
    }
}

impl TryFrom<ShareAsWritten> for Share {
    type Error = NotAShare;

    fn try_from(written: ShareAsWritten) -> Result<Self, NotAShare> {
        Self::new(written.numerator, written.denominator)
    }
}

/// How a body decides. What is not known yet is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Who votes.
    pub voters: Voters,
    /// What adoption needs; none while the association has not said it.
    pub majority: Option<Majority>,
    /// The share of voting territories that must be present; none where no quorum is asked for.
    pub quorum: Option<Share>,
    /// Whether the statutes let this body decide by written consultation.
    pub written_consultation: bool,
}

impl Rule {
    /// What is known of a body before its statutes are read: nothing that decides.
    pub const fn unknown() -> Self {
        Self {
            voters: Voters::Members,
            majority: None,
            quorum: None,
            written_consultation: false,
        }
    }
}

/// A rule of a body, from its first day until the next rule of the same body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BodyRule {
    /// Its identifier.
    pub id: RuleId,
    /// Whose rule it is.
    pub body: BodyId,
    /// The first day it holds.
    pub since: NaiveDate,
    /// Confirmed by the association, or « à confirmer ».
    pub confirmed: bool,
    /// What it says.
    pub rule: Rule,
}

impl BodyRule {
    /// The rule and its majority, where the association confirmed it and it says one.
    pub(super) fn applicable(&self) -> Option<(&Rule, Majority)> {
        let majority = self.rule.majority.filter(|_| self.confirmed)?;
        Some((&self.rule, majority))
    }

    /// Whether outcomes are computed under this rule, rather than stated by the secretariat.
    pub fn computes(&self) -> bool {
        self.applicable().is_some()
    }
}
