//! `/textes/nouveau`: starting a text.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use dires_domain::ids::PaperId;
use dires_domain::sheet::SheetFault;
use dires_domain::text::Text;

use super::sheet_form::{Choice, Fields, boxes, kinds, volets};
use super::{WORDING, address, asker, go, source};
use crate::app::App;
use crate::papers::PaperError;
use crate::papers::create::{Start, create, home};
use crate::web::messages::papers as say;
use crate::web::{Answer, Faults, Form, Frame, Problem, Someone, page_with, refusal};

#[derive(Template)]
#[template(path = "pages/papers/create.html")]
struct Create {
    frame: Frame,
    fields: Fields,
    kinds: Vec<Choice>,
    volets: Vec<Choice>,
    boxes: Vec<Choice>,
    /// How it starts: `vide`, `fichier` or `colle`.
    source: String,
    /// What was pasted, for the field.
    pasted: String,
    /// The same, clean, for the paste zone.
    pasted_html: String,
    faults: Faults,
}

impl Create {
    fn starts(&self, source: &str) -> bool {
        self.source == source
    }
}

/// Shows the form.
pub async fn show(State(app): State<App>, frame: Frame, someone: Someone) -> Answer {
    let home = home(&asker(&app, &someone));
    if home.is_empty() {
        return Err(Problem::Forbidden(say::CANNOT_START.to_owned()));
    }
    let form = Form::default();
    let fields = Fields::blank(&home);
    shown(
        &app,
        frame,
        StatusCode::OK,
        fields,
        &form,
        Faults::default(),
    )
    .await
}

async fn shown(
    app: &App,
    frame: Frame,
    status: StatusCode,
    fields: Fields,
    form: &Form,
    faults: Faults,
) -> Answer {
    let mut tx = app.db.read().await?;
    let in_force = tx.territories_in_force(app.clock.today()).await?;
    let source = match form.text("depart") {
        "" => "vide",
        source => source,
    };
    let page = Create {
        frame: frame.titled("Nouveau texte"),
        kinds: kinds(),
        volets: volets(&tx.strands().await?),
        boxes: boxes(&in_force),
        source: source.to_owned(),
        pasted: form.raw("colle").to_owned(),
        pasted_html: source::from_zone(form.raw("colle")).to_html("colle-", &WORDING),
        fields,
        faults,
    };
    page_with(status, &page)
}

/// Starts the text, or shows the form again with what is wrong.
pub async fn submit(State(app): State<App>, frame: Frame, someone: Someone, form: Form) -> Answer {
    let mut fields = Fields::typed(&form);
    let mut faults = Faults::default();
    let text = read_words(&app, &form, &mut fields, &mut faults);
    let created = started(&app, &someone, &fields, text, &mut faults).await;
    match created {
        Ok(Some(paper)) => Ok(go(&app, &address(paper), say::CREATED)),
        Ok(None) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            shown(&app, frame, status, fields, &form, faults).await
        }
        Err(error) => Err(refusal::problem(&app, error).await),
    }
}

/// The words; a title left empty is the one that they bring.
fn read_words(app: &App, form: &Form, fields: &mut Fields, faults: &mut Faults) -> Text {
    match source::read(form, app.config.file_limit) {
        Ok(text) => {
            if fields.title.is_empty() {
                fields.title.clone_from(&text.title);
            }
            text
        }
        Err((field, sentence)) => {
            faults.add(field, sentence);
            Text::default()
        }
    }
}

async fn started(
    app: &App,
    someone: &Someone,
    fields: &Fields,
    text: Text,
    faults: &mut Faults,
) -> Result<Option<PaperId>, PaperError> {
    let mut tx = app.db.write().await?;
    let sheet = fields.read(&tx.strands().await?, faults);
    let territories = tx.territories().await?;
    // Words that could not be read may have brought the title: one fault at a time.
    let unread = faults.of("fichier").or(faults.of("colle")).is_some();
    for fault in sheet.faults(&territories, app.clock.today()) {
        if unread && fault == SheetFault::NoTitle {
            continue;
        }
        let (field, sentence) = say::sheet_fault(fault, &territories);
        faults.add(field, sentence);
    }
    if !faults.is_empty() {
        return Ok(None);
    }
    let start = Start {
        sheet,
        text,
        corrects: None,
        demonstration: false,
    };
    match create(&mut tx, &asker(app, someone), start).await {
        Ok(paper) => {
            tx.save().await?;
            Ok(Some(paper))
        }
        Err(PaperError::NotTheirs) => {
            faults.add("territoires", say::NOT_THEIRS);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
