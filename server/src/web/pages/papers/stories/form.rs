//! Corrections of form: made by the secretariat with a motive, and undone as soon as a présidence contests one.

use super::Story;
use super::adoption::records;
use crate::check::check;
use crate::storage::testing::on_both_engines;
use crate::web::testing::{Browser, Page, TestApp};

const WORDS: &str = "est une chance";
const CORRECTED: &str = "est une chance,";

impl Story {
    async fn last_number(&self) -> i32 {
        let mut tx = self.app.app.db.read().await.unwrap();
        tx.last_version(self.id()).await.unwrap().unwrap().number
    }

    async fn corrects_as(&self, browser: &mut Browser, words: [&str; 3]) -> Page {
        let (revision, version) = (self.revision().await, self.last_number().await.to_string());
        let [words, correction, motive] = words;
        let fields = [
            ("mots", words),
            ("correction", correction),
            ("motif", motive),
            ("version", &version),
            ("revision", &revision),
        ];
        browser.submit(&self.at("/forme"), &fields).await
    }

    /// The secretariat corrects the form.
    pub(super) async fn corrects(&self, words: &str, correction: &str) -> Page {
        let words = [words, correction, "Une virgule manque."];
        self.corrects_as(&mut self.app.as_secretariat(), words)
            .await
    }

    async fn contests_as(&self, browser: &mut Browser, number: i32, reason: &str) -> Page {
        let fields = [("motif", reason), ("revision", &self.revision().await)];
        browser
            .submit(&self.at(&format!("/forme/{number}")), &fields)
            .await
    }

    pub(super) async fn contests(&self, slug: &str, number: i32) -> Page {
        let mut presidency = self.app.as_presidency(slug);
        self.contests_as(&mut presidency, number, "Le sens change.")
            .await
    }

    async fn reads(&self, words: &str) -> bool {
        self.read_by("sicoval").await.text.contains(words)
    }

    /// A présidence takes its position on the last version.
    async fn takes_on_the_last(&self, slug: &str, word: &str) -> Page {
        let (revision, version) = (self.revision().await, self.last_number().await.to_string());
        let fields = [
            ("mot", word),
            ("version", version.as_str()),
            ("revision", revision.as_str()),
        ];
        let mut presidency = self.app.as_presidency(slug);
        presidency.submit(&self.at("/position"), &fields).await
    }

    /// The territories whose position stands.
    async fn positions_standing(&self) -> usize {
        let mut tx = self.app.app.db.read().await.unwrap();
        let all = tx.positions(self.id()).await.unwrap();
        all.iter().filter(|it| it.ended.is_none()).count()
    }
}

#[tokio::test]
async fn a_correction_makes_a_version_on_which_the_positions_taken_before_it_still_count() {
    let story = Story::before_the_presidencies().await;
    for slug in ["sicoval", "grand-montauban"] {
        story.takes(slug, "approuve", "").await.assert_status(303);
    }
    story.corrects(WORDS, CORRECTED).await.assert_status(303);
    assert_eq!(story.last_number().await, 2);
    assert!(story.reads(CORRECTED).await);
    let page = story
        .app
        .as_presidency("sicoval")
        .get(&story.at("/forme"))
        .await;
    page.assert_shows("Une virgule manque.")
        .assert_shows("Contester la correction")
        .assert_shows("Contestée, la correction est défaite tout de suite")
        .assert_lacks("Corriger la forme</h2>");
    story
        .read_by("sicoval")
        .await
        .assert_shows("Forme corrigée");
    story.office("approuver", &[]).await.assert_status(303);
}

#[tokio::test]
async fn one_that_is_contested_is_undone_and_what_was_taken_on_its_words_is_void() {
    on_both_engines(|db| {
        Box::pin(async move {
            let draft = Story::of_a_draft_on(TestApp::on(db).await).await;
            is_contested(Story::forwarded(Story::submitted(draft).await).await).await;
        })
    })
    .await;
}

async fn is_contested(story: Story) {
    story
        .takes("sicoval", "approuve", "")
        .await
        .assert_status(303);
    story.corrects(WORDS, CORRECTED).await.assert_status(303);
    story
        .takes_on_the_last("grand-montauban", "approuve")
        .await
        .assert_status(303);
    assert_eq!(story.positions_standing().await, 2);
    let page = story.contests("grand-montauban", 1).await;
    page.assert_status(303);
    assert_eq!(story.last_number().await, 3);
    assert!(!story.reads(CORRECTED).await && story.reads(WORDS).await);
    assert_eq!(story.positions_standing().await, 1);
    let page = story.office("approuver", &[]).await;
    page.assert_status(422)
        .assert_shows("Il manque la position du Grand Montauban")
        .assert_lacks("Il manque la position du Sicoval");
    let page = story.app.as_secretariat().get(&story.at("/forme")).await;
    page.assert_shows("contestée et défaite")
        .assert_shows("Contestée par Grand Montauban")
        .assert_shows("Le sens change.");
    let journal = story.app.as_secretariat().get(&story.at("/journal")).await;
    journal
        .assert_shows("Correction de forme contestée")
        .assert_shows("correction n°\u{a0}1");
    let again = story.contests("sicoval", 1).await;
    again.assert_status(409).assert_shows("déjà contestée");
    story
        .takes_on_the_last("grand-montauban", "approuve")
        .await
        .assert_status(303);
    story.office("approuver", &[]).await.assert_status(303);
    let report = check(&story.app.app.db, story.app.app.clock.now());
    assert_eq!(report.await.unwrap().faults, []);
}

#[tokio::test]
async fn nobody_corrects_but_the_secretariat_and_nobody_contests_but_a_presidency_of_the_perimeter()
{
    let story = Story::before_the_presidencies().await;
    let app = &story.app;
    for mut other in [
        app.as_direction("sicoval"),
        app.as_presidency("sicoval"),
        app.as_presidency("toulouse-metropole"),
    ] {
        let words = [WORDS, CORRECTED, "Une virgule."];
        story
            .corrects_as(&mut other, words)
            .await
            .assert_status(403);
    }
    story.corrects(WORDS, CORRECTED).await.assert_status(303);
    for mut other in [
        app.as_direction("sicoval"),
        app.as_secretariat(),
        app.as_presidency("toulouse-metropole"),
    ] {
        let page = story.contests_as(&mut other, 1, "Non.").await;
        page.assert_status(403)
            .assert_shows("n’est pas ouvert à vos mandats");
    }
    let mut technician = app.as_technician("toulouse-metropole");
    story
        .contests_as(&mut technician, 1, "Non.")
        .await
        .assert_status(404);
    story.contests("sicoval", 2).await.assert_status(404);
    let silent = story
        .contests_as(&mut app.as_presidency("sicoval"), 1, " ")
        .await;
    silent
        .assert_status(422)
        .assert_shows("Dites pourquoi vous contestez");
    assert!(story.reads(CORRECTED).await);
}

#[tokio::test]
async fn what_is_no_correction_of_form_is_refused_and_kept() {
    let story = Story::before_the_presidencies().await;
    let mut office = story.app.as_secretariat();
    for (words, sentence) in [
        (["nulle part", CORRECTED, "Oui."], "dans aucun paragraphe"),
        (["e", CORRECTED, "Oui."], "plusieurs fois dans le texte"),
        ([WORDS, WORDS, "Oui."], "ce que dit déjà le texte"),
        ([WORDS, " ", "Oui."], "supprimer un passage n’est pas"),
        ([WORDS, CORRECTED, ""], "Écrivez le motif"),
    ] {
        let page = story.corrects_as(&mut office, words).await;
        page.assert_status(422)
            .assert_shows(sentence)
            .assert_shows(words[0]);
    }
    assert_eq!(story.last_number().await, 1);
    let late = [
        ("mots", WORDS),
        ("correction", CORRECTED),
        ("motif", "Oui."),
        ("version", "7"),
        ("revision", &story.revision().await),
    ];
    office
        .submit(&story.at("/forme"), &late)
        .await
        .assert_status(409);
}

#[tokio::test]
async fn until_the_adoption_and_not_after_it_a_correction_is_contested() {
    let story = Story::before_adoption().await;
    story.corrects(WORDS, CORRECTED).await.assert_status(303);
    story
        .corrects("Le desserrement", "Ce desserrement")
        .await
        .assert_status(303);
    story.contests("sicoval", 1).await.assert_status(303);
    assert!(story.reads("Ce desserrement").await && !story.reads(CORRECTED).await);
    let page = records(&story, ["pour"; 3], &[("issue", "adopter")]).await;
    page.assert_status(303);
    let page = story.contests("sicoval", 2).await;
    page.assert_status(409)
        .assert_shows("n’est pas possible à l’étape");
    let page = story.corrects("Ce desserrement", "Le desserrement").await;
    page.assert_status(409);
    assert!(story.reads("Ce desserrement").await);
}

#[tokio::test]
async fn words_that_were_corrected_again_are_contested_from_the_last_correction() {
    let story = Story::before_adoption().await;
    story.corrects(WORDS, CORRECTED).await.assert_status(303);
    story
        .corrects("une chance,", "une chance ;")
        .await
        .assert_status(303);
    let page = story.contests("sicoval", 1).await;
    page.assert_status(409)
        .assert_shows("Contestez d’abord la dernière correction");
    story.contests("sicoval", 2).await.assert_status(303);
    story.contests("sicoval", 1).await.assert_status(303);
    assert!(story.reads(WORDS).await && !story.reads(CORRECTED).await);
    assert_eq!(story.positions_standing().await, 2);
}
