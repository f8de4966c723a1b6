//! A meeting that sits, told page by page.

mod amendments;
mod presence;
mod record;
mod reserves;
mod rights;
mod votes;

use dires_domain::ids::{MeetingId, PaperId, PointId, TerritoryId};
use dires_domain::meeting::agenda::{Guest, Point, TextPut};
use dires_domain::meeting::{MeetingState, Sheet};
use uuid::Uuid;

use crate::papers::live;
use crate::storage::Db;
use crate::web::pages::papers::awaiting_adoption;
use crate::web::testing::{Browser, Page, TestApp};

/// What the assembly's rule says: two thirds of those who vote, present or represented, before each vote; one pouvoir
/// each; more than half of the suffrages exprimés.
const RULE: [(&str, &str); 15] = [
    ("depuis", "2026-01-01"),
    ("votants", "membres-de-droit"),
    ("voix", "une"),
    ("quorum", "2/3"),
    ("quorum_compte", "presents-ou-representes"),
    ("quorum_quand", "chaque-vote"),
    ("quorum_deuxieme", "sans-quorum"),
    ("majorite", "suffrages-exprimes"),
    ("abstention", "hors-suffrages"),
    ("sans_part", "present"),
    ("partage", "presidence-de-seance"),
    ("pouvoirs", "admis"),
    ("pouvoirs_limite", "nombre"),
    ("pouvoirs_nombre", "1"),
    ("confirmee", "oui"),
];

/// The assembly, convened at 10 h in Paris on 2 March 2026 on a text that awaits its adoption, then another point.
pub(super) struct Story {
    pub(super) app: TestApp,
    pub(super) id: MeetingId,
    pub(super) paper: PaperId,
    pub(super) text: PointId,
    pub(super) other: PointId,
    pub(super) guest: String,
}

impl Story {
    /// Under the confirmed rule.
    pub(super) async fn new() -> Self {
        Self::on(TestApp::new().await).await
    }

    /// The same on this database.
    pub(super) async fn of(db: Db) -> Self {
        Self::on(TestApp::on(db).await).await
    }

    async fn on(app: TestApp) -> Self {
        let story = Self::unconfirmed(app).await;
        let rule = "/secretariat/instances/assemblee-generale";
        let mut office = story.app.as_secretariat();
        office.submit(rule, &RULE).await.assert_goes_to(rule);
        story
    }

    /// Under a rule « à confirmer ».
    pub(super) async fn unconfirmed(app: TestApp) -> Self {
        let (app, paper) = awaiting_adoption(app).await;
        Self::before(app, paper, "assemblee-generale").await
    }

    /// The same of this text, before this body.
    pub(super) async fn before(app: TestApp, paper: PaperId, body: &str) -> Self {
        let slug = body;
        let (id, text, other) = (
            MeetingId(Uuid::now_v7()),
            PointId(Uuid::now_v7()),
            PointId(Uuid::now_v7()),
        );
        let guest = Guest {
            id: Uuid::now_v7().into(),
            name: "L’agence d’urbanisme".into(),
            person: None,
        };
        let now = app.app.clock.now();
        let mut tx = app.app.db.write().await.unwrap();
        let bodies = tx.bodies().await.unwrap();
        let body = bodies.iter().find(|it| it.slug == slug);
        let office = tx.credentials("secretariat@exemple.fr").await.unwrap();
        let office = office.unwrap().person;
        let sheet = Sheet {
            body: body.unwrap().id,
            title: "Séance de printemps".into(),
            starts_at: now,
            ends_at: now + chrono::TimeDelta::hours(2),
            place: "Hôtel de Région".into(),
            link: String::new(),
            second_call: false,
        };
        tx.create_meeting(id, &sheet, office, now).await.unwrap();
        let version = tx.last_version(paper).await.unwrap().unwrap();
        let put = Point {
            id: text,
            title: "Desserrement économique".into(),
            text: Some(TextPut {
                paper,
                version: version.id,
            }),
            guests: Vec::new(),
        };
        tx.add_point(id, &put).await.unwrap();
        tx.invite_guest(text, &guest).await.unwrap();
        let then = Point {
            id: other,
            title: "Calendrier de l’automne".into(),
            text: None,
            guests: Vec::new(),
        };
        tx.add_point(id, &then).await.unwrap();
        tx.set_meeting_state(id, MeetingState::Convened)
            .await
            .unwrap();
        tx.send_meeting(id, now).await.unwrap();
        for slug in ["sicoval", "grand-montauban", "toulouse-metropole"] {
            let email = format!("presidence@{slug}.exemple.fr");
            let person = tx.credentials(&email).await.unwrap().unwrap().person;
            tx.convene(id, person, 0, now).await.unwrap();
        }
        tx.save().await.unwrap();
        let guest = guest.id.to_string();
        Self {
            app,
            id,
            paper,
            text,
            other,
            guest,
        }
    }

    /// Opened, with these territories there.
    pub(super) async fn open(slugs: &[&str]) -> Self {
        Self::new().await.opened(slugs).await
    }

    pub(super) async fn opened(self, slugs: &[&str]) -> Self {
        for slug in slugs {
            self.notes("arriver", &[("territoire", slug)])
                .await
                .assert_status(303);
        }
        self.notes("ouvrir", &[]).await.assert_status(303);
        let text = self.text.to_string();
        self.notes("point", &[("point", &text)])
            .await
            .assert_status(303);
        self
    }

    pub(super) fn at(&self, place: &str) -> String {
        format!("/reunions/{}{place}", self.id)
    }

    pub(super) async fn territory(&self, slug: &str) -> TerritoryId {
        self.app.territory(slug).await
    }

    /// The secretariat notes something; a territory is named by its slug.
    pub(super) async fn notes(&self, gesture: &str, more: &[(&str, &str)]) -> Page {
        let key = Uuid::now_v7().to_string();
        self.notes_under(&key, gesture, more).await
    }

    /// The same under this key.
    pub(super) async fn notes_under(
        &self,
        key: &str,
        gesture: &str,
        more: &[(&str, &str)],
    ) -> Page {
        let path = self.at("/seance/conduite");
        let mut office = self.app.as_secretariat();
        self.sends(&mut office, &path, key, gesture, more).await
    }

    /// A presidency sends a form of its page.
    pub(super) async fn presidency(
        &self,
        slug: &str,
        gesture: &str,
        more: &[(&str, &str)],
    ) -> Page {
        let key = Uuid::now_v7().to_string();
        let path = self.at("/seance");
        let mut browser = self.app.as_presidency(slug);
        self.sends(&mut browser, &path, &key, gesture, more).await
    }

    pub(super) async fn sends(
        &self,
        browser: &mut Browser,
        path: &str,
        key: &str,
        gesture: &str,
        more: &[(&str, &str)],
    ) -> Page {
        let mut fields = vec![
            ("geste".to_owned(), gesture.to_owned()),
            ("cle".to_owned(), key.to_owned()),
        ];
        for (name, value) in more {
            let named = matches!(*name, "territoire" | "mandataire");
            let value = if named && Uuid::parse_str(value).is_err() {
                self.territory(value).await.to_string()
            } else {
                (*value).to_owned()
            };
            fields.push(((*name).to_owned(), value));
        }
        let fields: Vec<_> = fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        browser.submit(path, &fields).await
    }

    /// The name that the next vote on a point has.
    pub(super) fn ballot(point: PointId, place: u128) -> String {
        Uuid::from_u128(point.0.as_u128() ^ place).to_string()
    }

    /// The secretariat puts the text to the vote.
    pub(super) async fn puts(&self) -> Page {
        let (ballot, point) = (Self::ballot(self.text, 1), self.text.to_string());
        let fields = [("scrutin", ballot.as_str()), ("point", &point)];
        self.notes("mettre-aux-voix", &fields).await
    }

    /// A presidency votes on the text from its phone.
    pub(super) async fn votes(&self, slug: &str, vote: &str, seen: &str) -> Page {
        let ballot = Self::ballot(self.text, 1);
        let fields = [
            ("scrutin", ballot.as_str()),
            ("territoire", slug),
            ("vote", vote),
            ("vu", seen),
        ];
        self.presidency(slug, "voter", &fields).await
    }

    /// The secretariat ends the vote on the text; Grand Montauban's reserve is maintained.
    pub(super) async fn ends(&self, more: &[(&str, &str)]) -> Page {
        let ballot = Self::ballot(self.text, 1);
        let reserve = format!("reserve-{}", self.territory("grand-montauban").await);
        let mut fields = vec![
            ("scrutin", ballot.as_str()),
            (reserve.as_str(), "maintenue"),
        ];
        fields.extend(more);
        self.notes("clore-vote", &fields).await
    }

    pub(super) async fn conduct(&self) -> Page {
        let mut office = self.app.as_secretariat();
        office.get(&self.at("/seance/conduite")).await
    }

    pub(super) async fn phone(&self, slug: &str) -> Page {
        self.app.as_presidency(slug).get(&self.at("/seance")).await
    }

    /// How many events the journal has.
    pub(super) async fn noted(&self) -> usize {
        let mut tx = self.app.app.db.read().await.unwrap();
        tx.events_of(self.id).await.unwrap().len()
    }

    /// Somebody changes the words of the text behind everyone's back.
    pub(super) async fn is_edited(&self) {
        let mut tx = self.app.app.db.write().await.unwrap();
        let held = live::hold(&mut tx, self.paper).await.unwrap().unwrap();
        let now = self.app.app.clock.now();
        live::edit_for_tests(&mut tx, held.document, self.paper, now, (0, "Un mot. ")).await;
        tx.save().await.unwrap();
    }

    pub(super) fn minutes_later(&self, minutes: i64) {
        self.app.clock.advance(chrono::TimeDelta::minutes(minutes));
    }
}
