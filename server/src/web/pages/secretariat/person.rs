//! `/secretariat/personnes/{id}`: one person, their mandates past, present and to come, and their invitation.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use dires_domain::ids::{MandateId, PersonId};
use dires_domain::people::{Body, BodyKind, Function, Mandate, Territory};

use super::parts::{MandateLine, Names};
use crate::app::App;
use crate::storage::people::Account;
use crate::web::messages::words;
use crate::web::{Answer, Faults, Form, Frame, Office, Problem, dates, page};

/// The page, and what was typed in its forms.
#[derive(Template)]
#[template(path = "pages/secretariat/person.html")]
pub struct PersonPage {
    frame: Frame,
    account: Account,
    pending: Option<String>,
    current: Vec<MandateLine>,
    coming: Vec<MandateLine>,
    past: Vec<MandateLine>,
    territories: Vec<Territory>,
    political: Vec<Body>,
    technical: Vec<Body>,
    /// What was typed to give a mandate.
    pub typed: Typed,
    /// What is wrong with it.
    pub faults: Faults,
    /// A last day that was refused: the mandate, what was typed, and why.
    pub refused_end: Option<(MandateId, String, String)>,
    /// The link that was just made, shown once, and until when it holds.
    pub link: Option<(String, String)>,
    /// Whether an invitation can go by mail.
    by_mail: bool,
}

/// What the form that gives a mandate holds.
#[derive(Debug, Default)]
pub struct Typed {
    function: String,
    territory: String,
    seats: Vec<String>,
    since: String,
    until: String,
}

impl Typed {
    /// What was typed.
    pub fn of(form: &Form) -> Self {
        Self {
            function: form.text("fonction").to_owned(),
            territory: form.text("territoire").to_owned(),
            seats: form.all("instances").map(ToOwned::to_owned).collect(),
            since: form.text("depuis").to_owned(),
            until: form.text("jusquau").to_owned(),
        }
    }
}

/// Shows the page.
pub async fn show(
    State(app): State<App>,
    _: Office,
    frame: Frame,
    Path(id): Path<String>,
) -> Answer {
    page(&person_page(&app, frame, read_id(&id)?).await?)
}

/// The person that an address names; what is no identifier names nobody.
pub fn read_id(text: &str) -> Result<PersonId, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

/// The page as it stands, before anything is typed.
pub async fn person_page(app: &App, frame: Frame, id: PersonId) -> Result<PersonPage, Problem> {
    let (now, today) = (app.clock.now(), app.clock.today());
    let mut tx = app.db.read().await?;
    let account = tx.account(id).await?.ok_or(Problem::NotFound)?;
    let pending = tx.pending_invitation(id, now).await?;
    let names = Names::read(&mut tx).await?;
    let mandates = tx.mandates_of(id).await?;
    let lines = |kept: &dyn Fn(&Mandate) -> bool| {
        let kept = mandates.iter().filter(|it| kept(it));
        kept.map(|it| names.line(it)).collect::<Vec<_>>()
    };
    let starts_later = |it: &Mandate| it.term.since > today;
    Ok(PersonPage {
        frame: frame.titled(account.person.name.clone()),
        pending: pending.map(|it| dates::instant(it.expires_at)),
        current: lines(&|it| it.term.in_force(today)),
        coming: lines(&starts_later),
        past: lines(&|it| !it.term.in_force(today) && !starts_later(it)),
        political: of_kind(&names.bodies, BodyKind::Political),
        technical: of_kind(&names.bodies, BodyKind::Technical),
        territories: still_open(names.territories, today),
        typed: Typed {
            since: today.to_string(),
            ..Typed::default()
        },
        account,
        faults: Faults::default(),
        refused_end: None,
        link: None,
        by_mail: app.config.smtp.is_some(),
    })
}

fn of_kind(bodies: &[Body], kind: BodyKind) -> Vec<Body> {
    let found = bodies.iter().filter(|body| body.kind == kind);
    found.cloned().collect()
}

/// Territories that are members or will be.
fn still_open(mut territories: Vec<Territory>, today: NaiveDate) -> Vec<Territory> {
    territories.retain(|it| it.term.until.is_none_or(|until| until >= today));
    territories
}

impl PersonPage {
    /// Answers with it, saying that something was refused.
    pub fn refuse(&self) -> Answer {
        crate::web::page_with(StatusCode::UNPROCESSABLE_ENTITY, self)
    }

    fn functions(&self) -> Vec<(&'static str, &'static str, bool)> {
        let chosen = |it: &Function| it.code() == self.typed.function;
        let functions = Function::ALL.iter();
        functions
            .map(|it| (it.code(), words::function(*it), chosen(it)))
            .collect()
    }

    fn is_chosen(&self, territory: &Territory) -> bool {
        territory.id.to_string() == self.typed.territory
    }

    fn sits(&self, body: &Body) -> bool {
        self.typed.seats.contains(&body.id.to_string())
    }

    /// What the field that ends a mandate holds, and what is wrong with it.
    fn end_of(&self, line: &MandateLine) -> (String, Option<&str>) {
        match &self.refused_end {
            Some((id, typed, sentence)) if *id == line.id => (typed.clone(), Some(sentence)),
            _ => (
                line.until.map(|day| day.to_string()).unwrap_or_default(),
                None,
            ),
        }
    }
}
