//! The moments of a text between two versions: opened, compared, named.

use super::Story;
use crate::storage::testing::on_both_engines;
use crate::web::testing::TestApp;

#[tokio::test]
async fn any_moment_since_the_last_version_is_opened_compared_and_named() {
    on_both_engines(|db| async move {
        let story = Story::of_a_draft_on(TestApp::on(db).await).await;
        Box::pin(writes_and_looks_back(&story)).await;
    })
    .await;
}

async fn writes_and_looks_back(story: &Story) {
    story.app.clock.advance(chrono::TimeDelta::hours(1));
    story.is_edited().await;
    let mut browser = story.app.as_direction("sicoval");
    let page = browser.get(&story.at("/histoire")).await;
    page.assert_status(200)
        .assert_shows("Depuis le début")
        .assert_shows("/moments/0\"")
        .assert_shows("/moments/1\"")
        .assert_shows("/comparer?avant=m0&amp;apres=m1");
    let before = browser.get(&story.at("/moments/0")).await;
    before.assert_status(200).assert_lacks("Un mot. ");
    let after = browser.get(&story.at("/moments/1")).await;
    after.assert_shows("Un mot. ");
    let compared = browser.get(&story.at("/comparer?avant=m0&apres=m1")).await;
    compared
        .assert_status(200)
        .assert_shows("<ins id=\"modif-1\"")
        .assert_shows("<option value=\"m0\" selected>")
        .assert_shows("<option value=\"m1\" selected>");
    let heads = story.heads().await;
    let named = [("etat", heads.as_str()), ("nom", " Avant l’été ")];
    browser
        .submit(&story.at("/nom"), &named)
        .await
        .assert_status(303);
    let page = browser.get(&story.at("/histoire")).await;
    page.assert_shows("<strong>Avant l’été</strong>");
    // The same name again is nothing new.
    browser
        .submit(&story.at("/nom"), &named)
        .await
        .assert_status(303);
    let page = browser.get(&story.at("/journal")).await;
    assert_eq!(page.text.matches("État du texte nommé").count(), 1);
    page.assert_shows("«\u{202f}Avant l’été\u{202f}»")
        .assert_shows("Direction générale – Sicoval");
    story
        .moves("sicoval", "soumettre", "")
        .await
        .assert_status(303);
    let page = browser.get(&story.at("/histoire")).await;
    page.assert_shows("Versions figées")
        .assert_shows("<strong>Avant l’été</strong>");
    let page = browser.get(&story.at("/moments/1")).await;
    page.assert_status(404);
    browser
        .submit(&story.at("/nom"), &[("etat", heads.as_str()), ("nom", "")])
        .await
        .assert_status(303);
    let page = browser.get(&story.at("/histoire")).await;
    page.assert_lacks("Avant l’été");
    let page = browser.get(&story.at("/journal")).await;
    page.assert_shows("Nom d’un état retiré");
}

#[tokio::test]
async fn only_who_writes_names_a_state_that_was_in_so_many_words() {
    let story = Story::before_the_presidencies().await;
    let heads = story.heads().await;
    let mut presidency = story.app.as_presidency("sicoval");
    let fields = [("etat", heads.as_str()), ("nom", "À moi")];
    let page = presidency.submit(&story.at("/nom"), &fields).await;
    page.assert_status(409);
    let page = presidency.get(&story.at("/histoire")).await;
    page.assert_status(200).assert_lacks("Nommer");

    let draft = Story::of_a_draft().await;
    let heads = draft.heads().await;
    let mut direction = draft.app.as_direction("sicoval");
    let long = "x".repeat(101);
    let fields = [("etat", heads.as_str()), ("nom", long.as_str())];
    let page = direction.submit(&draft.at("/nom"), &fields).await;
    page.assert_status(422)
        .assert_shows("100 caractères au plus");
    let page = direction
        .submit(&draft.at("/nom"), &[("etat", "0"), ("nom", "Rien")])
        .await;
    page.assert_status(404);
}

#[tokio::test]
async fn who_was_not_yet_to_read_a_draft_does_not_read_it_later() {
    let story = Story::of_a_draft().await;
    story.app.clock.advance(chrono::TimeDelta::hours(1));
    story.is_edited().await;
    story
        .moves("sicoval", "soumettre", "")
        .await
        .assert_status(303);
    let mut office = story.app.as_secretariat();
    office.get(&story.at("")).await.assert_status(200);
    for place in [
        "/moments/0",
        "/comparer?avant=m0&apres=1",
        "/comparer?avant=1&apres=m0",
    ] {
        office.get(&story.at(place)).await.assert_status(404);
    }
}
