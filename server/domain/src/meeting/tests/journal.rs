//! A meeting told event by event, and who was there at each.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::decision::{Presence, Sitting};
use crate::ids::{BallotId, PointId, TerritoryId};
use crate::meeting::journal::{Event, Happening, NotAdmitted, Sat, admits, in_order, minute};
use crate::paper::Vote;
use crate::people::{Membership, Term, Territory};

pub const SICOVAL: TerritoryId = TerritoryId(Uuid::from_u128(1));
pub const FOIX: TerritoryId = TerritoryId(Uuid::from_u128(2));
pub const MONTAUBAN: TerritoryId = TerritoryId(Uuid::from_u128(3));
pub const VOTE: BallotId = BallotId(Uuid::from_u128(40));
const POINT: PointId = PointId(Uuid::from_u128(41));

/// So many minutes after 14 h.
pub fn at(minutes: i64) -> DateTime<Utc> {
    let start: DateTime<Utc> = "2026-03-20T13:00:00Z".parse().unwrap();
    start + TimeDelta::minutes(minutes)
}

/// Events that come in this order, at these minutes.
pub fn told(lines: &[(i64, Happening)]) -> Vec<Event> {
    let numbered = (1..).zip(lines);
    let event = |(seq, (minutes, happening)): (i64, &(i64, Happening))| Event {
        key: Uuid::from_u128(u128::try_from(seq).unwrap()),
        seq,
        at: at(*minutes),
        happening: happening.clone(),
    };
    numbered.map(event).collect()
}

pub fn members() -> Vec<Territory> {
    let member = |id: TerritoryId| Territory {
        id,
        slug: id.to_string(),
        name: id.to_string(),
        membership: Membership::Member,
        colour: 0,
        term: Term::new(at(0).date_naive(), None).unwrap(),
    };
    [SICOVAL, FOIX, MONTAUBAN].map(member).into()
}

const fn arrives(territory: TerritoryId) -> Happening {
    Happening::Arrived { territory }
}

const fn leaves(territory: TerritoryId) -> Happening {
    Happening::Left { territory }
}

const fn proxy(grantor: TerritoryId, holder: TerritoryId) -> Happening {
    Happening::ProxyGiven { grantor, holder }
}

const fn votes(territory: TerritoryId, vote: Vote) -> Happening {
    Happening::Voted {
        ballot: VOTE,
        territory,
        vote,
    }
}

const fn put() -> Happening {
    Happening::BallotOpened {
        ballot: VOTE,
        point: POINT,
        about: String::new(),
        amendment: None,
    }
}

const fn over() -> Happening {
    Happening::BallotClosed {
        ballot: VOTE,
        stated: None,
    }
}

fn presences(sat: &Sat) -> [Presence; 3] {
    [SICOVAL, FOIX, MONTAUBAN].map(|id| sat.presence(id))
}

#[test]
fn presence_is_that_of_the_minute() {
    use Presence::{Absent, Late, Left, Present, Represented};
    let events = told(&[
        (-5, arrives(SICOVAL)),
        (-2, proxy(MONTAUBAN, SICOVAL)),
        (0, Happening::Opened),
        (7, arrives(FOIX)),
        (20, arrives(MONTAUBAN)),
        (25, leaves(SICOVAL)),
        (30, leaves(MONTAUBAN)),
        (35, leaves(FOIX)),
        (38, arrives(SICOVAL)),
    ]);
    for (minutes, expected) in [
        (-3, [Present, Absent, Absent]),
        (0, [Present, Absent, Represented]),
        (7, [Present, Late, Represented]),
        (20, [Present, Late, Late]),
        (25, [Left, Late, Late]),
        (30, [Left, Late, Absent]),
        (35, [Left, Absent, Absent]),
        (38, [Present, Absent, Absent]),
    ] {
        let sat = Sat::at(&events, at(minutes));
        assert_eq!(presences(&sat), expected, "after {minutes} minutes");
    }
}

#[test]
fn a_pouvoir_counts_while_its_mandataire_is_there_and_ends_when_the_mandant_comes() {
    let mut lines = vec![
        (0, arrives(SICOVAL)),
        (0, proxy(FOIX, SICOVAL)),
        (0, Happening::Opened),
        (5, leaves(SICOVAL)),
    ];
    let away = Sat::after(&told(&lines));
    assert_eq!(away.presence(FOIX), Presence::Absent);
    lines.push((9, arrives(SICOVAL)));
    let back = Sat::after(&told(&lines));
    assert_eq!(back.holder(FOIX), Some(SICOVAL));
    lines.extend([(12, arrives(FOIX)), (15, leaves(FOIX))]);
    let ended = Sat::after(&told(&lines));
    assert_eq!(ended.holder(FOIX), None, "it does not come back to life");
}

#[test]
fn what_was_struck_does_not_count_and_what_comes_late_finds_its_place() {
    let mut events = told(&[
        (0, arrives(SICOVAL)),
        (0, arrives(FOIX)),
        (3, Happening::Opened),
        (4, leaves(FOIX)),
    ]);
    let mistake = events[3].key;
    let strike = Happening::Struck { event: mistake };
    let late = [(6, strike), (2, arrives(MONTAUBAN))];
    let told_late = told(&late).into_iter().map(|event| Event {
        key: Uuid::from_u128(event.key.as_u128() + 100),
        seq: event.seq + 100,
        ..event
    });
    events.extend(told_late);
    let sat = Sat::after(&events);
    assert_eq!(presences(&sat), [Presence::Present; 3]);
    assert_eq!(in_order(&events).len(), 5);
}

#[test]
fn who_was_there_when_a_vote_was_over_is_what_its_decision_is_made_of() {
    let events = told(&[
        (0, arrives(SICOVAL)),
        (0, arrives(FOIX)),
        (0, proxy(MONTAUBAN, FOIX)),
        (0, Happening::Chaired { territory: SICOVAL }),
        (1, Happening::Opened),
        (10, put()),
        (11, votes(SICOVAL, Vote::Against)),
        (11, votes(MONTAUBAN, Vote::Abstains)),
        (12, votes(FOIX, Vote::For)),
        (12, votes(SICOVAL, Vote::For)),
        (13, over()),
        (14, votes(FOIX, Vote::Against)),
        (15, leaves(FOIX)),
    ]);
    let said = Sat::after(&events).said(VOTE, &members(), false).unwrap();
    let sitting = Sitting::of(None, &members(), &said).expect("everything in it agrees");
    let seat = |id| sitting.seat(id).map(|it| (it.presence, it.vote)).unwrap();
    assert_eq!(seat(SICOVAL), (Presence::Present, Vote::For));
    assert_eq!(seat(FOIX), (Presence::Present, Vote::For));
    assert_eq!(seat(MONTAUBAN), (Presence::Represented, Vote::Abstains));
    assert_eq!(sitting.chair, Some(SICOVAL));
}

#[test]
fn what_may_be_noted_depends_on_what_happened() {
    use NotAdmitted as No;
    let before = Sat::after(&told(&[(0, arrives(SICOVAL)), (0, proxy(FOIX, SICOVAL))]));
    let chair = |territory| Happening::Chaired { territory };
    for (happening, expected) in [
        (put(), Err(No::NotOpen)),
        (arrives(SICOVAL), Err(No::HereAlready(SICOVAL))),
        (leaves(FOIX), Err(No::NotHere(FOIX))),
        (chair(MONTAUBAN), Err(No::NotHere(MONTAUBAN))),
        (proxy(SICOVAL, FOIX), Err(No::GrantorHere(SICOVAL))),
        (proxy(FOIX, FOIX), Err(No::HolderIsGrantor(FOIX))),
        (proxy(MONTAUBAN, SICOVAL), Ok(())),
        (
            Happening::ProxyEnded { grantor: MONTAUBAN },
            Err(No::NoProxy(MONTAUBAN)),
        ),
        (Happening::Opened, Ok(())),
    ] {
        assert_eq!(admits(&before, &happening), expected, "{happening:?}");
    }
    let open = Sat::after(&told(&[
        (0, arrives(SICOVAL)),
        (0, proxy(FOIX, SICOVAL)),
        (0, Happening::Opened),
        (1, put()),
    ]));
    for (happening, expected) in [
        (Happening::Opened, Err(No::OpenAlready)),
        (put(), Err(No::BallotOpen(VOTE))),
        (Happening::Closed, Err(No::BallotOpen(VOTE))),
        (votes(FOIX, Vote::For), Ok(())),
        (votes(MONTAUBAN, Vote::For), Err(No::NoVoice(MONTAUBAN))),
        (votes(SICOVAL, Vote::Absent), Err(No::NotAVote(SICOVAL))),
        (over(), Ok(())),
    ] {
        assert_eq!(admits(&open, &happening), expected, "{happening:?}");
    }
    let closed = Sat::after(&told(&[(0, Happening::Opened), (9, Happening::Closed)]));
    assert_eq!(admits(&closed, &arrives(FOIX)), Err(No::Closed));
}

#[test]
fn an_instant_is_noted_by_its_minute() {
    let instant: DateTime<Utc> = "2026-03-20T13:07:59.999999Z".parse().unwrap();
    assert_eq!(minute(instant), at(7));
}

#[test]
fn an_event_is_stored_as_an_object_that_names_its_kind() {
    let stored = serde_json::to_value(votes(SICOVAL, Vote::For)).unwrap();
    assert_eq!(stored["kind"], "voted");
    assert_eq!(stored["vote"], "pour");
    for happening in [Happening::Opened, put(), over(), arrives(FOIX)] {
        let stored = serde_json::to_value(&happening).unwrap();
        assert_eq!(stored["kind"], happening.code());
        assert_eq!(
            serde_json::from_value::<Happening>(stored).unwrap(),
            happening
        );
    }
}
