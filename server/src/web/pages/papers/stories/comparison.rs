//! What changed between two states of a text, as those see it who give an avis or take a position.

use super::Story;
use crate::storage::testing::on_both_engines;
use crate::web::testing::{Page, TestApp};

#[tokio::test]
async fn a_direction_sees_what_changed_since_the_version_before_giving_an_avis() {
    let story = Story::before_the_directions().await;
    let page = story.read_by("sicoval").await;
    page.assert_shows("Ce qui a changé depuis la version 1");
    let page = story.compared_by("sicoval", "").await;
    page.assert_status(200)
        .assert_shows("Rien n’a changé entre ces deux états du texte");
    story.is_edited().await;
    let page = story.compared_by("sicoval", "").await;
    page.assert_shows("Une modification, ")
        .assert_shows("<ins id=\"modif-1\"")
        .assert_shows("Un mot. ")
        .assert_shows("Le texte d’aujourd’hui");
    let back = story
        .compared_by("sicoval", "?avant=maintenant&apres=1")
        .await;
    back.assert_shows("<del id=\"modif-1\"");
}

#[tokio::test]
async fn a_presidency_sees_what_the_directions_changed_before_taking_a_position() {
    let story = Story::before_the_directions().await;
    story.is_edited().await;
    let story = Story::forwarded(story).await;
    let page = story.app.as_presidency("sicoval").get(&story.at("")).await;
    page.assert_shows("Ce qui a changé depuis la version 1");
    let page = story
        .app
        .as_presidency("sicoval")
        .get(&story.at("/comparer?avant=1&apres=2"))
        .await;
    page.assert_status(200)
        .assert_shows("Un mot. ")
        .assert_lacks("Le texte d’aujourd’hui");
    let version = story
        .app
        .as_presidency("sicoval")
        .get(&story.at("/versions/2"))
        .await;
    version.assert_shows("/comparer?avant=1&amp;apres=2");
}

#[tokio::test]
async fn who_says_how_far_they_read_finds_what_changed_since_and_nobody_else_does() {
    on_both_engines(|db| async move {
        let story = Story::of_a_draft_on(TestApp::on(db).await).await;
        Box::pin(reads_goes_and_comes_back(&story)).await;
    })
    .await;
}

async fn reads_goes_and_comes_back(story: &Story) {
    let page = story.read_by("sicoval").await;
    page.assert_shows("J’ai lu jusqu’ici");
    story.marks_read("sicoval").await.assert_status(303);
    let page = story.read_by("sicoval").await;
    page.assert_shows("Vous avez lu ce texte jusqu’ici le 2\u{a0}mars 2026");
    story.is_edited().await;
    let page = story.read_by("sicoval").await;
    page.assert_shows("Ce qui a changé depuis votre lecture du 2\u{a0}mars 2026");
    let asked = "?avant=lecture&apres=maintenant";
    let page = story.compared_by("sicoval", asked).await;
    page.assert_status(200)
        .assert_shows("Un mot. ")
        .assert_shows("Votre lecture du 2\u{a0}mars 2026");
    let colleague = story.compared_by("grand-montauban", asked).await;
    colleague.assert_status(404);
    story.marks_read("sicoval").await.assert_status(303);
    let page = story.compared_by("sicoval", asked).await;
    page.assert_shows("Rien n’a changé entre ces deux états du texte");
}

#[tokio::test]
async fn a_state_that_the_text_was_never_in_cannot_have_been_read() {
    let story = Story::of_a_draft().await;
    for state in ["", "abc", &"0".repeat(64)] {
        let mut browser = story.app.as_direction("sicoval");
        let page = browser
            .submit(&story.at("/lecture"), &[("etat", state)])
            .await;
        page.assert_status(404);
    }
    let page = story.read_by("sicoval").await;
    page.assert_shows("J’ai lu jusqu’ici");
}

#[tokio::test]
async fn what_is_not_there_is_not_compared() {
    let story = Story::before_the_directions().await;
    for asked in [
        "?avant=9",
        "?avant=-1",
        "?avant=hier",
        "?avant=1&apres=99999999999",
    ] {
        let page = story.compared_by("sicoval", asked).await;
        page.assert_status(404);
    }
    let draft = Story::of_a_draft().await;
    draft.compared_by("sicoval", "").await.assert_status(404);
    draft
        .read_by("sicoval")
        .await
        .assert_lacks("Ce qui a changé");
}

impl Story {
    async fn marks_read(&self, slug: &str) -> Page {
        let heads = self.heads().await;
        let mut browser = self.app.as_direction(slug);
        browser
            .submit(&self.at("/lecture"), &[("etat", &heads)])
            .await
    }

    async fn compared_by(&self, slug: &str, asked: &str) -> Page {
        let path = self.at(&format!("/comparer{asked}"));
        self.app.as_direction(slug).get(&path).await
    }
}
