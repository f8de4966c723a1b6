//! A consultation that the secretariat interrupts.

use dires_domain::decision::ConsultationEnd;
use dires_domain::mail::MailKind;

use super::super::Story;
use super::mails::said;
use super::scene::{RULE, closes, field, opens, under_on};
use crate::storage::testing::on_both_engines;
use crate::timetable::round;
use crate::web::testing::{Browser, Page, TestApp};

const MOTIVE: &str = "La question était mal posée.";

async fn open_on(app: TestApp) -> Story {
    let story = under_on(app, &RULE).await;
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
    story
}

async fn stops(story: &Story, mut who: Browser, motive: &str) -> Page {
    let known = {
        let mut tx = story.app.app.db.read().await.unwrap();
        tx.consultations(story.id()).await.unwrap()[0].id
    };
    let fields = [
        ("consultation", known.to_string()),
        ("motif", motive.to_owned()),
    ];
    let place = story.at("/consultation/interruption");
    super::super::submit(&mut who, &place, &fields).await
}

#[tokio::test]
async fn it_ends_with_a_motive_keeps_the_answers_and_decides_nothing() {
    on_both_engines(|db| {
        Box::pin(async move {
            let story = open_on(TestApp::on(db).await).await;
            field(&story, "sicoval", None, "pour")
                .await
                .assert_status(303);
            let mut office = story.app.as_secretariat();
            let page = office.get(&story.at("/consultation")).await;
            page.assert_shows("Interrompre la consultation");
            stops(&story, story.app.as_secretariat(), MOTIVE)
                .await
                .assert_status(303);
            let page = office.get(&story.at("/consultation")).await;
            page.assert_shows("<h2>Interrompue</h2>")
                .assert_shows(MOTIVE)
                .assert_shows("Consulter de nouveau")
                .assert_lacks("Interrompre la consultation");
            story.read_by("sicoval").await.assert_shows(MOTIVE);
            let mut tx = story.app.app.db.read().await.unwrap();
            let stopped = tx.consultations(story.id()).await.unwrap().remove(0);
            assert_eq!(
                stopped.ended.map(|it| it.1),
                Some(ConsultationEnd::Interrupted)
            );
            let answers = tx.consultation_answers(stopped.id).await.unwrap();
            assert_eq!(answers.len(), 1);
            drop(tx);
            field(&story, "grand-montauban", None, "pour")
                .await
                .assert_status(409);
            story.app.clock.set("2026-03-20T17:00:00Z");
            round(&story.app.app).await.unwrap();
            assert_eq!(story.stage().await.code(), "adoption");
        })
    })
    .await;
}

#[tokio::test]
async fn it_needs_a_motive_the_secretariat_and_a_consultation_that_is_open() {
    let story = open_on(TestApp::new().await).await;
    stops(&story, story.app.as_secretariat(), "  ")
        .await
        .assert_status(422)
        .assert_shows("Dites pourquoi la consultation est interrompue");
    stops(&story, story.app.as_presidency("sicoval"), MOTIVE)
        .await
        .assert_status(403);
    let mut president = story.app.as_presidency("sicoval");
    let page = president.get(&story.at("/consultation")).await;
    page.assert_lacks("Interrompre la consultation");
    stops(&story, story.app.as_secretariat(), MOTIVE)
        .await
        .assert_status(303);
    stops(&story, story.app.as_secretariat(), MOTIVE)
        .await
        .assert_status(409)
        .assert_shows("Aucune consultation n’est ouverte");
}

#[tokio::test]
async fn one_whose_time_has_come_is_counted_and_not_interrupted() {
    let story = open_on(TestApp::new().await).await;
    story.app.clock.set("2026-03-20T17:00:00Z");
    stops(&story, story.app.as_secretariat(), MOTIVE)
        .await
        .assert_status(409);
}

#[tokio::test]
async fn those_who_sit_are_told_with_the_next_digest_and_asked_nothing_any_more() {
    let story = open_on(TestApp::new().await).await;
    stops(&story, story.app.as_secretariat(), MOTIVE)
        .await
        .assert_status(303);
    let asked = said(&story, MailKind::Consulted).await;
    assert!(asked.iter().all(|(_, it)| it.is_none()), "{asked:?}");
    story.app.clock.set("2026-03-03T08:00:00Z");
    let app = &story.app.app;
    crate::mail::gather(&app.db, &*app.clock).await.unwrap();
    let told = said(&story, MailKind::Digest).await;
    let plain: Vec<_> = told
        .iter()
        .filter(|(to, _)| to == "presidence@toulouse-metropole.exemple.fr")
        .filter_map(|(_, it)| it.as_ref())
        .map(|it| it.letter.plain().unwrap())
        .collect();
    assert_eq!(plain.len(), 1);
    assert!(plain[0].contains("interrompue"), "{}", plain[0]);
    assert!(!plain[0].contains(MOTIVE), "titles only: {}", plain[0]);
}
