//! Decisions and the sentences that tell them.

use std::num::NonZeroU16;

use chrono::NaiveDate;
use dires_domain::decision::{
    Abstention, Attendance, BodyRule, Casting, NoPart, Presence, Quorum, QuorumRule, Rule, Said,
    SecondCall, Share, Sitting, Voices, conclude,
};
use dires_domain::ids::{BodyId, RuleId, TerritoryId};
use dires_domain::paper::Vote::{self, Absent, Abstains, Against, For, TakesNoPart};
use dires_domain::people::Territory;
use uuid::Uuid;

use super::*;
use crate::storage::fixtures::member;

fn whole() -> Rule {
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

fn half() -> Quorum {
    Quorum {
        share: Share::new(1, 2).unwrap(),
        exceeded: false,
        counted: Some(Counted::PresentOrRepresented),
        checked: Some(Checked::BeforeEachVote),
        second_call: Some(SecondCall::NoQuorum),
    }
}

fn with(quorum: Quorum) -> Rule {
    Rule {
        quorum: Some(QuorumRule::Asked(quorum)),
        ..whole()
    }
}

/// As many members as votes; the last of those who vote are represented by the first.
fn meeting(represented: usize, counts: &[(usize, Vote)]) -> (Vec<Territory>, Said) {
    let each = counts
        .iter()
        .flat_map(|(count, vote)| std::iter::repeat_n(*vote, *count));
    let votes: Vec<_> = each
        .map(|vote| (TerritoryId(Uuid::now_v7()), vote))
        .collect();
    let territories = votes.iter().map(|(id, _)| Territory {
        id: *id,
        ..member("essai")
    });
    let away = votes.iter().filter(|(_, vote)| *vote != Absent).rev();
    let attendance = away.take(represented).map(|(id, _)| Attendance {
        territory: *id,
        presence: Presence::Represented,
        holder: Some(votes[0].0),
    });
    let said = Said {
        attendance: attendance.collect(),
        votes: votes.clone(),
        ..Said::default()
    };
    (territories.collect(), said)
}

fn told(rule: Rule, confirmed: bool, (territories, said): (Vec<Territory>, Said)) -> String {
    let rule = BodyRule {
        id: RuleId(Uuid::nil()),
        body: BodyId(Uuid::nil()),
        since: NaiveDate::from_ymd_opt(2024, 1, 1).unwrap(),
        confirmed,
        rule,
    };
    let sitting = Sitting::of(Some(&rule), &territories, &said).unwrap();
    let conclusion = conclude(Some(&rule), &sitting, Some(true)).unwrap();
    explain(&conclusion)
}

/// The same with plain spaces.
fn plain(rule: Rule, meeting: (Vec<Territory>, Said)) -> String {
    told(rule, true, meeting).replace(['\u{202f}', '\u{a0}'], " ")
}

#[test]
fn a_decision_says_its_arithmetic() {
    let ten = [(8, For), (1, Against), (1, Abstains), (1, Absent)];
    assert_eq!(
        plain(with(half()), meeting(1, &ten)),
        "9 présents et 1 représenté sur 11 : quorum de 6 atteint ; 8 pour, 1 contre, 1 abstention : \
         9 suffrages exprimés, majorité 5 : adopté."
    );
}

#[test]
fn spaces_do_not_break_where_french_does_not() {
    let said = told(with(half()), true, meeting(1, &[(2, For), (1, Absent)]));
    assert_eq!(
        said,
        "1\u{a0}présent et 1\u{a0}représenté sur\u{a0}3\u{202f}: quorum de 2 atteint\u{202f}; 2\u{a0}pour, \
         0\u{a0}contre\u{202f}: 2\u{a0}suffrages exprimés, majorité\u{a0}2\u{202f}: adopté."
    );
}

#[test]
fn each_quorum_has_its_words() {
    let few = [(4, For), (7, Absent)];
    let alone = Quorum {
        counted: Some(Counted::Present),
        ..half()
    };
    let opening = Quorum {
        checked: Some(Checked::AtOpening),
        ..half()
    };
    let mut again = meeting(0, &few);
    again.1.second_call = true;
    let table = [
        plain(with(half()), meeting(0, &few)),
        plain(with(alone), meeting(2, &[(6, For), (5, Absent)])),
        plain(with(opening), meeting(0, &[(6, For), (5, Absent)])),
        plain(with(half()), again),
        plain(whole(), meeting(0, &few)),
    ];
    insta::assert_snapshot!(table.join("\n"), @"
        4 présents sur 11 : quorum de 6 non atteint : l’instance ne peut pas délibérer.
        4 présents et 2 représentés sur 11 : quorum de 6 présents non atteint : l’instance ne peut pas délibérer.
        À l’ouverture, 6 présents sur 11 : quorum de 6 atteint ; 6 pour, 0 contre : 6 suffrages exprimés, majorité 4 : adopté.
        4 présents sur 11, sans quorum exigé sur deuxième convocation ; 4 pour, 0 contre : 4 suffrages exprimés, majorité 3 : adopté.
        4 présents sur 11, sans quorum exigé ; 4 pour, 0 contre : 4 suffrages exprimés, majorité 3 : adopté.
        ");
}

#[test]
fn each_majority_has_its_words() {
    let majority = |majority| Rule {
        majority: Some(majority),
        ..whole()
    };
    let counted = Rule {
        abstention: Some(Abstention::Cast),
        ..majority(Majority::Unanimity)
    };
    let table = [
        plain(
            majority(Majority::Members),
            meeting(0, &[(3, For), (4, Absent)]),
        ),
        plain(
            majority(Majority::TwoThirds),
            meeting(0, &[(1, For), (1, Against), (2, TakesNoPart)]),
        ),
        plain(
            majority(Majority::Unanimity),
            meeting(0, &[(6, For), (1, Abstains)]),
        ),
        plain(counted, meeting(0, &[(6, For), (1, Abstains)])),
        plain(
            majority(Majority::NoOpposition),
            meeting(0, &[(6, For), (1, Against)]),
        ),
        plain(
            majority(Majority::NoOpposition),
            meeting(0, &[(6, For), (1, TakesNoPart)]),
        ),
        plain(whole(), meeting(0, &[(7, Abstains)])),
    ];
    insta::assert_snapshot!(table.join("\n"), @"
        3 présents sur 7, sans quorum exigé ; 3 pour, 0 contre : 7 membres, majorité 4 : refusé.
        4 présents sur 4, sans quorum exigé ; 1 pour, 1 contre, 2 ne prennent pas part au vote : 2 suffrages exprimés, deux tiers 2 : refusé.
        7 présents sur 7, sans quorum exigé ; 6 pour, 0 contre, 1 abstention : 6 suffrages exprimés, unanimité 6 : adopté.
        7 présents sur 7, sans quorum exigé ; 6 pour, 0 contre, 1 abstention : 7 suffrages exprimés, abstentions comprises, unanimité 7 : refusé.
        7 présents sur 7, sans quorum exigé ; 6 pour, 1 contre : 1 opposition : refusé.
        7 présents sur 7, sans quorum exigé ; 6 pour, 0 contre, 1 ne prend pas part au vote : sans opposition : adopté.
        7 présents sur 7, sans quorum exigé ; 0 pour, 0 contre, 7 abstentions : aucun suffrage exprimé : refusé.
        ");
}

#[test]
fn a_tie_says_what_decided_it() {
    let casting = Rule {
        casting: Some(Casting::Chair),
        ..whole()
    };
    let mut chaired = meeting(0, &[(3, For), (3, Against)]);
    chaired.1.chair = Some(chaired.1.votes[5].0);
    let table = [
        plain(whole(), meeting(0, &[(3, For), (3, Against)])),
        plain(casting, chaired),
    ];
    insta::assert_snapshot!(table.join("\n"), @"
        6 présents sur 6, sans quorum exigé ; 3 pour, 3 contre : 6 suffrages exprimés, majorité 4, partage égal des voix : refusé.
        6 présents sur 6, sans quorum exigé ; 3 pour, 3 contre : 6 suffrages exprimés, majorité 4, partage égal des voix, la voix prépondérante de la présidence de séance est contre : refusé.
        ");
}

#[test]
fn voices_that_are_not_one_each_are_told_as_voices() {
    let meeting = meeting(0, &[(2, For), (1, Against)]);
    let weights = meeting.1.votes.iter().zip([5, 2, 1]);
    let weights = weights.map(|((id, _), weight)| (*id, NonZeroU16::new(weight).unwrap()));
    let rule = Rule {
        voices: Some(Voices::Weighted(weights.collect())),
        ..whole()
    };
    assert_eq!(
        plain(rule, meeting),
        "3 présents sur 3, sans quorum exigé ; 7 voix pour, 1 contre : 8 suffrages exprimés, majorité 5 : adopté."
    );
}

#[test]
fn what_the_secretariat_stated_says_so_and_why() {
    let votes = || meeting(0, &[(5, For), (1, Abstains), (1, Absent)]);
    let silent = Rule {
        abstention: None,
        majority: Some(Majority::Cast),
        voices: None,
        ..whole()
    };
    let unconfirmed = told(whole(), false, votes()).replace(['\u{202f}', '\u{a0}'], " ");
    let table = [unconfirmed, plain(silent, votes())];
    insta::assert_snapshot!(table.join("\n"), @"
        6 présents sur 7 ; 5 pour, 0 contre, 1 abstention : adopté, selon ce que le secrétariat a constaté ; la règle de l’instance est à confirmer.
        6 présents sur 7 ; 5 pour, 0 contre, 1 abstention : adopté, selon ce que le secrétariat a constaté ; la règle de l’instance ne dit pas encore combien de voix a chaque territoire, ni ce que compte une abstention.
        ");
}
