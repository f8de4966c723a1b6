//! A body, its rule, and a meeting told in few words.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::decision::{
    Abstention, Attendance, BodyRule, Casting, Checked, Counted, Fault, Majority, NoPart, Presence,
    Quorum, QuorumRule, Rule, Said, SecondCall, Share, Sitting, Voices,
};
use crate::ids::{BodyId, RuleId, TerritoryId};
use crate::paper::Vote;
use crate::people::{Membership, Term, Territory};

pub const SICOVAL: TerritoryId = TerritoryId(Uuid::from_u128(1));
pub const FOIX: TerritoryId = TerritoryId(Uuid::from_u128(2));
pub const MONTAUBAN: TerritoryId = TerritoryId(Uuid::from_u128(3));
pub const REGION: TerritoryId = TerritoryId(Uuid::from_u128(99));

pub fn territory(id: TerritoryId, membership: Membership) -> Territory {
    Territory {
        id,
        slug: id.to_string(),
        name: id.to_string(),
        membership,
        colour: 0,
        term: Term::new(NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(), None).unwrap(),
    }
}

/// So many members de droit, of which the first are Sicoval, Foix and Montauban, and the Région, which is an associate.
pub fn association(members: u32) -> Vec<Territory> {
    let members = (1..=u128::from(members)).map(Uuid::from_u128);
    let mut all: Vec<_> = members
        .map(|id| territory(TerritoryId(id), Membership::Member))
        .collect();
    all.push(territory(REGION, Membership::Associate));
    all
}

/// A rule that says everything that a vote may depend on.
pub fn whole() -> Rule {
    Rule {
        voices: Some(Voices::OneEach),
        quorum: Some(QuorumRule::NotAsked),
        majority: Some(Majority::Cast),
        abstention: Some(Abstention::Apart),
        no_part: Some(NoPart::Present),
        casting: Some(Casting::Nobody),
        ..Rule::unknown()
    }
}

/// Half of the members, as it is most often written.
pub fn half() -> Quorum {
    Quorum {
        share: Share::new(1, 2).unwrap(),
        exceeded: false,
        counted: Some(Counted::PresentOrRepresented),
        checked: Some(Checked::BeforeEachVote),
        second_call: Some(SecondCall::SameQuorum),
    }
}

pub fn dated(rule: Rule, confirmed: bool) -> BodyRule {
    BodyRule {
        id: RuleId(Uuid::nil()),
        body: BodyId(Uuid::nil()),
        since: NaiveDate::from_ymd_opt(2024, 1, 1).unwrap(),
        confirmed,
        rule,
    }
}

pub fn line(territory: TerritoryId, presence: Presence) -> Attendance {
    Attendance {
        territory,
        presence,
        holder: None,
    }
}

pub fn proxy(grantor: TerritoryId, holder: TerritoryId) -> Attendance {
    Attendance {
        territory: grantor,
        presence: Presence::Represented,
        holder: Some(holder),
    }
}

/// Members who vote in turn, as many as are counted; the others are absent.
pub fn votes(counts: &[(usize, Vote)]) -> Said {
    let each = counts
        .iter()
        .flat_map(|(count, vote)| std::iter::repeat_n(*vote, *count));
    Said {
        votes: (1..)
            .map(Uuid::from_u128)
            .map(TerritoryId)
            .zip(each)
            .collect(),
        ..Said::default()
    }
}

/// The meeting of an association of as many members as have a vote.
pub fn sitting(rule: &BodyRule, said: &Said) -> Result<Sitting, Vec<Fault>> {
    let members = u32::try_from(said.votes.len()).unwrap();
    Sitting::of(Some(rule), &association(members), said)
}
