//! A body's rule, as its statutes say it.

use std::collections::BTreeMap;
use std::num::{NonZeroU8, NonZeroU16};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::QuorumRule;
use super::earlier::RuleAsStored;
use crate::ids::{BodyId, RuleId, TerritoryId};
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

/// How many voices each voting territory has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "of")]
pub enum Voices {
    /// One each.
    OneEach,
    /// As many as is written beside each; nothing is known of a territory that is not there.
    Weighted(BTreeMap<TerritoryId, NonZeroU16>),
}

vocabulary! {
    /// What a body needs to adopt.
    pub enum Majority {
        /// More than half of the suffrages exprimés.
        Cast = "suffrages-exprimes",
        /// More than half of the voices of all who vote in the body, present or not.
        Members = "membres",
        /// At least two thirds of the suffrages exprimés.
        TwoThirds = "deux-tiers",
        /// Every suffrage exprimé is for.
        Unanimity = "unanimite",
        /// Nobody is against, and somebody is for.
        NoOpposition = "sans-opposition",
    }
}

impl Majority {
    /// Whether it is counted on the suffrages exprimés, so that what counts as one changes the result.
    pub const fn is_of_votes_cast(self) -> bool {
        matches!(self, Self::Cast | Self::TwoThirds | Self::Unanimity)
    }

    /// The least number of voices for, out of what it is counted on; never 0, so that silence adopts nothing.
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

vocabulary! {
    /// What an abstention counts for.
    pub enum Abstention {
        /// It is no suffrage exprimé.
        Apart = "hors-suffrages",
        /// It is a suffrage exprimé, which is not for.
        Cast = "suffrage-exprime",
    }
}

vocabulary! {
    /// What « ne prend pas part au vote » counts for.
    pub enum NoPart {
        /// Its territory is present; there is no suffrage.
        Present = "present",
        /// Its territory counts neither as present nor for the vote.
        Apart = "a-part",
        /// The same as an abstention.
        Abstention = "abstention",
    }
}

vocabulary! {
    /// What decides when as many voices are for as against.
    pub enum Casting {
        /// Nothing: the text is not adopted.
        Nobody = "personne",
        /// The vote of whoever chairs the meeting.
        Chair = "presidence-de-seance",
    }
}

/// Whether a territory may vote for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Proxies {
    /// No pouvoir is admitted.
    Forbidden,
    /// Pouvoirs are admitted.
    Allowed(ProxyLimits),
}

/// Which pouvoirs are admitted; what the association has not said is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyLimits {
    /// How many a mandataire may hold.
    pub most: Option<Most>,
    /// Between whom.
    pub between: Option<Between>,
}

/// How many pouvoirs a mandataire may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Most {
    /// As many as are given.
    Unlimited,
    /// So many.
    AtMost(NonZeroU8),
}

vocabulary! {
    /// Between whom pouvoirs are given.
    pub enum Between {
        /// Those who vote in the body.
        Voters = "votants",
        /// A member de droit to a member de droit, an associate to an associate.
        SameKind = "meme-qualite",
        /// Anyone who sits, associates that are only heard included.
        Anyone = "tous",
    }
}

/// Whether a body may decide without meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Written {
    /// The statutes do not provide for it.
    Forbidden,
    /// They do.
    Allowed(WrittenTerms),
}

/// How a written consultation is held; what the association has not said is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenTerms {
    /// The shortest duration, in days.
    pub least_days: Option<NonZeroU16>,
    /// What silence means.
    pub silence: Option<Silence>,
    /// What one opposition does.
    pub opposition: Option<Opposition>,
}

vocabulary! {
    /// What it means that a territory did not answer.
    pub enum Silence {
        /// It took no part.
        Absent = "absence",
        /// It abstained.
        Abstains = "abstention",
        /// It is for.
        Approves = "approbation",
    }
}

vocabulary! {
    /// What one opposition does to a written consultation.
    pub enum Opposition {
        /// It is a vote against, like any other.
        Counts = "vote-contre",
        /// The text goes to a meeting.
        CallsMeeting = "renvoi-en-seance",
    }
}

/// How a body decides. What the association has not said yet is `None`, and is never guessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "RuleAsStored")]
pub struct Rule {
    /// Who votes.
    pub voters: Voters,
    /// With how many voices.
    pub voices: Option<Voices>,
    /// Who has to be there.
    pub quorum: Option<QuorumRule>,
    /// What adoption needs.
    pub majority: Option<Majority>,
    /// What an abstention counts for.
    pub abstention: Option<Abstention>,
    /// What taking no part counts for.
    pub no_part: Option<NoPart>,
    /// What decides a tie.
    pub casting: Option<Casting>,
    /// Who may vote for whom.
    pub proxies: Option<Proxies>,
    /// Whether the body may decide without meeting.
    pub written: Option<Written>,
    /// Where it is written, such as « Statuts, article 9 »; may be empty.
    pub source: String,
}

impl Rule {
    /// What is known of a body before its statutes are read: nothing that decides.
    pub const fn unknown() -> Self {
        Self {
            voters: Voters::Members,
            voices: None,
            quorum: None,
            majority: None,
            abstention: None,
            no_part: None,
            casting: None,
            proxies: None,
            written: None,
            source: String::new(),
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
    /// What it says, where the association confirmed it.
    pub fn in_force(&self) -> Option<&Rule> {
        self.confirmed.then_some(&self.rule)
    }

    /// Whether outcomes are computed under this rule, rather than stated by the secretariat.
    pub fn computes(&self) -> bool {
        self.in_force().is_some_and(|rule| rule.majority.is_some())
    }
}
