//! Deciding without meeting: whether a body's rule allows it, for how long, when those who are silent are reminded, and
//! what came of it.
//!
//! Nobody sits in a written consultation: who answered counts as present, nobody is represented, nobody chairs. A silence
//! that means something counts as an answer; one that means absence does not.

use chrono::{DateTime, Days, NaiveDateTime, TimeDelta, Utc};

use super::{
    Abstention, Attendance, BodyRule, Casting, Conclusion, Majority, Opposition, Outcome, Presence,
    QuorumRule, Rule, Said, Silence, Sitting, Unsaid, Voters, Why, Written, conclude,
};
use crate::ids::TerritoryId;
use crate::paper::Vote;
use crate::people::Territory;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// How a consultation ended.
    pub enum ConsultationEnd {
        /// The text is adopted.
        Adopted = "adopte",
        /// It is not.
        Refused = "refuse",
        /// Too few answered: nothing is decided.
        NoQuorum = "sans-quorum",
        /// The text goes to a meeting.
        ToMeeting = "renvoi-en-seance",
        /// The rule does not say what came of it.
        Unsaid = "sans-resultat",
        /// Avis were gathered; they decide nothing.
        Gathered = "recueilli",
        /// The text left the stage, or was decided on in a meeting, before the closing.
        Interrupted = "interrompu",
    }
}

/// How a body is consulted in writing: everything is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// The shortest duration, in days.
    pub least_days: u16,
    /// What silence means.
    pub silence: Silence,
    /// What one opposition does.
    pub opposition: Opposition,
}

/// Why a body cannot decide without meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Barred {
    /// The association has not confirmed the body's rule, or has none.
    Unconfirmed,
    /// The rule does not allow it.
    Forbidden,
    /// The rule does not say what a written consultation depends on.
    Unsaid(Vec<Unsaid>),
}

/// What came of a consultation whose rule is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// Every territory that votes, with its vote, or the one that its silence is.
    pub sitting: Sitting,
    /// Those who vote and did not answer.
    pub silent: Vec<TerritoryId>,
    /// What came of it.
    pub found: Found,
}

/// What a rule makes of the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The body decided, or too few answered.
    Concluded(Conclusion),
    /// So many territories oppose, and one is enough to send the text to a meeting.
    Opposed(usize),
    /// As many are for as against, and only whoever chairs a meeting decides.
    Tied,
    /// The rule does not say the result: somebody who votes has no weight in it.
    Unsaid(Why),
}

/// On which terms a body may be consulted in writing under its rule of that day.
///
/// # Errors
///
/// Why it may not: nothing is guessed, so that what the closing computes depends on nothing unsaid.
pub fn may_consult(rule: Option<&BodyRule>) -> Result<Terms, Barred> {
    let rule = rule
        .and_then(BodyRule::in_force)
        .ok_or(Barred::Unconfirmed)?;
    let terms = match rule.written {
        Some(Written::Forbidden) => return Err(Barred::Forbidden),
        Some(Written::Allowed(terms)) => Some(terms),
        None => None,
    };
    let known = terms.and_then(|it| Some((it.least_days?, it.silence?, it.opposition?)));
    match (known, unsaid(rule)) {
        (Some((least_days, silence, opposition)), unsaid) if unsaid.is_empty() => Ok(Terms {
            least_days: least_days.get(),
            silence,
            opposition,
        }),
        (_, unsaid) => Err(Barred::Unsaid(unsaid)),
    }
}

/// What a consultation may depend on and the rule leaves unsaid.
fn unsaid(rule: &Rule) -> Vec<Unsaid> {
    let terms = match rule.written {
        Some(Written::Allowed(terms)) => Some(terms),
        _ => None,
    };
    let lacks = |open: fn(&super::WrittenTerms) -> bool| terms.as_ref().is_some_and(open);
    let cast = rule.majority.is_some_and(Majority::is_of_votes_cast);
    let apart = matches!(rule.quorum, Some(QuorumRule::Asked(_)));
    let counted = cast && rule.abstention != Some(Abstention::Apart);
    let asked = [
        (rule.written.is_none(), Unsaid::Written),
        (lacks(|it| it.least_days.is_none()), Unsaid::LeastDays),
        (lacks(|it| it.silence.is_none()), Unsaid::Silence),
        (lacks(|it| it.opposition.is_none()), Unsaid::Opposition),
        (rule.voices.is_none(), Unsaid::Voices),
        (rule.majority.is_none(), Unsaid::Majority),
        (rule.quorum.is_none(), Unsaid::Quorum),
        (cast && rule.abstention.is_none(), Unsaid::Abstention),
        (rule.no_part.is_none() && (apart || counted), Unsaid::NoPart),
        (
            rule.casting.is_none() && rule.majority == Some(Majority::Cast),
            Unsaid::Casting,
        ),
    ];
    let open = asked.into_iter().filter(|(open, _)| *open);
    open.map(|(_, question)| question).collect()
}

/// Whether this territory answers a consultation: it votes in the body; where nothing is decided, everyone who sits does.
pub fn who_may_answer(rule: Option<&BodyRule>, territory: &Territory) -> bool {
    let voters = rule.map_or(Voters::All, |dated| dated.rule.voters);
    voters.includes(territory.membership)
}

/// When those who have not answered are reminded: at half of the time, and a day before the closing where that comes later.
pub fn reminders(opens: DateTime<Utc>, closes: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let half = opens + (closes - opens) / 2;
    let eve = closes - TimeDelta::days(1);
    let eve = (eve > half).then_some(eve);
    std::iter::once(half).chain(eve).collect()
}

impl Terms {
    /// The first instant at which a consultation that opens then may close: the same time of the day, so many days later.
    /// Both on the clock of the place.
    pub fn earliest_closing(&self, opens: NaiveDateTime) -> NaiveDateTime {
        let later = opens.checked_add_days(Days::new(self.least_days.into()));
        later.unwrap_or(NaiveDateTime::MAX)
    }
}

impl Silence {
    /// The vote that a silence is.
    pub const fn vote(self) -> Vote {
        match self {
            Self::Absent => Vote::Absent,
            Self::Abstains => Vote::Abstains,
            Self::Approves => Vote::For,
        }
    }
}

impl Closing {
    /// Counts the answers of those of `territories`, which are those of the association on the day of the closing, that
    /// vote under `rule`. What others answered, having left since, is not looked at.
    pub fn count(
        rule: &BodyRule,
        terms: Terms,
        territories: &[Territory],
        answers: &[(TerritoryId, Vote)],
    ) -> Self {
        let voters = territories
            .iter()
            .filter(|it| who_may_answer(Some(rule), it));
        let mut said = Said::default();
        let mut silent = Vec::new();
        for voter in voters {
            let answer = answered(voter.id, answers);
            silent.extend(answer.is_none().then_some(voter.id));
            let vote = answer.unwrap_or(terms.silence.vote());
            said.attendance.push(Attendance {
                territory: voter.id,
                presence: Presence::told_by(vote),
                holder: None,
            });
            said.votes.push((voter.id, vote));
        }
        let rule = unchaired(rule);
        let sitting = Sitting::of(Some(&rule), territories, &said)
            .expect("each voter is there with a vote, or away without one");
        let found = find(&rule, terms, &sitting);
        Self {
            sitting,
            silent,
            found,
        }
    }

    /// How the consultation ends.
    pub fn end(&self) -> ConsultationEnd {
        match &self.found {
            Found::Concluded(conclusion) => match conclusion.outcome {
                Outcome::Adopted => ConsultationEnd::Adopted,
                Outcome::Refused => ConsultationEnd::Refused,
                Outcome::NoQuorum => ConsultationEnd::NoQuorum,
            },
            Found::Opposed(_) | Found::Tied => ConsultationEnd::ToMeeting,
            Found::Unsaid(_) => ConsultationEnd::Unsaid,
        }
    }
}

fn answered(of: TerritoryId, answers: &[(TerritoryId, Vote)]) -> Option<Vote> {
    let theirs = answers.iter().find(|(id, _)| *id == of);
    theirs
        .map(|(_, vote)| *vote)
        .filter(|vote| *vote != Vote::Absent)
}

/// The same rule where nobody chairs: what only a chair decides, it does not say.
fn unchaired(rule: &BodyRule) -> BodyRule {
    let mut rule = rule.clone();
    rule.rule.casting = rule.rule.casting.filter(|it| *it != Casting::Chair);
    rule
}

fn find(rule: &BodyRule, terms: Terms, sitting: &Sitting) -> Found {
    let against = sitting.voting().filter(|it| it.vote == Vote::Against);
    let against = against.count();
    if against > 0 && terms.opposition == Opposition::CallsMeeting {
        return Found::Opposed(against);
    }
    match conclude(Some(rule), sitting, None) {
        Ok(conclusion) => Found::Concluded(conclusion),
        Err(Why::Unsaid(open)) if open == [Unsaid::Casting] => Found::Tied,
        Err(why) => Found::Unsaid(why),
    }
}
