//! `/secretariat/instances`: the bodies, who sits in them, and the rule each decides under today.

use askama::Template;
use axum::extract::State;
use dires_domain::decision::{BodyRule, Rule};
use dires_domain::people::{Body, Mandate, Territory};

use crate::app::App;
use crate::web::messages::{decision, members, secretariat as say, words};
use crate::web::{Answer, Frame, Office, dates, page};

#[derive(Template)]
#[template(path = "pages/secretariat/bodies.html")]
struct Bodies {
    frame: Frame,
    bodies: Vec<Card>,
}

struct Card {
    body: Body,
    kind: &'static str,
    conducts: Option<&'static str>,
    seats: usize,
    rule: Option<RuleLine>,
}

/// A dated rule, in words.
pub struct RuleLine {
    /// Since when, in words.
    pub since: String,
    /// Whether the association confirmed it.
    pub confirmed: bool,
    /// Whether it says more than who votes.
    pub is_known: bool,
    /// What it says, one term and one sentence a line.
    pub says: Vec<(&'static str, String)>,
    /// How many of these lines are still to be confirmed, in words; empty where none is.
    pub open: String,
}

/// What the list of bodies says of a rule; its page says the rest.
const MAIN: [&str; 4] = ["Quorum", "Majorité", "Pouvoirs", "Consultation écrite"];

impl RuleLine {
    /// A rule, in words, with the names of the association's territories.
    pub fn of(rule: &BodyRule, territories: &[Territory]) -> Self {
        let says = decision::rule(&rule.rule, territories);
        Self {
            open: decision::open(&says),
            since: dates::day(rule.since),
            confirmed: rule.confirmed,
            is_known: rule.confirmed || rule.rule != Rule::unknown(),
            says,
        }
    }

    /// The same in short.
    fn in_short(mut self) -> Self {
        self.says.retain(|(term, _)| MAIN.contains(term));
        self
    }
}

/// Shows the bodies.
pub async fn show(State(app): State<App>, _: Office, frame: Frame) -> Answer {
    let today = app.clock.today();
    let mut tx = app.db.read().await?;
    let mandates = tx.everyones_mandates(today).await?;
    let territories = tx.territories().await?;
    let mut bodies = Vec::new();
    for body in tx.bodies().await? {
        let rule = tx.rule_in_force(body.id, today).await?;
        bodies.push(Card {
            kind: members::body_kind(body.kind),
            conducts: body.conducts.map(words::stage),
            seats: mandates.iter().filter(|it| sits_in(it, &body)).count(),
            rule: rule.map(|it| RuleLine::of(&it, &territories).in_short()),
            body,
        });
    }
    page(&Bodies {
        frame: frame.titled(say::BODIES),
        bodies,
    })
}

/// Whether a mandate gives a seat in the body.
pub fn sits_in(mandate: &Mandate, body: &Body) -> bool {
    mandate.seats.iter().any(|seat| seat.body == body.id)
}
