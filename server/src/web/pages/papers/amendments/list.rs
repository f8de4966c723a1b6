//! `/textes/{id}/amendements`: those that are discussed, passage by passage; those that one prepares; those that are decided.

use askama::Template;
use axum::extract::{Path, State};
use dires_domain::amendment::AmendmentState;
use dires_domain::ids::AmendmentId;
use dires_domain::people::Territory;

use super::address_of;
use super::view::Line;
use crate::app::App;
use crate::papers::PaperError;
use crate::papers::amendments::{self, Discussion, NewAmendment, discussion};
use crate::web::messages::amendments as say;
use crate::web::pages::papers::show::identified;
use crate::web::pages::papers::view::title;
use crate::web::pages::papers::{address, asker, go};
use crate::web::{Answer, Form, Frame, Someone, page, refusal};

#[derive(Template)]
#[template(path = "pages/papers/amendments.html")]
struct AmendmentsPage {
    frame: Frame,
    address: String,
    title: String,
    version: i32,
    /// How many are to be decided, in words.
    count: String,
    /// Those that are discussed, by passage, in the order of the votes.
    passages: Vec<Vec<Line>>,
    prepared: Vec<Line>,
    decided: Vec<Line>,
    /// The territories for which the reader may begin one.
    begins_for: Vec<(String, String)>,
    /// The others of the perimeter.
    others: Vec<(String, String)>,
    decides: bool,
}

/// Shows the page.
pub async fn list(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let id = identified(&id)?;
    let mut tx = app.db.read().await?;
    let gathered = async {
        let all = discussion(&mut tx, &asker(&app, &someone), id).await?;
        Ok::<_, PaperError>((all, tx.territories().await?))
    };
    match gathered.await {
        Ok((all, territories)) => page(&AmendmentsPage::of(frame, &all, &territories)),
        Err(error) => Err(refusal::problem(&app, error).await),
    }
}

/// Begins one, and leads to its desk.
pub async fn begin(
    State(app): State<App>,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let new = NewAmendment {
        territory: form.parse("territoire"),
        with: form.all("avec").filter_map(|it| it.parse().ok()).collect(),
        parent: form.parse("parent"),
        motive: form.raw("motif").to_owned(),
    };
    let begun = async {
        let mut tx = app.db.write().await?;
        let begun = amendments::begin(&mut tx, &asker(&app, &someone), id, new).await?;
        tx.save().await?;
        Ok::<AmendmentId, PaperError>(begun)
    };
    match begun.await {
        Ok(begun) => {
            app.paper_changed(id, None);
            Ok(go(&app, &address_of(id, begun), say::BEGUN))
        }
        Err(error) => Err(refusal::problem(&app, error).await),
    }
}

impl AmendmentsPage {
    fn of(frame: Frame, all: &Discussion, territories: &[Territory]) -> Self {
        let paper = title(&all.version.title);
        let of_state = |wanted: fn(AmendmentState) -> bool| {
            let those = all.all.iter().filter(move |it| wanted(it.state));
            those.map(|it| Line::of(all, it, territories)).collect()
        };
        Self {
            frame: frame.titled(format!("Amendements – {paper}")),
            address: address(all.paper.id),
            version: all.version.number,
            count: say::count(all.order.len()),
            passages: passages(all, territories),
            prepared: of_state(|state| state == AmendmentState::Preparation),
            decided: of_state(AmendmentState::is_final),
            begins_for: named(territories, |it| all.begins_for.contains(&it.id)),
            others: named(territories, |it| {
                all.paper.sheet.perimeter.contains(&it.id) && all.begins_for != [it.id]
            }),
            decides: all.decides,
            title: paper,
        }
    }
}

/// Those that amend the text, by passage, in the order of the votes, each with those that amend it.
fn passages(all: &Discussion, territories: &[Territory]) -> Vec<Vec<Line>> {
    let place = |id: &AmendmentId| all.order.iter().position(|it| it == id);
    let mut passages: Vec<Vec<AmendmentId>> = all.passages.clone();
    passages.retain(|passage| {
        let mut ids = passage.iter().filter_map(|id| all.get(*id));
        ids.any(|it| it.parent.is_none())
    });
    for passage in &mut passages {
        passage.sort_by_key(place);
    }
    passages.sort_by_key(|passage| passage.first().and_then(place));
    let lines = |passage: Vec<AmendmentId>| {
        let those = passage.into_iter().filter_map(|id| all.get(id));
        those.map(|it| Line::whole(all, it, territories)).collect()
    };
    passages.into_iter().map(lines).collect()
}

fn named(territories: &[Territory], which: impl Fn(&Territory) -> bool) -> Vec<(String, String)> {
    let those = territories.iter().filter(|it| which(it));
    those
        .map(|it| (it.id.to_string(), it.name.clone()))
        .collect()
}
