//! Each move, what it lacks, and what is enough.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Ballot, Missing, Request, Situation, check};
use crate::circuit::Action;
use crate::decision::Fault;
use crate::heads::Heads;
use crate::ids::{TerritoryId, VersionId};
use crate::paper::{Opinion, PaperKind, Position, ReservationState};
use crate::people::{Membership, Term, Territory};

const SICOVAL: TerritoryId = TerritoryId(Uuid::from_u128(1));
const FOIX: TerritoryId = TerritoryId(Uuid::from_u128(2));
const REGION: TerritoryId = TerritoryId(Uuid::from_u128(3));
const VERSION: VersionId = VersionId(Uuid::from_u128(9));

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
}

fn territory(id: TerritoryId, membership: Membership) -> Territory {
    Territory {
        id,
        slug: id.to_string(),
        name: id.to_string(),
        membership,
        colour: 0,
        term: Term::new(day(1), None).unwrap(),
    }
}

/// A written text of two members and the Région, of which nobody has said anything.
fn situation() -> Situation {
    Situation {
        suggestions: 0,
        images: Vec::new(),
        amendments: 0,
        nowhere: 0,
        kind: PaperKind::Dire,
        titled: true,
        written: true,
        perimeter: vec![
            territory(SICOVAL, Membership::Member),
            territory(FOIX, Membership::Member),
            territory(REGION, Membership::Associate),
        ],
        heads: Heads::from_token("now"),
        opinions: Vec::new(),
        version: Some(VERSION),
        positions: Vec::new(),
        anchored: Vec::new(),
        reservations: Vec::new(),
        published: false,
    }
}

fn request() -> Request {
    Request {
        today: day(15),
        motive: String::new(),
        meeting: None,
        ballot: None,
    }
}

fn missing(action: Action, situation: &Situation, request: &Request) -> Vec<Missing> {
    check(action, situation, request).err().unwrap_or_default()
}

#[test]
fn submitting_needs_a_title_some_text_and_territories_in_force() {
    let mut s = situation();
    assert_eq!(check(Action::Submit, &s, &request()), Ok(()));
    s.titled = false;
    s.written = false;
    s.perimeter[1].term.until = Some(day(2));
    assert_eq!(
        missing(Action::Submit, &s, &request()),
        [Missing::Title, Missing::Text, Missing::NotInForce(FOIX)]
    );
}

#[test]
fn a_contract_needs_two_territories() {
    let mut s = situation();
    s.kind = PaperKind::Contract;
    s.perimeter.truncate(1);
    assert_eq!(
        missing(Action::Submit, &s, &request()),
        [Missing::Perimeter(2)]
    );
}

#[test]
fn forwarding_needs_every_member_s_avis_on_this_very_state() {
    let mut s = situation();
    s.opinions = vec![
        (SICOVAL, Opinion::Unfavourable, s.heads.clone()),
        (FOIX, Opinion::Favourable, Heads::from_token("before")),
    ];
    assert_eq!(
        missing(Action::Forward, &s, &request()),
        [Missing::Opinion(FOIX)]
    );
    s.opinions[1].2 = s.heads.clone();
    assert_eq!(check(Action::Forward, &s, &request()), Ok(()));
}

#[test]
fn or_a_meeting_that_has_been_held() {
    let mut r = request();
    r.meeting = Some(day(16));
    assert_eq!(
        missing(Action::Forward, &situation(), &r),
        [Missing::Future(day(16))]
    );
    r.meeting = Some(day(15));
    assert_eq!(check(Action::Forward, &situation(), &r), Ok(()));
    assert_eq!(check(Action::Approve, &situation(), &r), Ok(()));
}

#[test]
fn a_motive_is_more_than_blanks() {
    for action in [Action::SendBack, Action::Refuse, Action::Withdraw] {
        let mut r = request();
        r.motive = " \n".to_owned();
        assert_eq!(missing(action, &situation(), &r), [Missing::Motive]);
        r.motive = "Le schéma régional a changé.".to_owned();
        assert_eq!(check(action, &situation(), &r), Ok(()));
    }
}

#[test]
fn approving_needs_every_member_s_position_and_none_against() {
    let mut s = situation();
    s.positions = vec![(SICOVAL, Position::Opposes, VERSION)];
    assert_eq!(
        missing(Action::Approve, &s, &request()),
        [Missing::Opposed(SICOVAL), Missing::Position(FOIX)]
    );
    s.positions = vec![
        (SICOVAL, Position::WithReservations, VERSION),
        (FOIX, Position::AsksReturn, VERSION),
    ];
    assert_eq!(
        missing(Action::Approve, &s, &request()),
        [Missing::ReturnAsked(FOIX)]
    );
    s.positions[1].1 = Position::Approves;
    assert_eq!(check(Action::Approve, &s, &request()), Ok(()));
}

#[test]
fn a_position_on_another_version_does_not_count() {
    let mut s = situation();
    let before = VersionId(Uuid::from_u128(8));
    s.positions = vec![
        (SICOVAL, Position::Approves, before),
        (FOIX, Position::Approves, VERSION),
    ];
    assert_eq!(
        missing(Action::Approve, &s, &request()),
        [Missing::Position(SICOVAL)]
    );
}

fn ballot() -> Ballot {
    Ballot {
        body_named: true,
        date: Some(day(14)),
        faults: Vec::new(),
        reserves: vec![(FOIX, ReservationState::Maintained)],
    }
}

fn adopting(ballot: Option<Ballot>) -> Request {
    Request {
        ballot,
        ..request()
    }
}

#[test]
fn adopting_needs_a_body_and_a_date() {
    let s = situation();
    assert_eq!(
        missing(Action::Adopt, &s, &adopting(None)),
        [Missing::Body, Missing::Date]
    );
    assert_eq!(check(Action::Adopt, &s, &adopting(Some(ballot()))), Ok(()));
}

#[test]
fn adopting_needs_a_day_that_has_come_and_a_vote_that_can_be() {
    let mut b = ballot();
    b.date = Some(day(16));
    b.faults = vec![Fault::VoteOfHeard(REGION), Fault::VotedTwice(FOIX)];
    assert_eq!(
        missing(Action::Adopt, &situation(), &adopting(Some(b))),
        [
            Missing::Future(day(16)),
            Missing::Sitting(Fault::VoteOfHeard(REGION)),
            Missing::Sitting(Fault::VotedTwice(FOIX))
        ]
    );
}

#[test]
fn adopting_needs_every_reserve_decided() {
    let mut s = situation();
    s.positions = vec![(FOIX, Position::WithReservations, VERSION)];
    let mut b = ballot();
    assert_eq!(check(Action::Adopt, &s, &adopting(Some(b.clone()))), Ok(()));
    b.reserves[0].1 = ReservationState::Standing;
    assert_eq!(
        missing(Action::Adopt, &s, &adopting(Some(b))),
        [Missing::Reserve(FOIX)]
    );
}

#[test]
fn nothing_is_adopted_and_no_deciding_consultation_opens_while_a_reserve_on_a_passage_is_undecided()
{
    use ReservationState::{Lifted, Maintained, Standing};
    let mut s = situation();
    s.reservations = vec![(1, FOIX, Lifted), (2, SICOVAL, Maintained)];
    let asked = adopting(Some(ballot()));
    for action in [Action::Adopt, Action::Consult] {
        assert_eq!(check(action, &s, &asked), Ok(()));
    }
    s.reservations
        .extend([(3, SICOVAL, Standing), (4, FOIX, Standing)]);
    let named = [
        Missing::Reservation(3, SICOVAL),
        Missing::Reservation(4, FOIX),
    ];
    for action in [Action::Adopt, Action::Consult] {
        assert_eq!(missing(action, &s, &asked), named, "{action}");
    }
    assert_eq!(
        check(Action::Consult, &s, &request()),
        Ok(()),
        "avis decide nothing"
    );
    let motivated = Request {
        motive: "Non.".to_owned(),
        ..request()
    };
    assert_eq!(check(Action::Refuse, &s, &motivated), Ok(()));
    assert_eq!(check(Action::SendBack, &s, &motivated), Ok(()));
}

#[test]
fn a_position_whose_reserves_are_all_on_passages_asks_no_ballot_for_another() {
    let mut s = situation();
    s.positions = vec![(SICOVAL, Position::WithReservations, VERSION)];
    let asked = adopting(Some(ballot()));
    assert_eq!(
        missing(Action::Adopt, &s, &asked),
        [Missing::Reserve(SICOVAL)]
    );
    s.anchored = vec![SICOVAL];
    assert_eq!(check(Action::Adopt, &s, &asked), Ok(()));
}

#[test]
fn a_refusal_recorded_with_its_vote_needs_the_whole_vote() {
    let mut r = adopting(Some(ballot()));
    r.motive = "Quorum réuni, majorité contre.".to_owned();
    assert_eq!(check(Action::Refuse, &situation(), &r), Ok(()));
    r.ballot.as_mut().unwrap().faults = vec![Fault::NoVote(FOIX)];
    assert_eq!(
        missing(Action::Refuse, &situation(), &r),
        [Missing::Sitting(Fault::NoVote(FOIX))]
    );
}

#[test]
fn only_what_is_published_is_corrected() {
    let mut s = situation();
    assert_eq!(
        missing(Action::Correct, &s, &request()),
        [Missing::Publication]
    );
    s.published = true;
    assert_eq!(check(Action::Correct, &s, &request()), Ok(()));
}

#[test]
fn no_text_is_approved_or_adopted_while_an_amendment_is_tabled_and_undecided() {
    let mut situation = situation();
    situation.amendments = 2;
    let mut request = request();
    request.meeting = Some(day(10));
    let missing = |action| check(action, &situation, &request).unwrap_err();
    assert_eq!(missing(Action::Approve), [Missing::Amendments(2)]);
    assert!(missing(Action::Adopt).contains(&Missing::Amendments(2)));
    situation.amendments = 0;
    assert_eq!(check(Action::Approve, &situation, &request), Ok(()));
}

#[test]
fn nothing_closes_while_a_changed_word_leads_nowhere() {
    let mut situation = situation();
    situation.nowhere = 2;
    let mut request = request();
    request.meeting = Some(request.today);
    request.ballot = Some(Ballot::default());
    for action in [Action::Approve, Action::Adopt, Action::Consult] {
        let missing = check(action, &situation, &request).unwrap_err();
        assert!(missing.contains(&Missing::Origin(2)), "{action}");
    }
    for action in [Action::Refuse, Action::SendBack, Action::Withdraw] {
        let missing = check(action, &situation, &request).err();
        let missing = missing.unwrap_or_default();
        assert!(!missing.contains(&Missing::Origin(2)), "{action}");
    }
    // Avis that decide nothing wait for nothing.
    request.ballot = None;
    assert_eq!(check(Action::Consult, &situation, &request), Ok(()));
}
