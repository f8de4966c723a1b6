//! `/reunions/{id}/releve` and `.md`: the relevé de décisions, its observations, its approval.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse as _;
use dires_domain::ids::MeetingId;
use dires_domain::text::Wording;

use super::{Alert, alert, go, identified, problem};
use crate::app::App;
use crate::sitting::SittingError;
use crate::sitting::record::{LONGEST_OBSERVATIONS, Told, approve, read, write};
use crate::web::messages::{record as words, sitting as say};
use crate::web::pages::papers::asker;
use crate::web::{Answer, Form, Frame, Problem, Someone, dates, page_with};

#[derive(Template)]
#[template(path = "pages/sitting/record.html")]
struct RecordPage {
    frame: Frame,
    address: String,
    seance: String,
    title: String,
    html: String,
    /// It can still be written: the revision that was read, and its observations.
    draft: Option<(i64, String)>,
    /// When it was approved, and its hash.
    approved: Option<(String, String)>,
    alert: Alert,
}

const WORDING: Wording<'static> = Wording {
    notes: "Notes",
    note: "Note",
    table: "Tableau",
    image: "Image",
    images: "",
    back: "Retour à l’appel de la note",
};

fn address(id: MeetingId) -> String {
    format!("/reunions/{id}/releve")
}

async fn told(app: &App, someone: &Someone, id: MeetingId) -> Result<Told, Problem> {
    let mut tx = app.db.read().await?;
    let told = read(&mut tx, &asker(app, someone), id).await;
    drop(tx);
    match told {
        Ok(told) => Ok(told),
        Err(error) => Err(problem(app, error).await),
    }
}

/// Its words: the frozen ones, or those of the journal with the observations that are written.
fn said(told: &Told) -> String {
    match &told.written {
        Some(record) if record.approved.is_some() => record.words.clone(),
        Some(record) => words::words(told, words::observations(&record.words)),
        None => words::words(told, ""),
    }
}

/// Shows it.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let told = told(&app, &someone, identified(&id)?).await?;
    shown(frame, &told, StatusCode::OK, Alert::default(), None)
}

/// Gives its very words.
pub async fn file(State(app): State<App>, someone: Someone, Path(id): Path<String>) -> Answer {
    let told = told(&app, &someone, identified(&id)?).await?;
    let day = told.floor.on;
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/markdown; charset=utf-8".to_owned(),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"releve-{day}.md\""),
        ),
    ];
    Ok((headers, said(&told)).into_response())
}

/// Writes its observations, or approves it.
pub async fn submit(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let typed = form.raw("observations");
    match written(&app, &someone, id, &form).await {
        Ok(sentence) => Ok(go(&app, &address(id), &sentence)),
        Err(error) => {
            let (status, alert) = alert(&app, error).await?;
            let told = told(&app, &someone, id).await?;
            shown(frame, &told, status, alert, Some(typed))
        }
    }
}

async fn written(
    app: &App,
    someone: &Someone,
    id: MeetingId,
    form: &Form,
) -> Result<String, SittingError> {
    let observations = form.raw("observations");
    if observations.chars().count() > LONGEST_OBSERVATIONS {
        return Err(SittingError::TooManyWords);
    }
    let revision = form.parse("revision").unwrap_or(-1);
    let asker = asker(app, someone);
    let mut tx = app.db.write().await?;
    let told = read(&mut tx, &asker, id).await?;
    let words = words::words(&told, observations);
    let sentence = if form.text("issue") == "approuver" {
        say::approved(approve(&mut tx, &asker, &told, revision, &words).await?)
    } else {
        write(&mut tx, &asker, &told, revision, &words).await?;
        say::WRITTEN.to_owned()
    };
    tx.save().await?;
    app.events.meeting_changed(id);
    Ok(sentence)
}

fn shown(
    frame: Frame,
    told: &Told,
    status: StatusCode,
    alert: Alert,
    typed: Option<&str>,
) -> Answer {
    let said = said(told);
    let (title, text) = words::html(&said);
    let written = told.written.as_ref();
    let approved = written.and_then(|it| it.approved.as_ref());
    let observations =
        typed.unwrap_or_else(|| written.map_or("", |record| words::observations(&record.words)));
    let draft = (told.floor.conducts && approved.is_none()).then(|| {
        let revision = written.map_or(0, |record| record.revision);
        (revision, observations.to_owned())
    });
    let page = RecordPage {
        frame: frame.titled(title.clone()),
        address: address(told.floor.meeting.id),
        seance: super::address(told.floor.meeting.id),
        title,
        html: text.to_html("releve-", &WORDING),
        draft,
        approved: approved.map(|it| (dates::instant(it.at), it.sha256.clone())),
        alert,
    };
    page_with(status, &page)
}
