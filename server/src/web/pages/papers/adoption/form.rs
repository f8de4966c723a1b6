//! The page where a decision is recorded.

use askama::Template;
use chrono::NaiveDate;
use dires_domain::circuit::Action;
use dires_domain::decision::BodyRule;
use dires_domain::ids::{PaperId, TerritoryId};
use dires_domain::paper::{ReservationState, Vote};
use dires_domain::people::{Body, BodyKind, Territory};

use super::Asked;
use crate::papers::overview::{Overview, overview};
use crate::papers::{Asker, PaperError, situation};
use crate::storage::Tx;
use crate::web::messages::{decision, papers as say, words};
use crate::web::pages::papers::lines::name;
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
}

/// A body on a day: its rule, who votes, and the reserves to decide.
struct Sitting {
    body: String,
    day: String,
    rule: Vec<(&'static str, String)>,
    /// The outcome is computed; otherwise the rule is « à confirmer » and the secretariat states it.
    computed: bool,
    voters: Vec<Question>,
    reserves: Vec<Question>,
}

/// What is asked about a territory.
struct Question {
    id: TerritoryId,
    name: String,
    text: String,
    choices: Vec<Answered>,
}

struct Answered {
    code: &'static str,
    label: &'static str,
    chosen: bool,
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
    let rule = tx.rule_in_force(body.id, day).await?;
    let voters = situation::entitled(tx, rule.as_ref(), day).await?;
    let territories = tx.territories().await?;
    Ok(Some(Sitting {
        body: body.name.clone(),
        day: dates::day(day),
        computed: rule.as_ref().is_some_and(BodyRule::computes),
        rule: rule
            .map(|dated| decision::rule(&dated.rule))
            .unwrap_or_default(),
        voters: voters.iter().map(|voter| vote(asked, voter)).collect(),
        reserves: reserves(asked, overview, &territories),
    }))
}

fn vote(asked: &Asked, voter: &Territory) -> Question {
    let said = asked.vote(voter.id);
    let answered = |vote: &Vote| Answered {
        code: vote.code(),
        label: words::vote(*vote),
        chosen: said == Some(*vote),
    };
    Question {
        id: voter.id,
        name: voter.name.clone(),
        text: String::new(),
        choices: Vote::ALL.iter().map(answered).collect(),
    }
}

fn reserves(asked: &Asked, overview: &Overview, territories: &[Territory]) -> Vec<Question> {
    let standing = overview.positions.iter().filter(|it| it.ended.is_none());
    let reserved = standing.filter(|it| it.reservation_state.is_some());
    reserved
        .map(|position| Question {
            id: position.territory,
            name: name(territories, position.territory),
            text: position.reservation.clone(),
            choices: states(asked.reserve(position.territory)),
        })
        .collect()
}

fn states(typed: Option<ReservationState>) -> Vec<Answered> {
    [ReservationState::Lifted, ReservationState::Maintained]
        .map(|state| Answered {
            code: state.code(),
            label: words::reservation(state),
            chosen: typed == Some(state),
        })
        .into()
}
