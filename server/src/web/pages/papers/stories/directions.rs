//! The conférence des directions: avis, on the very words that were read.

use super::Story;

#[tokio::test]
async fn forwarding_waits_for_every_member_and_not_for_associates() {
    let story = Story::before_the_directions().await;
    story
        .gives("sicoval", "favorable", "")
        .await
        .assert_status(303);
    let page = story.moves("sicoval", "transmettre", "").await;
    page.assert_status(422)
        .assert_shows("Il manque l’avis du Grand Montauban")
        .assert_lacks("Il manque l’avis de la Région Occitanie");
    story
        .gives("grand-montauban", "defavorable", "")
        .await
        .assert_status(303);
    story
        .moves("sicoval", "transmettre", "")
        .await
        .assert_status(303);
}

#[tokio::test]
async fn or_for_a_meeting_that_the_secretariat_records() {
    let story = Story::before_the_directions().await;
    let page = story
        .office("transmettre", &[("seance", "2026-03-03")])
        .await;
    page.assert_status(422)
        .assert_shows("n’est pas encore passé")
        .assert_shows("2026-03-03");
    let page = story.office("transmettre", &[("seance", "hier")]).await;
    page.assert_status(422).assert_shows("Écrivez une date");
    story
        .office("transmettre", &[("seance", "2026-02-27")])
        .await
        .assert_status(303);
    let journal = story.app.as_secretariat().get(&story.at("/journal")).await;
    journal.assert_shows("Séance du 27\u{a0}février 2026");
}

#[tokio::test]
async fn an_edit_voids_the_avis_and_says_when() {
    let story = Story::before_the_directions().await;
    story
        .gives("sicoval", "favorable", "")
        .await
        .assert_status(303);
    story.is_edited().await;
    let page = story.read_by("sicoval").await;
    page.assert_shows("annulé\u{202f}: le texte a changé le 2\u{a0}mars 2026");
    page.assert_shows("Il manque l’avis du Sicoval");
}

#[tokio::test]
async fn an_avis_on_words_that_changed_is_refused_and_kept() {
    let story = Story::before_the_directions().await;
    let (heads, revision) = (story.heads().await, story.revision().await);
    story.is_edited().await;
    let fields = [
        ("mot", "favorable-avec-reserves"),
        ("reserve", "Préciser l’échéance."),
        ("etat", &heads),
        ("revision", &revision),
    ];
    let mut browser = story.app.as_direction("sicoval");
    let page = browser.submit(&story.at("/avis"), &fields).await;
    page.assert_status(409)
        .assert_shows("Le texte a changé depuis votre lecture")
        .assert_shows("Préciser l’échéance.</textarea>");
}

#[tokio::test]
async fn a_reserve_says_what_it_is() {
    let story = Story::before_the_directions().await;
    let page = story.gives("sicoval", "favorable-avec-reserves", " ").await;
    page.assert_status(422)
        .assert_shows("Écrivez le texte de la réserve");
    let page = story.gives("sicoval", "peut-etre", "").await;
    page.assert_status(422)
        .assert_shows("Choisissez une réponse");
    let page = story
        .gives("sicoval", "favorable-avec-reserves", "Sous réserve du PLU.")
        .await;
    page.assert_status(303);
    story
        .read_by("grand-montauban")
        .await
        .assert_shows("Sous réserve du PLU.");
}

#[tokio::test]
async fn a_reserve_of_tens_of_pages_is_refused_and_kept() {
    let story = Story::before_the_directions().await;
    let long = "à".repeat(crate::papers::LONGEST_WORDS + 1);
    let page = story
        .gives("sicoval", "favorable-avec-reserves", &long)
        .await;
    page.assert_status(422)
        .assert_shows("20\u{a0}000 caractères au plus")
        .assert_shows(&long);
    let page = story.moves("sicoval", "renvoyer", &long).await;
    page.assert_status(422)
        .assert_shows("20\u{a0}000 caractères au plus");
}

#[tokio::test]
async fn an_avis_after_the_text_moved_on_says_who_moved_it() {
    let story = Story::before_the_directions().await;
    let (heads, revision) = (story.heads().await, story.revision().await);
    story
        .office("transmettre", &[("seance", "2026-02-27")])
        .await
        .assert_status(303);
    let fields = [
        ("mot", "favorable"),
        ("etat", &heads),
        ("revision", &revision),
    ];
    let mut late = story.app.as_direction("sicoval");
    let page = late.submit(&story.at("/avis"), &fields).await;
    page.assert_status(409)
        .assert_shows("Secrétariat a agi avant vous");
}

#[tokio::test]
async fn nobody_speaks_for_another_territory() {
    let story = Story::before_the_directions().await;
    let (heads, revision) = (story.heads().await, story.revision().await);
    let other = story.app.territory("grand-montauban").await.to_string();
    let fields = [
        ("mot", "favorable"),
        ("etat", &heads),
        ("revision", &revision),
        ("territoire", &other),
    ];
    let mut browser = story.app.as_direction("sicoval");
    browser
        .submit(&story.at("/avis"), &fields)
        .await
        .assert_status(403);
    let mut peer = story.app.as_direction("toulouse-metropole");
    peer.get(&story.paper)
        .await
        .assert_status(200)
        .assert_lacks("Donner cet avis");
    peer.submit(&story.at("/avis"), &fields[..3])
        .await
        .assert_status(403);
}
