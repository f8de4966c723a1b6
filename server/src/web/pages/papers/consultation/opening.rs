//! The page where a consultation is opened: the body, what its rule allows, until when, and the reserves.

use askama::Template;
use axum::http::StatusCode;
use chrono::{DateTime, Days, NaiveTime, Utc};
use dires_domain::circuit::Action;
use dires_domain::decision::{Terms, may_consult};
use dires_domain::ids::{BodyId, PaperId, TerritoryId};
use dires_domain::paper::ReservationState;
use dires_domain::people::{Body, BodyKind, Territory};

use crate::clock;
use crate::papers::consultation::{Opening, earliest_closing};
use crate::papers::overview::{Overview, overview};
use crate::papers::{Asker, PaperError};
use crate::storage::Tx;
use crate::web::messages::{consultation as say, decision, reserves as say_reserves, words};
use crate::web::pages::papers::{address, lines::name, view};
use crate::web::{Form, Frame, Problem, dates, refusal};

/// What was asked or typed, and why it was refused.
#[derive(Default)]
pub struct Asked {
    body: Option<BodyId>,
    decides: bool,
    closes: String,
    revision: i64,
    reserves: Vec<(TerritoryId, ReservationState)>,
    /// What is wrong with the closing.
    pub fault: String,
    alert: String,
    missing: Vec<String>,
}

impl Asked {
    /// The body of an address.
    pub fn of_address(body: Option<&str>) -> Self {
        Self {
            body: body.and_then(|it| it.parse().ok()),
            ..Self::default()
        }
    }

    /// What was typed in the form, where these are the association's territories.
    pub fn typed(form: &Form, territories: &[Territory]) -> Self {
        let reserve = |it: &Territory| Some((it.id, form.parse(&format!("reserve-{}", it.id))?));
        Self {
            body: form.parse("instance"),
            decides: form.text("nature") == "decision",
            closes: form.text("cloture").to_owned(),
            revision: form.parse("revision").unwrap_or_default(),
            reserves: territories.iter().filter_map(reserve).collect(),
            ..Self::default()
        }
    }

    /// The consultation that is asked for; none without an instant.
    pub fn opening(&self) -> Option<Opening> {
        Some(Opening {
            body: self.body,
            decides: self.decides,
            closes_at: dates::from_field(&self.closes)?,
            reserves: self.reserves.clone(),
            revision: self.revision,
        })
    }

    /// Says on the page why none was opened; or the problem that no page can show.
    pub fn explain(
        &mut self,
        error: PaperError,
        territories: &[Territory],
    ) -> Result<StatusCode, Problem> {
        match refusal::told(error, territories) {
            Problem::Refused { sentence, missing } => {
                self.alert = sentence;
                self.missing = missing;
                Ok(StatusCode::UNPROCESSABLE_ENTITY)
            }
            problem => Err(problem),
        }
    }
}

/// A reserve whose fate is asked for.
struct Reserve {
    id: TerritoryId,
    name: String,
    text: String,
    /// Code, label, chosen.
    choices: Vec<(&'static str, &'static str, bool)>,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/papers/consultation_new.html")]
pub struct OpeningPage {
    frame: Frame,
    address: String,
    title: String,
    revision: i64,
    version: i32,
    sha256: String,
    /// Value, name, chosen.
    bodies: Vec<(String, String, bool)>,
    body: String,
    /// What the rule says of a written consultation, where it allows one.
    terms: Vec<String>,
    /// Why it does not.
    barred: String,
    says: Vec<(&'static str, String)>,
    closes: String,
    least: String,
    reserves: Vec<Reserve>,
    /// The reserves on passages that nobody has decided, one sentence each: a consultation that decides waits for them.
    undecided: Vec<String>,
    asked: Asked,
}

impl OpeningPage {
    /// The page for what was asked.
    pub async fn of(
        tx: &mut Tx,
        by: &Asker<'_>,
        frame: Frame,
        id: PaperId,
        asked: Asked,
    ) -> Result<Self, PaperError> {
        let overview = overview(tx, by, id).await?;
        let placement = overview.paper.placement();
        placement.allows(Action::Consult, by.mandates, by.today)?;
        let mut bodies = tx.bodies().await?;
        bodies.retain(|it| it.kind == BodyKind::Political);
        let chosen = chosen(&bodies, &asked, &overview);
        let rule = match &chosen {
            Some(body) => tx.rule_in_force(body.id, by.today).await?,
            None => None,
        };
        let territories = tx.territories().await?;
        let allowed = may_consult(rule.as_ref());
        let says = rule.map(|it| decision::rule(&it.rule, &territories));
        let terms = allowed.as_ref().ok().copied();
        let version = overview.versions.first();
        let title = view::title(&overview.text.title);
        let name = say::name(terms.is_some());
        Ok(Self {
            frame: frame.titled(format!("{name} – {title}")),
            address: address(id),
            title,
            revision: overview.paper.revision,
            version: version.map_or(0, |it| it.number),
            sha256: version.map(|it| it.sha256.clone()).unwrap_or_default(),
            bodies: bodies
                .iter()
                .map(|it| {
                    (
                        it.id.to_string(),
                        it.name.clone(),
                        chosen.as_ref() == Some(it),
                    )
                })
                .collect(),
            body: chosen.map(|it| it.name).unwrap_or_default(),
            barred: allowed.as_ref().err().map(say::barred).unwrap_or_default(),
            terms: terms.map(say::terms).unwrap_or_default(),
            says: says.unwrap_or_default(),
            closes: closing(&asked, terms, by.now),
            least: least(terms, by.now),
            undecided: overview
                .undecided()
                .map(|it| say_reserves::undecided(it.number, it.territory, &territories))
                .collect(),
            reserves: reserves(&asked, &overview, &territories),
            asked,
        })
    }

    /// Whether the closing decides.
    fn decides(&self) -> bool {
        !self.terms.is_empty()
    }

    fn name(&self) -> &'static str {
        say::name(self.decides())
    }
}

/// The body that was asked for, or the one that conducts the stage.
fn chosen(bodies: &[Body], asked: &Asked, overview: &Overview) -> Option<Body> {
    let named = bodies.iter().find(|it| Some(it.id) == asked.body);
    let usual = bodies
        .iter()
        .find(|it| it.conducts == Some(overview.paper.stage));
    named.or(usual).or(bodies.first()).cloned()
}

/// What the field holds: what was typed, or the evening of the first day that is surely late enough.
fn closing(asked: &Asked, terms: Option<Terms>, now: DateTime<Utc>) -> String {
    if !asked.closes.is_empty() {
        return asked.closes.clone();
    }
    let least = terms.map_or(now, |it| earliest_closing(it, now));
    let after = if terms.is_some() { 1 } else { 7 };
    let day = clock::local(least).date() + Days::new(after);
    let evening = NaiveTime::from_hms_opt(18, 0, 0).unwrap_or_default();
    dates::field(clock::instant_of(day.and_time(evening)))
}

/// From when on it may close, in words; empty where nothing says so.
fn least(terms: Option<Terms>, now: DateTime<Utc>) -> String {
    let earliest = terms.map(|it| earliest_closing(it, now));
    earliest.map(dates::instant).unwrap_or_default()
}

fn reserves(asked: &Asked, overview: &Overview, territories: &[Territory]) -> Vec<Reserve> {
    let standing = overview.positions.iter().filter(|it| it.ended.is_none());
    let reserved = standing.filter(|it| it.reservation_state.is_some());
    let chose = |of, state| asked.reserves.contains(&(of, state));
    reserved
        .map(|position| Reserve {
            id: position.territory,
            name: name(territories, position.territory),
            text: position.reservation.clone(),
            choices: [ReservationState::Lifted, ReservationState::Maintained]
                .map(|it| {
                    (
                        it.code(),
                        words::reservation(it),
                        chose(position.territory, it),
                    )
                })
                .into(),
        })
        .collect()
}
