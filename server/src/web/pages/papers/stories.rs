//! The circuit told page by page, as the people of the association live it.

mod adoption;
mod amendments;
mod authors;
mod brief;
mod circuit;
mod comments;
mod comparison;
mod consultation;
mod creation;
mod decision;
mod directions;
mod form;
mod images;
mod injection;
mod light;
mod mails;
mod moments;
mod navette;
mod presidencies;
mod reserves;
mod strangers;
mod suggestions;
mod together;

use dires_domain::ids::PaperId;

use crate::papers::live;
use crate::web::testing::{Browser, Page, TestApp};

/// The association and a text of the Sicoval and of Grand Montauban, with the Région beside.
struct Story {
    app: TestApp,
    paper: String,
}

impl Story {
    /// The text is in rédaction, and says something.
    async fn of_a_draft() -> Self {
        Self::of_a_draft_on(TestApp::new().await).await
    }

    /// The same in this association.
    async fn of_a_draft_on(app: TestApp) -> Self {
        let mut browser = app.as_direction("sicoval");
        let mut fields = sheet(&app).await;
        fields.push(("depart", "colle".to_owned()));
        fields.push((
            "colle",
            "Le desserrement *économique* est une chance.".to_owned(),
        ));
        let page = submit(&mut browser, "/textes/nouveau", &fields).await;
        page.assert_status(303);
        let paper = page.header("location").unwrap().to_owned();
        Self { app, paper }
    }

    /// The text is before the conférence des directions.
    async fn before_the_directions() -> Self {
        Self::submitted(Self::of_a_draft().await).await
    }

    async fn submitted(story: Self) -> Self {
        story
            .moves("sicoval", "soumettre", "")
            .await
            .assert_status(303);
        story
    }

    /// The text is before the conférence des présidences.
    async fn before_the_presidencies() -> Self {
        Self::forwarded(Self::before_the_directions().await).await
    }

    async fn forwarded(story: Self) -> Self {
        for slug in ["sicoval", "grand-montauban"] {
            story.gives(slug, "favorable", "").await.assert_status(303);
        }
        story
            .moves("sicoval", "transmettre", "")
            .await
            .assert_status(303);
        story
    }

    /// The text awaits its adoption; Grand Montauban has a reserve.
    async fn before_adoption() -> Self {
        Self::before_adoption_of(Self::of_a_draft().await).await
    }

    /// The same for this draft.
    async fn before_adoption_of(draft: Self) -> Self {
        let story = Self::forwarded(Self::submitted(draft).await).await;
        story
            .takes("sicoval", "approuve", "")
            .await
            .assert_status(303);
        let reserve = "Retirer la dernière phrase.";
        let page = story
            .takes("grand-montauban", "approuve-avec-reserves", reserve)
            .await;
        page.assert_status(303);
        story.office("approuver", &[]).await.assert_status(303);
        story
    }

    fn at(&self, place: &str) -> String {
        format!("{}{place}", self.paper)
    }

    fn id(&self) -> PaperId {
        self.paper.trim_start_matches("/textes/").parse().unwrap()
    }

    async fn revision(&self) -> String {
        let mut tx = self.app.app.db.read().await.unwrap();
        tx.paper(self.id())
            .await
            .unwrap()
            .unwrap()
            .revision
            .to_string()
    }

    /// The state of the words now.
    async fn heads(&self) -> String {
        let mut tx = self.app.app.db.read().await.unwrap();
        let paper = tx.paper(self.id()).await.unwrap().unwrap();
        live::look(&mut tx, &paper).await.unwrap().1.token()
    }

    /// A direction makes a move.
    async fn moves(&self, slug: &str, action: &str, motive: &str) -> Page {
        let fields = [
            ("action", action),
            ("revision", &self.revision().await),
            ("motif", motive),
        ];
        let mut browser = self.app.as_direction(slug);
        browser.submit(&self.at("/etape"), &fields).await
    }

    /// The secretariat makes a move.
    async fn office(&self, action: &str, more: &[(&str, &str)]) -> Page {
        let revision = self.revision().await;
        let mut fields = vec![("action", action), ("revision", &revision)];
        fields.extend(more);
        let mut browser = self.app.as_secretariat();
        browser.submit(&self.at("/etape"), &fields).await
    }

    /// A direction gives its avis on the words as they are.
    async fn gives(&self, slug: &str, word: &str, reserve: &str) -> Page {
        let (heads, revision) = (self.heads().await, self.revision().await);
        let fields = [
            ("mot", word),
            ("reserve", reserve),
            ("etat", &heads),
            ("revision", &revision),
        ];
        let mut browser = self.app.as_direction(slug);
        browser.submit(&self.at("/avis"), &fields).await
    }

    /// A presidency takes its position on the first version.
    async fn takes(&self, slug: &str, word: &str, reserve: &str) -> Page {
        let revision = self.revision().await;
        let fields = [
            ("mot", word),
            ("reserve", reserve),
            ("version", "1"),
            ("revision", &revision),
        ];
        let mut browser = self.app.as_presidency(slug);
        browser.submit(&self.at("/position"), &fields).await
    }

    /// The text's page, as a direction reads it.
    async fn read_by(&self, slug: &str) -> Page {
        self.app.as_direction(slug).get(&self.paper).await
    }

    /// A colleague changes the words, as the hub does when a change is sent.
    async fn is_edited(&self) {
        self.is_written((0, "Un mot. ")).await;
    }

    /// A colleague removes them all.
    async fn is_emptied(&self) {
        self.is_written((usize::MAX, "")).await;
    }

    async fn is_written(&self, edit: (usize, &str)) {
        let mut tx = self.app.app.db.write().await.unwrap();
        let held = live::hold(&mut tx, self.id()).await.unwrap().unwrap();
        let now = self.app.app.clock.now();
        live::edit_for_tests(&mut tx, held.document, self.id(), now, edit).await;
        tx.save().await.unwrap();
    }
}

/// In this association, a text that awaits its adoption; Grand Montauban has a reserve.
pub async fn awaiting_adoption(app: TestApp) -> (TestApp, PaperId) {
    let story = Story::before_adoption_of(Story::of_a_draft_on(app).await).await;
    let id = story.id();
    (story.app, id)
}

/// In this association, a text before the présidences, with two amendments of the same words: the second, of Grand Montauban,
/// is put first. Their pages.
pub async fn amended(app: TestApp) -> (TestApp, PaperId, [String; 2]) {
    let draft = Story::of_a_draft_on(app).await;
    let story = Story::forwarded(Story::submitted(draft).await).await;
    let pages = amendments::two_of_the_same_words(&story).await;
    let id = story.id();
    (story.app, id, pages)
}

/// The sheet of a dire of the Sicoval, Grand Montauban and the Région.
async fn sheet(app: &TestApp) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("nature", "dire".to_owned()),
        ("titre", "Desserrement économique".to_owned()),
        ("destinataire", "Région Occitanie".to_owned()),
        ("echeance", "2026-06-01".to_owned()),
    ];
    for slug in ["sicoval", "grand-montauban", "region-occitanie"] {
        fields.push(("territoires", app.territory(slug).await.to_string()));
    }
    fields
}

/// Sends a form whose values were made on the way.
async fn submit(browser: &mut Browser, path: &str, fields: &[(&str, String)]) -> Page {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    browser.submit(path, &fields).await
}
