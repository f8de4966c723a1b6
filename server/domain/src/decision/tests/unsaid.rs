//! What a rule leaves to be confirmed is never guessed, and asked only where a vote depends on it.

use super::scene::{dated, half, line, sitting, votes, whole};
use crate::decision::{
    Abstention, Basis, Majority, Outcome, Presence, Quorum, QuorumRule, Rule, Said, Unsaid, Voices,
    Why, conclude,
};
use crate::paper::Vote::{Absent, Abstains, Against, For, TakesNoPart};

fn asked(rule: &Rule, said: &Said) -> Vec<Unsaid> {
    let rule = dated(rule.clone(), true);
    let sitting = sitting(&rule, said).unwrap();
    match conclude(Some(&rule), &sitting, None) {
        Err(Why::Unsaid(questions)) => questions,
        Err(Why::Unconfirmed) => panic!("the rule is confirmed"),
        Ok(_) => Vec::new(),
    }
}

#[test]
fn a_rule_to_confirm_computes_nothing() {
    let unconfirmed = dated(whole(), false);
    let said = votes(&[(7, For)]);
    for rule in [None, Some(&unconfirmed)] {
        let sitting = sitting(&unconfirmed, &said).unwrap();
        assert_eq!(conclude(rule, &sitting, None), Err(Why::Unconfirmed));
        let stated = conclude(rule, &sitting, Some(false)).unwrap();
        assert_eq!(stated.outcome, Outcome::Refused);
        assert_eq!(stated.basis, Basis::Stated(Why::Unconfirmed));
        assert_eq!(stated.tally.favour, 7);
    }
}

#[test]
fn a_statement_does_not_overrule_a_confirmed_rule() {
    let rule = dated(whole(), true);
    let sitting = sitting(&rule, &votes(&[(1, For), (6, Against)])).unwrap();
    let conclusion = conclude(Some(&rule), &sitting, Some(true)).unwrap();
    assert_eq!(conclusion.outcome, Outcome::Refused);
}

#[test]
fn a_confirmed_rule_that_says_nothing_is_asked_for_what_every_vote_needs() {
    let said = votes(&[(7, For)]);
    assert_eq!(
        asked(&Rule::unknown(), &said),
        [Unsaid::Voices, Unsaid::Majority, Unsaid::Quorum]
    );
}

#[test]
fn an_abstention_is_asked_about_when_somebody_abstains_and_it_counts() {
    let mut rule = Rule {
        abstention: None,
        ..whole()
    };
    let with = votes(&[(5, For), (1, Abstains)]);
    assert_eq!(asked(&rule, &votes(&[(5, For), (1, Against)])), []);
    assert_eq!(asked(&rule, &with), [Unsaid::Abstention]);
    rule.majority = Some(Majority::Members);
    assert_eq!(asked(&rule, &with), []);
}

#[test]
fn taking_no_part_is_asked_about_where_it_could_be_an_abstention_that_counts() {
    let mut rule = Rule {
        no_part: None,
        ..whole()
    };
    let said = votes(&[(5, For), (1, TakesNoPart)]);
    assert_eq!(asked(&rule, &said), []);
    rule.abstention = Some(Abstention::Cast);
    assert_eq!(asked(&rule, &said), [Unsaid::NoPart]);
}

#[test]
fn a_tie_is_asked_about_when_there_is_one() {
    let rule = Rule {
        casting: None,
        ..whole()
    };
    assert_eq!(
        asked(&rule, &votes(&[(3, For), (3, Against)])),
        [Unsaid::Casting]
    );
    assert_eq!(asked(&rule, &votes(&[(4, For), (3, Against)])), []);
}

/// Six territories: two are there in person, one is represented, one had left, two are absent; the quorum is of three.
fn thin() -> Said {
    let ids = super::scene::association(6);
    let attendance = [
        line(ids[0].id, Presence::Present),
        line(ids[1].id, Presence::Present),
        super::scene::proxy(ids[2].id, ids[0].id),
        line(ids[3].id, Presence::Left),
    ];
    Said {
        attendance: attendance.to_vec(),
        ..votes(&[(3, For), (3, Absent)])
    }
}

#[test]
fn a_quorum_is_asked_about_only_where_its_readings_differ() {
    let rule = |quorum: Quorum| Rule {
        quorum: Some(QuorumRule::Asked(quorum)),
        ..whole()
    };
    let open = Quorum {
        counted: None,
        checked: None,
        ..half()
    };
    assert_eq!(
        asked(&rule(open), &thin()),
        [Unsaid::Counted, Unsaid::Checked]
    );
    assert_eq!(asked(&rule(half()), &thin()), []);
    assert_eq!(asked(&rule(open), &votes(&[(5, For), (1, Absent)])), []);
    let few = votes(&[(1, For), (5, Absent)]);
    let again = Said {
        second_call: true,
        ..few.clone()
    };
    let unsaid = Quorum {
        second_call: None,
        ..half()
    };
    assert_eq!(asked(&rule(unsaid), &few), []);
    assert_eq!(asked(&rule(unsaid), &again), [Unsaid::SecondCall]);
}

#[test]
fn weights_that_forget_a_voter_compute_nothing() {
    let rule = Rule {
        voices: Some(Voices::Weighted([].into())),
        ..whole()
    };
    let said = votes(&[(1, For)]);
    let [Unsaid::VoicesOf(forgotten)] = asked(&rule, &said)[..] else {
        panic!("one weight is missing");
    };
    assert_eq!(forgotten, said.votes[0].0);
}
