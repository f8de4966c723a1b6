//! `/textes/{id}/reserves/nouvelle`: the paragraph, then the words in it, then the wording. Words that were selected in the
//! text come in the address.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dires_domain::circuit::Action;
use dires_domain::ids::PaperId;
use dires_domain::text::shorten;
use serde::Deserialize;

use crate::app::App;
use crate::papers::PaperError;
use crate::papers::reservations::Fault;
use crate::papers::reservations::list::{Reservations, reservations};
use crate::web::messages::reserves as say;
use crate::web::pages::papers::lines::name;
use crate::web::pages::papers::show::identified;
use crate::web::pages::papers::{address, asker, view};
use crate::web::{Answer, Faults, Form, Frame, Problem, Someone, dates, page_with, refusal};

/// How much of a paragraph is shown to choose it, in characters.
const EXCERPT: usize = 240;

/// What was chosen or typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The paragraph, from 1; none before it is chosen.
    paragraphe: Option<usize>,
    /// The words in it.
    mots: String,
    #[serde(skip)]
    territory: String,
    #[serde(skip)]
    wording: Option<String>,
    #[serde(skip)]
    motive: String,
    #[serde(skip)]
    pub(super) faults: Faults,
    #[serde(skip)]
    pub(super) alert: String,
}

impl Asked {
    /// What was sent.
    pub fn of(form: &Form) -> Self {
        Self {
            paragraphe: form.parse("paragraphe"),
            mots: form.raw("mots").to_owned(),
            territory: form.text("territoire").to_owned(),
            wording: Some(form.raw("proposition").to_owned()),
            motive: form.raw("motif").to_owned(),
            ..Self::default()
        }
    }
}

/// The passage that was chosen, in its paragraph.
struct Chosen {
    paragraph: usize,
    before: String,
    words: String,
    after: String,
    /// What is sent as the words: nothing for the whole paragraph.
    asked: String,
    wording: String,
}

#[derive(Template)]
#[template(path = "pages/papers/reserve_new.html")]
struct NewPage {
    frame: Frame,
    address: String,
    title: String,
    version: i32,
    revision: i64,
    speaks: Vec<(String, String)>,
    /// Number and first words of each paragraph that can be chosen, and the address that chooses it.
    paragraphs: Vec<(String, String)>,
    chosen: Option<Chosen>,
    closes: String,
    asked: Asked,
}

/// Shows the form.
pub async fn new(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let id = identified(&id)?;
    shown(&app, frame, &someone, id, (StatusCode::OK, asked)).await
}

pub(super) async fn shown(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    (status, asked): (StatusCode, Asked),
) -> Answer {
    let mut tx = app.db.read().await?;
    let by = asker(app, someone);
    let found = Box::pin(reservations(&mut tx, &by, id)).await;
    drop(tx);
    let found = match found {
        Ok(found) => found,
        Err(error) => return Err(refusal::problem(app, error).await),
    };
    let placement = found.paper.placement();
    if let Err(refused) = placement.allows(Action::Reserve, by.mandates, by.today) {
        // Of a form that came too late the sentence that says so is the answer.
        if status == StatusCode::CONFLICT {
            return Err(Problem::Conflict(asked.alert));
        }
        return Err(refusal::problem(app, PaperError::Refused(refused)).await);
    }
    page_with(status, &NewPage::of(frame, &found, asked))
}

impl NewPage {
    fn of(frame: Frame, found: &Reservations, mut asked: Asked) -> Self {
        let title = view::title(&found.paper.sheet.title);
        let chosen = chosen(found, &mut asked);
        let speaks = found.speaks.iter();
        Self {
            frame: frame.titled(format!("{} – {title}", say::NEW)),
            address: address(found.paper.id),
            version: found.last,
            revision: found.paper.revision,
            speaks: speaks
                .map(|id| (id.to_string(), name(&found.territories, *id)))
                .collect(),
            paragraphs: if chosen.is_some() {
                Vec::new()
            } else {
                paragraphs(found, &asked)
            },
            chosen,
            closes: found.closes_at.map(dates::instant).unwrap_or_default(),
            title,
            asked,
        }
    }
}

/// The passage that is asked for; none where its paragraph remains to be chosen, with a fault where there is one.
fn chosen(found: &Reservations, asked: &mut Asked) -> Option<Chosen> {
    let words = asked.mots.trim().to_owned();
    let candidates = containing(found, &words);
    let paragraph = match (asked.paragraphe, &candidates[..]) {
        (Some(number), _) => number,
        (None, [only]) if !words.is_empty() => *only,
        _ => {
            if candidates.is_empty() {
                say::NOT_ONE_PARAGRAPH.clone_into(&mut asked.alert);
            }
            return None;
        }
    };
    let whole = found.paragraphs.get(paragraph.checked_sub(1)?)?;
    let at = match &occurrences(&whole.words, &words)[..] {
        [(start, end)] if !words.is_empty() => Some((*start, *end)),
        _ if words.is_empty() => None,
        several => {
            let often = !several.is_empty();
            let fault = if often { Fault::Often } else { Fault::Nowhere };
            if asked.faults.of("mots").is_none() {
                asked.faults.add("mots", say::fault(fault));
            }
            None
        }
    };
    let (start, end) = at.unwrap_or((0, whole.words.len()));
    let part = whole.words[start..end].to_owned();
    Some(Chosen {
        paragraph,
        before: whole.words[..start].to_owned(),
        after: whole.words[end..].to_owned(),
        wording: asked.wording.clone().unwrap_or_else(|| part.clone()),
        words: part,
        asked: at.map(|_| words).unwrap_or_default(),
    })
}

/// The numbers of the paragraphs in which words stand; all where there are none.
fn containing(found: &Reservations, words: &str) -> Vec<usize> {
    let all = (1..).zip(&found.paragraphs);
    all.filter(|(_, it)| words.is_empty() || !occurrences(&it.words, words).is_empty())
        .map(|(number, _)| number)
        .collect()
}

/// Where words stand in a paragraph, as bytes; any blank is as good as another.
fn occurrences(paragraph: &str, words: &str) -> Vec<(usize, usize)> {
    let sought: Vec<char> = words.chars().collect();
    let letters: Vec<(usize, char)> = paragraph.char_indices().collect();
    let same = |(here, there): (&(usize, char), &char)| {
        here.1 == *there || (here.1.is_whitespace() && there.is_whitespace())
    };
    if sought.is_empty() {
        return Vec::new();
    }
    let windows = letters.windows(sought.len());
    let here = windows.filter(|window| window.iter().zip(&sought).all(same));
    here.filter_map(|window| {
        let ((start, _), (last, letter)) = (window.first()?, window.last()?);
        Some((*start, last + letter.len_utf8()))
    })
    .collect()
}

fn paragraphs(found: &Reservations, asked: &Asked) -> Vec<(String, String)> {
    let words = asked.mots.trim();
    let all = (1..).zip(&found.paragraphs);
    let holds = containing(found, words);
    all.filter(|(number, _)| holds.is_empty() || holds.contains(number))
        .map(|(number, it)| {
            let kept: &str = if holds.is_empty() { "" } else { words };
            let encoded: String = form_urlencoded(kept);
            let place = format!("?paragraphe={number}&mots={encoded}");
            (place, shorten(&it.words, EXCERPT))
        })
        .collect()
}

fn form_urlencoded(words: &str) -> String {
    percent_encoding::utf8_percent_encode(words, percent_encoding::NON_ALPHANUMERIC).to_string()
}
