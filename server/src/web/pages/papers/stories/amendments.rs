//! Amendments, from the first word to what the body decides, as those who write, read and record them see them.

mod rights;

use dires_domain::ids::{AmendmentId, DocumentId};

use super::Story;
use crate::papers::live;
use crate::storage::amendments::Amendment;
use crate::web::testing::{Browser, Page};

impl Story {
    fn amendments(&self) -> String {
        self.at("/amendements")
    }

    /// Begins an amendment for the territory of who asks; its page.
    async fn amends(&self, mut who: Browser, fields: &[(&str, &str)]) -> String {
        let page = who.submit(&self.amendments(), fields).await;
        page.assert_status(303);
        page.header("location").unwrap().to_owned()
    }

    async fn amendment(&self, page: &str) -> Amendment {
        let id: AmendmentId = page.rsplit('/').next().unwrap().parse().unwrap();
        let mut tx = self.app.app.db.read().await.unwrap();
        let all = tx.amendments(self.id()).await.unwrap();
        all.into_iter().find(|it| it.id == id).unwrap()
    }

    /// Somebody writes words over so many of the first ones of a branch, as the hub does.
    async fn branch_says(&self, page: &str, edit: (usize, &str)) {
        let document: DocumentId = self.amendment(page).await.document;
        let mut tx = self.app.app.db.write().await.unwrap();
        let now = self.app.app.clock.now();
        live::edit_for_tests(&mut tx, document, self.id(), now, edit).await;
        tx.save().await.unwrap();
    }

    /// Does something with an amendment, at the revision that it has.
    async fn deals(&self, mut who: Browser, page: &str, deed: &str, motive: &str) -> Page {
        let revision = self.amendment(page).await.revision.to_string();
        let fields = [("geste", deed), ("motif", motive), ("revision", &revision)];
        who.submit(page, &fields).await
    }

    /// An amendment of a territory that says this and is tabled.
    pub(super) async fn tabled(&self, slug: &str, edit: (usize, &str)) -> String {
        let page = self.amends(self.app.as_direction(slug), &[]).await;
        self.branch_says(&page, edit).await;
        let president = self.app.as_presidency(slug);
        let tabled = self.deals(president, &page, "deposer", "Un motif.").await;
        tabled.assert_status(303);
        page
    }

    async fn words(&self) -> String {
        let mut tx = self.app.app.db.read().await.unwrap();
        let paper = tx.paper(self.id()).await.unwrap().unwrap();
        live::look(&mut tx, &paper).await.unwrap().0.plain()
    }

    pub(super) async fn secretariat(&self, page: &str, deed: &str, motive: &str) -> Page {
        self.deals(self.app.as_secretariat(), page, deed, motive)
            .await
    }
}

/// One of Sicoval, then one of Grand Montauban that is farther from the text.
pub async fn two_of_the_same_words(story: &Story) -> [String; 2] {
    let near = story.tabled("sicoval", (2, "Ce")).await;
    let far = (2, "Tout ce très long et très étonnant");
    [near, story.tabled("grand-montauban", far).await]
}

#[tokio::test]
async fn an_amendment_is_prepared_tabled_accepted_and_makes_a_version() {
    let story = Story::before_the_presidencies().await;
    story
        .takes("sicoval", "approuve", "")
        .await
        .assert_status(303);
    let (app, direction) = (&story.app, story.app.as_direction("sicoval"));
    let page = story.amends(direction, &[]).await;
    app.as_direction("sicoval")
        .get(&page)
        .await
        .assert_shows("Rien pour l’instant.");
    story.branch_says(&page, (2, "L’étonnant")).await;
    let drafted = app.as_direction("sicoval").get(&page).await;
    drafted.assert_shows("L’étonnant");
    drafted.assert_shows("La présidence du territoire le dépose.");

    let refused = story
        .deals(app.as_direction("sicoval"), &page, "deposer", "Un motif.")
        .await;
    refused.assert_status(403);
    refused.assert_shows("C’est la présidence du territoire qui dépose l’amendement.");
    let refused = story
        .deals(app.as_presidency("sicoval"), &page, "deposer", " ")
        .await;
    refused.assert_status(422);
    refused.assert_shows("Écrivez l’exposé des motifs");
    let tabled = story
        .deals(app.as_presidency("sicoval"), &page, "deposer", "Parce que.")
        .await;
    tabled.assert_status(303);

    let blocked = story.office("approuver", &[("seance", "2026-03-01")]).await;
    blocked.assert_status(422);
    blocked.assert_shows("1\u{a0}amendement déposé attend la décision de l’instance");
    let read = app.as_presidency("grand-montauban").get(&page).await;
    read.assert_shows("Amendement n°\u{a0}1");
    read.assert_shows("Parce que.");

    story
        .secretariat(&page, "accepter", "")
        .await
        .assert_status(303);
    assert_eq!(
        story.words().await,
        "L’étonnant desserrement économique est une chance."
    );
    let text = app.as_secretariat().get(&story.paper).await;
    text.assert_shows("Version 2");
    text.assert_shows("Positions annulées par une modification du texte");
    let accepted = story.amendment(&page).await;
    let mut tx = app.app.db.read().await.unwrap();
    let version = tx.last_version(story.id()).await.unwrap().unwrap();
    assert_eq!((version.number, accepted.made), (2, Some(version.id)));
    drop(tx);
    story
        .office("approuver", &[("seance", "2026-03-01")])
        .await
        .assert_status(303);
}

#[tokio::test]
async fn an_amendment_whose_image_says_nothing_is_not_tabled() {
    let story = Story::before_the_presidencies().await;
    let app = &story.app;
    let page = story.amends(app.as_direction("sicoval"), &[]).await;
    let file = story.is_sent(1).await;
    let branch = story.amendment(&page).await.document;
    story.shows_in(branch, &file, &[]).await;
    let refused = story
        .deals(app.as_presidency("sicoval"), &page, "deposer", "Un plan.")
        .await;
    refused.assert_status(422);
    refused.assert_shows("texte de remplacement");
    let image = format!("src=\"{}/images/{file}\"", story.paper);
    let drafted = app.as_direction("sicoval").get(&page).await;
    drafted.assert_shows(&image);
}

#[tokio::test]
async fn of_two_that_exclude_each_other_the_farthest_is_put_first_and_the_other_falls() {
    let story = Story::before_the_presidencies().await;
    let near = story.tabled("sicoval", (2, "Ce")).await;
    let far = story
        .tabled("grand-montauban", (2, "Tout ce très long et très étonnant"))
        .await;
    let app = &story.app;
    let list = app.as_secretariat().get(&story.amendments()).await;
    list.assert_shows("2 amendements sur le même passage");
    list.assert_shows("si l’un est accepté, l’autre tombe");

    let early = story.secretariat(&near, "accepter", "").await;
    early.assert_status(409);
    early.assert_shows("L’amendement n°\u{a0}2 est à voter d’abord");
    story
        .secretariat(&far, "accepter", "")
        .await
        .assert_status(303);
    let fallen = app.as_presidency("sicoval").get(&near).await;
    fallen.assert_shows("l’amendement n°\u{a0}2, accepté, touche les mêmes mots");
    assert!(story.words().await.starts_with("Tout ce très long"));
    let again = story.secretariat(&near, "accepter", "").await;
    again.assert_status(409);
    again.assert_shows("Cet amendement est tombé");
    story
        .office("approuver", &[("seance", "2026-03-01")])
        .await
        .assert_status(303);
}

#[tokio::test]
async fn the_secretariat_puts_them_in_another_order_and_a_refusal_needs_its_motive() {
    let story = Story::before_the_presidencies().await;
    let near = story.tabled("sicoval", (2, "Ce")).await;
    let far = story
        .tabled("grand-montauban", (2, "Tout ce très long et très étonnant"))
        .await;
    story
        .secretariat(&near, "monter", "")
        .await
        .assert_status(303);
    let silent = story.secretariat(&near, "refuser", "").await;
    silent.assert_status(422);
    silent.assert_shows("Écrivez le motif");
    story
        .secretariat(&near, "refuser", "Trop court.")
        .await
        .assert_status(303);
    let kept = story.app.as_presidency("sicoval").get(&near).await;
    kept.assert_shows("Trop court.");
    kept.assert_shows("<ins");
    story
        .secretariat(&far, "accepter", "")
        .await
        .assert_status(303);
    let journal = story
        .app
        .as_presidency("sicoval")
        .get(&story.at("/journal"))
        .await;
    journal.assert_shows("Amendement refusé");
    journal.assert_shows("Amendement accepté");
}

#[tokio::test]
async fn words_brought_before_words_that_are_replaced_are_voted_in_order() {
    let story = Story::before_the_presidencies().await;
    let one = story.tabled("sicoval", (2, "Ce")).await;
    let other = story.tabled("grand-montauban", (0, "Bien entendu, ")).await;
    let list = story.app.as_secretariat().get(&story.amendments()).await;
    list.assert_shows("2 amendements sur le même passage");
    story
        .secretariat(&one, "accepter", "")
        .await
        .assert_status(409);
    story
        .secretariat(&other, "refuser", "Non.")
        .await
        .assert_status(303);
    story
        .secretariat(&one, "accepter", "")
        .await
        .assert_status(303);
    assert_eq!(
        story.words().await,
        "Ce desserrement économique est une chance."
    );
}

#[tokio::test]
async fn who_writes_all_anew_with_the_same_words_excludes_whoever_changes_one() {
    let story = Story::before_the_presidencies().await;
    let one = story.tabled("sicoval", (2, "Ce")).await;
    let anew = "Le desserrement économique est un risque.";
    let other = story.tabled("grand-montauban", (usize::MAX, anew)).await;
    story
        .secretariat(&other, "accepter", "")
        .await
        .assert_status(303);
    assert_eq!(story.words().await, anew);
    let fallen = story.app.as_secretariat().get(&one).await;
    fallen.assert_shows("l’amendement n°\u{a0}2, accepté");
}

#[tokio::test]
async fn a_sub_amendment_is_voted_first_and_becomes_part_of_what_it_amends() {
    let story = Story::before_the_presidencies().await;
    let page = story.tabled("sicoval", (2, "Tout ce")).await;
    let parent = page.rsplit('/').next().unwrap().to_owned();
    let montauban = story.app.as_direction("grand-montauban");
    let sub = story.amends(montauban, &[("parent", &parent)]).await;
    story.branch_says(&sub, (4, "Presque tout")).await;
    let president = story.app.as_presidency("grand-montauban");
    let tabled = story.deals(president, &sub, "deposer", "Nuance.").await;
    tabled.assert_status(303);
    let read = story.app.as_secretariat().get(&page).await;
    read.assert_shows("Sous-amendement n°\u{a0}2");
    let early = story.secretariat(&page, "accepter", "").await;
    early.assert_shows("L’amendement n°\u{a0}2 est à voter d’abord");
    story
        .secretariat(&sub, "accepter", "")
        .await
        .assert_status(303);
    assert!(story.words().await.starts_with("Le desserrement"));
    story
        .secretariat(&page, "accepter", "")
        .await
        .assert_status(303);
    assert!(
        story
            .words()
            .await
            .starts_with("Presque tout ce desserrement")
    );
}

#[tokio::test]
async fn what_is_withdrawn_is_kept_with_its_motive_and_what_amends_it_falls() {
    let story = Story::before_the_presidencies().await;
    let page = story.tabled("sicoval", (2, "Tout ce")).await;
    let parent = page.rsplit('/').next().unwrap().to_owned();
    let montauban = story.app.as_direction("grand-montauban");
    let sub = story.amends(montauban, &[("parent", &parent)]).await;
    story.branch_says(&sub, (4, "Presque tout")).await;
    let president = story.app.as_presidency("grand-montauban");
    story
        .deals(president, &sub, "deposer", "Nuance.")
        .await
        .assert_status(303);
    let silent = story
        .deals(story.app.as_presidency("sicoval"), &page, "retirer", "")
        .await;
    silent.assert_status(422);
    let other = story
        .deals(
            story.app.as_presidency("grand-montauban"),
            &page,
            "retirer",
            "Non.",
        )
        .await;
    other.assert_status(403);
    let motive = "Satisfait par ailleurs.";
    story
        .deals(story.app.as_presidency("sicoval"), &page, "retirer", motive)
        .await
        .assert_status(303);
    story
        .app
        .as_secretariat()
        .get(&page)
        .await
        .assert_shows(motive);
    let fallen = story.app.as_secretariat().get(&sub).await;
    fallen.assert_shows("qu’il amendait, est retiré");
}

#[tokio::test]
async fn nothing_is_tabled_that_changes_nothing_or_what_is_not_there_any_more() {
    let story = Story::before_the_presidencies().await;
    let late = story
        .amends(story.app.as_direction("grand-montauban"), &[])
        .await;
    let president = || story.app.as_presidency("grand-montauban");
    let empty = story
        .deals(president(), &late, "deposer", "Un motif.")
        .await;
    empty.assert_status(422);
    empty.assert_shows("ne change rien au texte");
    story.branch_says(&late, (2, "Un")).await;
    let first = story.tabled("sicoval", (2, "Ce")).await;
    story
        .secretariat(&first, "accepter", "")
        .await
        .assert_status(303);
    let overtaken = story
        .deals(president(), &late, "deposer", "Un motif.")
        .await;
    overtaken.assert_status(409);
    overtaken.assert_shows("Le texte a changé à cet endroit");
}

#[tokio::test]
async fn a_text_that_leaves_the_presidencies_leaves_its_amendments_behind() {
    let story = Story::before_the_presidencies().await;
    let tabled = story.tabled("sicoval", (2, "Ce")).await;
    story
        .office("renvoyer", &[("motif", "À revoir.")])
        .await
        .assert_status(303);
    let page = story.app.as_secretariat().get(&tabled).await;
    page.assert_shows("Le texte a quitté la conférence des présidences");
    assert!(story.words().await.starts_with("Le desserrement"));
    let mut direction = story.app.as_direction("sicoval");
    direction
        .submit(&story.amendments(), &[])
        .await
        .assert_status(409);
}

#[tokio::test]
async fn an_amendment_is_decided_on_what_was_read_of_it() {
    let story = Story::before_the_presidencies().await;
    let page = story.tabled("sicoval", (2, "Ce")).await;
    let fields = [("geste", "accepter"), ("motif", ""), ("revision", "1")];
    let stale = story.app.as_secretariat().submit(&page, &fields).await;
    stale.assert_status(409);
    stale.assert_shows("a changé depuis que vous l’avez lu");
    let nothing = story.app.as_secretariat().submit(&page, &[]).await;
    nothing.assert_status(422);
}
