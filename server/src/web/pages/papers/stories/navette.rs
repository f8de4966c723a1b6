//! The navette: what the présidences adopt beside what the directions validated, and what keeps a text from being decided on.

use serde_json::json;

use super::Story;
use super::adoption::records;
use crate::papers::live;
use crate::storage::testing::on_both_engines;
use crate::web::testing::{Browser, Page, TestApp};

const SAT: [(&str, &str); 1] = [("seance", "2026-03-01")];
const WHY: &str = "Phrase rétablie à la demande du bureau.";

impl Story {
    async fn navette(&self) -> Page {
        let mut presidency = self.app.as_presidency("sicoval");
        presidency.get(&self.at("/navette")).await
    }

    /// Somebody says where a change comes from, by its place in the list.
    async fn labels(&self, mut who: Browser, change: &str, words: &str) -> Page {
        let fields = [
            ("changement", change),
            ("libelle", words),
            ("etat", &self.heads().await),
        ];
        who.submit(&self.at("/navette"), &fields).await
    }

    async fn takes_back(&self, mut who: Browser, label: i32) -> Page {
        who.submit(&self.at(&format!("/navette/{label}")), &[])
            .await
    }

    /// The last change of the text is taken out of it, as when it proves to be unsound.
    async fn loses_its_last_change(&self) {
        let mut tx = self.app.app.db.write().await.unwrap();
        let held = live::hold(&mut tx, self.id()).await.unwrap().unwrap();
        let stored = tx.load_document(held.document).await.unwrap().unwrap();
        let last = usize::try_from(stored.next_seq - 1).unwrap();
        let now = self.app.app.clock.now();
        let out = tx.quarantine(held.document, last, "essai", now).await;
        assert_eq!(out.unwrap().changes, 1);
        tx.save().await.unwrap();
    }
}

#[tokio::test]
async fn each_change_leads_to_what_made_it_and_the_closing_waits_for_the_one_that_does_not() {
    on_both_engines(|db| {
        Box::pin(async move {
            let draft = Story::of_a_draft_on(TestApp::on(db).await).await;
            let story = Story::forwarded(Story::submitted(draft).await).await;
            Box::pin(goes_from_the_directions_to_the_adoption(story)).await;
        })
    })
    .await;
}

async fn goes_from_the_directions_to_the_adoption(story: Story) {
    story.navette().await.assert_shows("aucun mot n’a changé");
    let page = story.tabled("sicoval", (2, "Ce long")).await;
    let accepted = story.secretariat(&page, "accepter", "").await;
    accepted.assert_status(303);
    let corrected = story.corrects("une chance", "une chance,").await;
    corrected.assert_status(303);
    let navette = story.navette().await;
    navette
        .assert_shows("2\u{a0}changements")
        .assert_shows("1\u{a0}par un amendement, 1\u{a0}par une correction de forme.")
        .assert_shows(&format!("href=\"{page}\">Amendement n°\u{a0}1</a>"))
        .assert_shows("Un motif.")
        .assert_shows("/forme#correction-1\">Correction de forme n°\u{a0}1</a>")
        .assert_shows("Une virgule manque.")
        .assert_shows("href=\"#origine-2\"")
        .assert_lacks("sans origine");

    story.is_written((0, "Un mot. ")).await;
    let navette = story.navette().await;
    navette
        .assert_shows("1\u{a0}sans origine.")
        .assert_shows("ajouté «\u{202f}Un mot.\u{202f}»")
        .assert_shows("sans origine</span>")
        .assert_lacks("Libeller ce changement");
    let blocked = story.office("approuver", &SAT).await;
    blocked
        .assert_status(422)
        .assert_shows(
            "1\u{a0}changement depuis la version validée par les directions est sans origine",
        )
        .assert_shows("/navette\">Ouvrir la navette</a>");
    let body = json!({"action": "approuver", "revision": story.revision().await.parse::<i64>().unwrap(), "meeting": "2026-03-01"});
    let api = story.at("/etape").replace("/textes", "/api/textes");
    let blocked = story.app.as_secretariat().post_json(&api, &body).await;
    blocked.assert_status(422).assert_shows("sans origine");

    let labelled = story.labels(story.app.as_secretariat(), "0", WHY).await;
    labelled.assert_status(303);
    let navette = story.navette().await;
    navette
        .assert_shows("Libellé n°\u{a0}1 du secrétariat")
        .assert_shows(WHY)
        .assert_shows("1\u{a0}libellé par le secrétariat")
        .assert_lacks("sans origine");
    let journal = story
        .app
        .as_presidency("sicoval")
        .get(&story.at("/journal"))
        .await;
    journal
        .assert_shows("Changement libellé à la navette")
        .assert_shows("libellé n°\u{a0}1, ajouté «\u{202f}Un mot.\u{202f}»");
    story.office("approuver", &SAT).await.assert_status(303);

    let taken = story.takes_back(story.app.as_secretariat(), 1).await;
    taken.assert_status(303);
    let votes = ["pour", "pour", "pour"];
    let adopts = [("issue", "adopter")];
    let blocked = records(&story, votes, &adopts).await;
    blocked.assert_status(422).assert_shows("sans origine");
    let again = story.takes_back(story.app.as_secretariat(), 1).await;
    again.assert_status(409).assert_shows("déjà retiré");
    let labelled = story.labels(story.app.as_secretariat(), "0", WHY).await;
    labelled.assert_status(303);
    records(&story, votes, &adopts).await.assert_status(303);
    let navette = story.navette().await;
    navette.assert_shows("Libellé n°\u{a0}2 du secrétariat");
    let closed = story.takes_back(story.app.as_secretariat(), 2).await;
    closed.assert_status(409);
    let late = story.labels(story.app.as_secretariat(), "0", WHY).await;
    late.assert_status(409);
}

/// What keeps a text sound may take out of it, while it is frozen, words that the directions validated: nothing that anybody
/// did says why they are gone.
#[tokio::test]
async fn words_that_proved_unsound_and_are_gone_are_told_and_labelled() {
    let story = Story::before_the_directions().await;
    story.is_written((0, "Un mot perdu. ")).await;
    let story = Story::forwarded(story).await;
    let words = "Un mot perdu.";
    story.read_by("sicoval").await.assert_shows(words);
    story.loses_its_last_change().await;
    story
        .navette()
        .await
        .assert_shows("Supprimé")
        .assert_shows(words);
    let blocked = story.office("approuver", &SAT).await;
    blocked.assert_status(422).assert_shows("sans origine");
    let labelled = story.labels(story.app.as_secretariat(), "0", WHY).await;
    labelled.assert_status(303);
    story
        .navette()
        .await
        .assert_shows(WHY)
        .assert_lacks("sans origine");
    story.office("approuver", &SAT).await.assert_status(303);
}

#[tokio::test]
async fn a_text_that_comes_back_and_is_forwarded_again_begins_anew() {
    let story = Story::before_the_presidencies().await;
    story.is_written((0, "Un mot. ")).await;
    let labelled = story.labels(story.app.as_secretariat(), "0", WHY).await;
    labelled.assert_status(303);
    let back = [("motif", "À reprendre.")];
    story.office("renvoyer", &back).await.assert_status(303);
    story.navette().await.assert_status(404);
    let story = Story::forwarded(story).await;
    story
        .navette()
        .await
        .assert_shows("aucun mot n’a changé")
        .assert_lacks(WHY);
}

#[tokio::test]
async fn a_correction_that_was_contested_leaves_no_change() {
    let story = Story::before_the_presidencies().await;
    story
        .corrects("une chance", "une chance,")
        .await
        .assert_status(303);
    story.contests("sicoval", 1).await.assert_status(303);
    story.navette().await.assert_shows("aucun mot n’a changé");
    story.office("approuver", &SAT).await.assert_status(303);
}

#[tokio::test]
async fn only_the_secretariat_labels_and_only_what_leads_nowhere_in_the_text_that_it_read() {
    let story = Story::before_the_presidencies().await;
    story.is_written((0, "Un mot. ")).await;
    let app = &story.app;
    for other in [
        app.as_direction("sicoval"),
        app.as_presidency("grand-montauban"),
        app.as_presidency("toulouse-metropole"),
    ] {
        story.labels(other, "0", WHY).await.assert_status(403);
    }
    let stranger = app.as_technician("toulouse-metropole");
    story.labels(stranger, "0", WHY).await.assert_status(404);
    for (change, words, status, sentence) in [
        ("0", " ", 422, "le libellé est vide"),
        ("7", WHY, 404, ""),
        ("x", WHY, 404, ""),
    ] {
        let page = story.labels(app.as_secretariat(), change, words).await;
        page.assert_status(status).assert_shows(sentence);
    }
    let old = story.heads().await;
    story.is_written((0, "Un autre. ")).await;
    let fields = [
        ("changement", "0"),
        ("libelle", WHY),
        ("etat", old.as_str()),
    ];
    let stale = app
        .as_secretariat()
        .submit(&story.at("/navette"), &fields)
        .await;
    stale.assert_status(409).assert_shows(WHY);
    let page = story.takes_back(app.as_secretariat(), 1).await;
    page.assert_status(404);
    story
        .labels(app.as_secretariat(), "0", WHY)
        .await
        .assert_status(303);
    let again = story.labels(app.as_secretariat(), "0", WHY).await;
    again.assert_status(409).assert_shows("mène déjà");
    let page = story.takes_back(app.as_presidency("sicoval"), 1).await;
    page.assert_status(403);
    let mut stranger = app.as_technician("toulouse-metropole");
    stranger.get(&story.at("/navette")).await.assert_status(404);
}
