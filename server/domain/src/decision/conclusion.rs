//! What came of a vote, with every number that made it.

use super::presence::{self, Attended, QuorumFound};
use super::{
    Abstention, BodyRule, Casting, Checked, Majority, Rule, Sitting, Tally, Voices, sitting,
};
use crate::ids::TerritoryId;
use crate::paper::Vote;

/// What came of a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The text is adopted.
    Adopted,
    /// It is not.
    Refused,
    /// The body could not deliberate: nothing is decided.
    NoQuorum,
}

/// A body's decision and everything that explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    /// What came of it.
    pub outcome: Outcome,
    /// Who was there, at the moment that counts.
    pub attended: Attended,
    /// What the territories said.
    pub tally: Tally,
    /// Where the outcome comes from.
    pub basis: Basis,
}

/// Where an outcome comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// Computed under the body's confirmed rule.
    Computed(Computation),
    /// Stated by the secretariat, and why it had to be.
    Stated(Why),
}

/// Why an outcome is not computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The association has not confirmed the body's rule, or has none.
    Unconfirmed,
    /// The rule is confirmed, and does not say what this vote depends on.
    Unsaid(Vec<Unsaid>),
}

/// Something that a confirmed rule leaves to be confirmed and that a vote depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsaid {
    /// How many voices each has.
    Voices,
    /// How many voices this territory has.
    VoicesOf(TerritoryId),
    /// What adoption needs.
    Majority,
    /// Whether a quorum is asked for.
    Quorum,
    /// Whether those represented count for the quorum.
    Counted,
    /// When the quorum is looked at.
    Checked,
    /// Whether a second convocation needs the quorum.
    SecondCall,
    /// What an abstention counts for.
    Abstention,
    /// What « ne prend pas part au vote » counts for.
    NoPart,
    /// What decides a tie.
    Casting,
    /// Whether the body may be consulted in writing.
    Written,
    /// The shortest duration of a written consultation.
    LeastDays,
    /// What silence means in it.
    Silence,
    /// What one opposition does to it.
    Opposition,
}

/// The numbers that made the outcome, as a record shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Computation {
    /// The majority that the rule asks for.
    pub majority: Majority,
    /// What it is counted on, in voices: suffrages exprimés, or all who vote in the body.
    pub base: u32,
    /// The least number of voices for.
    pub needed: u32,
    /// The quorum.
    pub quorum: QuorumFound,
    /// Whether the rule gives each territory its own number of voices.
    pub weighted: bool,
    /// As many were for as against: what the rule makes of it.
    pub tie: Option<Tie>,
}

/// What a rule makes of as many voices for as against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// Nothing decides.
    Stands,
    /// The chair's voice does: what the chair voted.
    ByChair(Vote),
}

/// Concludes a vote under `rule`, which must be the one in force on the day of the decision.
///
/// `stated` is the outcome that the secretariat states; it is heard only where the rule computes none.
///
/// # Errors
///
/// Why the rule does not say the outcome, where nobody stated it.
pub fn conclude(
    rule: Option<&BodyRule>,
    sitting: &Sitting,
    stated: Option<bool>,
) -> Result<Conclusion, Why> {
    let tally = Tally::count(sitting);
    let computed = match rule.and_then(BodyRule::in_force) {
        None => Err(Why::Unconfirmed),
        Some(rule) => compute(rule, sitting, tally).map_err(Why::Unsaid),
    };
    let why = match computed {
        Ok(conclusion) => return Ok(conclusion),
        Err(why) => why,
    };
    let Some(adopted) = stated else {
        return Err(why);
    };
    Ok(Conclusion {
        outcome: if adopted {
            Outcome::Adopted
        } else {
            Outcome::Refused
        },
        attended: Attended::at(Checked::BeforeEachVote, sitting, false),
        tally,
        basis: Basis::Stated(why),
    })
}

fn compute(rule: &Rule, sitting: &Sitting, tally: Tally) -> Result<Conclusion, Vec<Unsaid>> {
    let asked = unsaid(rule, sitting, tally);
    let (Some(majority), Some(quorum), true) = (rule.majority, rule.quorum, asked.is_empty())
    else {
        return Err(asked);
    };
    let (attended, quorum) = presence::look(rule, quorum, sitting)?;
    let base = tally.base(majority, rule);
    let computation = Computation {
        majority,
        base,
        needed: majority.needed(base),
        quorum,
        weighted: matches!(rule.voices, Some(Voices::Weighted(_))),
        tie: tally.is_tied(rule).then(|| tie(rule, sitting)),
    };
    Ok(Conclusion {
        outcome: computation.outcome(tally),
        attended,
        tally,
        basis: Basis::Computed(computation),
    })
}

/// What the rule leaves unsaid and this vote depends on; the quorum's own questions are asked when it is looked at.
fn unsaid(rule: &Rule, sitting: &Sitting, tally: Tally) -> Vec<Unsaid> {
    let cast = rule.majority.is_some_and(Majority::is_of_votes_cast);
    let no_part = rule.abstention == Some(Abstention::Cast) && tally.no_part > 0;
    let asked = [
        (rule.voices.is_none(), Unsaid::Voices),
        (rule.majority.is_none(), Unsaid::Majority),
        (rule.quorum.is_none(), Unsaid::Quorum),
        (
            cast && rule.abstention.is_none() && tally.abstaining(rule) > 0,
            Unsaid::Abstention,
        ),
        (cast && rule.no_part.is_none() && no_part, Unsaid::NoPart),
        (
            rule.casting.is_none() && tally.is_tied(rule),
            Unsaid::Casting,
        ),
    ];
    let open = asked.into_iter().filter(|(open, _)| *open);
    let weightless = sitting
        .voting()
        .filter(|seat| sitting::voices(Some(rule), seat.territory).is_none())
        .map(|seat| Unsaid::VoicesOf(seat.territory));
    open.map(|(_, question)| question)
        .chain(weightless.filter(|_| rule.voices.is_some()))
        .collect()
}

fn tie(rule: &Rule, sitting: &Sitting) -> Tie {
    let chair = sitting.chair.and_then(|chair| sitting.seat(chair));
    match (rule.casting, chair.filter(|seat| seat.votes)) {
        (Some(Casting::Chair), Some(chair)) => Tie::ByChair(chair.vote),
        _ => Tie::Stands,
    }
}

impl Computation {
    fn outcome(&self, tally: Tally) -> Outcome {
        let blocked = self.majority == Majority::NoOpposition && tally.against > 0;
        let enough = tally.favour >= self.needed || self.tie == Some(Tie::ByChair(Vote::For));
        if !self.quorum.is_met() {
            Outcome::NoQuorum
        } else if enough && !blocked {
            Outcome::Adopted
        } else {
            Outcome::Refused
        }
    }
}

impl Conclusion {
    /// Whether the text is adopted.
    pub fn adopted(&self) -> bool {
        self.outcome == Outcome::Adopted
    }
}
