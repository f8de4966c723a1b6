use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::ids::{BodyId, RuleId, TerritoryId};
use crate::paper::Vote;
use crate::people::Membership;

fn rule(majority: Option<Majority>, quorum: Option<Share>, confirmed: bool) -> BodyRule {
    BodyRule {
        id: RuleId(Uuid::nil()),
        body: BodyId(Uuid::nil()),
        since: NaiveDate::from_ymd_opt(2024, 1, 1).unwrap(),
        confirmed,
        rule: Rule {
            majority,
            quorum,
            ..Rule::unknown()
        },
    }
}

fn ballot(membership: Membership, vote: Vote) -> Ballot {
    Ballot {
        territory: TerritoryId(Uuid::now_v7()),
        membership,
        vote,
    }
}

fn votes(counts: &[(usize, Vote)]) -> Vec<Ballot> {
    counts
        .iter()
        .flat_map(|(count, vote)| (0..*count).map(|_| ballot(Membership::Member, *vote)))
        .collect()
}

fn outcome(majority: Majority, counts: &[(usize, Vote)]) -> (bool, u32, u32) {
    let rule = rule(Some(majority), None, true);
    let conclusion = conclude(Some(&rule), &votes(counts), None).unwrap();
    let Basis::Computed(computation) = conclusion.basis else {
        panic!("a confirmed rule computes");
    };
    (conclusion.adopted, computation.base, computation.needed)
}

#[test]
fn each_majority_has_its_arithmetic() {
    use Vote::{Absent, Abstains, Against, For};
    let table = [
        (
            Majority::Cast,
            vec![(8, For), (1, Against), (1, Abstains)],
            (true, 9, 5),
        ),
        (Majority::Cast, vec![(4, For), (4, Against)], (false, 8, 5)),
        (Majority::Cast, vec![(3, Abstains)], (false, 0, 1)),
        (
            Majority::Members,
            vec![(5, For), (6, Absent)],
            (false, 11, 6),
        ),
        (
            Majority::Members,
            vec![(6, For), (5, Against)],
            (true, 11, 6),
        ),
        (
            Majority::TwoThirds,
            vec![(6, For), (3, Against)],
            (true, 9, 6),
        ),
        (
            Majority::TwoThirds,
            vec![(6, For), (4, Against)],
            (false, 10, 7),
        ),
        (
            Majority::Unanimity,
            vec![(6, For), (1, Abstains)],
            (false, 7, 7),
        ),
        (
            Majority::Unanimity,
            vec![(6, For), (1, Absent)],
            (true, 6, 6),
        ),
        (
            Majority::NoOpposition,
            vec![(1, For), (6, Abstains)],
            (true, 1, 1),
        ),
        (
            Majority::NoOpposition,
            vec![(9, For), (1, Against)],
            (false, 10, 1),
        ),
        (Majority::NoOpposition, vec![(7, Abstains)], (false, 0, 1)),
    ];
    for (majority, counts, expected) in table {
        assert_eq!(
            outcome(majority, &counts),
            expected,
            "{majority} {counts:?}"
        );
    }
}

#[test]
fn a_rule_to_confirm_computes_nothing() {
    let ballots = votes(&[(7, Vote::For)]);
    let unconfirmed = rule(Some(Majority::Cast), None, false);
    let silent = rule(None, None, true);
    for rule in [None, Some(&unconfirmed), Some(&silent)] {
        assert_eq!(conclude(rule, &ballots, None), Err(OutcomeToState));
        let stated = conclude(rule, &ballots, Some(false)).unwrap();
        assert!(!stated.adopted);
        assert_eq!(stated.basis, Basis::Stated);
        assert_eq!(stated.tally.favour, 7);
    }
}

#[test]
fn a_statement_does_not_overrule_a_confirmed_rule() {
    let rule = rule(Some(Majority::Cast), None, true);
    let ballots = votes(&[(1, Vote::For), (6, Vote::Against)]);
    assert!(!conclude(Some(&rule), &ballots, Some(true)).unwrap().adopted);
}

#[test]
fn associates_are_heard_and_not_counted() {
    let rule = rule(Some(Majority::Cast), None, true);
    let ballots = [
        ballot(Membership::Member, Vote::For),
        ballot(Membership::Associate, Vote::Against),
        ballot(Membership::Associate, Vote::Absent),
    ];
    let conclusion = conclude(Some(&rule), &ballots, None).unwrap();
    assert!(conclusion.adopted);
    assert_eq!((conclusion.tally.members, conclusion.tally.heard), (1, 1));
}

#[test]
fn a_missed_quorum_adopts_nothing() {
    let half = Share::new(1, 2).unwrap();
    let rule = rule(Some(Majority::Cast), Some(half), true);
    let met = votes(&[(4, Vote::For), (3, Vote::Absent)]);
    let missed = votes(&[(3, Vote::For), (4, Vote::Absent)]);
    assert!(conclude(Some(&rule), &met, None).unwrap().adopted);
    assert!(!conclude(Some(&rule), &missed, None).unwrap().adopted);
}

#[test]
fn a_rule_is_stored_as_it_reads() {
    let rule = Rule {
        majority: Some(Majority::TwoThirds),
        quorum: Some(Share::new(1, 2).unwrap()),
        ..Rule::unknown()
    };
    let stored = serde_json::to_string(&rule).unwrap();
    assert_eq!(
        stored,
        r#"{"voters":"membres-de-droit","majority":"deux-tiers","quorum":{"numerator":1,"denominator":2},"written_consultation":false}"#
    );
    assert_eq!(serde_json::from_str::<Rule>(&stored).unwrap(), rule);
    let impossible = stored.replace("\"denominator\":2", "\"denominator\":0");
    assert!(serde_json::from_str::<Rule>(&impossible).is_err());
}

fn any_word<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

fn any_ballots() -> impl Strategy<Value = Vec<Ballot>> {
    let one = (any_word(Membership::ALL), any_word(Vote::ALL))
        .prop_map(|(membership, vote)| ballot(membership, vote));
    prop::collection::vec(one, 0..14)
}

fn any_rule() -> impl Strategy<Value = BodyRule> {
    let share =
        prop::option::of((1_u32..6, 0_u32..6).prop_map(|(part, more)| {
            Share::new(part, part + more).expect("a part of a larger whole")
        }));
    (any_word(Majority::ALL), share, any_word(Voters::ALL)).prop_map(
        |(majority, quorum, voters)| {
            let mut dated = rule(Some(majority), quorum, true);
            dated.rule.voters = voters;
            dated
        },
    )
}

proptest! {
    #[test]
    fn a_vote_added_for_never_turns_adoption_into_refusal(
        rule in any_rule(), ballots in any_ballots(), membership in any_word(Membership::ALL)
    ) {
        let before = conclude(Some(&rule), &ballots, None).unwrap();
        let mut more = ballots;
        more.push(ballot(membership, Vote::For));
        let after = conclude(Some(&rule), &more, None).unwrap();
        prop_assert!(!before.adopted || after.adopted);
    }

    #[test]
    fn a_territory_that_changes_to_for_never_turns_adoption_into_refusal(
        rule in any_rule(), ballots in any_ballots(), which in any::<prop::sample::Index>()
    ) {
        prop_assume!(!ballots.is_empty());
        let before = conclude(Some(&rule), &ballots, None).unwrap();
        let mut changed = ballots.clone();
        which.get_mut(&mut changed).vote = Vote::For;
        let after = conclude(Some(&rule), &changed, None).unwrap();
        prop_assert!(!before.adopted || after.adopted);
    }

    #[test]
    fn order_never_matters(
        rule in any_rule(),
        (ballots, shuffled) in any_ballots().prop_flat_map(|b| (Just(b.clone()), Just(b).prop_shuffle()))
    ) {
        prop_assert_eq!(
            conclude(Some(&rule), &ballots, None),
            conclude(Some(&rule), &shuffled, None)
        );
    }

    #[test]
    fn the_explanation_is_the_decision(rule in any_rule(), ballots in any_ballots()) {
        let conclusion = conclude(Some(&rule), &ballots, None).unwrap();
        let tally = conclusion.tally;
        let said = tally.favour + tally.against + tally.abstentions + tally.no_part + tally.absent;
        prop_assert_eq!(said, tally.members);
        let Basis::Computed(computed) = conclusion.basis else { panic!("computed") };
        let opposed = computed.majority == Majority::NoOpposition && tally.against > 0;
        let quorum = computed.quorum.is_none_or(Quorum::is_met);
        prop_assert_eq!(conclusion.adopted, tally.favour >= computed.needed && quorum && !opposed);
    }
}
