//! `/dires/{annee}/{slug}`: one published text, for ever; `.md` gives the bytes whose SHA-256 it prints.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse as _, Response};
use dires_domain::text::{OutlineEntry, Text, Wording};

use super::{About, record, site};
use crate::app::App;
use crate::publish::json_ld;
use crate::publish::reading::{self, Reading};
use crate::publish::site::enumerate;
use crate::storage::published::Published;
use crate::web::messages::public as say;
use crate::web::{Answer, Frame, Problem, dates, page};

/// How many characters of the text describe the page.
const DESCRIPTION: usize = 200;

/// How long a copy of the file may be kept: it never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";

#[derive(Template)]
#[template(path = "public/text.html")]
struct Page {
    frame: Frame,
    about: About,
    text: Published,
    kind: &'static str,
    adopted: String,
    adopted_on: String,
    signatories: String,
    body: String,
    outline: Vec<OutlineEntry>,
    record: record::Record,
    corrects: Option<Linked>,
    corrected_by: Vec<Linked>,
    size: String,
    /// The addresses of its images, each once.
    images: Vec<String>,
    json_ld: String,
}

/// Another published text.
struct Linked {
    path: String,
    title: String,
    day: String,
}

impl From<&Published> for Linked {
    fn from(text: &Published) -> Self {
        Self {
            path: text.path(),
            title: text.title.clone(),
            day: dates::day(text.decided_on),
        }
    }
}

/// Shows the text, or gives its bytes when the address ends with `.md`.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    Path((year, slug)): Path<(String, String)>,
) -> Answer {
    let year: i16 = year.parse().map_err(|_| Problem::NotFound)?;
    let (name, as_file) = match slug.strip_suffix(".md") {
        Some(name) => (name, true),
        None => (slug.as_str(), false),
    };
    let mut tx = app.db.read().await?;
    let found = reading::read(&mut tx, year, name, app.clock.now()).await?;
    let reading = found.ok_or(Problem::NotFound)?;
    if as_file {
        return Ok(file(reading));
    }
    page(&build(&app, frame, &reading))
}

fn file(reading: Reading) -> Response {
    let name = format!("attachment; filename=\"{}.md\"", reading.text.slug);
    let headers: [(HeaderName, String); 4] = [
        (
            header::CONTENT_TYPE,
            "text/markdown; charset=utf-8".to_owned(),
        ),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, FOREVER.to_owned()),
        (header::ETAG, format!("\"{}\"", reading.text.sha256)),
    ];
    (headers, reading.bytes).into_response()
}

fn build(app: &App, frame: Frame, reading: &Reading) -> Page {
    let text = reading.text.clone();
    let site = site(app, &frame);
    let words = reading.canonical.text();
    let images = format!("/dires/{}/images/", text.year);
    Page {
        about: About {
            canonical: site.address(&text.path()),
            description: format!("{}. {}", say::kind(text.kind), words.summary(DESCRIPTION)),
            og_type: "article",
        },
        kind: say::kind(text.kind),
        adopted: say::adopted(text.decided_on, &text.body),
        adopted_on: dates::day(text.decided_on),
        signatories: enumerate(
            text.signatories
                .iter()
                .map(|one| one.territory.name.as_str()),
        ),
        body: words.to_html(
            "texte-",
            &Wording {
                images: &images,
                ..say::WORDING
            },
        ),
        outline: words.outline(),
        record: record::build(reading),
        corrects: reading.corrects.as_ref().map(Linked::from),
        corrected_by: reading.corrected_by.iter().map(Linked::from).collect(),
        images: addresses(&images, words),
        size: say::size(reading.bytes.len()),
        json_ld: json_ld::embedded(&json_ld::report(&site, &text, reading.bytes.len())),
        frame: frame.titled(text.title.clone()),
        text,
    }
}

/// Where the files of the images of a text are, `images` being the folder.
fn addresses(images: &str, text: &Text) -> Vec<String> {
    let mut seen = Vec::new();
    for (image, _) in text.images() {
        let address = format!("{images}{}", image.file);
        if !seen.contains(&address) {
            seen.push(address);
        }
    }
    seen
}
