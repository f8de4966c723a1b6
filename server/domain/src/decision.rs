//! What a body decides: its dated rule, the votes of the territories, and the result with its arithmetic.
//!
//! A rule is data that the association records, never a number in the code. While it is « à confirmer » nothing is
//! computed: the secretariat states the outcome, and the decision says that it was stated.

mod rule;
mod tally;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use rule::{BodyRule, Majority, NotAShare, Rule, Share, Voters};
pub use tally::{Ballot, Tally};

/// A body's decision and everything that explains it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    /// Whether the text is adopted.
    pub adopted: bool,
    /// What the territories said.
    pub tally: Tally,
    /// Where the outcome comes from.
    pub basis: Basis,
}

/// Where an outcome comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Basis {
    /// Computed under the body's confirmed rule.
    Computed(Computation),
    /// Stated by the secretariat: the body's rule was not confirmed, or not known, on that day.
    Stated,
}

/// The numbers that made the outcome, as a record shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Computation {
    /// The majority that the rule asks for.
    pub majority: Majority,
    /// What the majority is counted on: suffrages exprimés, members, or territories that took part.
    pub base: u32,
    /// The least number of votes for.
    pub needed: u32,
    /// The quorum, where the rule asks for one.
    pub quorum: Option<Quorum>,
}

/// How many territories had to be present, and how many were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quorum {
    /// The least number of voting territories present.
    pub needed: u32,
    /// Those that were.
    pub present: u32,
}

impl Quorum {
    /// Whether enough territories were present.
    pub const fn is_met(self) -> bool {
        self.present >= self.needed
    }
}

/// The rule does not say the outcome, and nobody stated it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the body's rule is not confirmed: its outcome has to be stated")]
pub struct OutcomeToState;

/// Concludes a vote under `rule`, which must be the one in force on the day of the decision.
///
/// `stated` is the outcome that the secretariat states; it is heard only where the rule computes none.
pub fn conclude(
    rule: Option<&BodyRule>,
    ballots: &[Ballot],
    stated: Option<bool>,
) -> Result<Conclusion, OutcomeToState> {
    let voters = rule.map_or(Voters::Members, |dated| dated.rule.voters);
    let tally = Tally::count(voters, ballots);
    if let Some((rule, majority)) = rule.and_then(BodyRule::applicable) {
        return Ok(compute(rule, majority, tally));
    }
    let adopted = stated.ok_or(OutcomeToState)?;
    Ok(Conclusion {
        adopted,
        tally,
        basis: Basis::Stated,
    })
}

fn compute(rule: &Rule, majority: Majority, tally: Tally) -> Conclusion {
    let base = majority.base(&tally);
    let needed = majority.needed(base);
    let quorum = rule.quorum.map(|share| Quorum {
        needed: share.of(tally.members),
        present: tally.present(),
    });
    let blocked = majority == Majority::NoOpposition && tally.against > 0;
    Conclusion {
        adopted: tally.favour >= needed && !blocked && quorum.is_none_or(Quorum::is_met),
        tally,
        basis: Basis::Computed(Computation {
            majority,
            base,
            needed,
            quorum,
        }),
    }
}
