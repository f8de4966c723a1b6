//! Reserves on passages: tabled by a présidence, lifted or maintained by its own territory alone, and no adoption before.

use dires_domain::ids::PaperId;

use super::Story;
use super::adoption::records;
use crate::storage::reservations::Reservation;
use crate::web::testing::{Browser, Page};

/// The words of the story's text, from which a passage is taken.
const PASSAGE: &str = "est une chance";
const WORDING: &str = "est une chance et un risque";

impl Story {
    /// A présidence tables a reserve on a passage of the first paragraph.
    pub(super) async fn reserves_on(&self, slug: &str, words: &str, wording: &str) -> Page {
        let mut browser = self.app.as_presidency(slug);
        self.reserves_as(&mut browser, (words, wording), &[]).await
    }

    async fn reserves_as(
        &self,
        browser: &mut Browser,
        (words, wording): (&str, &str),
        more: &[(&str, &str)],
    ) -> Page {
        let (revision, version) = (self.revision().await, self.last_version().await);
        let mut fields = more.to_vec();
        fields.extend([
            ("paragraphe", "1"),
            ("mots", words),
            ("proposition", wording),
            ("version", &version),
            ("revision", &revision),
        ]);
        browser.submit(&self.at("/reserves"), &fields).await
    }

    async fn last_version(&self) -> String {
        let mut tx = self.app.app.db.read().await.unwrap();
        let last = tx.last_version(self.id()).await.unwrap();
        last.map_or(0, |it| it.number).to_string()
    }

    /// Whoever it is lifts (`lever`) or maintains (`maintenir`) a reserve.
    async fn rules(&self, browser: &mut Browser, number: i32, word: &str) -> Page {
        let fields = [("mot", word), ("revision", &self.revision().await)];
        browser
            .submit(&self.at(&format!("/reserves/{number}")), &fields)
            .await
    }

    pub(super) async fn ruled_by(&self, slug: &str, number: i32, word: &str) -> Page {
        self.rules(&mut self.app.as_presidency(slug), number, word)
            .await
    }

    pub(super) async fn reservations(&self) -> Vec<Reservation> {
        let mut tx = self.app.app.db.read().await.unwrap();
        tx.reservations(self.id()).await.unwrap()
    }

    async fn reserves_page(&self) -> Page {
        self.app
            .as_presidency("sicoval")
            .get(&self.at("/reserves"))
            .await
    }

    /// The assembly adopts.
    async fn adopts(&self) -> Page {
        records(self, ["pour"; 3], &[("issue", "adopter")]).await
    }
}

#[tokio::test]
async fn a_presidency_reserves_words_of_a_paragraph_and_everyone_who_reads_the_text_sees_what_it_proposes()
 {
    let story = Story::before_the_presidencies().await;
    let page = story.app.as_presidency("sicoval").get(&story.paper).await;
    page.assert_shows("Déposer une réserve");
    let page = story.reserves_on("sicoval", PASSAGE, WORDING).await;
    page.assert_status(303);
    let direction = story
        .app
        .as_direction("grand-montauban")
        .get(&story.at("/reserves"))
        .await;
    direction
        .assert_shows("Réserve n°")
        .assert_shows(PASSAGE)
        .assert_shows("et un risque<span")
        .assert_shows("réserve en suspens")
        .assert_lacks(">Lever")
        .assert_lacks("Déposer une réserve");
    let own = story.reserves_page().await;
    own.assert_shows(">Lever").assert_shows(">Maintenir");
    let other = story
        .app
        .as_presidency("grand-montauban")
        .get(&story.at("/reserves"))
        .await;
    other
        .assert_lacks(">Lever")
        .assert_shows("Déposer une réserve");
    let text = story.read_by("sicoval").await;
    text.assert_shows("1 réserve, dont 1 en suspens")
        .assert_shows("Réserve déposée");
}

#[tokio::test]
async fn words_that_were_selected_lead_to_the_form_with_their_paragraph() {
    let story = Story::before_the_presidencies().await;
    let mut presidency = story.app.as_presidency("sicoval");
    let at = |query: &str| story.at(&format!("/reserves/nouvelle{query}"));
    let page = presidency.get(&at("")).await;
    page.assert_shows("1. Le paragraphe")
        .assert_lacks("Déposer la réserve");
    let page = presidency.get(&at("?mots=est%20une%20chance")).await;
    page.assert_shows("<mark>est une chance</mark>")
        .assert_shows("Déposer la réserve");
    let page = presidency.get(&at("?mots=nulle%20part")).await;
    page.assert_shows("Ces mots ne se suivent dans aucun paragraphe");
    let page = presidency.get(&at("?paragraphe=1&mots=nulle%20part")).await;
    page.assert_shows("Ces mots ne se suivent pas ainsi dans le paragraphe");
    let page = presidency.get(&at("?paragraphe=1&mots=e")).await;
    page.assert_shows("Ces mots se trouvent plusieurs fois");
}

#[tokio::test]
async fn what_is_no_reserve_is_refused_with_what_was_typed() {
    let story = Story::before_the_presidencies().await;
    for (words, wording, sentence) in [
        (PASSAGE, PASSAGE, "La rédaction proposée est celle du texte"),
        ("nulle part", WORDING, "Ces mots ne se suivent pas ainsi"),
        ("e", WORDING, "Ces mots se trouvent plusieurs fois"),
        (
            PASSAGE,
            &"long ".repeat(1_000),
            "La rédaction proposée est trop longue",
        ),
    ] {
        let page = story.reserves_on("sicoval", words, wording).await;
        page.assert_status(422)
            .assert_shows(sentence)
            .assert_shows(wording.trim());
    }
    let mut presidency = story.app.as_presidency("sicoval");
    for more in [("version", "7"), ("version", "")] {
        let page = story
            .reserves_as(&mut presidency, (PASSAGE, WORDING), &[more])
            .await;
        page.assert_status(409)
            .assert_shows("Le texte a une nouvelle version depuis votre lecture");
        page.assert_shows(WORDING);
    }
    let page = story
        .reserves_as(&mut presidency, (PASSAGE, WORDING), &[("paragraphe", "9")])
        .await;
    page.assert_status(422)
        .assert_shows("Choisissez un paragraphe de ce texte");
    assert!(story.reservations().await.is_empty());
}

#[tokio::test]
async fn nobody_but_a_presidency_of_the_perimeter_reserves_and_nobody_but_its_territory_decides() {
    let story = Story::before_the_presidencies().await;
    story
        .reserves_on("sicoval", PASSAGE, WORDING)
        .await
        .assert_status(303);
    let app = &story.app;
    for mut other in [
        app.as_direction("sicoval"),
        app.as_secretariat(),
        app.as_presidency("toulouse-metropole"),
    ] {
        let page = story
            .reserves_as(&mut other, ("chance", "menace"), &[])
            .await;
        page.assert_status(403)
            .assert_shows("n’est pas ouvert à vos mandats");
        story.rules(&mut other, 1, "lever").await.assert_status(403);
        other
            .get(&story.at("/reserves/nouvelle"))
            .await
            .assert_status(403);
        other
            .get(&story.at("/reserves"))
            .await
            .assert_status(200)
            .assert_lacks(">Lever");
    }
    story
        .ruled_by("grand-montauban", 1, "lever")
        .await
        .assert_status(403);
    story
        .ruled_by("sicoval", 2, "lever")
        .await
        .assert_status(404);
    story
        .ruled_by("sicoval", 1, "oublier")
        .await
        .assert_status(422);
    let mut technician = app.as_technician("toulouse-metropole");
    story
        .rules(&mut technician, 1, "lever")
        .await
        .assert_status(404);
    technician
        .get(&story.at("/reserves"))
        .await
        .assert_status(404);
    let all = story.reservations().await;
    assert!(all.len() == 1 && all[0].ruled.is_none());
}

#[tokio::test]
async fn a_mandate_that_ended_lifts_nothing() {
    let story = Story::before_the_presidencies().await;
    let mut presidency = story.app.as_presidency("sicoval");
    story
        .reserves_as(&mut presidency, (PASSAGE, WORDING), &[])
        .await
        .assert_status(303);
    {
        let mut tx = story.app.app.db.write().await.unwrap();
        tx.query("update mandate set until = '2026-02-01', since = '2026-01-01' where function = 'presidence'")
            .execute()
            .await
            .unwrap();
        tx.save().await.unwrap();
    }
    story
        .rules(&mut presidency, 1, "lever")
        .await
        .assert_status(404);
    assert!(story.reservations().await[0].ruled.is_none());
}

#[tokio::test]
async fn before_the_presidencies_nobody_reserves() {
    let story = Story::before_the_directions().await;
    let page = story.reserves_on("sicoval", PASSAGE, WORDING).await;
    page.assert_status(409)
        .assert_shows("n’est pas possible à l’étape");
    assert!(story.reservations().await.is_empty());
}

#[tokio::test]
async fn a_position_with_reserves_needs_no_other_words_where_one_is_on_a_passage() {
    let story = Story::before_the_presidencies().await;
    let word = "approuve-avec-reserves";
    story.takes("sicoval", word, "").await.assert_status(422);
    story
        .reserves_on("sicoval", PASSAGE, WORDING)
        .await
        .assert_status(303);
    story
        .takes("grand-montauban", word, "")
        .await
        .assert_status(422);
    story.takes("sicoval", word, "").await.assert_status(303);
    story
        .takes("sicoval", "demande-un-renvoi", "")
        .await
        .assert_status(422);
}

#[tokio::test]
async fn a_text_is_adopted_once_each_reserve_is_lifted_or_maintained_by_its_own_territory() {
    let story = Story::before_adoption().await;
    story
        .reserves_on("sicoval", PASSAGE, WORDING)
        .await
        .assert_status(303);
    story
        .reserves_on("grand-montauban", "Le desserrement", "")
        .await
        .assert_status(303);
    let refused = "La réserve n°\u{a0}1 du Sicoval n’est ni levée ni maintenue";
    let form = story.app.as_secretariat().get(&story.at("/adoption")).await;
    form.assert_shows("L’adoption n’est pas encore possible")
        .assert_shows(refused);
    let page = story.adopts().await;
    page.assert_status(422)
        .assert_shows(refused)
        .assert_shows("La réserve n°\u{a0}2 du Grand Montauban n’est ni levée ni maintenue");
    story
        .ruled_by("sicoval", 1, "maintenir")
        .await
        .assert_status(303);
    let page = story.ruled_by("sicoval", 1, "maintenir").await;
    page.assert_status(409).assert_shows("C’est déjà dit");
    let page = story.adopts().await;
    page.assert_status(422)
        .assert_lacks(refused)
        .assert_shows("La réserve n°\u{a0}2");
    story
        .ruled_by("grand-montauban", 2, "lever")
        .await
        .assert_status(303);
    let page = story.ruled_by("grand-montauban", 2, "maintenir").await;
    page.assert_status(409)
        .assert_shows("Cette réserve est levée, et le reste");
    story.adopts().await.assert_status(303);
    for word in ["lever", "maintenir"] {
        story
            .ruled_by("sicoval", 1, word)
            .await
            .assert_status(409)
            .assert_shows("n’est pas possible à l’étape");
    }
    let last = story.last_version().await;
    let version = story.read(&format!("/versions/{last}")).await;
    version
        .assert_shows("réserves maintenues")
        .assert_shows(WORDING)
        .assert_lacks("supprimer ce passage");
    let journal = story.read("/journal").await;
    journal
        .assert_shows("Réserve déposée")
        .assert_shows("Réserve maintenue")
        .assert_shows("Réserve levée")
        .assert_shows("réserve n°\u{a0}2");
}

#[tokio::test]
async fn the_board_asks_a_presidency_for_its_undecided_reserves_before_the_adoption() {
    let story = Story::before_adoption().await;
    story
        .reserves_on("sicoval", PASSAGE, WORDING)
        .await
        .assert_status(303);
    let task = "Réserve à lever ou à maintenir";
    story
        .app
        .as_presidency("sicoval")
        .get("/tableau")
        .await
        .assert_shows(task);
    story
        .app
        .as_presidency("grand-montauban")
        .get("/tableau")
        .await
        .assert_lacks(task);
    story
        .app
        .as_direction("sicoval")
        .get("/tableau")
        .await
        .assert_lacks(task);
    story
        .ruled_by("sicoval", 1, "maintenir")
        .await
        .assert_status(303);
    story
        .app
        .as_presidency("sicoval")
        .get("/tableau")
        .await
        .assert_lacks(task);
}

#[tokio::test]
async fn a_reserve_follows_its_passage_into_the_next_version_which_lifts_it() {
    let story = Story::before_the_presidencies().await;
    story
        .reserves_on("sicoval", PASSAGE, WORDING)
        .await
        .assert_status(303);
    let page = story.office("renvoyer", &[("motif", "À reprendre.")]).await;
    page.assert_status(303);
    story.is_edited().await;
    let page = story.reserves_page().await;
    page.assert_shows(PASSAGE)
        .assert_lacks("passage supprimé")
        .assert_lacks(">Lever");
    let again = Story::forwarded(story).await;
    let task = "Réserve à lever ou à maintenir";
    again
        .app
        .as_presidency("sicoval")
        .get("/tableau")
        .await
        .assert_shows(task);
    again
        .ruled_by("sicoval", 1, "lever")
        .await
        .assert_status(303);
    again
        .reserves_page()
        .await
        .assert_shows("par la version 2")
        .assert_shows("sur la version 1");
}

#[tokio::test]
async fn a_reserve_whose_passage_is_gone_is_listed_with_its_quote_and_still_decided() {
    let story = Story::before_the_presidencies().await;
    story
        .reserves_on("sicoval", PASSAGE, WORDING)
        .await
        .assert_status(303);
    story
        .office("renvoyer", &[("motif", "À reprendre.")])
        .await
        .assert_status(303);
    story.is_emptied().await;
    story.is_edited().await;
    let page = story.reserves_page().await;
    page.assert_shows("passage supprimé du texte")
        .assert_shows(PASSAGE);
    let again = Story::forwarded(story).await;
    again
        .ruled_by("sicoval", 1, "maintenir")
        .await
        .assert_status(303);
}

impl Story {
    async fn read(&self, place: &str) -> Page {
        self.app.as_presidency("sicoval").get(&self.at(place)).await
    }
}

#[tokio::test]
async fn a_territory_that_left_the_perimeter_is_in_nobodys_way() {
    let story = Story::before_adoption().await;
    story
        .reserves_on("sicoval", PASSAGE, WORDING)
        .await
        .assert_status(303);
    leaves(&story, story.id(), "sicoval").await;
    let page = story
        .app
        .as_presidency("grand-montauban")
        .get(&story.at("/reserves"))
        .await;
    page.assert_shows("Le texte ne parle plus pour ce territoire")
        .assert_shows("1 réserve, aucune en suspens");
    story.adopts().await.assert_status(303);
}

async fn leaves(story: &Story, paper: PaperId, slug: &str) {
    let territory = story.app.territory(slug).await;
    let mut tx = story.app.app.db.write().await.unwrap();
    tx.query("delete from paper_territory where paper_id = $1 and territory_id = $2")
        .bind(paper.0)
        .bind(territory.0)
        .execute()
        .await
        .unwrap();
    tx.save().await.unwrap();
}
