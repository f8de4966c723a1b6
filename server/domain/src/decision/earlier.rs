//! Rules as they were recorded before they said what abstentions, pouvoirs and silence count for.

use serde::Deserialize;

use super::rule::{Proxies, Written, WrittenTerms};
use super::{
    Abstention, Casting, Majority, NoPart, Quorum, QuorumRule, Rule, Share, Voices, Voters,
};

/// A rule in the database: of the first shape, which has these four fields and no other, or of today's.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum RuleAsStored {
    /// Of the first shape.
    First(FirstRule),
    /// Of today's.
    Today(#[serde(deserialize_with = "RuleToday::deserialize")] Rule),
}

/// The first shape.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstRule {
    voters: Voters,
    majority: Option<Majority>,
    quorum: Option<Share>,
    written_consultation: bool,
}

/// Today's shape, field by field.
#[derive(Deserialize)]
#[serde(remote = "Rule")]
pub struct RuleToday {
    voters: Voters,
    voices: Option<Voices>,
    quorum: Option<QuorumRule>,
    majority: Option<Majority>,
    abstention: Option<Abstention>,
    no_part: Option<NoPart>,
    casting: Option<Casting>,
    proxies: Option<Proxies>,
    written: Option<Written>,
    #[serde(default)]
    source: String,
}

impl From<RuleAsStored> for Rule {
    fn from(stored: RuleAsStored) -> Self {
        match stored {
            RuleAsStored::First(first) => first.into(),
            RuleAsStored::Today(today) => today,
        }
    }
}

impl From<FirstRule> for Rule {
    /// What the first shape said, and no more: without a majority, nothing else was known; with one, each territory had
    /// one voice, no quorum meant that none is asked for, and the words of the majority told what an abstention is.
    fn from(first: FirstRule) -> Self {
        let known = first.majority.is_some();
        let quorum = first.quorum.map(|share| {
            QuorumRule::Asked(Quorum {
                share,
                exceeded: false,
                counted: None,
                checked: None,
                second_call: None,
            })
        });
        let written = first.written_consultation.then_some(WrittenTerms {
            least_days: None,
            silence: None,
            opposition: None,
        });
        Self {
            voters: first.voters,
            voices: known.then_some(Voices::OneEach),
            quorum: quorum.or(known.then_some(QuorumRule::NotAsked)),
            majority: first.majority,
            abstention: first.majority.and_then(abstention),
            written: written
                .map(Written::Allowed)
                .or(known.then_some(Written::Forbidden)),
            ..Self::unknown()
        }
    }
}

/// « suffrages exprimés (pour et contre) », « unanimité …, abstentions comprises ».
const fn abstention(majority: Majority) -> Option<Abstention> {
    match majority {
        Majority::Cast | Majority::TwoThirds => Some(Abstention::Apart),
        Majority::Unanimity => Some(Abstention::Cast),
        Majority::Members | Majority::NoOpposition => None,
    }
}
