//! Amendments one by one, before the text, in the conférence des présidences that sits.

use super::Story;
use crate::web::pages::papers::amended;
use crate::web::testing::{Page, TestApp};

/// The conférence sits on a text with two amendments of the same words: their identifiers.
async fn sits() -> (Story, [String; 2]) {
    let (app, paper, pages) = amended(TestApp::new().await).await;
    let story = Story::before(app, paper, "conference-des-presidences").await;
    let story = story.opened(&["sicoval", "grand-montauban"]).await;
    story
        .notes("presider", &[("territoire", "sicoval")])
        .await
        .assert_status(303);
    (
        story,
        pages.map(|page| page.rsplit('/').next().unwrap().to_owned()),
    )
}

impl Story {
    async fn puts_one(&self, place: u128, amendment: &str) -> Page {
        let (ballot, point) = (Self::ballot(self.text, place), self.text.to_string());
        let fields = [
            ("scrutin", ballot.as_str()),
            ("point", &point),
            ("amendement", amendment),
            ("objet", "Un amendement"),
        ];
        self.notes("mettre-aux-voix", &fields).await
    }

    /// Both territories vote.
    async fn is_voted(&self, place: u128) {
        let ballot = Self::ballot(self.text, place);
        for slug in ["sicoval", "grand-montauban"] {
            let fields = [
                ("scrutin", ballot.as_str()),
                ("territoire", slug),
                ("vote", "abstention"),
            ];
            self.notes("voter", &fields).await.assert_status(303);
        }
    }

    /// They vote, and the secretariat states what comes of it: the body's rule is to be confirmed.
    async fn ends_one(&self, place: u128, issue: &str) -> Page {
        self.is_voted(place).await;
        let ballot = Self::ballot(self.text, place);
        let fields = [("scrutin", ballot.as_str()), ("issue", issue)];
        self.notes("clore-vote", &fields).await
    }

    async fn words(&self) -> String {
        let mut tx = self.app.app.db.read().await.unwrap();
        let paper = tx.paper(self.paper).await.unwrap().unwrap();
        let (text, _) = crate::papers::live::look(&mut tx, &paper).await.unwrap();
        text.plain()
    }
}

#[tokio::test]
async fn amendments_are_voted_in_order_before_the_text_and_the_vote_decides_them() {
    let (story, [near, far]) = sits().await;
    let page = story.conduct().await;
    page.assert_shows("Amendements, avant le texte");
    page.assert_shows(&format!("amender-{far}"));
    page.assert_lacks(&format!("amender-{near}"));

    let early = story.puts().await;
    early.assert_status(422);
    early.assert_shows("2\u{a0}amendements déposés attendent la décision de l’instance");
    let early = story.puts_one(1, &near).await;
    early.assert_status(409);
    early.assert_shows("L’amendement n°\u{a0}2 est à voter d’abord");

    story.puts_one(1, &far).await.assert_status(303);
    story.ends_one(1, "refuser").await.assert_status(303);
    assert!(story.words().await.starts_with("Le desserrement"));
    story.puts_one(2, &near).await.assert_status(303);
    story.ends_one(2, "adopter").await.assert_status(303);
    assert!(story.words().await.starts_with("Ce desserrement"));

    // The text is put in the version that its amendments made.
    story.conduct().await.assert_shows("Version 2");
    let (ballot, point) = (Story::ballot(story.text, 3), story.text.to_string());
    let fields = [("scrutin", ballot.as_str()), ("point", &point)];
    story
        .notes("mettre-aux-voix", &fields)
        .await
        .assert_status(303);
    story.ends_one(3, "adopter").await.assert_status(303);
    story.notes("clore", &[]).await.assert_status(303);
    let record = story
        .app
        .as_secretariat()
        .get(&story.at("/releve.md"))
        .await;
    record.assert_shows("### Amendements");
    record.assert_shows("- **Amendement n°\u{a0}1 (Sicoval)**\u{202f}: accepté, version 2");
    record.assert_shows("- **Amendement n°\u{a0}2 (Grand Montauban)**\u{202f}: refusé");
}

#[tokio::test]
async fn what_the_accepted_one_excludes_is_not_put_any_more() {
    let (story, [near, far]) = sits().await;
    story.puts_one(1, &far).await.assert_status(303);
    story.ends_one(1, "adopter").await.assert_status(303);
    let page = story.conduct().await;
    page.assert_lacks("Amendements, avant le texte");
    let gone = story.puts_one(2, &near).await;
    gone.assert_status(404);
    assert!(story.words().await.starts_with("Tout ce très long"));
}

#[tokio::test]
async fn a_vote_that_is_noted_twice_decides_once() {
    let (story, [_, far]) = sits().await;
    story.puts_one(1, &far).await.assert_status(303);
    story.is_voted(1).await;
    let ballot = Story::ballot(story.text, 1);
    let key = uuid::Uuid::now_v7().to_string();
    let fields = [("scrutin", ballot.as_str()), ("issue", "adopter")];
    for _ in 0..2 {
        let ended = story.notes_under(&key, "clore-vote", &fields).await;
        ended.assert_status(303);
    }
    let mut tx = story.app.app.db.read().await.unwrap();
    let version = tx.last_version(story.paper).await.unwrap().unwrap();
    assert_eq!(version.number, 2);
}
