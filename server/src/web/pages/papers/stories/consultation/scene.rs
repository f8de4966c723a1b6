//! An assembly whose rule allows a written consultation, and what people do with it.

use dires_domain::circuit::Stage;
use dires_domain::ids::{BodyId, MandateId};
use dires_domain::people::{Body, BodyKind, Function, Mandate, Seat, Term};
use uuid::Uuid;

use super::super::{Story, submit};
use crate::storage::fixtures::{body, day};
use crate::web::testing::{Page, TestApp};

const ASSEMBLY: &str = "/secretariat/instances/assemblee-generale";

/// More than half of the suffrages exprimés, half of the voters, fifteen days, silence is for, opposition counts.
pub const RULE: [(&str, &str); 16] = [
    ("depuis", "2026-01-01"),
    ("votants", "membres-de-droit"),
    ("voix", "une"),
    ("quorum", "1/2"),
    ("quorum_compte", "presents-ou-representes"),
    ("quorum_quand", "chaque-vote"),
    ("quorum_deuxieme", "meme-quorum"),
    ("majorite", "suffrages-exprimes"),
    ("abstention", "hors-suffrages"),
    ("sans_part", "present"),
    ("partage", "personne"),
    ("ecrite", "oui"),
    ("ecrite_jours", "15"),
    ("ecrite_silence", "approbation"),
    ("ecrite_opposition", "vote-contre"),
    ("confirmee", "oui"),
];

/// The same, without written consultations.
pub const NEVER: [(&str, &str); 16] = {
    let mut rule = RULE;
    rule[11] = ("ecrite", "non");
    rule
};

/// The same rule, but for one of its answers.
pub fn with(name: &str, value: &'static str) -> [(&'static str, &'static str); 16] {
    RULE.map(|(known, said)| (known, if known == name { value } else { said }))
}

/// Six in the evening of a day of March.
pub fn closes(day: u32) -> &'static str {
    match day {
        20 => "2026-03-20T18:00",
        25 => "2026-03-25T18:00",
        _ => panic!("no such closing"),
    }
}

/// A text that awaits its adoption, under this rule of the assembly.
pub async fn under(rule: &[(&str, &str)]) -> Story {
    under_on(TestApp::new().await, rule).await
}

/// The same in this association.
pub async fn under_on(app: TestApp, rule: &[(&str, &str)]) -> Story {
    let story = Story::before_adoption_of(Story::of_a_draft_on(app).await).await;
    let mut office = story.app.as_secretariat();
    office.submit(ASSEMBLY, rule).await.assert_goes_to(ASSEMBLY);
    story
}

/// What the secretariat sends, but for the reserves.
pub async fn fields(story: &Story, kind: &str, closing: &str) -> Vec<(&'static str, String)> {
    let mut tx = story.app.app.db.read().await.unwrap();
    let bodies = tx.bodies().await.unwrap();
    let assembly = bodies.iter().find(|it| it.slug == "assemblee-generale");
    vec![
        ("instance", assembly.unwrap().id.to_string()),
        ("nature", kind.to_owned()),
        ("cloture", closing.to_owned()),
        ("revision", story.revision().await),
    ]
}

/// The secretariat opens one; the reserve of Grand Montauban is maintained.
pub async fn opens(story: &Story, kind: &str, closing: &str) -> Page {
    let fields = fields(story, kind, closing).await;
    let montauban = story.app.territory("grand-montauban").await;
    let reserve = format!("reserve-{montauban}");
    let mut fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    fields.push((reserve.as_str(), "maintenue"));
    let mut office = story.app.as_secretariat();
    office.submit(&story.at("/consultation"), &fields).await
}

/// A presidency answers, for its own territory or another.
pub async fn field(story: &Story, slug: &str, territory: Option<&str>, answer: &str) -> Page {
    let mut fields = vec![("mot", answer.to_owned())];
    if let Some(other) = territory {
        let id = story.app.territory(other).await;
        fields.push(("territoire", id.to_string()));
    }
    let mut presidency = story.app.as_presidency(slug);
    submit(&mut presidency, &story.at("/consultation/reponse"), &fields).await
}

/// A bureau in which the technician of a territory sits.
pub async fn bureau_of(story: &Story, slug: &str) -> BodyId {
    let home = story.app.territory(slug).await;
    let person = story
        .app
        .person(&format!("technique@{slug}.exemple.fr"))
        .await;
    let now = story.app.app.clock.now();
    let bureau = Body {
        kind: BodyKind::Political,
        ..body("bureau", None)
    };
    let mandate = Mandate {
        id: MandateId(Uuid::now_v7()),
        person,
        territory: Some(home),
        function: Function::Technician,
        term: Term::new(day(2024, 1, 1), None).unwrap(),
        seats: vec![Seat {
            body: bureau.id,
            conducts: None,
        }],
    };
    let mut tx = story.app.app.db.write().await.unwrap();
    tx.add_body(&bureau, 9).await.unwrap();
    tx.give_mandate(&mandate, now, None).await.unwrap();
    tx.save().await.unwrap();
    bureau.id
}

impl Story {
    /// Where the text stands.
    pub async fn stage(&self) -> Stage {
        let mut tx = self.app.app.db.read().await.unwrap();
        tx.paper(self.id()).await.unwrap().unwrap().stage
    }
}
