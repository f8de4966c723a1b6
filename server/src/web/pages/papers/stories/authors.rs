//! Who wrote what, as the territories of the perimeter see it and nobody else.

use super::{Story, sheet, submit};
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

#[tokio::test]
async fn a_passage_leads_to_who_wrote_it_and_what_stood_before() {
    on_both_engines(|db| async move {
        let story = Story::of_a_draft_on(TestApp::on(db).await).await;
        Box::pin(is_written_over_and_looked_back_at(&story)).await;
    })
    .await;
}

async fn is_written_over_and_looked_back_at(story: &Story) {
    story.later_writes((0, "Un mot. ")).await;
    story.later_writes((8, "Deux mots. ")).await;
    let passage = story.passage_before("est une chance").await;
    let page = story
        .app
        .as_direction("grand-montauban")
        .get(&passage)
        .await;
    page.assert_status(200)
        .assert_shows("Le paragraphe aujourd’hui")
        .assert_shows("<strong>Modifié</strong> par l’association")
        .assert_shows("<strong>Écrit</strong> par Direction générale – Sicoval");
    let (last, first) = page.text.split_once("<strong>Écrit</strong>").unwrap();
    assert_eq!(
        last.matches("<strong>Modifié</strong>").count(),
        2,
        "{last}"
    );
    assert!(last.contains("Un mot. "), "{last}");
    assert!(!first.contains("mots"), "{first}");
    let gone = story.passage_before("Deux mots").await;
    story.later_writes((11, "")).await;
    let mut browser = story.app.as_direction("sicoval");
    let page = browser.get(&gone).await;
    page.assert_status(200)
        .assert_shows("Ce passage n’est plus dans le texte")
        .assert_lacks("<strong>Modifié</strong>");
    for odd in ["rien", "2@", "2@zz", "%00", "9999999999999999@ab"] {
        let page = browser.get(&story.at(&format!("/auteurs/{odd}"))).await;
        page.assert_status(404);
    }
}

#[tokio::test]
async fn the_perimeter_alone_sees_the_history_of_a_passage() {
    let story = Story::before_the_directions().await;
    let passage = story.passage_before("desserrement").await;
    let mut direction = story.app.as_direction("sicoval");
    direction.get(&passage).await.assert_status(200);
    for mut other in [
        story.app.as_secretariat(),
        story.app.as_direction("toulouse-metropole"),
    ] {
        other.get(&story.at("")).await.assert_status(200);
        other.get(&passage).await.assert_status(404);
    }
}

#[tokio::test]
async fn a_territory_that_joins_later_does_not_read_what_was_written_before_it_came() {
    let story = Story::of_a_draft().await;
    story.later_writes((0, "Entre nous. ")).await;
    story.later_writes((12, "Pour tous. ")).await;
    let page = story.moves("sicoval", "soumettre", "").await;
    page.assert_status(303);
    let page = story.moves("sicoval", "renvoyer", "À reprendre.").await;
    page.assert_status(303);
    let mut fields = sheet(&story.app).await;
    let joins = story.app.territory("toulouse-metropole").await.to_string();
    fields.push(("territoires", joins));
    fields.push(("revision", story.revision().await));
    let mut sicoval = story.app.as_direction("sicoval");
    let page = submit(&mut sicoval, &story.at("/fiche"), &fields).await;
    page.assert_status(303);
    let passage = story.passage_before("desserrement").await;
    let page = sicoval.get(&passage).await;
    page.assert_status(200).assert_shows("Entre nous. ");
    let mut newcomer = story.app.as_direction("toulouse-metropole");
    let page = newcomer.get(&passage).await;
    page.assert_status(200)
        .assert_shows("Pour tous. ")
        .assert_lacks("Entre nous. ");
}

impl Story {
    /// A colleague writes an hour later: another stretch.
    async fn later_writes(&self, edit: (usize, &str)) {
        self.app.clock.advance(chrono::TimeDelta::hours(1));
        self.is_written(edit).await;
    }

    /// The address of the passage in which these words stand, as the page of authors gives it.
    async fn passage_before(&self, words: &str) -> String {
        let mut browser = self.app.as_direction("sicoval");
        let page = browser.get(&self.at("/auteurs")).await;
        let (before, _) = page.text.split_once(words).unwrap();
        let (_, link) = before.rsplit_once("<a class=\"by ").unwrap();
        let (_, address) = link.split_once("href=\"").unwrap();
        address.split('"').next().unwrap().to_owned()
    }
}
