//! `/textes/{id}/adoption`: the secretariat records what the body that adopts decided.
//!
//! First the body and the day, which say the rule and who votes; then the votes and the reserves.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use dires_domain::circuit::Action;
use dires_domain::ids::{BodyId, PaperId, TerritoryId};
use dires_domain::paper::{ReservationState, Vote};
use dires_domain::people::{Body, BodyKind};

use super::lines::name;
use super::moves::made;
use super::sheet_form::Choice;
use super::show::identified;
use super::view::title;
use super::{address, asker, go};
use crate::app::App;
use crate::papers::overview::{Overview, overview};
use crate::papers::step::{RecordedBallot, Step};
use crate::papers::{PaperError, situation};
use crate::storage::Tx;
use crate::web::messages::{decision, papers as say, words};
use crate::web::{Answer, Form, Frame, Problem, Someone, dates, page_with, refusal};

#[derive(Template)]
#[template(path = "pages/papers/adoption.html")]
struct Adoption {
    frame: Frame,
    address: String,
    title: String,
    revision: i64,
    version: i32,
    sha256: String,
    bodies: Vec<Choice>,
    body: String,
    body_name: String,
    day: String,
    day_said: String,
    /// What is wrong with the body or the day.
    fault: String,
    rule: Vec<(&'static str, String)>,
    /// The outcome is computed; otherwise the rule is « à confirmer » and the secretariat states it.
    computed: bool,
    rows: Vec<Row>,
    reserves: Vec<Reserve>,
    motive: String,
    alert: String,
    missing: Vec<String>,
}

struct Row {
    id: TerritoryId,
    name: String,
    choices: Vec<Answered>,
}

struct Answered {
    code: &'static str,
    label: &'static str,
    chosen: bool,
}

struct Reserve {
    id: TerritoryId,
    name: String,
    text: String,
    choices: Vec<Answered>,
}

/// What was asked or typed, whichever way it came.
#[derive(Default)]
struct Asked {
    fields: HashMap<String, String>,
    alert: String,
    missing: Vec<String>,
}

impl Asked {
    fn text(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    fn day(&self) -> Option<NaiveDate> {
        self.text("jour").parse().ok()
    }

    fn body(&self) -> Option<BodyId> {
        self.text("instance").parse().ok()
    }
}

/// Shows the form for the body and the day of the address, if they are there.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    Query(fields): Query<HashMap<String, String>>,
) -> Answer {
    let asked = Asked {
        fields,
        ..Asked::default()
    };
    shown(
        &app,
        frame,
        &someone,
        identified(&id)?,
        StatusCode::OK,
        asked,
    )
    .await
}

/// Records the adoption or the refusal, or shows the form again with what is missing.
pub async fn submit(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let mut asked = typed(&app, &form).await?;
    let action = match form.text("issue") {
        "refuser" => Action::Refuse,
        _ => Action::Adopt,
    };
    let step = Step {
        action,
        revision: form.parse("revision").unwrap_or_default(),
        motive: form.raw("motif").to_owned(),
        meeting: None,
        ballot: Some(ballot(&app, &form, &asked).await?),
    };
    let error = match made(&app, &someone, id, &step).await {
        Ok(_) => return Ok(go(&app, &address(id), say::moved(action))),
        Err(error) => refusal::problem(&app, error).await,
    };
    let status = match error {
        Problem::Conflict(sentence) => {
            asked.alert = sentence;
            StatusCode::CONFLICT
        }
        Problem::Refused { sentence, missing } => {
            asked.alert = sentence;
            asked.missing = missing;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        problem => return Err(problem),
    };
    shown(&app, frame, &someone, id, status, asked).await
}

async fn typed(app: &App, form: &Form) -> Result<Asked, Problem> {
    let mut asked = Asked::default();
    let mut keep = |name: String| {
        let value = form.raw(&name).to_owned();
        asked.fields.insert(name, value);
    };
    ["instance", "jour", "motif"]
        .into_iter()
        .for_each(|name| keep(name.to_owned()));
    for territory in app.db.read().await?.territories().await? {
        keep(format!("vote-{}", territory.id));
        keep(format!("reserve-{}", territory.id));
    }
    Ok(asked)
}

async fn ballot(app: &App, form: &Form, asked: &Asked) -> Result<RecordedBallot, Problem> {
    let territories = app.db.read().await?.territories().await?;
    let ids = || territories.iter().map(|territory| territory.id);
    Ok(RecordedBallot {
        body: asked.body(),
        date: asked.day(),
        votes: ids()
            .filter_map(|id| Some((id, form.parse::<Vote>(&format!("vote-{id}"))?)))
            .collect(),
        reserves: ids()
            .filter_map(|id| {
                Some((
                    id,
                    form.parse::<ReservationState>(&format!("reserve-{id}"))?,
                ))
            })
            .collect(),
        explain: decision::explain,
    })
}

async fn shown(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    status: StatusCode,
    asked: Asked,
) -> Answer {
    let mut tx = app.db.read().await?;
    let gathered = gather(app, &mut tx, frame, someone, id, asked).await;
    drop(tx);
    match gathered {
        Ok(page) => page_with(status, &page),
        Err(error) => Err(refusal::problem(app, error).await),
    }
}

async fn gather(
    app: &App,
    tx: &mut Tx,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    asked: Asked,
) -> Result<Adoption, PaperError> {
    let asker = asker(app, someone);
    let overview = overview(tx, &asker, id).await?;
    let placement = overview.paper.placement();
    placement.allows(Action::Adopt, asker.mandates, asker.today)?;
    let territories = tx.territories().await?;
    let bodies: Vec<Body> = tx.bodies().await?;
    let deciding = bodies
        .iter()
        .filter(|body| body.kind == BodyKind::Political);
    let chosen = asked
        .body()
        .and_then(|id| bodies.iter().find(|body| body.id == id));
    let day = asked.day().filter(|day| *day <= asker.today);
    let version = overview.versions.first();
    let title = title(&overview.text.title);
    let mut page = Adoption {
        frame: frame.titled(format!("Adoption – {title}")),
        address: address(id),
        title,
        revision: overview.paper.revision,
        version: version.map_or(0, |version| version.number),
        sha256: version
            .map(|version| version.sha256.clone())
            .unwrap_or_default(),
        bodies: deciding.map(choice).collect(),
        body: asked.text("instance").to_owned(),
        body_name: chosen.map(|body| body.name.clone()).unwrap_or_default(),
        day: asked.text("jour").to_owned(),
        day_said: day.map(dates::day).unwrap_or_default(),
        fault: fault(&asked, day),
        rule: Vec::new(),
        computed: false,
        rows: Vec::new(),
        reserves: Vec::new(),
        motive: asked.text("motif").to_owned(),
        alert: asked.alert.clone(),
        missing: asked.missing.clone(),
    };
    if let Some((body, day)) = chosen.zip(day) {
        let rule = tx.rule_in_force(body.id, day).await?;
        let voters = situation::entitled(tx, rule.as_ref(), day).await?;
        page.computed = rule.as_ref().is_some_and(|rule| rule.computes());
        page.rule = rule
            .map(|dated| decision::rule(&dated.rule))
            .unwrap_or_default();
        page.rows = voters
            .iter()
            .map(|it| row(&asked, it.id, it.name.clone()))
            .collect();
        page.reserves = reserves(&asked, &overview, &territories);
    }
    Ok(page)
}

fn choice(body: &Body) -> Choice {
    Choice {
        value: body.id.to_string(),
        label: body.name.clone(),
        note: "",
    }
}

fn fault(asked: &Asked, day: Option<NaiveDate>) -> String {
    if asked.text("instance").is_empty() && asked.text("jour").is_empty() {
        return String::new();
    }
    match (asked.body(), asked.day(), day) {
        (None, ..) => say::NO_BODY.to_owned(),
        (_, None, _) => say::NOT_A_DATE.to_owned(),
        (_, Some(future), None) => say::future(future),
        _ => String::new(),
    }
}

fn row(asked: &Asked, id: TerritoryId, name: String) -> Row {
    let voted = asked.text(&format!("vote-{id}"));
    let answered = |vote: &Vote| Answered {
        code: vote.code(),
        label: words::vote(*vote),
        chosen: voted == vote.code(),
    };
    Row {
        id,
        name,
        choices: Vote::ALL.iter().map(answered).collect(),
    }
}

fn reserves(
    asked: &Asked,
    overview: &Overview,
    territories: &[dires_domain::people::Territory],
) -> Vec<Reserve> {
    let standing = overview.positions.iter().filter(|it| it.ended.is_none());
    let reserved = standing.filter(|it| it.reservation_state.is_some());
    reserved
        .map(|position| Reserve {
            id: position.territory,
            name: name(territories, position.territory),
            text: position.reservation.clone(),
            choices: states(asked.text(&format!("reserve-{}", position.territory))),
        })
        .collect()
}

fn states(typed: &str) -> Vec<Answered> {
    [ReservationState::Lifted, ReservationState::Maintained]
        .map(|state| Answered {
            code: state.code(),
            label: words::reservation(state),
            chosen: typed == state.code(),
        })
        .into()
}
