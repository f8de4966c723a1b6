//! `/textes/{id}/journal`: who, for which territory, did what, on which version, when, why.

use askama::Template;
use axum::extract::{Path, State};

use super::lines::LineView;
use super::show::identified;
use super::view::title;
use super::{address, asker};
use crate::app::App;
use crate::papers::readable;
use crate::web::{Answer, Frame, Someone, page, refusal};

/// No text has more lines than this; the page shows them all.
const ALL: i64 = 100_000;

#[derive(Template)]
#[template(path = "pages/papers/journal.html")]
struct Journal {
    frame: Frame,
    address: String,
    title: String,
    lines: Vec<LineView>,
}

/// Shows the journal, last line first.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let mut tx = app.db.read().await?;
    let paper = match readable(&mut tx, &asker(&app, &someone), identified(&id)?).await {
        Ok(paper) => paper,
        Err(error) => {
            drop(tx);
            return Err(refusal::problem(&app, error).await);
        }
    };
    let lines = tx.journal(paper.id, ALL).await?;
    let title = title(&paper.sheet.title);
    page(&Journal {
        frame: frame.titled(format!("Journal – {title}")),
        address: address(paper.id),
        title,
        lines: lines.iter().map(LineView::from).collect(),
    })
}
