//! `/textes/{id}/versions/{n}` and `.md`: a frozen version, and the very bytes that its hash is of.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse as _;
use dires_domain::ids::PaperId;
use dires_domain::text::Canonical;

use super::lines::VersionView;
use super::show::identified;
use super::view::title;
use super::{WORDING, address, asker};
use crate::app::App;
use crate::papers::{PaperError, readable};
use crate::storage::StorageError;
use crate::storage::versions::Version;
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
    let (version, bytes, last) = match found(&app, &someone, id, number).await {
        Ok(found) => found,
        Err(error) => return Err(refusal::problem(&app, error).await),
    };
    if file.is_some() {
        return Ok(download(&version, bytes));
    }
    shown(&app, frame, &version, &bytes, last).await
}

async fn found(
    app: &App,
    someone: &Someone,
    id: PaperId,
    number: i32,
) -> Result<(Version, Vec<u8>, i32), PaperError> {
    let mut tx = app.db.read().await?;
    readable(&mut tx, &asker(app, someone), id).await?;
    let version = tx.version(id, number).await?.ok_or(PaperError::NotFound)?;
    let last = tx.last_version(id).await?.ok_or(StorageError::Absent)?;
    let bytes = tx.version_bytes(version.id).await?;
    Ok((version, bytes, last.number))
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

async fn shown(app: &App, frame: Frame, version: &Version, bytes: &[u8], last: i32) -> Answer {
    let canonical =
        Canonical::parse(bytes).map_err(|error| StorageError::impossible("version", error))?;
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
        html: canonical.text().to_html("version-", &WORDING),
        older: version.number < last,
    })
}
