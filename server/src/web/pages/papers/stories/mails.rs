//! What is written to people between two moves of a text, and to whom: once for each cause, and titles only.

use chrono::TimeDelta;
use dires_domain::mail::MailEnd;

use super::Story;
use crate::mail::compose::{Composed, compose};
use crate::mail::gather;
use crate::storage::testing::on_both_engines;
use crate::web::testing::{Browser, Page, TestApp};

const SICOVAL: &str = "presidence@sicoval.exemple.fr";
const MONTAUBAN: &str = "presidence@grand-montauban.exemple.fr";

impl Story {
    async fn before_the_presidencies_on(app: TestApp) -> Self {
        let draft = Self::of_a_draft_on(app).await;
        Self::forwarded(Self::submitted(draft).await).await
    }

    /// Everything that leaves now; what has nothing to say any more leaves nothing.
    async fn sent(&self) -> Vec<Composed> {
        let app = &self.app.app;
        gather(&app.db, &*app.clock).await.unwrap();
        let now = app.clock.now();
        let mut tx = app.db.write().await.unwrap();
        let mut sent = Vec::new();
        while let Some(mail) = tx.claim_mail(now, now + TimeDelta::hours(1)).await.unwrap() {
            let composed = compose(&mut tx, app, &mail).await.unwrap();
            tx.end_mail(&mail, MailEnd::Sent, now).await.unwrap();
            sent.extend(composed);
        }
        tx.save().await.unwrap();
        sent
    }

    /// The subjects of what leaves now, without the text's title, in order of address.
    async fn subjects(&self) -> Vec<String> {
        let said = |mail: &Composed| {
            let what = mail.letter.subject.split('\u{202f}').next().unwrap();
            format!("{}: {what}", mail.to)
        };
        let mut said: Vec<_> = self.sent().await.iter().map(said).collect();
        said.sort();
        said
    }

    /// What the next morning brings them as news.
    async fn news(&self, day: &str, to: &str) -> Vec<String> {
        self.app.clock.set(&format!("{day}T08:00:00Z"));
        let mails = self.sent().await;
        let theirs = mails.iter().filter(|it| it.to == to);
        let parts = theirs.flat_map(|it| it.letter.parts.iter());
        parts
            .flat_map(|(_, items)| items.iter().map(|it| it.what.clone()))
            .collect()
    }

    async fn comments(&self, who: &mut Browser, words: &str, visible: &str) -> Page {
        let fields = [("texte", words), ("visible", visible)];
        let page = who.submit(&self.at("/commentaires"), &fields).await;
        page.assert_status(303);
        page
    }
}

#[tokio::test]
async fn what_becomes_of_amendments_is_news_for_who_leads_the_perimeter() {
    on_both_engines(|db| {
        Box::pin(async move {
            let story = Story::before_the_presidencies_on(TestApp::on(db).await).await;
            story.news("2026-03-03", SICOVAL).await;
            let [near, far] = super::amendments::two_of_the_same_words(&story).await;
            assert_eq!(
                story.news("2026-03-04", MONTAUBAN).await,
                ["Amendement déposé"]
            );
            assert_eq!(story.news("2026-03-04", SICOVAL).await, [""; 0]);
            story
                .secretariat(&far, "refuser", "Hors sujet.")
                .await
                .assert_status(303);
            story
                .secretariat(&near, "accepter", "")
                .await
                .assert_status(303);
            for to in ["direction@sicoval.exemple.fr"] {
                assert_eq!(
                    story.news("2026-03-05", to).await,
                    ["Amendement refusé, amendement accepté"]
                );
            }
            assert_eq!(story.news("2026-03-06", MONTAUBAN).await, [""; 0]);
        })
    })
    .await;
}

#[tokio::test]
async fn neither_technicians_nor_others_nor_who_did_it_are_told_of_an_amendment() {
    let story = Story::before_the_presidencies().await;
    story.news("2026-03-03", SICOVAL).await;
    story.tabled("sicoval", (2, "Ce")).await;
    story.app.clock.set("2026-03-04T08:00:00Z");
    let mut told: Vec<_> = story.sent().await.into_iter().map(|it| it.to).collect();
    told.sort();
    assert_eq!(
        told,
        [
            "direction@grand-montauban.exemple.fr",
            "direction@region-occitanie.exemple.fr",
            "direction@sicoval.exemple.fr",
            "presidence@grand-montauban.exemple.fr",
            "presidence@region-occitanie.exemple.fr",
        ]
    );
}

#[tokio::test]
async fn who_has_to_take_a_position_again_is_asked_again_once() {
    let story = Story::before_the_presidencies().await;
    for slug in ["sicoval", "grand-montauban"] {
        story.takes(slug, "approuve", "").await.assert_status(303);
    }
    story.sent().await;
    let page = story.tabled("sicoval", (2, "Ce")).await;
    story
        .secretariat(&page, "accepter", "")
        .await
        .assert_status(303);
    assert_eq!(
        story.subjects().await,
        [MONTAUBAN, SICOVAL]
            .map(|to| format!("{to}: Position attendue avant le 1er\u{a0}juin 2026"))
    );
    assert_eq!(story.subjects().await, [""; 0]);
}

#[tokio::test]
async fn a_reserve_that_is_tabled_then_lifted_or_maintained_is_news() {
    on_both_engines(|db| {
        Box::pin(async move {
            let story = Story::before_the_presidencies_on(TestApp::on(db).await).await;
            story.news("2026-03-03", MONTAUBAN).await;
            let reserve = ("est une chance", "est une chance et un risque");
            let page = story.reserves_on("sicoval", reserve.0, reserve.1).await;
            page.assert_status(303);
            assert_eq!(
                story.news("2026-03-04", MONTAUBAN).await,
                ["Réserve déposée"]
            );
            assert_eq!(story.news("2026-03-04", SICOVAL).await, [""; 0]);
            story
                .ruled_by("sicoval", 1, "maintenir")
                .await
                .assert_status(303);
            assert_eq!(
                story.news("2026-03-05", MONTAUBAN).await,
                ["Réserve maintenue"]
            );
            story
                .ruled_by("sicoval", 1, "lever")
                .await
                .assert_status(303);
            story.app.clock.set("2026-03-06T08:00:00Z");
            let mails = story.sent().await;
            let theirs = mails.iter().find(|it| it.to == MONTAUBAN).unwrap();
            let plain = theirs.letter.plain().unwrap();
            assert!(plain.contains("Réserve levée"), "{plain}");
            assert!(!plain.contains("chance"), "titles only: {plain}");
        })
    })
    .await;
}

#[tokio::test]
async fn a_correction_of_form_is_something_to_do_for_who_may_contest_it_until_it_is_contested() {
    let story = Story::before_the_presidencies().await;
    story.sent().await;
    story
        .corrects("est une chance", "est une chance,")
        .await
        .assert_status(303);
    let asked = [MONTAUBAN, SICOVAL].map(|to| format!("{to}: Correction de forme à relire"));
    let mails = story.sent().await;
    let mut said: Vec<_> = mails.iter().map(|it| it.to.as_str()).collect();
    said.sort_unstable();
    assert_eq!(said.len(), asked.len() + 1, "and the Région: {said:?}");
    let letter = &mails[0].letter;
    let (_, link) = letter.action.clone().unwrap();
    assert!(link.ends_with(&story.at("/forme")), "{link}");
    let plain = letter.plain().unwrap();
    assert!(!plain.contains("virgule"), "no motive: {plain}");
    story
        .corrects("Le desserrement", "Ce desserrement")
        .await
        .assert_status(303);
    for number in [2, 1] {
        let (reason, revision) = ("Le sens change.", story.revision().await);
        let fields = [("motif", reason), ("revision", revision.as_str())];
        let mut presidency = story.app.as_presidency("sicoval");
        let path = story.at(&format!("/forme/{number}"));
        presidency.submit(&path, &fields).await.assert_status(303);
    }
    let late = story.subjects().await;
    assert!(late.iter().all(|it| !it.contains("Correction")), "{late:?}");
}

#[tokio::test]
async fn who_is_named_in_a_comment_is_told_once_until_they_look() {
    on_both_engines(|db| {
        Box::pin(async move {
            let story = Story::of_a_draft_on(TestApp::on(db).await).await;
            story.sent().await;
            let mut author = story.app.as_technician("sicoval");
            let words = "@Grand Montauban, est-ce secret\u{202f}?";
            story.comments(&mut author, words, "perimetre").await;
            story.comments(&mut author, words, "perimetre").await;
            let mails = story.sent().await;
            let mut told: Vec<_> = mails.iter().map(|it| it.to.as_str()).collect();
            told.sort_unstable();
            assert_eq!(
                told,
                [
                    "direction@grand-montauban.exemple.fr",
                    MONTAUBAN,
                    "technique@grand-montauban.exemple.fr"
                ]
            );
            for mail in &mails {
                let plain = mail.letter.plain().unwrap();
                assert!(!plain.contains("secret"), "{plain}");
                assert!(mail.letter.choice.is_some());
            }
            let mut reader = story.app.as_presidency("grand-montauban");
            reader
                .get(&story.at("/commentaires"))
                .await
                .assert_status(200);
            story.app.clock.set("2026-03-02T09:30:00Z");
            story.comments(&mut author, words, "perimetre").await;
            let again = story.subjects().await;
            assert_eq!(again, [format!("{MONTAUBAN}: Commentaire à lire")]);
        })
    })
    .await;
}

#[tokio::test]
async fn who_is_not_shown_a_comment_or_has_looked_meanwhile_is_not_written_to() {
    let story = Story::of_a_draft().await;
    story.sent().await;
    let mut author = story.app.as_technician("sicoval");
    let within = "@Grand Montauban ne le verra pas.";
    story.comments(&mut author, within, "territoire").await;
    assert_eq!(story.subjects().await, [""; 0]);
    story
        .comments(&mut author, "@Grand Montauban\u{202f}?", "perimetre")
        .await;
    let mut reader = story.app.as_presidency("grand-montauban");
    reader
        .get(&story.at("/commentaires"))
        .await
        .assert_status(200);
    let said = story.subjects().await;
    assert_eq!(said.len(), 2, "who has looked is not among them: {said:?}");
    assert!(!said.iter().any(|it| it.starts_with(MONTAUBAN)), "{said:?}");
}
