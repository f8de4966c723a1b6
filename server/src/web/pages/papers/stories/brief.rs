//! A presidency decides in two minutes: one page, one position, a receipt.

use dires_domain::mail::MailKind;

use super::Story;
use crate::mail::compose::compose;
use crate::storage::testing::on_both_engines;
use crate::web::testing::TestApp;

#[tokio::test]
async fn one_page_says_what_is_asked_and_takes_the_position_and_a_receipt_is_kept() {
    on_both_engines(|db| async move {
        let story = Story::of_a_draft_on(TestApp::on(db).await).await;
        let story = Story::submitted(story).await;
        story.is_edited().await;
        Box::pin(is_decided(&Story::forwarded(story).await)).await;
    })
    .await;
}

async fn is_decided(story: &Story) {
    let mut president = story.app.as_presidency("sicoval");
    let page = president.get(&story.at("/decider")).await;
    page.assert_status(200)
        .assert_shows("Votre position est attendue avant le <strong>1er\u{a0}juin 2026</strong>")
        .assert_shows("Depuis la version 1")
        .assert_shows("Un mot.")
        .assert_shows("<span class=\"badge favorable\">Favorable</span>")
        .assert_lacks("Grand Montauban</span></h2>");
    let revision = story.revision().await;
    let with = |word, words| {
        [
            ("mot", word),
            ("reserve", words),
            ("version", "2"),
            ("revision", revision.as_str()),
        ]
    };
    let place = story.at("/decider");
    let page = president.submit(&place, &with("", "")).await;
    page.assert_status(422)
        .assert_shows("Rien n’a été enregistré");
    let page = president
        .submit(&place, &with("approuve-avec-reserves", ""))
        .await;
    page.assert_status(422)
        .assert_shows("Écrivez le texte de la réserve");
    president.get(&story.at("/recu")).await.assert_status(404);
    let reserve = "Retirer la première phrase.";
    let page = president
        .submit(&place, &with("approuve-avec-reserves", reserve))
        .await;
    page.assert_status(303).assert_goes_to(&story.at("/recu"));
    let page = president.get(&story.at("/recu")).await;
    page.assert_status(200)
        .assert_shows("Approuve avec réserves")
        .assert_shows("Sicoval")
        .assert_shows("la version 2")
        .assert_shows(reserve);
    let page = president.get(&place).await;
    page.assert_shows(reserve);
    let mut other = story.app.as_presidency("grand-montauban");
    other.get(&story.at("/recu")).await.assert_status(404);
    other.get(&place).await.assert_lacks(reserve);
    is_mailed(story, reserve).await;
}

/// The mail says that it is recorded, and not what.
async fn is_mailed(story: &Story, reserve: &str) {
    let app = &story.app.app;
    let now = app.clock.now();
    let mut tx = app.db.write().await.unwrap();
    let mut kept = Vec::new();
    while let Some(mail) = tx
        .claim_mail(now, now + chrono::TimeDelta::hours(1))
        .await
        .unwrap()
    {
        if mail.kind == MailKind::Receipt {
            kept.push(compose(&mut tx, app, &mail).await.unwrap().unwrap());
        }
    }
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].to, "presidence@sicoval.exemple.fr");
    let plain = kept[0].letter.plain().unwrap();
    assert!(
        plain.contains("Sicoval") && plain.contains(&story.at("/recu")),
        "{plain}"
    );
    assert!(
        !plain.contains(reserve) && !plain.contains("réserve"),
        "{plain}"
    );
}

#[tokio::test]
async fn who_has_no_position_to_take_is_led_to_the_text_and_takes_none() {
    let story = Story::before_the_presidencies().await;
    for mut other in [
        story.app.as_direction("sicoval"),
        story.app.as_secretariat(),
    ] {
        let page = other.get(&story.at("/decider")).await;
        page.assert_status(303).assert_goes_to(&story.paper);
        let fields = [("mot", "approuve"), ("version", "1"), ("revision", "1")];
        let page = other.submit(&story.at("/decider"), &fields).await;
        assert!(
            [403, 409].contains(&page.status.as_u16()),
            "{}",
            page.status
        );
    }
}

#[tokio::test]
async fn a_bookmark_is_what_has_changed_since() {
    let story = Story::before_the_presidencies().await;
    let mut president = story.app.as_presidency("sicoval");
    let heads = story.heads().await;
    president
        .submit(&story.at("/lecture"), &[("etat", &heads)])
        .await
        .assert_status(303);
    let page = president.get(&story.at("/decider")).await;
    page.assert_shows("Rien depuis votre dernière lecture");
}
