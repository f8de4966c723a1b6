//! `/reunions/{id}`: a meeting and its file, for who sees it; and for the secretariat, its preparation.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse as _;
use axum::response::Redirect;
use dires_domain::meeting::{MeetingAct, MeetingState, Sight, decide};
use dires_domain::text::fold;

use super::view::{ConvenedView, MeetingView, PointView};
use super::{address, identified, refusal};
use crate::app::App;
use crate::meetings::{MeetingError, convene, file, seen, texts};
use crate::papers::Asker;
use crate::storage::meetings::Meeting;
use crate::storage::{StorageError, Tx};
use crate::web::messages::mail;
use crate::web::pages::papers::asker;
use crate::web::{Answer, Frame, Someone, page, typography};

#[derive(Template)]
#[template(path = "pages/meetings/show.html")]
struct MeetingPage {
    frame: Frame,
    meeting: MeetingView,
    link: String,
    second_call: bool,
    motive: String,
    cancelled: bool,
    /// Whether they see an agenda, or a point of it.
    file: bool,
    points: Vec<PointView>,
    office: Option<OfficeView>,
}

/// What the secretariat sees beside.
struct OfficeView {
    revision: i64,
    /// Whether date, place and agenda may be changed.
    prepares: bool,
    prepared: bool,
    changed: bool,
    convened: Vec<ConvenedView>,
    opened: usize,
    newcomers: usize,
    proposed: Vec<(String, String)>,
}

/// Shows the page, and notes that somebody who was convened opens it.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let id = identified(&id)?;
    let asker = asker(&app, &someone);
    let mut tx = app.db.read().await?;
    let (meeting, sight) = match seen(&mut tx, &asker, id).await {
        Ok(seen) => seen,
        Err(error) => return Err(refusal::problem(&app, id, error).await),
    };
    let shown = match shown(&mut tx, &asker, frame, &meeting, &sight).await {
        Ok(shown) => shown,
        Err(error) => return Err(refusal::problem(&app, id, error).await),
    };
    let is_new = is_new(&mut tx, &asker, &meeting).await?;
    drop(tx);
    if is_new {
        opened(&app, &asker, &meeting).await;
    }
    page(&shown)
}

/// To the page, for whoever asks for the address of one of its forms.
pub async fn back(_: Someone, Path(id): Path<String>) -> Answer {
    Ok(Redirect::to(&address(identified(&id)?)).into_response())
}

async fn shown(
    tx: &mut Tx,
    asker: &Asker<'_>,
    frame: Frame,
    meeting: &Meeting,
    sight: &Sight,
) -> Result<MeetingPage, MeetingError> {
    let body = tx.body(meeting.sheet.body).await?;
    let body = body.ok_or(MeetingError::NoBody)?;
    let view = MeetingView::of(meeting, &body.name, sight);
    let points = file::points(tx, asker, meeting, sight).await?;
    let office = match sight {
        Sight::Office => Some(office(tx, asker, meeting).await?),
        _ => None,
    };
    let file = *sight != Sight::Date;
    Ok(MeetingPage {
        frame: frame.titled(format!("{}, {}", view.name, view.when)),
        link: Some(meeting.sheet.link.clone())
            .filter(|_| file)
            .unwrap_or_default(),
        second_call: meeting.sheet.second_call,
        motive: meeting.motive.clone(),
        cancelled: meeting.state == MeetingState::Cancelled,
        file,
        points: points.into_iter().map(PointView::from).collect(),
        meeting: view,
        office,
    })
}

async fn office(
    tx: &mut Tx,
    asker: &Asker<'_>,
    meeting: &Meeting,
) -> Result<OfficeView, MeetingError> {
    let prepares = decide(meeting.state, MeetingAct::Arrange).is_ok();
    let mut convened = tx.convened(meeting.id).await?;
    convened.sort_by_cached_key(|one| fold(&one.name));
    let newcomers = match meeting.state {
        MeetingState::Convened => convene::newcomers(tx, asker.today, meeting).await?.len(),
        _ => 0,
    };
    Ok(OfficeView {
        revision: meeting.revision,
        prepares,
        prepared: meeting.state == MeetingState::Prepared,
        changed: meeting.state == MeetingState::Convened && meeting.has_changed(),
        opened: convened
            .iter()
            .filter(|one| one.opened_at.is_some())
            .count(),
        convened: convened.into_iter().map(ConvenedView::from).collect(),
        newcomers,
        proposed: if prepares {
            proposed(tx, asker, meeting).await?
        } else {
            Vec::new()
        },
    })
}

/// The texts that can be put on the agenda: identifiers and titles.
async fn proposed(
    tx: &mut Tx,
    asker: &Asker<'_>,
    meeting: &Meeting,
) -> Result<Vec<(String, String)>, MeetingError> {
    let body = tx.body(meeting.sheet.body).await?;
    let body = body.ok_or(MeetingError::NoBody)?;
    let points = tx.agenda(meeting.id).await?;
    let papers = texts::proposed(tx, asker, &body, &points).await?;
    let line = |paper: crate::storage::papers::Paper| {
        let title = typography::set(&mail::title(&paper.sheet.title));
        (paper.id.to_string(), title)
    };
    Ok(papers.into_iter().map(line).collect())
}

/// Whether they were convened, and open what they were sent last for the first time.
async fn is_new(tx: &mut Tx, asker: &Asker<'_>, meeting: &Meeting) -> Result<bool, StorageError> {
    let convened = tx.convened(meeting.id).await?;
    let theirs = convened.iter().find(|one| one.person == asker.person);
    Ok(theirs.is_some_and(|one| !one.is_up_to_date))
}

/// A file that cannot be noted as opened (read-only database) still reads.
async fn opened(app: &App, asker: &Asker<'_>, meeting: &Meeting) {
    let noted = async {
        let mut tx = app.db.write().await?;
        tx.open_file(meeting.id, asker.person, asker.now).await?;
        tx.save().await
    };
    if let Err(error) = noted.await {
        tracing::warn!(%error, "it could not be noted that a meeting's file was opened");
    }
}
