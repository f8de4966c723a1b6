//! The outbox on both engines.

use chrono::{DateTime, TimeDelta, Utc};
use dires_domain::ids::PersonId;
use dires_domain::mail::{MailClass, MailEnd, MailKind, Rhythm};
use uuid::Uuid;

use super::{Claimed, Counts, NewMail};
use crate::storage::fixtures::{noon, person};
use crate::storage::mail_choices::MailChoice;
use crate::storage::testing::on_both_engines;
use crate::storage::{Db, Tx};

fn start() -> DateTime<Utc> {
    noon(2026, 3, 2)
}

fn later(minutes: i64) -> DateTime<Utc> {
    start() + TimeDelta::minutes(minutes)
}

fn cause(kind: MailKind, subject: Uuid, occasion: i64, person: PersonId) -> NewMail {
    NewMail {
        kind,
        subject,
        occasion,
        person,
        at: start(),
    }
}

/// A person to whom an avis on a text is asked, and the text.
async fn asked(tx: &mut Tx) -> (PersonId, Uuid) {
    let (person, text) = (person(tx, "Direction").await.id, Uuid::now_v7());
    let new = cause(MailKind::GiveOpinion, text, 1, person);
    assert!(tx.write_mail(&new).await.unwrap());
    (person, text)
}

async fn claimed(tx: &mut Tx, minutes: i64) -> Claimed {
    let found = tx.claim_mail(later(minutes), later(minutes + 5)).await;
    found.unwrap().expect("something is due")
}

async fn nothing_due(tx: &mut Tx, minutes: i64) {
    let found = tx.claim_mail(later(minutes), later(minutes + 5)).await;
    assert_eq!(found.unwrap(), None);
}

#[tokio::test]
async fn one_cause_gives_one_mail() {
    on_both_engines(|db| async move {
        let mut tx = db.write().await.unwrap();
        let (person, text) = asked(&mut tx).await;
        let again = cause(MailKind::GiveOpinion, text, 1, person);
        assert!(!tx.write_mail(&again).await.unwrap());
        let mail = claimed(&mut tx, 0).await;
        assert_eq!((mail.kind, mail.subject), (MailKind::GiveOpinion, text));
        assert_eq!((mail.person, mail.attempt), (person, 1));
        assert!(tx.end_mail(&mail, MailEnd::Sent, later(1)).await.unwrap());
        assert_eq!(tx.last_delivery().await.unwrap(), Some(later(1)));
        assert!(!tx.write_mail(&again).await.unwrap());
        nothing_due(&mut tx, 600).await;
        assert_eq!(tx.next_mail_at().await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_later_occasion_replaces_what_still_waits() {
    on_both_engines(|db| async move {
        let mut tx = db.write().await.unwrap();
        let (person, text) = asked(&mut tx).await;
        let later_one = cause(MailKind::GiveOpinion, text, 2, person);
        assert!(tx.write_mail(&later_one).await.unwrap());
        claimed(&mut tx, 0).await;
        nothing_due(&mut tx, 0).await;
    })
    .await;
}

#[tokio::test]
async fn a_claim_that_is_never_answered_ends_and_its_answer_comes_too_late() {
    on_both_engines(|db| async move {
        let mut tx = db.write().await.unwrap();
        asked(&mut tx).await;
        let first = claimed(&mut tx, 0).await;
        nothing_due(&mut tx, 4).await;
        assert!(tx.hold_mail(&first, later(10)).await.unwrap());
        nothing_due(&mut tx, 9).await;
        let second = claimed(&mut tx, 10).await;
        assert_eq!((second.id, second.attempt), (first.id, 2));
        assert!(!tx.hold_mail(&first, later(60)).await.unwrap());
        assert!(!tx.end_mail(&first, MailEnd::Sent, later(11)).await.unwrap());
        assert!(!tx.mail_failed(&first, "450", later(12)).await.unwrap());
        assert!(!tx.give_mail_up(&first, "550", later(12)).await.unwrap());
        assert!(
            tx.end_mail(&second, MailEnd::Sent, later(11))
                .await
                .unwrap()
        );
    })
    .await;
}

#[tokio::test]
async fn two_who_claim_at_once_never_have_the_same() {
    on_both_engines(|db| async move {
        let mut tx = db.write().await.unwrap();
        asked(&mut tx).await;
        tx.save().await.unwrap();
        let claim = |db: Db| async move {
            let mut tx = db.write().await.unwrap();
            let found = tx.claim_mail(start(), later(5)).await.unwrap();
            tx.save().await.unwrap();
            found
        };
        let found = tokio::join!(claim(db.clone()), claim(db.clone()), claim(db.clone()));
        let found = [found.0, found.1, found.2];
        assert_eq!(found.iter().flatten().count(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_failed_waits_and_what_is_given_up_is_tried_when_it_is_asked() {
    on_both_engines(|db| async move {
        let mut tx = db.write().await.unwrap();
        asked(&mut tx).await;
        let first = claimed(&mut tx, 0).await;
        assert!(!tx.retry_mail(first.id, later(1)).await.unwrap());
        assert!(
            tx.mail_failed(&first, "450 plus tard", later(2))
                .await
                .unwrap()
        );
        assert_eq!(tx.next_mail_at().await.unwrap(), Some(later(2)));
        nothing_due(&mut tx, 1).await;
        let second = claimed(&mut tx, 2).await;
        assert!(
            tx.give_mail_up(&second, "550 inconnu", later(3))
                .await
                .unwrap()
        );
        nothing_due(&mut tx, 600).await;
        let shown = tx.undelivered(10).await.unwrap();
        let seen: Vec<_> = shown
            .iter()
            .map(|it| (it.fault.as_deref(), it.given_up, it.attempts))
            .collect();
        assert_eq!(seen, [(Some("550 inconnu"), Some(later(3)), 2)]);
        assert_eq!(
            tx.mail_counts(later(1)).await.unwrap(),
            Counts {
                given_up: 1,
                ..Counts::default()
            }
        );
        assert!(tx.retry_mail(second.id, later(4)).await.unwrap());
        let counts = Counts {
            waiting: 1,
            late: 1,
            given_up: 0,
        };
        assert_eq!(tx.mail_counts(later(1)).await.unwrap(), counts);
        assert_eq!(claimed(&mut tx, 4).await.attempt, 3);
    })
    .await;
}

#[tokio::test]
async fn news_go_together_and_end_with_their_digest() {
    on_both_engines(|db| async move {
        let mut tx = db.write().await.unwrap();
        let someone = person(&mut tx, "Direction").await.id;
        let (one, other) = (Uuid::now_v7(), Uuid::now_v7());
        for (kind, text) in [(MailKind::Adopted, one), (MailKind::Published, other)] {
            assert!(tx.write_mail(&cause(kind, text, 1, someone)).await.unwrap());
        }
        nothing_due(&mut tx, 0).await;
        let waiting = tx.waiting_for_digests().await.unwrap();
        assert!(
            waiting
                .iter()
                .all(|it| it.news == Rhythm::USUAL && it.class == MailClass::News)
        );
        let items: Vec<_> = waiting.iter().map(|it| it.id).collect();
        assert_eq!(items.len(), 2);
        assert!(tx.make_digest(someone, &items, later(1)).await.unwrap());
        assert_eq!(tx.waiting_for_digests().await.unwrap(), []);
        let digest = claimed(&mut tx, 1).await;
        let mut within = tx.within_digest(digest.id).await.unwrap();
        within.sort_by_key(|(kind, _)| kind.code());
        assert_eq!(
            within,
            [(MailKind::Adopted, one), (MailKind::Published, other)]
        );
        assert!(tx.end_mail(&digest, MailEnd::Sent, later(2)).await.unwrap());
        assert_eq!(tx.within_digest(digest.id).await.unwrap(), []);
        assert!(!tx.make_digest(someone, &items, later(3)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn what_is_to_be_done_waits_for_the_digest_of_whoever_wants_it_there() {
    on_both_engines(|db| async move {
        let mut tx = db.write().await.unwrap();
        let (someone, _) = asked(&mut tx).await;
        let mut choice = MailChoice {
            tasks_with_digest: true,
            ..MailChoice::default()
        };
        tx.choose_mail(someone, choice, "secret").await.unwrap();
        nothing_due(&mut tx, 0).await;
        assert_eq!(tx.next_mail_at().await.unwrap(), None);
        let waiting = tx.waiting_for_digests().await.unwrap();
        assert_eq!(waiting[0].class, MailClass::Task);
        let invited = cause(MailKind::Invitation, someone.0, 1, someone);
        assert!(tx.write_mail(&invited).await.unwrap());
        assert_eq!(claimed(&mut tx, 0).await.kind, MailKind::Invitation);
        choice.tasks_with_digest = false;
        tx.choose_mail(someone, choice, "secret").await.unwrap();
        assert_eq!(tx.waiting_for_digests().await.unwrap(), []);
        assert_eq!(claimed(&mut tx, 0).await.kind, MailKind::GiveOpinion);
    })
    .await;
}

#[tokio::test]
async fn what_is_dropped_is_not_said() {
    on_both_engines(|db| async move {
        let mut tx = db.write().await.unwrap();
        let (someone, text) = asked(&mut tx).await;
        let news = cause(MailKind::Adopted, text, 1, someone);
        assert!(tx.write_mail(&news).await.unwrap());
        let waiting = tx.waiting_for_digests().await.unwrap();
        tx.drop_waiting(waiting[0].id, later(1)).await.unwrap();
        let asked = MailKind::GiveOpinion;
        let dropped = tx.drop_mail(asked, text, someone, later(1)).await;
        assert_eq!(dropped.unwrap(), 1);
        nothing_due(&mut tx, 2).await;
        assert_eq!(tx.waiting_for_digests().await.unwrap(), []);
        assert_eq!(tx.undelivered(10).await.unwrap(), []);
    })
    .await;
}
