//! `/reunions/nouvelle` and `/reunions/{id}/modifier`: body, date, place, link.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dires_domain::ids::BodyId;
use dires_domain::meeting::Sheet;
use uuid::Uuid;

use super::{address, go, identified, refusal, revision};
use crate::app::App;
use crate::meetings::prepare::{change as change_meeting, create};
use crate::meetings::{MeetingError, seen};
use crate::storage::meetings::Meeting;
use crate::web::messages::meetings as say;
use crate::web::pages::papers::asker;
use crate::web::{Answer, Faults, Form, Frame, Office, Problem, dates, page, page_with};

#[derive(Template)]
#[template(path = "pages/meetings/sheet.html")]
struct SheetPage {
    frame: Frame,
    /// Where the form goes.
    action: String,
    /// Where one goes who gives up.
    back: String,
    /// None for a new one.
    revision: Option<i64>,
    /// Whether members would be told of a change.
    convened: bool,
    bodies: Vec<(String, String)>,
    typed: Typed,
    faults: Faults,
}

#[derive(Default)]
struct Typed {
    body: String,
    title: String,
    starts_at: String,
    ends_at: String,
    place: String,
    link: String,
    second_call: bool,
}

/// Shows the form of a new one.
pub async fn new(State(app): State<App>, _: Office, frame: Frame) -> Answer {
    page(&SheetPage::new(&app, frame, Typed::default(), Faults::default()).await?)
}

/// Enters it.
pub async fn add(
    State(app): State<App>,
    Office(someone): Office,
    frame: Frame,
    form: Form,
) -> Answer {
    let typed = Typed::of(&form);
    let (sheet, mut faults) = typed.read();
    let mut tx = app.db.write().await?;
    if let Some(sheet) = sheet {
        match create(&mut tx, &asker(&app, &someone), &sheet).await {
            Ok(id) => {
                tx.save().await?;
                return Ok(go(&app, &address(id), say::CREATED));
            }
            Err(error) => faults = faults_of(error)?,
        }
    }
    drop(tx);
    let page = SheetPage::new(&app, frame, typed, faults).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Shows the form of one that stands.
pub async fn show(
    State(app): State<App>,
    Office(someone): Office,
    frame: Frame,
    Path(id): Path<String>,
) -> Answer {
    let id = identified(&id)?;
    let mut tx = app.db.read().await?;
    let (meeting, _) = match seen(&mut tx, &asker(&app, &someone), id).await {
        Ok(seen) => seen,
        Err(error) => return Err(refusal::problem(&app, id, error).await),
    };
    drop(tx);
    let typed = Typed::as_stored(&meeting);
    page(&SheetPage::of(
        frame,
        &meeting,
        meeting.revision,
        typed,
        Faults::default(),
    ))
}

/// Changes it.
pub async fn submit(
    State(app): State<App>,
    Office(someone): Office,
    frame: Frame,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let asker = asker(&app, &someone);
    let mut tx = app.db.write().await?;
    let meeting = tx.meeting(id).await?.ok_or(Problem::NotFound)?;
    let typed = Typed {
        body: meeting.sheet.body.to_string(),
        ..Typed::of(&form)
    };
    let (sheet, mut faults) = typed.read();
    if let Some(sheet) = sheet {
        match change_meeting(&mut tx, &asker, id, revision(&form), &sheet).await {
            Ok(is_told) => {
                tx.save().await?;
                app.events.stirred();
                let sentence = if is_told {
                    say::CHANGED_AND_TOLD
                } else {
                    say::CHANGED
                };
                return Ok(go(&app, &address(id), sentence));
            }
            Err(MeetingError::Sheet(found)) => {
                faults = faults_of(MeetingError::Sheet(found))?;
            }
            Err(error) => {
                drop(tx);
                return Err(refusal::problem(&app, id, error).await);
            }
        }
    }
    drop(tx);
    let page = SheetPage::of(frame, &meeting, revision(&form), typed, faults);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

impl SheetPage {
    async fn new(app: &App, frame: Frame, typed: Typed, faults: Faults) -> Result<Self, Problem> {
        let bodies = app.db.read().await?.bodies().await?;
        Ok(Self {
            frame: frame.titled(say::NEW),
            action: "/reunions/nouvelle".to_owned(),
            back: "/reunions".to_owned(),
            revision: None,
            convened: false,
            bodies: bodies
                .into_iter()
                .map(|body| (body.id.to_string(), body.name))
                .collect(),
            typed,
            faults,
        })
    }

    fn of(frame: Frame, meeting: &Meeting, read: i64, typed: Typed, faults: Faults) -> Self {
        Self {
            frame: frame.titled(say::CHANGE),
            action: format!("{}/modifier", address(meeting.id)),
            back: address(meeting.id),
            revision: Some(read),
            convened: meeting.sent.is_some(),
            bodies: Vec::new(),
            typed,
            faults,
        }
    }
}

impl Typed {
    fn of(form: &Form) -> Self {
        Self {
            body: form.text("instance").to_owned(),
            title: form.text("titre").to_owned(),
            starts_at: form.text("debut").to_owned(),
            ends_at: form.text("fin").to_owned(),
            place: form.text("lieu").to_owned(),
            link: form.text("lien").to_owned(),
            second_call: form.text("deuxieme") == "oui",
        }
    }

    fn as_stored(meeting: &Meeting) -> Self {
        let sheet = &meeting.sheet;
        Self {
            body: sheet.body.to_string(),
            title: sheet.title.clone(),
            starts_at: dates::field(sheet.starts_at),
            ends_at: dates::field(sheet.ends_at),
            place: sheet.place.clone(),
            link: sheet.link.clone(),
            second_call: sheet.second_call,
        }
    }

    /// What it says, if it can be read; else what is wrong with it.
    fn read(&self) -> (Option<Sheet>, Faults) {
        let mut faults = Faults::default();
        let body = self.body.parse::<Uuid>().ok().map(BodyId);
        let starts_at = dates::from_field(&self.starts_at);
        let ends_at = dates::from_field(&self.ends_at);
        if body.is_none() {
            faults.add("instance", say::NO_BODY);
        }
        if starts_at.is_none() {
            faults.add("debut", say::NO_START);
        }
        if ends_at.is_none() {
            faults.add("fin", say::NO_END);
        }
        let sheet = body.zip(starts_at).zip(ends_at);
        let sheet = sheet.map(|((body, starts_at), ends_at)| Sheet {
            body,
            title: self.title.clone(),
            starts_at,
            ends_at,
            place: self.place.clone(),
            link: self.link.clone(),
            second_call: self.second_call,
        });
        (sheet, faults)
    }
}

/// What an error says beside a field; any other is a problem.
fn faults_of(error: MeetingError) -> Result<Faults, Problem> {
    let mut faults = Faults::default();
    match error {
        MeetingError::Sheet(found) => {
            for fault in found {
                let (field, sentence) = say::sheet_fault(fault);
                faults.add(field, sentence);
            }
        }
        MeetingError::NoBody => faults.add("instance", say::NO_BODY),
        other => return Err(refusal::told(other)),
    }
    Ok(faults)
}
