//! Who wrote what, as the territories of the perimeter see it and nobody else.

use super::Story;
use crate::storage::testing::on_both_engines;
use crate::web::testing::TestApp;

#[tokio::test]
async fn each_passage_is_its_territorys_and_the_shares_are_told() {
    on_both_engines(|db| async move {
        let story = Story::of_a_draft_on(TestApp::on(db).await).await;
        story.is_edited().await;
        let page = story
            .app
            .as_direction("grand-montauban")
            .get(&story.at("/auteurs"))
            .await;
        page.assert_status(200)
            .assert_shows(
                "title=\"Direction générale – Sicoval, le 2\u{a0}mars 2026\">Sicoval</span>",
            )
            .assert_shows("Parts des territoires");
        story
            .read_by("sicoval")
            .await
            .assert_shows("Qui a écrit quoi");
    })
    .await;
}

#[tokio::test]
async fn who_is_not_of_the_perimeter_does_not_see_it() {
    let story = Story::before_the_directions().await;
    let mut office = story.app.as_secretariat();
    office
        .get(&story.at(""))
        .await
        .assert_status(200)
        .assert_lacks("Qui a écrit quoi");
    office.get(&story.at("/auteurs")).await.assert_status(404);
    let mut colleague = story.app.as_direction("toulouse-metropole");
    colleague.get(&story.at("")).await.assert_status(200);
    colleague
        .get(&story.at("/auteurs"))
        .await
        .assert_status(404);
}
