//! What holds of every rule, every meeting and every vote.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use proptest::prelude::*;

use super::scene::{REGION, association, dated, line};
use crate::decision::{
    Abstention, Attendance, Basis, BodyRule, Casting, Checked, Conclusion, Counted, Majority,
    NoPart, Outcome, Presence, Quorum, QuorumFound, QuorumRule, Rule, Said, SecondCall, Share,
    Sitting, Tie, Voices, Voters, conclude,
};
use crate::paper::Vote;

/// The members of the largest body that is tried, with one who comes later.
const MOST: u32 = 12;

fn any_word<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

fn any_quorum() -> impl Strategy<Value = QuorumRule> {
    let share = (1_u32..6, 0_u32..6)
        .prop_map(|(part, more)| Share::new(part, part + more).expect("a part of a whole"));
    let asked = (
        share,
        any::<bool>(),
        any_word(Counted::ALL),
        any_word(Checked::ALL),
        any_word(SecondCall::ALL),
    )
        .prop_map(|(share, exceeded, counted, checked, second_call)| Quorum {
            share,
            exceeded,
            counted: Some(counted),
            checked: Some(checked),
            second_call: Some(second_call),
        });
    prop_oneof![
        Just(QuorumRule::NotAsked),
        asked.prop_map(QuorumRule::Asked)
    ]
}

fn any_voices() -> impl Strategy<Value = Voices> {
    let weights = prop::collection::vec(1_u16..9, MOST as usize + 1).prop_map(|all| {
        let all = all
            .into_iter()
            .map(|it| NonZeroU16::new(it).expect("not 0"));
        let ids = association(MOST).into_iter().map(|it| it.id);
        Voices::Weighted(ids.zip(all).collect::<BTreeMap<_, _>>())
    });
    prop_oneof![Just(Voices::OneEach), weights]
}

/// A confirmed rule that says everything.
fn any_rule() -> impl Strategy<Value = BodyRule> {
    (
        any_word(Voters::ALL),
        any_voices(),
        any_quorum(),
        any_word(Majority::ALL),
        any_word(Abstention::ALL),
        any_word(NoPart::ALL),
        any_word(Casting::ALL),
    )
        .prop_map(
            |(voters, voices, quorum, majority, abstention, no_part, casting)| {
                let rule = Rule {
                    voters,
                    voices: Some(voices),
                    quorum: Some(quorum),
                    majority: Some(majority),
                    abstention: Some(abstention),
                    no_part: Some(no_part),
                    casting: Some(casting),
                    ..Rule::unknown()
                };
                dated(rule, true)
            },
        )
}

/// What each of some members and the Région did, and which of them chairs.
type Meeting = (Vec<(Presence, Vote)>, prop::sample::Index, bool);

fn any_meeting() -> impl Strategy<Value = Meeting> {
    let each = (any_word(Presence::ALL), any_word(Vote::ALL));
    let all = prop::collection::vec(each, 2..MOST as usize);
    (all, any::<prop::sample::Index>(), any::<bool>())
}

/// The meeting as it is said. The first is always there, chairs unless somebody else who is there does, and holds every
/// pouvoir.
fn told((seats, chair, second_call): &Meeting, voters: Voters) -> (u32, Said) {
    let members = u32::try_from(seats.len()).expect("few");
    let mut territories = association(members);
    territories.truncate(seats.len());
    let ids: Vec<_> = territories.into_iter().map(|it| it.id).collect();
    let mut said = Said {
        second_call: *second_call,
        ..Said::default()
    };
    for (at, (id, (presence, vote))) in ids.iter().zip(seats).enumerate() {
        let presence = if at == 0 {
            Presence::Present
        } else {
            *presence
        };
        let holder = (presence == Presence::Represented).then_some(ids[0]);
        said.attendance.push(Attendance {
            holder,
            ..line(*id, presence)
        });
        said.votes.push((*id, fitting(presence, *vote)));
    }
    let (_, vote) = seats[0];
    said.attendance.push(line(REGION, Presence::Present));
    if voters == Voters::All {
        said.votes.push((REGION, fitting(Presence::Present, vote)));
    }
    let present: Vec<_> = said
        .attendance
        .iter()
        .filter(|line| line.presence.in_person())
        .map(|line| line.territory)
        .collect();
    said.chair = Some(present[chair.index(present.len())]);
    (members, said)
}

/// A vote that whoever was there in this way can give.
fn fitting(presence: Presence, vote: Vote) -> Vote {
    match (presence.has_voice(), vote) {
        (false, _) => Vote::Absent,
        (true, Vote::Absent) => Vote::Abstains,
        (true, vote) => vote,
    }
}

fn decided(rule: &BodyRule, members: u32, said: &Said) -> Conclusion {
    let sitting = Sitting::of(Some(rule), &association(members), said).expect("it can be");
    conclude(Some(rule), &sitting, None).expect("the rule says everything")
}

fn adopted(rule: &BodyRule, members: u32, said: &Said) -> bool {
    decided(rule, members, said).adopted()
}

proptest! {
    #[test]
    fn a_vote_added_for_never_turns_adoption_into_refusal(
        rule in any_rule(), mut meeting in any_meeting()
    ) {
        let (members, said) = told(&meeting, rule.rule.voters);
        meeting.0.push((Presence::Present, Vote::For));
        let (_, mut more) = told(&meeting, rule.rule.voters);
        more.chair = said.chair;
        prop_assert!(!adopted(&rule, members, &said) || adopted(&rule, members + 1, &more));
    }

    #[test]
    fn a_territory_that_comes_and_votes_for_never_turns_adoption_into_refusal(
        rule in any_rule(), meeting in any_meeting(), which in any::<prop::sample::Index>()
    ) {
        let (members, said) = told(&meeting, rule.rule.voters);
        let mut changed = said.clone();
        let one = which.index(meeting.0.len());
        let id = changed.attendance[one].territory;
        if changed.attendance[one].presence != Presence::Late {
            changed.attendance[one] = line(id, Presence::Present);
        }
        let vote = changed.votes.iter_mut().find(|(voter, _)| *voter == id);
        vote.expect("each has a vote").1 = Vote::For;
        prop_assert!(!adopted(&rule, members, &said) || adopted(&rule, members, &changed));
    }

    #[test]
    fn order_never_matters(
        rule in any_rule(),
        (said, shuffled, members) in any_meeting().prop_flat_map(|meeting| {
            let (members, said) = told(&meeting, Voters::Members);
            let votes = Just(said.votes.clone()).prop_shuffle();
            let lines = Just(said.attendance.clone()).prop_shuffle();
            let shuffled = (votes, lines).prop_map({
                let said = said.clone();
                move |(votes, attendance)| Said { attendance, votes, ..said.clone() }
            });
            (Just(said), shuffled, Just(members))
        })
    ) {
        let rule = dated(Rule { voters: Voters::Members, ..rule.rule }, true);
        let mut turned = association(members);
        turned.reverse();
        let again = Sitting::of(Some(&rule), &turned, &shuffled).expect("it can be");
        prop_assert_eq!(Ok(decided(&rule, members, &said)), conclude(Some(&rule), &again, None));
    }

    #[test]
    fn weights_of_one_are_one_voice_each(rule in any_rule(), meeting in any_meeting()) {
        let (members, said) = told(&meeting, rule.rule.voters);
        let ones = association(members).into_iter().map(|it| (it.id, NonZeroU16::MIN));
        let weights = Voices::Weighted(ones.collect());
        let of = |voices| dated(Rule { voices: Some(voices), ..rule.rule.clone() }, true);
        let mut weighted = decided(&of(weights), members, &said);
        if let Basis::Computed(computed) = &mut weighted.basis {
            prop_assert!(computed.weighted);
            computed.weighted = false;
        }
        prop_assert_eq!(weighted, decided(&of(Voices::OneEach), members, &said));
    }

    #[test]
    fn the_explanation_is_the_decision(rule in any_rule(), meeting in any_meeting()) {
        let (members, said) = told(&meeting, rule.rule.voters);
        let conclusion = decided(&rule, members, &said);
        let tally = conclusion.tally;
        let told = tally.favour + tally.against + tally.abstentions + tally.no_part + tally.absent;
        prop_assert_eq!(told, tally.voices);
        let attended = conclusion.attended;
        prop_assert_eq!(attended.members, tally.members);
        prop_assert!(attended.present + attended.represented <= attended.members);
        let Basis::Computed(computed) = conclusion.basis else { panic!("computed") };
        if let QuorumFound::Asked { found, counted, .. } = computed.quorum {
            let shown = match counted {
                Counted::Present => attended.present,
                Counted::PresentOrRepresented => attended.present + attended.represented,
            };
            prop_assert_eq!(found, shown);
        }
        let opposed = computed.majority == Majority::NoOpposition && tally.against > 0;
        let enough = tally.favour >= computed.needed || computed.tie == Some(Tie::ByChair(Vote::For));
        let expected = match (computed.quorum.is_met(), enough && !opposed) {
            (false, _) => Outcome::NoQuorum,
            (true, true) => Outcome::Adopted,
            (true, false) => Outcome::Refused,
        };
        prop_assert_eq!(conclusion.outcome, expected);
    }
}

#[test]
fn the_meetings_that_are_tried_adopt_refuse_and_lack_a_quorum() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen: Vec<Outcome> = Vec::new();
    for _ in 0..256 {
        let rule = any_rule().new_tree(&mut runner).unwrap().current();
        let meeting = any_meeting().new_tree(&mut runner).unwrap().current();
        let (members, said) = told(&meeting, rule.rule.voters);
        let outcome = decided(&rule, members, &said).outcome;
        if !seen.contains(&outcome) {
            seen.push(outcome);
        }
    }
    assert_eq!(seen.len(), 3, "{seen:?}");
}
