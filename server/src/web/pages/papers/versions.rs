//! `/textes/{id}/versions/{n}` and `.md`: a frozen version, and the very bytes that its hash is of.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse as _;
use dires_domain::circuit::Stage;
use dires_domain::ids::PaperId;
use dires_domain::text::Canonical;

use super::lines::VersionView;
use super::show::identified;
use super::view::title;
use super::{address, asker, words_of};
use crate::app::App;
use crate::papers::{PaperError, readable};
use crate::storage::StorageError;
use crate::storage::versions::Version;
use crate::web::pages::public::record::{Reserve, on_passage};
use crate::web::{Answer, Frame, Problem, Someone, page, refusal};

#[derive(Template)]
#[template(path = "pages/papers/version.html")]
struct VersionPage {
    frame: Frame,
    address: String,
    title: String,
    version: VersionView,
    perimeter: Vec<String>,
    html: String,
    /// Whether a version follows.
    older: bool,
    /// The reserves on passages that are maintained, of the version that was adopted.
    annex: Vec<Reserve>,
}

/// Shows a version, or gives its bytes when the number ends with `.md`.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path((id, number)): Path<(String, String)>,
) -> Answer {
    let id = identified(&id)?;
    let file = number.strip_suffix(".md");
    let number: i32 = file
        .unwrap_or(&number)
        .parse()
        .map_err(|_| Problem::NotFound)?;
    let found = match found(&app, &someone, id, number).await {
        Ok(found) => found,
        Err(error) => return Err(refusal::problem(&app, error).await),
    };
    if file.is_some() {
        return Ok(download(&found.version, found.bytes));
    }
    shown(&app, frame, found).await
}

struct Found {
    version: Version,
    bytes: Vec<u8>,
    /// The number of the last one.
    last: i32,
    annex: Vec<Reserve>,
}

async fn found(
    app: &App,
    someone: &Someone,
    id: PaperId,
    number: i32,
) -> Result<Found, PaperError> {
    let mut tx = app.db.read().await?;
    let paper = readable(&mut tx, &asker(app, someone), id).await?;
    let version = tx.version(id, number).await?.ok_or(PaperError::NotFound)?;
    let last = tx.last_version(id).await?.ok_or(StorageError::Absent)?;
    let bytes = tx.version_bytes(version.id).await?;
    let adopted = paper.stage == Stage::Publication && version.id == last.id;
    let annex = if adopted {
        tx.maintained_reservations(id).await?
    } else {
        Vec::new()
    };
    Ok(Found {
        version,
        bytes,
        last: last.number,
        annex: annex.iter().map(on_passage).collect(),
    })
}

fn download(version: &Version, bytes: Vec<u8>) -> axum::response::Response {
    let name = format!(
        "attachment; filename=\"texte-version-{}.md\"",
        version.number
    );
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/markdown; charset=utf-8".to_owned(),
        ),
        (header::CONTENT_DISPOSITION, name),
    ];
    (headers, bytes).into_response()
}

async fn shown(app: &App, frame: Frame, found: Found) -> Answer {
    let version = &found.version;
    let canonical = Canonical::parse(&found.bytes)
        .map_err(|error| StorageError::impossible("version", error))?;
    let territories = app.db.read().await?.territories().await?;
    let named = |slug: &String| {
        let found = territories.iter().find(|territory| territory.slug == *slug);
        found.map_or_else(|| slug.clone(), |territory| territory.name.clone())
    };
    let title = title(&version.title);
    page(&VersionPage {
        frame: frame.titled(format!("Version {} – {title}", version.number)),
        address: address(version.paper),
        title,
        version: VersionView::from(version),
        perimeter: version.perimeter.iter().map(named).collect(),
        html: words_of(canonical.text(), "version-", version.paper),
        older: version.number < found.last,
        annex: found.annex,
    })
}
