//! `/textes/{id}/decider`: on one page, what a presidency reads in two minutes, and its position.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use dires_domain::ids::PaperId;
use dires_domain::paper::Position;
use dires_domain::text::{BlockKind, Text, shorten};

use super::compare::{ChangeView, MARKING, line};
use super::say::taken;
use super::show::identified;
use super::typed::Typed;
use super::view::PaperView;
use super::{WORDING, address, asker, go};
use crate::app::App;
use crate::papers::brief::{Brief, Said, brief};
use crate::papers::compare::Moment;
use crate::papers::position::NewPosition;
use crate::storage::{StorageError, Tx};
use crate::web::messages::{comparison, papers as say, words};
use crate::web::{Answer, Form, Frame, Someone, dates, page_with, refusal};

/// How much of the first paragraph stands for the text, in characters.
const OPENING: usize = 420;
/// How many changes are listed before the text with all of them.
const LISTED: usize = 8;

/// What is read before deciding, in words.
pub struct BriefView {
    /// How the text begins.
    pub opening: String,
    /// Its parts.
    pub parts: Vec<String>,
    /// How long it is.
    pub length: String,
    /// What has changed; none where nothing has, or where there is nothing to compare with.
    pub changes: Option<ChangesView>,
    /// What one's own territories have said.
    pub theirs: Vec<SaidView>,
    /// The text as it is.
    pub html: String,
}

/// What has changed.
pub struct ChangesView {
    /// Since when.
    pub(super) since: String,
    pub(super) extent: String,
    pub(super) first: Vec<ChangeView>,
    /// How many others there are.
    pub(super) more: usize,
    pub(super) html: String,
}

/// What a territory has said.
pub struct SaidView {
    pub(super) territory: String,
    pub(super) colour: i16,
    pub(super) opinion: Option<Saying>,
    pub(super) position: Option<Saying>,
}

/// A word that was said, with its reserves.
pub(super) struct Saying {
    pub(super) word: &'static str,
    pub(super) code: &'static str,
    pub(super) words: String,
    pub(super) beside: String,
}

#[derive(Template)]
#[template(path = "pages/papers/decide.html")]
struct DecidePage {
    frame: Frame,
    paper: PaperView,
    brief: BriefView,
    /// By when; empty where no day is set.
    due: String,
    typed: Typed,
}

impl BriefView {
    /// Puts a brief in words.
    pub fn of(brief: &Brief) -> Self {
        let text = &brief.overview.text;
        Self {
            opening: opening(text),
            parts: parts(text),
            length: say::length(text.counts().words),
            changes: ChangesView::of(brief),
            theirs: brief.theirs.iter().map(SaidView::from).collect(),
            html: text.to_html("texte-", &WORDING),
        }
    }
}

/// The first words of the body that are no heading.
fn opening(text: &Text) -> String {
    let said = |kind| matches!(kind, BlockKind::Paragraph);
    let paragraphs = text.blocks.iter().filter(|it| said(it.kind));
    let words: Vec<_> = paragraphs.map(dires_domain::text::Block::text).collect();
    let words = words
        .join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    shorten(&words, OPENING)
}

fn parts(text: &Text) -> Vec<String> {
    let headings = text
        .blocks
        .iter()
        .filter(|it| matches!(it.kind, BlockKind::Heading(level) if level.get() <= 2));
    headings
        .map(dires_domain::text::Block::text)
        .filter(|it| !it.trim().is_empty())
        .collect()
}

impl ChangesView {
    fn of(brief: &Brief) -> Option<Self> {
        let compared = brief.compared.as_ref()?;
        let redline = &compared.redline;
        let (changes, _) = redline.changes();
        let renamed = redline.before().title != redline.after().title;
        Some(Self {
            since: match (compared.moments.0, &compared.reading) {
                (Moment::Reading, Some(reading)) => say::since_reading(&dates::instant(reading.at)),
                (Moment::Version(number), _) => say::since_version(number),
                _ => String::new(),
            },
            extent: comparison::extent(changes.len(), renamed, redline.extent()),
            first: changes
                .iter()
                .take(LISTED)
                .map(|it| line(it, &changes))
                .collect(),
            more: changes.len().saturating_sub(LISTED),
            html: redline.to_html("modif-", &MARKING),
        })
    }
}

impl From<&Said> for SaidView {
    fn from(said: &Said) -> Self {
        Self {
            territory: said.territory.name.clone(),
            colour: said.territory.colour,
            opinion: said.opinion.as_ref().map(|it| Saying {
                word: words::opinion(it.word),
                code: it.word.code(),
                words: it.reservation.clone(),
                beside: say::on(&dates::instant(it.at)),
            }),
            position: said.position.as_ref().map(|it| Saying {
                word: words::position(it.word),
                code: it.word.code(),
                words: it.reservation.clone(),
                beside: it
                    .reservation_state
                    .map(words::reservation)
                    .unwrap_or_default()
                    .to_owned(),
            }),
        }
    }
}

/// Shows the page; who has no position to take is led to what they may do.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let id = identified(&id)?;
    drawn(
        &app,
        frame,
        &someone,
        id,
        (StatusCode::OK, Typed::default()),
    )
    .await
}

async fn drawn(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    how: (StatusCode, Typed),
) -> Answer {
    // Boxed: the page of a text is much to hold for who may not need it.
    Box::pin(draw(app, frame, someone, id, how)).await
}

async fn draw(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    (status, typed): (StatusCode, Typed),
) -> Answer {
    let mut tx = app.db.read().await?;
    let brief = match Box::pin(brief(&mut tx, &asker(app, someone), id)).await {
        Ok(brief) => brief,
        Err(error) => return Err(refusal::problem(app, error).await),
    };
    let page = DecidePage::of(&mut tx, frame, &brief, typed).await?;
    drop(tx);
    if !page.paper.offers("prendre-position") {
        let place = if page.paper.answerable {
            "/consultation"
        } else {
            ""
        };
        return Ok(Redirect::to(&format!("{}{place}", address(id))).into_response());
    }
    page_with(status, &page)
}

impl DecidePage {
    async fn of(
        tx: &mut Tx,
        frame: Frame,
        brief: &Brief,
        typed: Typed,
    ) -> Result<Self, StorageError> {
        let paper = PaperView::of(tx, &brief.overview).await?;
        let due = brief.overview.paper.sheet.due();
        Ok(Self {
            frame: frame.titled(format!("Prendre position – {}", paper.title)),
            brief: BriefView::of(brief),
            due: due.map(dates::day).unwrap_or_default(),
            paper,
            typed,
        })
    }
}

/// Takes the position, and shows what to keep of it.
pub async fn decide(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let mut typed = Typed::of("position", &form);
    let Some(word) = form.parse::<Position>("mot") else {
        typed.faults.add("mot", say::NO_CHOICE);
        return drawn(
            &app,
            frame,
            &someone,
            id,
            (StatusCode::UNPROCESSABLE_ENTITY, typed),
        )
        .await;
    };
    let new = NewPosition {
        territory: form.parse("territoire"),
        word,
        reservation: form.raw("reserve").to_owned(),
        version: form.parse("version").unwrap_or_default(),
        revision: form.parse("revision").unwrap_or_default(),
    };
    match taken(&app, &someone, id, &new).await {
        Ok(at) => {
            let sentence = say::position_taken(word, new.version, &at);
            Ok(go(&app, &format!("{}/recu", address(id)), &sentence))
        }
        Err(error) => {
            let territories = app.db.read().await?.territories().await?;
            let status = typed.explain(error, &territories)?;
            drawn(&app, frame, &someone, id, (status, typed)).await
        }
    }
}
