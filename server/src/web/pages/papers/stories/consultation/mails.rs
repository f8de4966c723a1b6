//! What is written to those who sit in the body that is consulted.

use chrono::TimeDelta;
use dires_domain::mail::MailKind;

use super::super::Story;
use super::scene::{RULE, closes, field, opens, under};
use crate::mail::compose::{Composed, compose};
use crate::timetable::round;

/// What the outbox says of consultations now: to whom, and what; nothing, where there is nothing to say any more.
pub(super) async fn said(story: &Story, kind: MailKind) -> Vec<(String, Option<Composed>)> {
    let app = &story.app.app;
    let now = app.clock.now();
    let mut tx = app.db.write().await.unwrap();
    let mut said = Vec::new();
    while let Some(mail) = tx.claim_mail(now, now + TimeDelta::hours(1)).await.unwrap() {
        if mail.kind == kind {
            let person = tx.account(mail.person).await.unwrap().unwrap().person;
            let composed = compose(&mut tx, app, &mail).await.unwrap();
            said.push((person.email, composed));
        }
    }
    said.sort_by(|one, other| one.0.cmp(&other.0));
    said
}

#[tokio::test]
async fn each_is_asked_once_and_told_until_when_and_nothing_more() {
    let story = under(&RULE).await;
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
    field(&story, "sicoval", None, "pour")
        .await
        .assert_status(303);
    let said = said(&story, MailKind::Consulted).await;
    let told: Vec<_> = said
        .iter()
        .map(|(to, it)| (to.as_str(), it.is_some()))
        .collect();
    assert_eq!(
        told,
        [
            ("presidence@grand-montauban.exemple.fr", true),
            ("presidence@sicoval.exemple.fr", false),
            ("presidence@toulouse-metropole.exemple.fr", true),
        ],
        "who has answered has nothing to be told"
    );
    let letter = &said[0].1.as_ref().unwrap().letter;
    assert_eq!(
        letter.subject,
        "Réponse attendue avant le 20\u{a0}mars 2026 à 18\u{a0}h\u{202f}: Desserrement économique"
    );
    let (button, link) = letter.action.clone().unwrap();
    assert_eq!(button, "Lire le texte et répondre");
    assert!(link.ends_with(&story.at("/consultation")), "{link}");
    assert_eq!(
        (&letter.choice, &letter.stop),
        (&None, &None),
        "a consultation is not missed by unsubscribing"
    );
    let plain = letter.plain().unwrap();
    assert!(!plain.contains("Retirer la dernière phrase"), "{plain}");
}

#[tokio::test]
async fn a_reminder_says_nothing_to_who_has_answered_since_nor_once_it_is_closed() {
    let story = under(&RULE).await;
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
    story.app.clock.set("2026-03-12T09:00:00Z");
    round(&story.app.app).await.unwrap();
    field(&story, "sicoval", None, "pour")
        .await
        .assert_status(303);
    let reminded = said(&story, MailKind::ConsultationReminder).await;
    let told: Vec<_> = reminded.iter().map(|(_, it)| it.is_some()).collect();
    assert_eq!(told, [true, false, true]);
    story.app.clock.set("2026-03-19T18:00:00Z");
    round(&story.app.app).await.unwrap();
    story.app.clock.set("2026-03-20T17:00:00Z");
    let late = said(&story, MailKind::ConsultationReminder).await;
    assert!(late.iter().all(|(_, it)| it.is_none()), "{late:?}");
    assert_eq!(late.len(), 3, "two of the day before, and one that waited");
}
