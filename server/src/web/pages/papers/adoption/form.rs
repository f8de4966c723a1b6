//! The page where a decision is recorded.

use askama::Template;
use chrono::NaiveDate;
use dires_domain::circuit::Action;
use dires_domain::ids::PaperId;
use dires_domain::people::{Body, BodyKind};

use super::Asked;
use super::sitting::Sitting;
use crate::papers::overview::{Overview, overview};
use crate::papers::step::vote::Day;
use crate::papers::{Asker, PaperError};
use crate::storage::Tx;
use crate::web::messages::{papers as say, reserves};
use crate::web::pages::papers::sheet_form::Choice;
use crate::web::pages::papers::{address, view};
use crate::web::{Frame, dates};

/// The page.
#[derive(Template)]
#[template(path = "pages/papers/adoption.html")]
pub struct AdoptionPage {
    frame: Frame,
    address: String,
    title: String,
    revision: i64,
    version: i32,
    sha256: String,
    bodies: Vec<Choice>,
    asked: Asked,
    /// What is wrong with the body or the day.
    fault: String,
    sitting: Option<Sitting>,
    /// The reserves on passages that nobody has decided, one sentence each: nothing is adopted while there is one.
    undecided: Vec<String>,
}

impl AdoptionPage {
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
        placement.allows(Action::Adopt, by.mandates, by.today)?;
        let bodies = deciding(tx).await?;
        let version = overview.versions.first();
        let title = view::title(&overview.text.title);
        Ok(Self {
            frame: frame.titled(format!("Adoption – {title}")),
            address: address(id),
            title,
            revision: overview.paper.revision,
            version: version.map_or(0, |version| version.number),
            sha256: version
                .map(|version| version.sha256.clone())
                .unwrap_or_default(),
            fault: fault(&asked, by.today),
            undecided: undecided(tx, &overview).await?,
            sitting: sitting(tx, by.today, &asked, &bodies, &overview).await?,
            bodies: bodies.iter().map(choice).collect(),
            asked,
        })
    }

    /// Whether a body is the one chosen.
    fn chose(&self, body: &str) -> bool {
        self.asked.text("instance") == body
    }
}

async fn undecided(tx: &mut Tx, overview: &Overview) -> Result<Vec<String>, PaperError> {
    let territories = tx.territories().await?;
    let all = overview.undecided();
    Ok(all
        .map(|it| reserves::undecided(it.number, it.territory, &territories))
        .collect())
}

/// The bodies of élus: the others prepare and do not decide.
async fn deciding(tx: &mut Tx) -> Result<Vec<Body>, PaperError> {
    let mut bodies = tx.bodies().await?;
    bodies.retain(|body| body.kind == BodyKind::Political);
    Ok(bodies)
}

fn choice(body: &Body) -> Choice {
    Choice {
        value: body.id.to_string(),
        label: body.name.clone(),
        note: "",
    }
}

fn fault(asked: &Asked, today: NaiveDate) -> String {
    if asked.text("instance").is_empty() && asked.text("jour").is_empty() {
        return String::new();
    }
    match (asked.body(), asked.day()) {
        (None, _) => say::NO_BODY.to_owned(),
        (_, None) => say::NOT_A_DATE.to_owned(),
        (_, Some(day)) if day > today => say::future(day),
        _ => String::new(),
    }
}

async fn sitting(
    tx: &mut Tx,
    today: NaiveDate,
    asked: &Asked,
    bodies: &[Body],
    overview: &Overview,
) -> Result<Option<Sitting>, PaperError> {
    let body = bodies.iter().find(|body| Some(body.id) == asked.body());
    let Some((body, day)) = body.zip(asked.day().filter(|day| *day <= today)) else {
        return Ok(None);
    };
    let known = Day::of(tx, Some(body.id), day).await?;
    let (name, on) = (body.name.clone(), dates::day(day));
    Ok(Some(Sitting::of(name, on, &known, asked, overview)))
}
