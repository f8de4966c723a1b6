//! Attendance, pouvoirs and votes that cannot be: each has its name.

use std::num::NonZeroU8;

use super::scene::{FOIX, MONTAUBAN, REGION, SICOVAL, association, dated, line, proxy, whole};
use crate::decision::{
    Attendance, Between, Casting, Fault, Most, Presence, Proxies, ProxyLimits, Rule, Said, Sitting,
    Voters,
};
use crate::ids::TerritoryId;
use crate::paper::Vote;

fn rule(most: u8, between: Between) -> Rule {
    Rule {
        proxies: Some(Proxies::Allowed(ProxyLimits {
            most: NonZeroU8::new(most).map(Most::AtMost),
            between: Some(between),
        })),
        ..whole()
    }
}

/// Sicoval, Foix and Montauban meet with the Région, and all are for; what is said of their presence is added.
fn said(attendance: &[Attendance]) -> Said {
    let absent = |id: TerritoryId| {
        let line = attendance.iter().find(|line| line.territory == id);
        line.is_some_and(|line| !line.presence.has_voice() && line.holder.is_none())
    };
    let vote = |id| if absent(id) { Vote::Absent } else { Vote::For };
    Said {
        attendance: attendance.to_vec(),
        votes: [SICOVAL, FOIX, MONTAUBAN].map(|id| (id, vote(id))).into(),
        ..Said::default()
    }
}

fn faults(rule: &Rule, said: &Said) -> Vec<Fault> {
    let rule = dated(rule.clone(), true);
    let sitting = Sitting::of(Some(&rule), &association(3), said);
    sitting.err().unwrap_or_default()
}

#[test]
fn a_pouvoir_gives_a_vote_to_whoever_is_away() {
    let rule = rule(1, Between::Voters);
    let said = said(&[line(SICOVAL, Presence::Present), proxy(FOIX, SICOVAL)]);
    let dated = dated(rule, true);
    let sitting = Sitting::of(Some(&dated), &association(3), &said).unwrap();
    let foix = sitting.seat(FOIX).unwrap();
    assert_eq!(
        (foix.vote, foix.presence),
        (Vote::For, Presence::Represented)
    );
}

#[test]
fn a_mandataire_holds_no_more_than_the_rule_admits() {
    let two = [proxy(FOIX, SICOVAL), proxy(MONTAUBAN, SICOVAL)];
    let expected = Fault::TooManyProxies {
        holder: SICOVAL,
        held: 2,
        most: 1,
    };
    assert_eq!(faults(&rule(1, Between::Voters), &said(&two)), [expected]);
    assert_eq!(faults(&rule(2, Between::Voters), &said(&two)), []);
    let forbidden = Rule {
        proxies: Some(Proxies::Forbidden),
        ..whole()
    };
    let refused = [FOIX, MONTAUBAN].map(Fault::ProxiesForbidden);
    assert_eq!(faults(&forbidden, &said(&two)), refused);
}

#[test]
fn limits_to_confirm_refuse_nothing() {
    let two = [proxy(FOIX, SICOVAL), proxy(MONTAUBAN, SICOVAL)];
    let unconfirmed = dated(rule(1, Between::Voters), false);
    for rule in [None, Some(&unconfirmed)] {
        assert!(Sitting::of(rule, &association(3), &said(&two)).is_ok());
    }
    let silent = Rule {
        proxies: None,
        ..whole()
    };
    assert_eq!(faults(&silent, &said(&two)), []);
}

#[test]
fn a_mandataire_is_there_in_person() {
    let pair = |presence| [line(SICOVAL, presence), proxy(FOIX, SICOVAL)];
    let absent = Fault::HolderAbsent {
        grantor: FOIX,
        holder: SICOVAL,
    };
    let rule = rule(1, Between::Voters);
    for presence in [Presence::Absent, Presence::Excused, Presence::Left] {
        assert_eq!(
            faults(&rule, &said(&pair(presence))),
            [absent],
            "{presence}"
        );
    }
    assert_eq!(faults(&rule, &said(&pair(Presence::Late))), []);
    let chained = [proxy(SICOVAL, MONTAUBAN), proxy(FOIX, SICOVAL)];
    assert_eq!(faults(&rule, &said(&chained)), [absent]);
}

#[test]
fn a_pouvoir_goes_to_whom_the_rule_admits() {
    let here = [line(REGION, Presence::Present), proxy(FOIX, REGION)];
    let other = Fault::HolderOfOtherKind {
        grantor: FOIX,
        holder: REGION,
    };
    for (between, expected) in [
        (Between::Voters, vec![other]),
        (Between::SameKind, vec![other]),
        (Between::Anyone, vec![]),
    ] {
        assert_eq!(
            faults(&rule(1, between), &said(&here)),
            expected,
            "{between}"
        );
    }
}

#[test]
fn an_associate_that_votes_is_still_of_another_kind() {
    let mut here = said(&[line(REGION, Presence::Present), proxy(FOIX, REGION)]);
    here.votes.push((REGION, Vote::For));
    let all = |between| Rule {
        voters: Voters::All,
        ..rule(1, between)
    };
    assert_eq!(faults(&all(Between::Voters), &here), []);
    let other = Fault::HolderOfOtherKind {
        grantor: FOIX,
        holder: REGION,
    };
    assert_eq!(faults(&all(Between::SameKind), &here), [other]);
}

#[test]
fn a_mandant_who_came_speaks_for_itself() {
    for presence in [Presence::Present, Presence::Late] {
        let came = Attendance {
            presence,
            ..proxy(FOIX, SICOVAL)
        };
        let expected = Fault::GrantorPresent {
            grantor: FOIX,
            holder: SICOVAL,
        };
        assert_eq!(
            faults(&rule(1, Between::Voters), &said(&[came])),
            [expected]
        );
    }
}

#[test]
fn pouvoirs_that_say_nothing_are_named() {
    let rule = rule(1, Between::Anyone);
    let nobody = line(FOIX, Presence::Represented);
    assert_eq!(faults(&rule, &said(&[nobody])), [Fault::NoHolder(FOIX)]);
    let itself = proxy(FOIX, FOIX);
    assert_eq!(
        faults(&rule, &said(&[itself])),
        [Fault::HolderIsGrantor(FOIX)]
    );
    let heard = proxy(REGION, SICOVAL);
    assert_eq!(
        faults(&rule, &said(&[heard])),
        [Fault::ProxyOfHeard(REGION)]
    );
}

#[test]
fn an_associate_is_heard_and_does_not_vote() {
    let mut meeting = said(&[line(REGION, Presence::Present)]);
    meeting.votes.push((REGION, Vote::Absent));
    assert_eq!(faults(&whole(), &meeting), []);
    meeting.votes.pop();
    meeting.votes.push((REGION, Vote::For));
    assert_eq!(faults(&whole(), &meeting), [Fault::VoteOfHeard(REGION)]);
}

#[test]
fn a_territory_votes_once_and_only_if_it_is_there() {
    let mut meeting = said(&[line(FOIX, Presence::Excused)]);
    assert_eq!(faults(&whole(), &meeting), []);
    meeting.votes.push((SICOVAL, Vote::Against));
    meeting.votes[1].1 = Vote::For;
    meeting.votes.remove(2);
    let stranger = TerritoryId(uuid::Uuid::from_u128(77));
    meeting.votes.push((stranger, Vote::For));
    meeting.attendance.push(line(FOIX, Presence::Absent));
    assert_eq!(
        faults(&whole(), &meeting),
        [
            Fault::Unknown(stranger),
            Fault::SeatedTwice(FOIX),
            Fault::VotedTwice(SICOVAL),
            Fault::VoteOfAbsent(FOIX),
            Fault::NoVote(MONTAUBAN),
        ]
    );
    let there = Said {
        attendance: vec![line(MONTAUBAN, Presence::Present)],
        votes: vec![(SICOVAL, Vote::For), (FOIX, Vote::For)],
        ..Said::default()
    };
    assert_eq!(faults(&whole(), &there), [Fault::NoVote(MONTAUBAN)]);
}

#[test]
fn whoever_chairs_is_there_and_is_named_when_its_voice_decides() {
    let casting = Rule {
        casting: Some(Casting::Chair),
        ..whole()
    };
    let mut meeting = said(&[line(FOIX, Presence::Absent)]);
    meeting.votes[2].1 = Vote::Against;
    assert_eq!(faults(&casting, &meeting), [Fault::NoChair]);
    assert_eq!(faults(&whole(), &meeting), []);
    meeting.chair = Some(SICOVAL);
    assert_eq!(faults(&casting, &meeting), []);
    meeting.chair = Some(FOIX);
    assert_eq!(faults(&casting, &meeting), [Fault::ChairAbsent(FOIX)]);
}
