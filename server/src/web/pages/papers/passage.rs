//! `/textes/{id}/auteurs/{passage}`: who wrote a passage, when, and what stood there before.

use askama::Template;
use axum::extract::{Path, State};
use dires_domain::anchor::Element;
use dires_domain::authorship::Came;
use dires_domain::text::Text;

use super::compare::MARKING;
use super::moments::writers;
use super::show::identified;
use super::view::title;
use super::{WORDING, address, asker};
use crate::app::App;
use crate::papers::passage::{Life, Told, life};
use crate::storage::{StorageError, Tx};
use crate::web::messages::authors as say;
use crate::web::{Answer, Frame, Problem, Someone, dates, page, refusal};

/// Something that happened there.
struct StepView {
    what: &'static str,
    who: Vec<String>,
    when: String,
    machine: String,
    /// What was read then, changes marked; empty where the words are the same.
    html: String,
    /// Whether changes are marked in it.
    marked: bool,
}

#[derive(Template)]
#[template(path = "pages/papers/passage.html")]
struct PassagePage {
    frame: Frame,
    address: String,
    title: String,
    /// The paragraph as it is; none where the passage is gone.
    now: Option<String>,
    steps: Vec<StepView>,
}

/// Shows the page.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path((id, passage)): Path<(String, String)>,
) -> Answer {
    let id = identified(&id)?;
    let passage: Element = passage.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = app.db.read().await?;
    let found = match life(&mut tx, &asker(&app, &someone), id, &passage).await {
        Ok(found) => found,
        Err(error) => return Err(refusal::problem(&app, error).await),
    };
    let steps = steps(&mut tx, &found).await?;
    drop(tx);
    let title = title(&found.paper.sheet.title);
    page(&PassagePage {
        frame: frame.titled(format!("Histoire d’un passage – {title}")),
        address: address(id),
        title,
        now: found.told.map(|(text, _)| html(&text, "")),
        steps,
    })
}

async fn steps(tx: &mut Tx, found: &Life) -> Result<Vec<StepView>, StorageError> {
    let mut views = Vec::new();
    for (rank, told) in found.told.iter().flat_map(|(_, told)| told).enumerate() {
        views.push(StepView {
            what: say::came(&told.came),
            who: writers(tx, &told.by).await?,
            when: when(told),
            machine: dates::machine(told.to),
            html: match &told.came {
                Came::Changed(redline) => {
                    redline.to_html(&format!("modif-{}-", rank + 1), &MARKING)
                }
                Came::Moved => String::new(),
                Came::Begun(text) => html(text, &format!("{}-", rank + 1)),
            },
            marked: matches!(told.came, Came::Changed(_)),
        });
    }
    Ok(views)
}

fn when(told: &Told) -> String {
    let (from, to) = (dates::instant(told.from), dates::instant(told.to));
    if from == to {
        to
    } else {
        dates::span(told.from, told.to)
    }
}

/// Some paragraphs, their ids told apart by a prefix.
fn html(text: &Text, prefix: &str) -> String {
    text.to_html(&format!("passage-{prefix}"), &WORDING)
}
