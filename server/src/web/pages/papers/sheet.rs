//! `/textes/{id}/fiche`: changing what is said of a text beside its words.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dires_domain::circuit::Action;
use dires_domain::ids::PaperId;
use dires_domain::people::Territory;

use super::sheet_form::{Choice, Fields, boxes, kinds, volets};
use super::show::identified;
use super::view::title;
use super::{address, asker, go, tell};
use crate::app::App;
use crate::papers::sheet::change;
use crate::papers::{PaperError, readable};
use crate::storage::papers::Paper;
use crate::web::messages::papers as say;
use crate::web::{Answer, Faults, Form, Frame, Problem, Someone, page_with, refusal};

#[derive(Template)]
#[template(path = "pages/papers/sheet.html")]
struct SheetPage {
    frame: Frame,
    address: String,
    title: String,
    revision: i64,
    fields: Fields,
    kinds: Vec<Choice>,
    volets: Vec<Choice>,
    boxes: Vec<Choice>,
    alert: String,
    faults: Faults,
}

/// Shows the form.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let paper = editable(&app, &someone, identified(&id)?).await?;
    let fields = Fields::of(&paper.sheet);
    shown(
        &app,
        frame,
        StatusCode::OK,
        &paper,
        fields,
        String::new(),
        Faults::default(),
    )
    .await
}

async fn editable(app: &App, someone: &Someone, id: PaperId) -> Result<Paper, Problem> {
    let mut tx = app.db.read().await?;
    let asker = asker(app, someone);
    let checked = match readable(&mut tx, &asker, id).await {
        Ok(paper) => {
            let placement = paper.placement();
            let allowed = placement.allows(Action::EditSheet, asker.mandates, asker.today);
            allowed.map(|_| paper).map_err(PaperError::from)
        }
        Err(error) => Err(error),
    };
    drop(tx);
    match checked {
        Ok(paper) => Ok(paper),
        Err(error) => Err(refusal::problem(app, error).await),
    }
}

async fn shown(
    app: &App,
    frame: Frame,
    status: StatusCode,
    paper: &Paper,
    fields: Fields,
    alert: String,
    faults: Faults,
) -> Answer {
    let mut tx = app.db.read().await?;
    let today = app.clock.today();
    let mut territories = tx.territories().await?;
    // Those in force, and those that left since: the form says so beside them.
    let kept = |it: &Territory| it.term.in_force(today) || fields.ticks(&it.id.to_string());
    territories.retain(kept);
    let page = SheetPage {
        frame: frame.titled(format!("Fiche – {}", title(&paper.sheet.title))),
        address: address(paper.id),
        title: title(&paper.sheet.title),
        revision: paper.revision,
        kinds: kinds(),
        volets: volets(&tx.strands().await?),
        boxes: boxes(&territories),
        fields,
        alert,
        faults,
    };
    page_with(status, &page)
}

/// Changes the sheet, or shows the form again with what is wrong.
pub async fn submit(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let paper = editable(&app, &someone, identified(&id)?).await?;
    let fields = Fields::typed(&form);
    let mut faults = Faults::default();
    let revision = form.parse("revision").unwrap_or_default();
    let (status, alert) =
        match changed(&app, &someone, &paper, revision, &fields, &mut faults).await {
            Ok(true) => return Ok(go(&app, &address(paper.id), say::SHEET_SAVED)),
            Ok(false) => (StatusCode::UNPROCESSABLE_ENTITY, String::new()),
            Err(PaperError::DecidedBefore(line)) => {
                (StatusCode::CONFLICT, say::decided_before(line.as_deref()))
            }
            Err(error) => return Err(refusal::problem(&app, error).await),
        };
    shown(&app, frame, status, &paper, fields, alert, faults).await
}

async fn changed(
    app: &App,
    someone: &Someone,
    paper: &Paper,
    revision: i64,
    fields: &Fields,
    faults: &mut Faults,
) -> Result<bool, PaperError> {
    let mut tx = app.db.write().await?;
    let sheet = fields.read(&tx.strands().await?, faults);
    if !faults.is_empty() {
        return Ok(false);
    }
    let territories = tx.territories().await?;
    match change(&mut tx, &asker(app, someone), paper.id, revision, sheet).await {
        Ok(_) => {
            tx.save().await?;
            tell(app, paper.id);
            if let Some(document) = paper.document {
                // Another perimeter is other rights.
                app.hub.refresh(document);
            }
            Ok(true)
        }
        Err(PaperError::Sheet(wrong)) => {
            for fault in wrong {
                let (field, sentence) = say::sheet_fault(fault, &territories);
                faults.add(field, sentence);
            }
            Ok(false)
        }
        Err(error) => Err(error),
    }
}
