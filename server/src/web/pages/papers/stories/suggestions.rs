//! Suggestions, as those see them who read a text, and who decide on them.

use automerge::marks::{ExpandMark, Mark};
use automerge::transaction::Transactable as _;
use automerge::{Automerge, ROOT, ReadDoc as _};
use dires_domain::ids::PersonId;
use dires_domain::room::Writer;

use super::Story;
use crate::storage::suggestions::Beside;
use crate::storage::testing::on_both_engines;
use crate::web::testing::{Page, TestApp};

#[tokio::test]
async fn a_text_is_read_with_or_without_what_is_suggested_in_it() {
    let story = Story::of_a_draft().await;
    story
        .read_by("sicoval")
        .await
        .assert_lacks("Lire avec les suggestions");
    story.suggests("sicoval", "a1", "est", "demeure").await;
    let page = story.read_by("grand-montauban").await;
    page.assert_shows("1\u{a0}suggestion</a> en attente")
        .assert_shows("est une chance")
        .assert_lacks("demeure");
    let with = story.asked("grand-montauban", "?suggestions=avec").await;
    with.assert_shows("sug-insert")
        .assert_shows("[ajout suggéré par Direction générale – Sicoval")
        .assert_shows("Lire sans les suggestions");
    let list = story.asked("grand-montauban", "/suggestions").await;
    list.assert_shows("Retirer «&#8239;est&#8239;»")
        .assert_shows("Ajouter «&#8239;demeure&#8239;»")
        .assert_shows("Accepter");
}

#[tokio::test]
async fn who_may_write_accepts_and_whoever_comes_second_is_told_so() {
    on_both_engines(|db| async move {
        let story = Story::of_a_draft_on(TestApp::on(db).await).await;
        Box::pin(accepted_and_then_refused(&story)).await;
    })
    .await;
}

async fn accepted_and_then_refused(story: &Story) {
    let key = story.suggests("sicoval", "a1", "est", "reste").await;
    let page = story.decides("grand-montauban", &key, "accepter").await;
    page.assert_status(303);
    let page = story.read_by("sicoval").await;
    page.assert_shows("reste une chance")
        .assert_shows("Suggestion acceptée")
        .assert_shows("remplacer «\u{202f}est\u{202f}» par «\u{202f}reste\u{202f}»");
    for decision in ["accepter", "refuser"] {
        let page = story.decides("sicoval", &key, decision).await;
        page.assert_status(409).assert_shows(
            "Cette suggestion est déjà acceptée par Direction générale – Grand Montauban",
        );
    }
    assert_eq!(story.journal_of("SuggestionAccepted").await, 1);
    assert_eq!(story.journal_of("SuggestionRefused").await, 0);
    let key = story.suggests("sicoval", "b2", "chance", "force").await;
    story
        .decides("sicoval", &key, "refuser")
        .await
        .assert_status(303);
    let page = story.read_by("sicoval").await;
    page.assert_shows("reste une chance")
        .assert_shows("Suggestion refusée")
        .assert_lacks("Lire avec les suggestions");
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_is_told_that_it_is_decided() {
    let story = Story::of_a_draft().await;
    let key = story.suggests("sicoval", "a1", "est", "reste").await;
    let (one, two) = tokio::join!(
        story.decides("sicoval", &key, "accepter"),
        story.decides("grand-montauban", &key, "refuser"),
    );
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let journal = (
        story.journal_of("SuggestionAccepted").await,
        story.journal_of("SuggestionRefused").await,
    );
    let words = if one.status.as_u16() == 303 {
        assert_eq!(journal, (1, 0));
        "reste une chance"
    } else {
        assert_eq!(journal, (0, 1));
        "est une chance"
    };
    story.read_by("sicoval").await.assert_shows(words);
}

#[tokio::test]
async fn suggestions_are_decided_by_author_and_all_together() {
    let story = Story::of_a_draft().await;
    story.suggests("sicoval", "a1", "est", "reste").await;
    story.suggests("sicoval", "a2", "Le ", "Un ").await;
    story
        .suggests("grand-montauban", "b1", "chance", "force")
        .await;
    let list = story.asked("sicoval", "/suggestions").await;
    list.assert_shows("3 suggestions sur le même passage")
        .assert_shows("Tout accepter");
    let mut browser = story.app.as_direction("sicoval");
    let author = story.person("sicoval").await.to_string();
    let fields = [("auteur", author.as_str()), ("decision", "accepter")];
    let page = browser.submit(&story.at("/suggestions"), &fields).await;
    page.assert_status(303);
    let page = story.read_by("sicoval").await;
    page.assert_shows("Un desserrement")
        .assert_shows("reste une chance");
    let fields = [("suggestion", "toutes"), ("decision", "refuser")];
    let page = browser.submit(&story.at("/suggestions"), &fields).await;
    page.assert_status(303);
    let page = browser.submit(&story.at("/suggestions"), &fields).await;
    page.assert_status(409);
    assert_eq!(story.journal_of("SuggestionAccepted").await, 2);
    assert_eq!(story.journal_of("SuggestionRefused").await, 1);
}

#[tokio::test]
async fn who_may_not_write_decides_nothing_and_neither_does_a_form_that_says_nothing() {
    let story = Story::of_a_draft().await;
    let key = story.suggests("sicoval", "a1", "est", "reste").await;
    let mut presidency = story.app.as_presidency("sicoval");
    let page = presidency.get(&story.at("/suggestions")).await;
    page.assert_status(200)
        .assert_shows("reste")
        .assert_lacks("value=\"accepter\"");
    let fields = [("suggestion", key.as_str()), ("decision", "accepter")];
    let page = presidency.submit(&story.at("/suggestions"), &fields).await;
    page.assert_status(403);
    for (suggestion, decision) in [
        (key.as_str(), "peut-être"),
        ("", "accepter"),
        ("x-y", "refuser"),
    ] {
        story
            .decides("sicoval", suggestion, decision)
            .await
            .assert_status(400);
    }
    let unknown = key.replace("-a1", "-zz");
    let page = story.decides("sicoval", &unknown, "accepter").await;
    page.assert_status(409)
        .assert_shows("n’est plus dans le texte");
    story
        .read_by("sicoval")
        .await
        .assert_shows("1\u{a0}suggestion</a> en attente");
}

#[tokio::test]
async fn a_version_says_how_many_were_pending_and_no_text_goes_to_the_presidencies_with_any() {
    let story = Story::of_a_draft().await;
    let key = story.suggests("sicoval", "a1", "est", "reste").await;
    let story = Story::submitted(story).await;
    let version = story.asked("sicoval", "/versions/1").await;
    version
        .assert_shows("1\u{a0}suggestion était en attente quand cette version a été figée")
        .assert_shows("est une chance")
        .assert_lacks("reste");
    let file = story.asked("sicoval", "/versions/1.md").await;
    file.assert_lacks("reste");
    for slug in ["sicoval", "grand-montauban"] {
        story.gives(slug, "favorable", "").await.assert_status(303);
    }
    let page = story.moves("sicoval", "transmettre", "").await;
    page.assert_status(422)
        .assert_shows("1\u{a0}suggestion n’est ni acceptée ni refusée");
    story
        .decides("sicoval", &key, "accepter")
        .await
        .assert_status(303);
    // A decision changes the text: the avis are to be given on what it says now.
    for slug in ["sicoval", "grand-montauban"] {
        story.gives(slug, "favorable", "").await.assert_status(303);
    }
    let page = story.moves("sicoval", "transmettre", "").await;
    page.assert_status(303);
    let version = story.asked("sicoval", "/versions/2").await;
    version
        .assert_shows("reste une chance")
        .assert_lacks("en attente");
}

#[tokio::test]
async fn avis_stand_while_something_is_only_suggested_and_go_when_it_is_accepted() {
    on_both_engines(|db| async move {
        let story = Story::submitted(Story::of_a_draft_on(TestApp::on(db).await).await).await;
        Box::pin(avis_beside_suggestions(&story)).await;
    })
    .await;
}

async fn avis_beside_suggestions(story: &Story) {
    const VOID: &str = "annulé\u{202f}: le texte a changé";
    story
        .gives("sicoval", "favorable", "")
        .await
        .assert_status(303);
    let read = story.heads().await;
    let refused = story.suggests("sicoval", "a1", "est", "reste").await;
    story.read_by("sicoval").await.assert_lacks(VOID);
    // Who read the text before it was suggested has read what it says.
    let fields = [
        ("mot", "favorable"),
        ("reserve", ""),
        ("etat", &*read),
        ("revision", &*story.revision().await),
    ];
    let mut other = story.app.as_direction("grand-montauban");
    let given = other.submit(&story.at("/avis"), &fields).await;
    given.assert_status(303);
    let page = story.decides("grand-montauban", &refused, "refuser").await;
    page.assert_status(303);
    let page = story.read_by("sicoval").await;
    page.assert_lacks(VOID).assert_lacks("Il manque l’avis");
    let accepted = story.suggests("sicoval", "b2", "est", "demeure").await;
    let page = story.decides("sicoval", &accepted, "accepter").await;
    page.assert_status(303);
    let page = story.read_by("sicoval").await;
    page.assert_shows(VOID)
        .assert_shows("Il manque l’avis du Sicoval");
}

#[tokio::test]
async fn words_that_are_only_suggested_are_nobody_s_share_and_then_their_author_s() {
    let story = Story::of_a_draft().await;
    let key = story
        .suggests("grand-montauban", "a1", "est", "demeure")
        .await;
    story
        .asked("sicoval", "/auteurs")
        .await
        .assert_lacks("demeure");
    story
        .decides("sicoval", &key, "accepter")
        .await
        .assert_status(303);
    let page = story.asked("sicoval", "/auteurs").await;
    page.assert_shows("Direction générale – Grand Montauban");
    page.assert_shows("demeure");
}

impl Story {
    async fn person(&self, slug: &str) -> PersonId {
        let email = format!("direction@{slug}.exemple.fr");
        self.app.person(&email).await
    }

    /// Somebody suggests these words instead of those, as the hub takes it from their editor; the suggestion's key.
    async fn suggests(&self, slug: &str, code: &str, before: &str, after: &str) -> String {
        let person = self.person(slug).await;
        let territory = self.app.territory(slug).await;
        let mut tx = self.app.app.db.read().await.unwrap();
        let paper = tx.paper(self.id()).await.unwrap().unwrap();
        drop(tx);
        let digits = person.0.simple();
        let names = ["delete", "insert"].map(|kind| format!("{kind}:{digits}:{code}"));
        let (before, after) = (before.to_owned(), after.to_owned());
        let writer = Writer {
            person,
            territory: Some(territory),
        };
        let written = self
            .app
            .app
            .hub
            .write(paper.document.unwrap(), writer, move |doc, _| {
                replaces(doc, &names, &before, &after);
                Ok::<_, ()>(Beside::default())
            });
        written.await.unwrap();
        format!("{digits}-{code}")
    }

    async fn decides(&self, slug: &str, key: &str, decision: &str) -> Page {
        let mut browser = self.app.as_direction(slug);
        let fields = [("suggestion", key), ("decision", decision)];
        browser.submit(&self.at("/suggestions"), &fields).await
    }

    async fn asked(&self, slug: &str, path: &str) -> Page {
        self.app.as_direction(slug).get(&self.at(path)).await
    }

    /// How many lines of the journal tell of this.
    async fn journal_of(&self, deed: &str) -> usize {
        let mut tx = self.app.app.db.read().await.unwrap();
        let lines = tx.journal(self.id(), 100).await.unwrap();
        let tells = |it: &&crate::storage::journal::Line| format!("{:?}", it.deed) == deed;
        lines.iter().filter(tells).count()
    }
}

fn replaces(doc: &mut Automerge, [delete, insert]: &[String; 2], before: &str, after: &str) {
    let body = doc.get(ROOT, "body").unwrap().unwrap().1;
    let text = doc.text(&body).unwrap();
    let units = |text: &str| text.encode_utf16().count();
    let start = units(&text[..text.find(before).unwrap()]);
    let end = start + units(before);
    doc.transact(|tx| {
        let gone = Mark::new(delete.clone(), true, start, end);
        tx.mark(&body, gone, ExpandMark::None)?;
        tx.splice_text(&body, end, 0, after)?;
        let new = Mark::new(insert.clone(), true, end, end + units(after));
        tx.mark(&body, new, ExpandMark::After)
    })
    .unwrap();
}
