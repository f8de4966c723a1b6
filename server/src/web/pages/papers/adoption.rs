//! `/textes/{id}/adoption`: the secretariat records what the body that adopts decided.
//!
//! First the body and the day, which say the rule and who votes; then the votes and the reserves.

mod asked;
mod form;
mod result;
mod sitting;

use asked::Asked;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dires_domain::circuit::Action;
use dires_domain::ids::PaperId;
use form::AdoptionPage;

use super::moves::made;
use super::show::identified;
use super::{address, asker, go};
use crate::app::App;
use crate::papers::PaperError;
use crate::papers::step::Step;
use crate::web::messages::papers as say;
use crate::web::{Answer, Form, Frame, Problem, Someone, page_with, refusal};

/// Shows the form for the body and the day of the address, if they are there.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Answer {
    let id = identified(&id)?;
    let asked = Asked {
        fields,
        ..Asked::default()
    };
    shown(&app, frame, &someone, id, StatusCode::OK, asked).await
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
    let territories = app.db.read().await?.territories().await?;
    let mut asked = Asked::typed(&form, &territories);
    let action = match form.text("issue") {
        "calculer" => return Box::pin(looked_at(&app, frame, &someone, id, asked)).await,
        "refuser" => Action::Refuse,
        _ => Action::Adopt,
    };
    let step = Step {
        action,
        revision: form.parse("revision").unwrap_or_default(),
        motive: form.raw("motif").to_owned(),
        meeting: None,
        ballot: Some(asked.ballot(&territories)),
    };
    let Err(error) = made(&app, &someone, id, &step).await else {
        return Ok(go(&app, &address(id), say::moved(action)));
    };
    let status = explain(&mut asked, refusal::told(error, &territories))?;
    shown(&app, frame, &someone, id, status, asked).await
}

/// Shows the form again with what would come of the votes, and records nothing.
async fn looked_at(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    mut asked: Asked,
) -> Answer {
    let mut tx = app.db.read().await?;
    result::look(&mut tx, app.clock.today(), &mut asked).await?;
    drop(tx);
    shown(app, frame, someone, id, StatusCode::OK, asked).await
}

/// Says on the page why the decision was not recorded; or the problem that no page can show.
fn explain(asked: &mut Asked, problem: Problem) -> Result<StatusCode, Problem> {
    match problem {
        Problem::Conflict(sentence) => {
            asked.alert = sentence;
            Ok(StatusCode::CONFLICT)
        }
        Problem::Refused { sentence, missing } => {
            asked.alert = sentence;
            asked.missing = missing;
            Ok(StatusCode::UNPROCESSABLE_ENTITY)
        }
        problem => Err(problem),
    }
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
    let alert = asked.alert.clone();
    let page = AdoptionPage::of(&mut tx, &asker(app, someone), frame, id, asked).await;
    drop(tx);
    match page {
        Ok(page) => page_with(status, &page),
        // Decided meanwhile: the sentence that says so is the answer.
        Err(PaperError::Refused(_)) if status == StatusCode::CONFLICT => {
            Err(Problem::Conflict(alert))
        }
        Err(error) => Err(refusal::problem(app, error).await),
    }
}
