//! A meeting from its preparation to its relevé, on both engines.

use chrono::{DateTime, TimeDelta, Utc};
use dires_domain::ids::{
    BallotId, GuestId, MeetingId, PaperId, PersonId, PointId, TerritoryId, VersionId,
};
use dires_domain::mail::{MailEnd, MailKind};
use dires_domain::meeting::agenda::{Guest, Point, TextPut};
use dires_domain::meeting::journal::{Happening, Sat};
use dires_domain::meeting::{MeetingState, Sheet};
use dires_domain::paper::Vote;
use uuid::Uuid;

use super::{NewEvent, Noted};
use crate::storage::fixture::{Adopted, House, day, found};
use crate::storage::fixtures::{noon, person};
use crate::storage::outbox::NewMail;
use crate::storage::testing::on_both_engines;
use crate::storage::{Db, Tx};

fn sheet(house: &House) -> Sheet {
    Sheet {
        body: house.assembly,
        title: "Séance de printemps".into(),
        starts_at: noon(2026, 6, 12),
        ends_at: noon(2026, 6, 12) + TimeDelta::hours(2),
        place: "Hôtel de Région".into(),
        link: String::new(),
        second_call: false,
    }
}

async fn prepared(tx: &mut Tx, house: &House) -> MeetingId {
    let id = MeetingId(Uuid::now_v7());
    let at = noon(2026, 5, 1);
    tx.create_meeting(id, &sheet(house), house.secretary, at)
        .await
        .unwrap();
    id
}

fn point(title: &str, text: Option<TextPut>) -> Point {
    Point {
        id: PointId(Uuid::now_v7()),
        title: title.to_owned(),
        text,
        guests: Vec::new(),
    }
}

async fn text(db: &Db, house: &House) -> (PaperId, VersionId) {
    let text = Adopted {
        title: "Les quartiers de gare",
        bytes: b"{}",
        perimeter: &["sicoval"],
        decided_on: day(3, 2),
        corrects: None,
    };
    house.adopted(db, &text).await
}

#[tokio::test]
async fn a_meeting_is_prepared_changed_and_found_in_its_year() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let mut tx = db.write().await.unwrap();
        let id = prepared(&mut tx, &house).await;
        let meeting = tx.meeting(id).await.unwrap().unwrap();
        assert_eq!(meeting.sheet, sheet(&house));
        assert_eq!(meeting.state, MeetingState::Prepared);
        assert_eq!((meeting.revision, meeting.sent), (0, None));

        let later = Sheet {
            starts_at: noon(2026, 6, 19),
            ends_at: noon(2026, 6, 19) + TimeDelta::hours(1),
            link: "https://visio.exemple.fr".into(),
            second_call: true,
            ..sheet(&house)
        };
        assert!(tx.advance_meeting(id, 0).await.unwrap());
        assert!(!tx.advance_meeting(id, 0).await.unwrap(), "read too early");
        tx.change_meeting(id, &later).await.unwrap();
        let changed = tx.meeting(id).await.unwrap().unwrap();
        assert_eq!((changed.revision, &changed.sheet), (1, &later));

        let year = |year| noon(year, 1, 1);
        let of = tx.meetings_between(year(2026), year(2027)).await.unwrap();
        assert_eq!(of, [changed]);
        let next = tx.meetings_between(year(2027), year(2028)).await.unwrap();
        assert_eq!(next, []);
        let nowhere = MeetingId(Uuid::now_v7());
        assert_eq!(tx.meeting(nowhere).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_agenda_has_texts_other_points_and_guests_in_order() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let (paper, version) = text(&db, &house).await;
        let mut tx = db.write().await.unwrap();
        let id = prepared(&mut tx, &house).await;
        let put = TextPut { paper, version };
        let mut first = point("Les quartiers de gare", Some(put));
        let second = point("Budget", None);
        for point in [&first, &second] {
            tx.add_point(id, point).await.unwrap();
        }
        let agency = Guest {
            id: GuestId(Uuid::now_v7()),
            name: "Agence d’urbanisme".into(),
            person: Some(person(&mut tx, "agence").await.id),
        };
        let unknown = Guest {
            id: GuestId(Uuid::now_v7()),
            name: "Un expert".into(),
            person: None,
        };
        for guest in [&agency, &unknown] {
            tx.invite_guest(first.id, guest).await.unwrap();
        }
        first.guests = vec![agency.clone(), unknown.clone()];
        assert_eq!(
            tx.agenda(id).await.unwrap(),
            [first.clone(), second.clone()]
        );
        let invited = tx.invited_for(agency.person.unwrap()).await.unwrap();
        assert_eq!(invited, [(id, first.id)]);

        tx.order_points(&[second.id, first.id]).await.unwrap();
        tx.remove_guest(unknown.id).await.unwrap();
        tx.put_version(first.id, version, "Autre titre")
            .await
            .unwrap();
        let agenda = tx.agenda(id).await.unwrap();
        assert_eq!(agenda[0], second);
        assert_eq!(agenda[1].title, "Autre titre");
        assert_eq!(agenda[1].guests, std::slice::from_ref(&agency));

        tx.remove_point(first.id).await.unwrap();
        assert_eq!(tx.agenda(id).await.unwrap(), [second]);
        assert_eq!(tx.invited_for(agency.person.unwrap()).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn each_sending_has_a_higher_sequence_and_opening_the_file_is_of_the_last() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let mut tx = db.write().await.unwrap();
        let id = prepared(&mut tx, &house).await;
        let someone = person(&mut tx, "Presidence").await.id;
        let at = noon(2026, 5, 2);
        assert!(!tx.open_file(id, someone, at).await.unwrap());
        for expected in 0..2 {
            let sequence = tx.send_meeting(id, at).await.unwrap();
            assert_eq!(sequence, expected);
            tx.convene(id, someone, sequence, at).await.unwrap();
            let before = &tx.convened(id).await.unwrap()[0];
            assert!(!before.is_up_to_date);
            let opened_at = at + TimeDelta::hours(expected);
            assert!(tx.open_file(id, someone, opened_at).await.unwrap());
            assert!(!tx.open_file(id, someone, opened_at).await.unwrap());
            let after = &tx.convened(id).await.unwrap()[0];
            assert!(after.is_up_to_date);
            assert_eq!(after.opened_at, Some(at), "the first time");
        }
        let meeting = tx.meeting(id).await.unwrap().unwrap();
        assert_eq!(meeting.sent, Some((0, at)));
        assert!(!meeting.has_changed());
        assert!(tx.advance_meeting(id, 0).await.unwrap());
        assert!(tx.meeting(id).await.unwrap().unwrap().has_changed());
        assert!(tx.was_convened(id, someone).await.unwrap());
        assert!(!tx.was_convened(id, house.secretary).await.unwrap());

        tx.set_meeting_state(id, MeetingState::Cancelled)
            .await
            .unwrap();
        tx.set_meeting_motive(id, "Grève").await.unwrap();
        let meeting = tx.meeting(id).await.unwrap().unwrap();
        assert_eq!(meeting.state, MeetingState::Cancelled);
        assert_eq!(meeting.motive, "Grève");
    })
    .await;
}

async fn written(tx: &mut Tx, meeting: MeetingId, person: PersonId, at: DateTime<Utc>) {
    let new = NewMail {
        kind: MailKind::Convocation,
        subject: meeting.0,
        occasion: 0,
        person,
        at,
    };
    assert!(tx.write_mail(&new).await.unwrap());
}

#[tokio::test]
async fn what_became_of_a_convocation_is_known() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let mut tx = db.write().await.unwrap();
        let id = prepared(&mut tx, &house).await;
        let someone = person(&mut tx, "Presidence").await.id;
        let at = noon(2026, 5, 2);
        tx.send_meeting(id, at).await.unwrap();
        tx.convene(id, someone, 0, at).await.unwrap();
        written(&mut tx, id, someone, at).await;
        assert_eq!(tx.convened(id).await.unwrap()[0].mail, None);
        let until = at + TimeDelta::minutes(5);
        let claimed = tx.claim_mail(at, until).await.unwrap().unwrap();
        assert_eq!(
            (claimed.kind, claimed.subject),
            (MailKind::Convocation, id.0)
        );
        tx.end_mail(&claimed, MailEnd::Sent, at).await.unwrap();
        assert_eq!(tx.convened(id).await.unwrap()[0].mail, Some(MailEnd::Sent));
    })
    .await;
}

#[tokio::test]
async fn each_is_reminded_once_unless_they_were_written_to_since_or_are_dismissed() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let mut tx = db.write().await.unwrap();
        let meeting = prepared(&mut tx, &house).await;
        let (one, other) = (person(&mut tx, "Une").await, person(&mut tx, "Autre").await);
        tx.send_meeting(meeting, noon(2026, 5, 2)).await.unwrap();
        for (who, at) in [(&one, noon(2026, 5, 2)), (&other, noon(2026, 6, 6))] {
            tx.convene(meeting, who.id, 0, at).await.unwrap();
        }
        let due = (MailKind::MeetingReminder, 7);
        let week = noon(2026, 6, 5);
        assert_eq!(
            tx.to_remind(meeting, week, due).await.unwrap(),
            [one.id],
            "the other was convened later"
        );
        let mail = NewMail {
            kind: due.0,
            subject: meeting.0,
            occasion: due.1,
            person: one.id,
            at: week,
        };
        assert!(tx.write_mail(&mail).await.unwrap());
        assert!(tx.to_remind(meeting, week, due).await.unwrap().is_empty());
        assert_eq!(tx.raise_sequence(meeting).await.unwrap(), 1);
        assert!(tx.dismiss(meeting, other.id).await.unwrap());
        assert!(!tx.dismiss(meeting, other.id).await.unwrap());
        let eve = (MailKind::MeetingReminder, 8);
        let reminded = tx.to_remind(meeting, noon(2026, 6, 11), eve).await.unwrap();
        assert_eq!(reminded, [one.id]);
    })
    .await;
}

fn event(key: u128, minutes: i64, happening: Happening) -> NewEvent {
    let at = noon(2026, 6, 12) + TimeDelta::minutes(minutes);
    NewEvent {
        key: Uuid::from_u128(key),
        at,
        happening,
        noted_at: at,
        noted_by: None,
    }
}

#[tokio::test]
async fn an_event_that_is_sent_twice_is_noted_once() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let mut tx = db.write().await.unwrap();
        let id = prepared(&mut tx, &house).await;
        let other = prepared(&mut tx, &house).await;
        assert!(tx.hold_meeting(id).await.unwrap());
        let ballot = BallotId(Uuid::from_u128(9));
        let territory = house.sicoval;
        let told = [
            event(1, 0, Happening::Arrived { territory }),
            event(2, 1, Happening::Opened),
            event(
                3,
                5,
                Happening::BallotOpened {
                    ballot,
                    point: PointId(Uuid::from_u128(8)),
                    about: "Amendement n°\u{a0}1".into(),
                    amendment: Some(dires_domain::ids::AmendmentId(Uuid::from_u128(7))),
                },
            ),
            event(
                4,
                6,
                Happening::Voted {
                    ballot,
                    territory,
                    vote: Vote::For,
                },
            ),
        ];
        for (expected, new) in (1..).zip(&told) {
            let noted = tx.note_event(id, new).await.unwrap();
            assert_eq!(noted, Noted::Now(expected));
        }
        let again = event(4, 30, Happening::Closed);
        let Noted::Before(known) = tx.note_event(id, &again).await.unwrap() else {
            panic!("the key is known");
        };
        assert_eq!((known.seq, &known.happening), (4, &told[3].happening));
        let elsewhere = tx.note_event(other, &told[0]).await.unwrap();
        assert_eq!(elsewhere, Noted::Now(1), "keys are a meeting's own");

        let events = tx.events_of(id).await.unwrap();
        let events: Vec<_> = events.into_iter().map(|it| it.event).collect();
        assert_eq!(events.len(), 4);
        let sat = Sat::after(&events);
        assert_eq!(sat.ballots[&ballot].votes[&territory], Vote::For);
        assert_eq!(sat.opened_at, Some(told[1].at));
    })
    .await;
}

#[tokio::test]
async fn whoever_notes_at_the_same_time_comes_after() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let mut tx = db.write().await.unwrap();
        let id = prepared(&mut tx, &house).await;
        tx.save().await.unwrap();
        let noted = |key: u128| {
            let db = db.clone();
            async move {
                let mut tx = db.write().await.unwrap();
                assert!(tx.hold_meeting(id).await.unwrap());
                let territory = TerritoryId(Uuid::from_u128(key));
                let new = event(key, 0, Happening::Arrived { territory });
                tx.note_event(id, &new).await.unwrap();
                tx.save().await.unwrap();
            }
        };
        tokio::join!(noted(1), noted(2), noted(3), noted(4), noted(1));
        let mut tx = db.read().await.unwrap();
        let events = tx.events_of(id).await.unwrap();
        let seqs: Vec<_> = events.iter().map(|it| it.event.seq).collect();
        assert_eq!(seqs, [1, 2, 3, 4]);
    })
    .await;
}

#[tokio::test]
async fn a_releve_is_written_over_what_was_read_and_frozen_once() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let mut tx = db.write().await.unwrap();
        let id = prepared(&mut tx, &house).await;
        let at = noon(2026, 6, 12);
        assert!(!tx.approve_record(id, 0, house.secretary, at).await.unwrap());
        assert!(tx.write_record(id, 0, "# Relevé", at).await.unwrap());
        assert!(!tx.write_record(id, 0, "# Autre", at).await.unwrap());
        assert!(
            tx.write_record(id, 1, "# Relevé corrigé", at)
                .await
                .unwrap()
        );
        assert!(!tx.approve_record(id, 1, house.secretary, at).await.unwrap());
        assert!(tx.approve_record(id, 2, house.secretary, at).await.unwrap());
        assert!(!tx.approve_record(id, 2, house.secretary, at).await.unwrap());
        assert!(!tx.write_record(id, 2, "# Trop tard", at).await.unwrap());
        let record = tx.record_of(id).await.unwrap().unwrap();
        assert_eq!(record.words, "# Relevé corrigé");
        let approved = record.approved.unwrap();
        assert_eq!(approved.by, Some(house.secretary));
        assert_eq!(approved.sha256.len(), 64);
    })
    .await;
}
