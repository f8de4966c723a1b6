//! From the first word to adoption, and the ways back and out.

use super::Story;

#[tokio::test]
async fn a_text_goes_from_its_draft_to_its_adoption() {
    let story = Story::before_adoption().await;
    let page = story.app.as_secretariat().get(&story.paper).await;
    page.assert_shows("Adoption")
        .assert_shows("Enregistrer la décision de l’instance")
        .assert_shows("Favorable")
        .assert_shows("Retirer la dernière phrase.")
        .assert_shows("réserve en suspens");
    let journal = story.app.as_secretariat().get(&story.at("/journal")).await;
    for line in [
        "Texte créé",
        "Texte soumis aux directions",
        "Avis donné\u{202f}: favorable",
        "Texte transmis aux présidences",
        "Position prise\u{202f}: approuve avec réserves",
        "Texte approuvé",
    ] {
        journal.assert_shows(line);
    }
}

#[tokio::test]
async fn the_secretariat_does_not_know_of_drafts() {
    let story = Story::of_a_draft().await;
    let mut office = story.app.as_secretariat();
    for place in ["", "/ecrire", "/journal", "/fiche", "/versions/1", "/flux"] {
        office.get(&story.at(place)).await.assert_status(404);
    }
    office
        .get("/tableau")
        .await
        .assert_lacks("Desserrement économique");
    let unknown = "/textes/01890000-0000-7000-8000-000000000000";
    office.get(unknown).await.assert_status(404);
    office.get("/textes/rien").await.assert_status(404);
}

#[tokio::test]
async fn each_step_freezes_a_version_that_anyone_can_check() {
    let story = Story::before_the_directions().await;
    let mut reader = story.app.as_direction("grand-montauban");
    let page = reader.get(&story.at("/versions/1")).await;
    let file = reader.get(&story.at("/versions/1.md")).await;
    file.assert_shows("Desserrement économique")
        .assert_shows("_économique_");
    let hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(file.text.as_bytes()));
    page.assert_status(200)
        .assert_shows(&hash)
        .assert_shows("Rédaction");
    reader
        .get(&story.at("/versions/2"))
        .await
        .assert_status(404);
}

#[tokio::test]
async fn sending_back_needs_a_motive_and_ends_what_was_said() {
    let story = Story::before_the_directions().await;
    story
        .gives("sicoval", "favorable", "")
        .await
        .assert_status(303);
    let page = story.moves("grand-montauban", "renvoyer", "  ").await;
    page.assert_status(422).assert_shows("Écrivez le motif");
    let motive = "Le schéma régional a changé.";
    story
        .moves("grand-montauban", "renvoyer", motive)
        .await
        .assert_status(303);
    story
        .read_by("sicoval")
        .await
        .assert_shows(motive)
        .assert_shows("Soumettre aux directions");
    story
        .moves("sicoval", "soumettre", "")
        .await
        .assert_status(303);
    story
        .read_by("sicoval")
        .await
        .assert_shows("Il manque l’avis du Sicoval");
}

#[tokio::test]
async fn a_withdrawn_text_stays_readable_with_its_motive() {
    let story = Story::before_the_directions().await;
    story
        .moves("sicoval", "retirer", "Sans objet.")
        .await
        .assert_status(303);
    let page = story.read_by("grand-montauban").await;
    page.assert_shows("Retiré")
        .assert_shows("Sans objet.")
        .assert_lacks("Donner cet avis");
}

#[tokio::test]
async fn a_move_without_the_right_is_refused() {
    let story = Story::of_a_draft().await;
    let revision = story.revision().await;
    let fields = [("action", "soumettre"), ("revision", revision.as_str())];
    let mut presidency = story.app.as_presidency("sicoval");
    let page = presidency.submit(&story.at("/etape"), &fields).await;
    page.assert_status(403)
        .assert_shows("n’est pas ouvert à vos mandats");
    let mut stranger = story.app.as_direction("toulouse-metropole");
    stranger
        .submit(&story.at("/etape"), &fields)
        .await
        .assert_status(404);
    let page = story.moves("sicoval", "approuver", "").await;
    page.assert_status(409)
        .assert_shows("n’est pas possible à l’étape");
    let page = story.moves("sicoval", "danser", "").await;
    page.assert_status(400);
}

#[tokio::test]
async fn the_second_to_make_a_move_is_told_who_came_first() {
    let story = Story::of_a_draft().await;
    let revision = story.revision().await;
    let fields = [("action", "soumettre"), ("revision", revision.as_str())];
    let mut first = story.app.as_direction("sicoval");
    let mut second = story.app.as_direction("grand-montauban");
    first
        .submit(&story.at("/etape"), &fields)
        .await
        .assert_status(303);
    let page = second.submit(&story.at("/etape"), &fields).await;
    page.assert_status(409)
        .assert_shows("Direction générale – Sicoval a agi avant vous")
        .assert_shows("texte soumis aux directions (Conférence des directions)");
}

#[tokio::test]
async fn the_board_says_what_awaits() {
    let story = Story::of_a_draft().await;
    let board = |email: &str| {
        let mut browser = story.app.logged_in(email);
        async move { browser.get("/tableau").await }
    };
    board("direction@sicoval.exemple.fr")
        .await
        .assert_shows("Texte à écrire");
    board("direction@toulouse-metropole.exemple.fr")
        .await
        .assert_shows("Rien ne vous attend");
    story
        .moves("sicoval", "soumettre", "")
        .await
        .assert_status(303);
    board("direction@grand-montauban.exemple.fr")
        .await
        .assert_shows("Avis à donner");
    board("presidence@grand-montauban.exemple.fr")
        .await
        .assert_lacks("Avis à donner");
    story.gives("sicoval", "favorable", "").await;
    story.gives("grand-montauban", "favorable", "").await;
    board("secretariat@exemple.fr")
        .await
        .assert_shows("texte à transmettre");
    story
        .moves("sicoval", "transmettre", "")
        .await
        .assert_status(303);
    let page = board("presidence@grand-montauban.exemple.fr").await;
    page.assert_shows("Position à prendre")
        .assert_shows("1er\u{a0}juin 2026");
}
