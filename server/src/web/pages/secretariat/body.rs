//! `/secretariat/instances/{slug}`: one body, who sits in it, its dated rules, and recording the next one.

mod questions;
pub mod rhythm;
#[cfg(test)]
mod tests;
mod typed;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use dires_domain::decision::{BodyRule, Rule};
use dires_domain::ids::RuleId;
use dires_domain::people::{Body, Territory};
use uuid::Uuid;

use super::bodies::{RuleLine, sits_in};
use super::go;
use super::parts::{Chip, Names};
use crate::app::App;
use crate::storage::Tx;
use crate::web::messages::{members, rule as say, words};
use crate::web::{Answer, Faults, Form, Frame, Office, Problem, page, page_with};
use questions::Questions;
use typed::TypedRule;

#[derive(Template)]
#[template(path = "pages/secretariat/body.html")]
struct BodyPage {
    frame: Frame,
    body: Body,
    kind: &'static str,
    conducts: Option<&'static str>,
    seats: Vec<SeatLine>,
    rules: Vec<DatedRule>,
    territories: Vec<Territory>,
    typed: TypedRule,
    faults: Faults,
    /// How many meetings a year are wanted, as it is typed.
    rhythm: String,
    rhythm_faults: Faults,
}

/// A rule of the list.
struct DatedRule {
    line: RuleLine,
    /// Whether it is the one that holds today.
    holds: bool,
}

struct SeatLine {
    person: String,
    function: &'static str,
    territory: Option<Chip>,
}

/// Shows the body.
pub async fn show(
    State(app): State<App>,
    _: Office,
    frame: Frame,
    Path(slug): Path<String>,
) -> Answer {
    page(&body_page(&app, frame, &slug).await?)
}

/// Records a rule from a day.
pub async fn record(
    State(app): State<App>,
    Office(by): Office,
    frame: Frame,
    Path(slug): Path<String>,
    form: Form,
) -> Answer {
    let mut tx = app.db.write().await?;
    let body = named(&mut tx, &slug).await?;
    let territories = tx.territories().await?;
    let typed = TypedRule::of(&form, &territories);
    let known = tx.rules_of(body.id).await?;
    match dated(&typed, &body, &territories, &known) {
        Ok(rule) => {
            tx.record_rule(&rule, app.clock.now(), Some(by.person.id))
                .await?;
            tx.save().await?;
            let path = format!("/secretariat/instances/{slug}");
            Ok(go(&app, &path, say::RECORDED))
        }
        Err(faults) => {
            drop(tx);
            let mut page = body_page(&app, frame, &slug).await?;
            page.typed = typed;
            page.faults = faults;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// The rule as it was typed, where the body has none from that very day.
fn dated(
    typed: &TypedRule,
    body: &Body,
    territories: &[Territory],
    known: &[BodyRule],
) -> Result<BodyRule, Faults> {
    let (since, rule) = typed.read(territories)?;
    if known.iter().any(|it| it.since == since) {
        let mut faults = Faults::default();
        faults.add("depuis", say::THAT_DAY);
        return Err(faults);
    }
    Ok(BodyRule {
        id: RuleId(Uuid::now_v7()),
        body: body.id,
        since,
        confirmed: typed.confirmed,
        rule,
    })
}

async fn body_page(app: &App, frame: Frame, slug: &str) -> Result<BodyPage, Problem> {
    let today = app.clock.today();
    let mut tx = app.db.read().await?;
    let body = named(&mut tx, slug).await?;
    let rules = tx.rules_of(body.id).await?;
    let in_force = tx.rule_in_force(body.id, today).await?;
    let all = tx.territories().await?;
    let holds = in_force.as_ref().map(|it| it.id);
    let rules = rules.iter().map(|rule| DatedRule {
        line: RuleLine::of(rule, &all),
        holds: Some(rule.id) == holds,
    });
    let rules = rules.collect();
    let rhythm = tx.rhythms().await?.get(&body.id).copied();
    let says = in_force.map_or_else(Rule::unknown, |it| it.rule);
    Ok(BodyPage {
        frame: frame.titled(body.name.clone()),
        kind: members::body_kind(body.kind),
        conducts: body.conducts.map(words::stage),
        seats: seats(&mut tx, &body, today).await?,
        rules,
        typed: TypedRule::starting_from(&says, today, &all),
        territories: tx.territories_in_force(today).await?,
        body,
        faults: Faults::default(),
        rhythm: rhythm.map(|it| it.to_string()).unwrap_or_default(),
        rhythm_faults: Faults::default(),
    })
}

async fn named(tx: &mut Tx, slug: &str) -> Result<Body, Problem> {
    let bodies = tx.bodies().await?;
    let mut found = bodies.into_iter().filter(|it| it.slug == slug);
    found.next().ok_or(Problem::NotFound)
}

/// Who sits in the body on a day.
async fn seats(tx: &mut Tx, body: &Body, on: NaiveDate) -> Result<Vec<SeatLine>, Problem> {
    let names = Names::read(tx).await?;
    let mandates = tx.everyones_mandates(on).await?;
    let mut seats = Vec::new();
    for account in tx.accounts().await? {
        let of = |it: &&_| sits_in(it, body);
        let held = mandates.iter().filter(|it| it.person == account.person.id);
        seats.extend(held.filter(of).map(|mandate| SeatLine {
            person: account.person.name.clone(),
            function: words::function(mandate.function),
            territory: mandate.territory.and_then(|id| names.chip(id)),
        }));
    }
    Ok(seats)
}

impl BodyPage {
    fn questions(&self) -> Questions {
        Questions::of(&self.typed)
    }

    /// The field of a territory's voices, and what is typed in it.
    fn weight(&self, territory: &Territory) -> (String, &str) {
        let field = typed::weight_field(territory.id);
        (field, self.typed.weight(territory.id))
    }
}
