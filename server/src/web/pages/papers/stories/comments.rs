//! Comments, as those of the perimeter make them and as nobody else ever sees them.

use std::time::Duration;

use dires_domain::ids::ThreadId;
use tokio::time::timeout;

use super::Story;
use crate::storage::testing::on_both_engines;
use crate::web::testing::{Browser, Page, TestApp};

impl Story {
    /// Comments the whole text.
    async fn says(&self, someone: &mut Browser, words: &str, visible: &str) -> Page {
        let fields = [("texte", words), ("visible", visible)];
        someone.submit(&self.at("/commentaires"), &fields).await
    }

    /// The threads of the text, first first.
    async fn threads(&self) -> Vec<ThreadId> {
        let mut tx = self.app.app.db.read().await.unwrap();
        let threads = tx.threads(self.id()).await.unwrap();
        threads.iter().map(|thread| thread.id).collect()
    }

    /// The last comment of the first thread.
    async fn last_comment(&self) -> String {
        let mut tx = self.app.app.db.read().await.unwrap();
        let threads = tx.threads(self.id()).await.unwrap();
        threads[0].comments.last().unwrap().id.to_string()
    }

    /// Does something in the first thread.
    async fn in_the_thread(&self, someone: &mut Browser, fields: &[(&str, &str)]) -> Page {
        let thread = self.threads().await[0];
        let path = self.at(&format!("/commentaires/{thread}"));
        someone.submit(&path, fields).await
    }

    async fn comments_for(&self, someone: &mut Browser) -> Page {
        someone.get(&self.at("/commentaires")).await
    }
}

/// The value of a field's choice that shows these words.
fn choice(page: &Page, words: &str) -> String {
    let before = page.text.split(words).next().unwrap();
    let value = before.rsplit("value=\"").next().unwrap();
    value.split('"').next().unwrap().to_owned()
}

fn hidden(page: &Page, name: &str) -> String {
    let after = page.text.split(&format!("name=\"{name}\" value=\"")).nth(1);
    after.unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_paragraph_is_commented_answered_resolved_and_opened_again() {
    on_both_engines(|db| async move {
        let story = Story::of_a_draft_on(TestApp::on(db).await).await;
        let mut one = story.app.as_technician("sicoval");
        let mut other = story.app.as_presidency("grand-montauban");
        let page = story.comments_for(&mut one).await;
        page.assert_status(200).assert_shows("Aucun commentaire");
        let fields = [
            ("texte", "Est-ce une chance\u{202f}?"),
            ("visible", "perimetre"),
            ("passage", &choice(&page, "Le desserrement économique")),
            ("etat", &hidden(&page, "etat")),
        ];
        let done = one.submit(&story.at("/commentaires"), &fields).await;
        let thread = story.threads().await[0];
        done.assert_status(303)
            .assert_goes_to(&story.at(&format!("/commentaires#fil-{thread}")));
        story
            .comments_for(&mut other)
            .await
            .assert_shows("Est-ce une chance\u{202f}?")
            .assert_shows("<q>Le desserrement économique est une chance.</q>")
            .assert_shows("Technicien – Sicoval");
        let answer = [("action", "repondre"), ("texte", "Oui <b>certes</b>.")];
        story
            .in_the_thread(&mut other, &answer)
            .await
            .assert_status(303);
        story
            .comments_for(&mut one)
            .await
            .assert_shows("Oui &#60;b&#62;certes");
        let resolve = [("action", "resoudre")];
        story
            .in_the_thread(&mut one, &resolve)
            .await
            .assert_status(303);
        story
            .in_the_thread(&mut other, &resolve)
            .await
            .assert_status(303);
        story
            .comments_for(&mut other)
            .await
            .assert_shows("Résolu par Technicien – Sicoval");
        story.read_by("sicoval").await.assert_shows("aucun ouvert");
        story
            .in_the_thread(&mut other, &answer)
            .await
            .assert_status(303);
        story.read_by("sicoval").await.assert_shows("1\u{a0}ouvert");
    })
    .await;
}

#[tokio::test]
async fn a_territorys_own_thread_is_for_its_people_and_for_nobody_else() {
    let story = Story::of_a_draft().await;
    let mut ours = story.app.as_direction("sicoval");
    story
        .says(
            &mut ours,
            "Entre nous, @Grand Montauban et @Sicoval.",
            "territoire",
        )
        .await
        .assert_status(303);
    for mut colleague in [
        story.app.as_technician("sicoval"),
        story.app.as_presidency("sicoval"),
    ] {
        colleague
            .get("/tableau")
            .await
            .assert_shows("Vous êtes cité");
        story
            .comments_for(&mut colleague)
            .await
            .assert_shows("Entre nous")
            .assert_shows("Visible de Sicoval seulement");
        colleague
            .get(&story.paper)
            .await
            .assert_shows("1\u{a0}ouvert");
    }
    let mut others = story.app.as_direction("grand-montauban");
    story
        .comments_for(&mut others)
        .await
        .assert_status(200)
        .assert_lacks("Entre nous")
        .assert_shows("Aucun commentaire");
    others
        .get(&story.paper)
        .await
        .assert_shows("aucun ouvert")
        .assert_lacks("Entre nous");
    others.get("/tableau").await.assert_lacks("Vous êtes cité");
    others
        .get(&story.at("/journal"))
        .await
        .assert_lacks("Entre nous");
    let api = format!("/api/textes/{}", story.id());
    others
        .get(&api)
        .await
        .assert_status(200)
        .assert_lacks("Entre nous");
    // To them it is as a thread that there is not.
    let answer = [("action", "repondre"), ("texte", "Je réponds.")];
    let refused = story.in_the_thread(&mut others, &answer).await;
    refused
        .assert_status(404)
        .assert_shows("n’existe plus")
        .assert_shows("Je réponds.");
    let absent = story.at("/commentaires/0190a7a0-0000-7000-8000-000000000000");
    let nothing = others.submit(&absent, &answer).await;
    assert_eq!(refused.told().0, nothing.told().0);
}

#[tokio::test]
async fn pages_are_told_of_what_is_shown_to_their_territory_only() {
    let story = Story::before_the_directions().await;
    let app = &story.app.app;
    let of = |territory| app.events.subscribe_for(story.id(), &[territory]);
    let mut sicoval = of(story.app.territory("sicoval").await);
    let mut montauban = of(story.app.territory("grand-montauban").await);
    let office = app.events.subscribe(story.id());
    let mut ours = story.app.as_direction("sicoval");
    story
        .says(&mut ours, "Entre nous.", "territoire")
        .await
        .assert_status(303);
    let soon = Duration::from_secs(5);
    assert!(timeout(soon, sicoval.next()).await.unwrap());
    assert!(!montauban.has_changed() && !office.has_changed());
    story
        .says(&mut ours, "Pour tous.", "perimetre")
        .await
        .assert_status(303);
    assert!(timeout(soon, montauban.next()).await.unwrap());
    assert!(!office.has_changed());
}

#[tokio::test]
async fn who_reads_from_outside_the_perimeter_is_shown_no_comment() {
    let story = Story::before_the_directions().await;
    let mut ours = story.app.as_direction("sicoval");
    story
        .says(&mut ours, "Pour le périmètre.", "perimetre")
        .await
        .assert_status(303);
    for mut reader in [
        story.app.as_secretariat(),
        story.app.as_direction("toulouse-metropole"),
    ] {
        reader
            .get(&story.paper)
            .await
            .assert_status(200)
            .assert_lacks("/commentaires");
        reader
            .get(&story.at("/ecrire"))
            .await
            .assert_status(200)
            .assert_lacks("panneau-commentaires");
        story.comments_for(&mut reader).await.assert_status(404);
        story
            .says(&mut reader, "Moi aussi.", "perimetre")
            .await
            .assert_status(404);
    }
}

#[tokio::test]
async fn comments_end_with_the_conference_des_directions_and_stay_to_be_read() {
    let story = Story::before_the_directions().await;
    let mut ours = story.app.as_presidency("sicoval");
    story
        .says(&mut ours, "À temps.", "perimetre")
        .await
        .assert_status(303);
    let story = Story::forwarded(story).await;
    let page = story.comments_for(&mut ours).await;
    page.assert_status(200)
        .assert_shows("À temps.")
        .assert_shows("ne s’ajoutent plus")
        .assert_lacks("Résoudre");
    let late = story.says(&mut ours, "Trop tard.", "perimetre").await;
    late.assert_status(409).assert_shows("Trop tard.");
    story
        .in_the_thread(&mut ours, &[("action", "resoudre")])
        .await
        .assert_status(409);
}

#[tokio::test]
async fn one_changes_and_withdraws_ones_own_comment_only() {
    let story = Story::of_a_draft().await;
    let mut one = story.app.as_direction("sicoval");
    let mut other = story.app.as_direction("grand-montauban");
    story
        .says(&mut one, "Un premier mot.", "perimetre")
        .await
        .assert_status(303);
    let comment = story.last_comment().await;
    let change = [
        ("action", "modifier"),
        ("commentaire", comment.as_str()),
        ("texte", "Un autre mot."),
    ];
    let refused = story.in_the_thread(&mut other, &change).await;
    refused
        .assert_status(403)
        .assert_shows("n’est pas de vous")
        .assert_shows("Un premier mot.");
    story
        .in_the_thread(&mut one, &change)
        .await
        .assert_status(303);
    story
        .comments_for(&mut other)
        .await
        .assert_shows("Un autre mot.")
        .assert_shows("modifié le")
        .assert_lacks("Un premier mot.");
    story
        .in_the_thread(&mut other, &[("texte", "Une réponse.")])
        .await
        .assert_status(303);
    let withdraw = [("action", "retirer"), ("commentaire", comment.as_str())];
    story
        .in_the_thread(&mut one, &withdraw)
        .await
        .assert_status(303);
    story
        .comments_for(&mut other)
        .await
        .assert_shows("Commentaire retiré par son auteur.")
        .assert_lacks("Un autre mot.");
    story
        .in_the_thread(&mut one, &withdraw)
        .await
        .assert_status(403);
    let reply = story.last_comment().await;
    let withdraw = [("action", "retirer"), ("commentaire", reply.as_str())];
    story
        .in_the_thread(&mut other, &withdraw)
        .await
        .assert_status(303);
    assert!(
        story.threads().await.is_empty(),
        "where nothing is said there is no thread"
    );
}

#[tokio::test]
async fn a_comment_on_nothing_or_too_long_is_refused_with_a_sentence_and_kept() {
    let story = Story::of_a_draft().await;
    let mut one = story.app.as_direction("sicoval");
    let heads = story.heads().await;
    let page = story.comments_for(&mut one).await;
    let ends = choice(&page, "Le desserrement économique");
    let last = ends.split(' ').next_back().unwrap();
    let backwards = format!("{last} {}", ends.split(' ').next().unwrap());
    let unknown = "ab".repeat(32);
    for (passage, state, status, sentence) in [
        (
            "1@ab 2@ab",
            heads.as_str(),
            422,
            "ne se trouve pas dans le texte",
        ),
        (
            "n’importe quoi",
            &heads,
            422,
            "ne se trouve pas dans le texte",
        ),
        (&backwards, &heads, 422, "ne se trouve pas dans le texte"),
        (&ends, &unknown, 409, "pas encore enregistré"),
    ] {
        let fields = [
            ("texte", "Sur rien."),
            ("passage", passage),
            ("etat", state),
        ];
        let page = one.submit(&story.at("/commentaires"), &fields).await;
        page.assert_status(status)
            .assert_shows(sentence)
            .assert_shows("Sur rien.");
    }
    story
        .says(&mut one, " \n ", "perimetre")
        .await
        .assert_status(422)
        .assert_shows("Écrivez votre commentaire");
    let long = "é".repeat(5_001);
    story
        .says(&mut one, &long, "perimetre")
        .await
        .assert_status(422)
        .assert_shows("5000 caractères au plus")
        .assert_shows(&long);
    let elsewhere = story.app.territory("grand-montauban").await.to_string();
    let fields = [
        ("texte", "Pour d’autres."),
        ("territoire", elsewhere.as_str()),
    ];
    one.submit(&story.at("/commentaires"), &fields)
        .await
        .assert_status(403);
    assert!(story.threads().await.is_empty());
}

#[tokio::test]
async fn nobody_floods_a_text_with_comments() {
    let story = Story::of_a_draft().await;
    let mut one = story.app.as_direction("sicoval");
    for _ in 0..60 {
        story
            .says(&mut one, "Encore.", "perimetre")
            .await
            .assert_status(303);
    }
    story
        .says(&mut one, "Un de trop.", "perimetre")
        .await
        .assert_status(422)
        .assert_shows("attendez un peu");
    story.app.clock.advance(chrono::TimeDelta::minutes(11));
    story
        .says(&mut one, "Plus tard.", "perimetre")
        .await
        .assert_status(303);
}

#[tokio::test]
async fn who_is_named_is_told_on_the_board_until_they_look() {
    let story = Story::of_a_draft().await;
    let mut one = story.app.as_direction("sicoval");
    let words = "@Direction générale – Grand Montauban, qu’en pensez-vous\u{202f}? @Technicien – Toulouse Métropole n’en saura rien.";
    story
        .says(&mut one, words, "perimetre")
        .await
        .assert_status(303);
    let mut named = story.app.as_direction("grand-montauban");
    let board = named.get("/tableau").await;
    board
        .assert_shows("Vous êtes cité dans un commentaire")
        .assert_shows(&story.at("/commentaires"));
    story
        .app
        .as_presidency("grand-montauban")
        .get("/tableau")
        .await
        .assert_lacks("Vous êtes cité");
    story
        .app
        .as_technician("toulouse-metropole")
        .get("/tableau")
        .await
        .assert_lacks("Vous êtes cité");
    // What a page reads again by itself is not somebody who looks.
    let mut idle = story
        .app
        .as_direction("grand-montauban")
        .with_header("x-dires-auto", "1");
    story
        .comments_for(&mut idle)
        .await
        .assert_shows("<span class=\"mention\">@Direction générale – Grand Montauban</span>");
    named.get("/tableau").await.assert_shows("Vous êtes cité");
    story.comments_for(&mut named).await.assert_status(200);
    named.get("/tableau").await.assert_lacks("Vous êtes cité");
}

#[tokio::test]
async fn the_pages_own_script_is_answered_with_a_sentence() {
    let story = Story::of_a_draft().await;
    let mut one = story
        .app
        .as_direction("sicoval")
        .with_header("accept", "application/json");
    let told = story
        .says(
            &mut one,
            "Dit sans quitter la page. @Grand Montauban",
            "territoire",
        )
        .await;
    told.assert_status(200);
    assert_eq!(
        told.json()["phrase"],
        "Commentaire publié. Grand Montauban ne voit pas cet échange et n’est pas prévenu."
    );
    assert_eq!(told.header("set-cookie"), None);
    let refused = story.says(&mut one, "", "perimetre").await;
    refused.assert_status(422);
    assert_eq!(refused.json()["phrase"], "Écrivez votre commentaire.");
}

#[tokio::test]
async fn a_passage_that_is_gone_is_listed_as_such_with_its_quote() {
    let story = Story::of_a_draft().await;
    let mut one = story.app.as_direction("sicoval");
    let page = story.comments_for(&mut one).await;
    let fields = [
        ("texte", "À garder."),
        ("passage", &choice(&page, "Le desserrement économique")),
        ("etat", &hidden(&page, "etat")),
    ];
    one.submit(&story.at("/commentaires"), &fields)
        .await
        .assert_status(303);
    story.is_edited().await;
    let page = story.comments_for(&mut one).await;
    page.assert_shows("Sur des passages")
        .assert_shows("<span class=\"badge thread-gone\" hidden>");
    story.is_emptied().await;
    let page = story.comments_for(&mut one).await;
    page.assert_shows("Sur des passages supprimés")
        .assert_shows("<span class=\"badge thread-gone\">")
        .assert_shows("Le desserrement économique est une chance.")
        .assert_shows("À garder.");
}
