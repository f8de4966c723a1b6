//! A meeting told page by page, as the people of the association live it.

mod calendars;
mod convening;
mod preparing;
mod rights;

use dires_domain::ids::{MeetingId, PaperId};

use crate::papers::live;
use crate::storage::meetings::Meeting;
use crate::web::testing::{Page, TestApp};

/// The association, a text of the Sicoval and of Grand Montauban before the conférence des directions, and a meeting of
/// that conference which is being prepared.
struct Story {
    app: TestApp,
    paper: String,
    meeting: String,
}

impl Story {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let paper = a_text(&app).await;
        let meeting = prepared(&app, "conference-des-directions").await;
        Self {
            app,
            paper,
            meeting,
        }
    }

    /// With the text and another point on its agenda.
    async fn with_an_agenda() -> Self {
        let story = Self::new().await;
        let id = story.paper_id().to_string();
        story
            .puts("inscrire", &[("texte", &id)])
            .await
            .assert_status(303);
        let point = [("intitule", "Calendrier de l’automne")];
        story.puts("ajouter", &point).await.assert_status(303);
        story
    }

    /// And its members are convened.
    async fn convened() -> Self {
        let story = Self::with_an_agenda().await;
        story.convenes().await.assert_status(303);
        story
    }

    fn paper_id(&self) -> PaperId {
        self.paper.trim_start_matches("/textes/").parse().unwrap()
    }

    fn id(&self) -> MeetingId {
        let id = self.meeting.trim_start_matches("/reunions/");
        id.parse().unwrap()
    }

    async fn stored(&self) -> Meeting {
        let mut tx = self.app.app.db.read().await.unwrap();
        tx.meeting(self.id()).await.unwrap().unwrap()
    }

    /// The identifiers of the points, in order.
    async fn points(&self) -> Vec<String> {
        let mut tx = self.app.app.db.read().await.unwrap();
        let agenda = tx.agenda(self.id()).await.unwrap();
        agenda.iter().map(|point| point.id.to_string()).collect()
    }

    /// The secretariat presses a button of the agenda.
    async fn puts(&self, action: &str, more: &[(&str, &str)]) -> Page {
        let mut fields = vec![("action", action)];
        fields.extend(more);
        self.sends("/ordre-du-jour", &fields).await
    }

    async fn convenes(&self) -> Page {
        self.sends("/convocation", &[]).await
    }

    /// The secretariat sends a form of the meeting as it is now.
    async fn sends(&self, place: &str, fields: &[(&str, &str)]) -> Page {
        let revision = self.stored().await.revision.to_string();
        let mut fields = fields.to_vec();
        fields.push(("revision", &revision));
        let mut office = self.app.as_secretariat();
        office
            .submit(&format!("{}{place}", self.meeting), &fields)
            .await
    }

    async fn moves_to(&self, day: &str) -> Page {
        let (start, end) = (format!("{day}T14:00"), format!("{day}T16:00"));
        let fields = [
            ("debut", start.as_str()),
            ("fin", end.as_str()),
            ("lieu", "Hôtel de Région"),
        ];
        self.sends("/modifier", &fields).await
    }

    /// A colleague changes the words of the text.
    async fn is_edited(&self) {
        let mut tx = self.app.app.db.write().await.unwrap();
        let held = live::hold(&mut tx, self.paper_id()).await.unwrap().unwrap();
        let now = self.app.app.clock.now();
        let edit = (0, "Un mot. ");
        live::edit_for_tests(&mut tx, held.document, self.paper_id(), now, edit).await;
        tx.save().await.unwrap();
    }

    async fn seen_by(&self, email: &str) -> Page {
        self.app.logged_in(email).get(&self.meeting).await
    }
}

/// A text before the directions.
async fn a_text(app: &TestApp) -> String {
    let home = app.territory("sicoval").await.to_string();
    let other = app.territory("grand-montauban").await.to_string();
    let fields = [
        ("nature", "dire"),
        ("titre", "Les quartiers de gare"),
        ("destinataire", "Région Occitanie"),
        ("territoires", home.as_str()),
        ("territoires", other.as_str()),
        ("depart", "colle"),
        ("colle", "Un train par heure jusqu’à minuit."),
    ];
    let mut direction = app.as_direction("sicoval");
    let page = direction.submit("/textes/nouveau", &fields).await;
    page.assert_status(303);
    let paper = page.header("location").unwrap().to_owned();
    let submit = [("action", "soumettre"), ("revision", "1")];
    let page = direction.submit(&format!("{paper}/etape"), &submit).await;
    page.assert_status(303);
    paper
}

/// A meeting of a body, on 20 March 2026.
async fn prepared(app: &TestApp, body: &str) -> String {
    let body = body_id(app, body).await;
    let fields = [
        ("instance", body.as_str()),
        ("titre", "Séance de mars"),
        ("debut", "2026-03-20T14:00"),
        ("fin", "2026-03-20T16:00"),
        ("lieu", "Hôtel de Région"),
        ("lien", "https://visio.exemple.fr/salle-secrete"),
    ];
    let mut office = app.as_secretariat();
    let page = office.submit("/reunions/nouvelle", &fields).await;
    page.assert_status(303);
    page.header("location").unwrap().to_owned()
}

async fn body_id(app: &TestApp, slug: &str) -> String {
    let mut tx = app.app.db.read().await.unwrap();
    let bodies = tx.bodies().await.unwrap();
    let found = bodies.iter().find(|body| body.slug == slug).unwrap();
    found.id.to_string()
}
