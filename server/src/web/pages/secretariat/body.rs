//! `/secretariat/instances/{slug}`: one body, who sits in it, its dated rules, and recording the next one.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use dires_domain::decision::{BodyRule, Majority, Rule, Share, Voters};
use dires_domain::ids::{BodyId, RuleId};
use dires_domain::people::Body;
use uuid::Uuid;

use super::bodies::{RuleLine, sits_in};
use super::go;
use super::parts::{Chip, Names};
use crate::app::App;
use crate::storage::Tx;
use crate::web::messages::{decision, members, secretariat as say, words};
use crate::web::{Answer, Faults, Form, Frame, Office, Problem, page, page_with};

/// The quorums that the form offers.
const QUORUMS: [(u32, u32); 6] = [(1, 4), (1, 3), (1, 2), (2, 3), (3, 4), (1, 1)];

#[derive(Template)]
#[template(path = "pages/secretariat/body.html")]
struct BodyPage {
    frame: Frame,
    body: Body,
    kind: &'static str,
    conducts: Option<&'static str>,
    seats: Vec<SeatLine>,
    rules: Vec<RuleLine>,
    typed: TypedRule,
    faults: Faults,
}

struct SeatLine {
    person: String,
    function: &'static str,
    territory: Option<Chip>,
}

/// What the form of a rule holds.
#[derive(Debug, Default)]
struct TypedRule {
    since: String,
    voters: String,
    majority: String,
    quorum: String,
    written_consultation: bool,
    confirmed: bool,
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
    let typed = TypedRule::of(&form);
    let mut tx = app.db.write().await?;
    let body = named(&mut tx, &slug).await?;
    let mut faults = typed.faults();
    let rules = tx.rules_of(body.id).await?;
    if rules.iter().any(|it| it.since.to_string() == typed.since) {
        faults.add("depuis", say::RULE_THAT_DAY);
    }
    let Some(rule) = typed.rule(body.id).filter(|_| faults.is_empty()) else {
        drop(tx);
        let mut page = body_page(&app, frame, &slug).await?;
        page.typed = typed;
        page.faults = faults;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let (now, by) = (app.clock.now(), Some(by.person.id));
    tx.record_rule(&rule, now, by).await?;
    tx.save().await?;
    let path = format!("/secretariat/instances/{slug}");
    Ok(go(&app, &path, say::RULE_RECORDED))
}

async fn body_page(app: &App, frame: Frame, slug: &str) -> Result<BodyPage, Problem> {
    let today = app.clock.today();
    let mut tx = app.db.read().await?;
    let body = named(&mut tx, slug).await?;
    let rules = tx.rules_of(body.id).await?;
    let in_force = tx.rule_in_force(body.id, today).await?;
    let says = in_force.map_or_else(Rule::unknown, |it| it.rule);
    Ok(BodyPage {
        frame: frame.titled(body.name.clone()),
        kind: members::body_kind(body.kind),
        conducts: body.conducts.map(words::stage),
        seats: seats(&mut tx, &body, today).await?,
        rules: rules.iter().map(RuleLine::of).collect(),
        typed: TypedRule::starting_from(&says, today),
        body,
        faults: Faults::default(),
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
    fn voters(&self) -> Vec<(&'static str, &'static str, bool)> {
        let chosen = |it: &Voters| it.code() == self.typed.voters;
        let all = Voters::ALL.iter();
        all.map(|it| (it.code(), decision::voters(*it), chosen(it)))
            .collect()
    }

    fn majorities(&self) -> Vec<(&'static str, &'static str, bool)> {
        let chosen = |it: &Majority| it.code() == self.typed.majority;
        let all = Majority::ALL.iter();
        all.map(|it| (it.code(), decision::majority(*it), chosen(it)))
            .collect()
    }

    fn quorums(&self) -> Vec<(String, String, bool)> {
        let shares = QUORUMS.iter().filter_map(|(a, b)| Share::new(*a, *b).ok());
        shares
            .map(|it| (code(it), decision::share(it), code(it) == self.typed.quorum))
            .collect()
    }
}

impl TypedRule {
    /// The rule that holds, to be changed from today.
    fn starting_from(rule: &Rule, today: NaiveDate) -> Self {
        Self {
            since: today.to_string(),
            voters: rule.voters.code().to_owned(),
            majority: rule.majority.map_or("", Majority::code).to_owned(),
            quorum: rule.quorum.map(code).unwrap_or_default(),
            written_consultation: rule.written_consultation,
            confirmed: false,
        }
    }

    fn of(form: &Form) -> Self {
        Self {
            since: form.text("depuis").to_owned(),
            voters: form.text("votants").to_owned(),
            majority: form.text("majorite").to_owned(),
            quorum: form.text("quorum").to_owned(),
            written_consultation: form.text("consultation_ecrite") == "oui",
            confirmed: form.text("confirmee") == "oui",
        }
    }

    fn faults(&self) -> Faults {
        let mut faults = Faults::default();
        if self.since.parse::<NaiveDate>().is_err() {
            faults.add("depuis", say::NO_SINCE);
        }
        if self.voters.parse::<Voters>().is_err() {
            faults.add("votants", say::NO_VOTERS);
        }
        if self.quorum().is_err() {
            faults.add("quorum", say::NO_QUORUM);
        }
        if self.confirmed && self.majority.parse::<Majority>().is_err() {
            faults.add("majorite", say::CONFIRMED_WITHOUT_MAJORITY);
        }
        faults
    }

    fn rule(&self, body: BodyId) -> Option<BodyRule> {
        Some(BodyRule {
            id: RuleId(Uuid::now_v7()),
            body,
            since: self.since.parse().ok()?,
            confirmed: self.confirmed,
            rule: Rule {
                voters: self.voters.parse().ok()?,
                majority: self.majority.parse().ok(),
                quorum: self.quorum().ok()?,
                written_consultation: self.written_consultation,
            },
        })
    }

    /// The quorum, or that there is none; an error when it is none of those offered.
    fn quorum(&self) -> Result<Option<Share>, ()> {
        if self.quorum.is_empty() {
            return Ok(None);
        }
        let shares = QUORUMS.iter().filter_map(|(a, b)| Share::new(*a, *b).ok());
        let mut chosen = shares.filter(|it| code(*it) == self.quorum);
        chosen.next().map(Some).ok_or(())
    }
}

/// A share as a form's value: `1/2`.
fn code(share: Share) -> String {
    let (part, whole) = share.parts();
    format!("{part}/{whole}")
}

#[cfg(test)]
mod tests {
    use crate::web::testing::TestApp;

    const PATH: &str = "/secretariat/instances/assemblee-generale";

    #[tokio::test]
    async fn a_rule_is_recorded_and_dated() {
        let app = TestApp::new().await;
        let mut office = app.as_secretariat();
        office
            .get("/secretariat/instances")
            .await
            .assert_status(200)
            .assert_shows("Aucune règle n’est enregistrée");
        let fields = [
            ("depuis", "2026-03-02"),
            ("votants", "membres-de-droit"),
            ("majorite", "suffrages-exprimes"),
            ("quorum", "1/2"),
            ("confirmee", "oui"),
        ];
        office.submit(PATH, &fields).await.assert_goes_to(PATH);
        office
            .get(PATH)
            .await
            .assert_shows("La règle est enregistrée.")
            .assert_shows("Présidence – Sicoval")
            .assert_shows("La moitié des membres")
            .assert_shows("Confirmée");
        office
            .submit(PATH, &fields)
            .await
            .assert_status(422)
            .assert_shows("a déjà une règle à partir de ce jour");
    }

    #[tokio::test]
    async fn a_confirmed_rule_has_a_majority() {
        let app = TestApp::new().await;
        let mut office = app.as_secretariat();
        let fields = [
            ("depuis", ""),
            ("majorite", ""),
            ("quorum", "3/2"),
            ("confirmee", "oui"),
        ];
        office
            .submit(PATH, &fields)
            .await
            .assert_status(422)
            .assert_shows("Une règle confirmée dit à quelle majorité")
            .assert_shows("Saisissez le premier jour")
            .assert_shows("Choisissez un quorum dans la liste.")
            .assert_shows("Dites qui vote.");
        office
            .get("/secretariat/instances/inconnue")
            .await
            .assert_status(404);
    }
}
