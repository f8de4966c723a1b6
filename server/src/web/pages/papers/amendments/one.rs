//! `/textes/{id}/amendements/{amendement}`: its motive, what it changes in place, what is put with it, and what may be done.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use dires_domain::amendment::{AmendmentAct, AmendmentState};
use dires_domain::ids::{AmendmentId, PaperId};
use dires_domain::meeting::agenda::Nudge;
use dires_domain::people::Territory;
use dires_domain::redline::Marking;

use super::view::{Line, because, changes, name, offers, tags};
use super::{address_of, both};
use crate::app::App;
use crate::papers::amendments::{self, Decision, Discussion, Fault, discussion};
use crate::papers::{Asker, PaperError};
use crate::storage::amendments::Amendment;
use crate::web::messages::amendments as say;
use crate::web::pages::papers::compare::MARKING;
use crate::web::pages::papers::view::{Tag, title};
use crate::web::pages::papers::{address, asker, go, images_of};
use crate::web::{Answer, Form, Frame, Problem, Someone, dates, page_with, refusal};

/// What the address of a change in the page begins with.
const PREFIX: &str = "modif-";

#[derive(Template)]
#[template(path = "pages/papers/amendment.html")]
struct AmendmentPage {
    frame: Frame,
    /// The text's address, and the page's own.
    address: String,
    here: String,
    id: String,
    revision: i64,
    name: String,
    title: String,
    territories: Vec<Tag>,
    state: (&'static str, &'static str),
    tabled: String,
    ended: String,
    because: String,
    motive: String,
    /// What it amends, when that is another one: its page, and its name.
    parent: Option<(String, String)>,
    /// What it changes, as HTML; empty where it changes nothing.
    html: String,
    /// Its changes one by one: the sort and the words.
    changes: Vec<(&'static str, String)>,
    place: String,
    beside: Vec<Line>,
    under: Vec<Line>,
    /// The territories for which the reader may amend it.
    begins_for: Vec<(String, String)>,
    acts: Vec<AmendmentAct>,
    alert: String,
    /// What was typed in a form that was refused: which, and the words.
    typed: (String, String),
}

impl AmendmentPage {
    fn offers(&self, code: &str) -> bool {
        offers(&self.acts, code)
    }

    /// The words of this form that was refused.
    fn words(&self, form: &str) -> &str {
        if self.typed.0 == form {
            &self.typed.1
        } else {
            ""
        }
    }
}

/// Shows the page.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path((paper, amendment)): Path<(String, String)>,
) -> Answer {
    let ids = both(&paper, &amendment)?;
    let typed = Typed::default();
    shown(&app, frame, &someone, ids, typed).await
}

/// A form that was refused.
#[derive(Default)]
struct Typed {
    status: StatusCode,
    alert: String,
    form: (String, String),
}

/// Does what a form asks, or shows the page again with why not.
pub async fn act(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path((paper, amendment)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let ids = both(&paper, &amendment)?;
    let asker = asker(&app, &someone);
    let deed = form.text("geste").to_owned();
    match done(&app, &asker, ids, &form).await {
        Ok(sentence) => Ok(go(&app, &address_of(ids.0, ids.1), &sentence)),
        Err(PaperError::Amendment(fault)) => {
            let problem = refusal::problem(&app, fault.into()).await;
            let status = problem.into_response().status();
            let typed = Typed {
                status,
                alert: say::fault(fault),
                form: (deed, form.raw("motif").to_owned()),
            };
            shown(&app, frame, &someone, ids, typed).await
        }
        Err(error) => Err(refusal::problem(&app, error).await),
    }
}

async fn done(
    app: &App,
    asker: &Asker<'_>,
    ids: (PaperId, AmendmentId),
    form: &Form,
) -> Result<String, PaperError> {
    let (paper, id) = ids;
    let read = (id, form.parse("revision").unwrap_or_default());
    let motive = form.raw("motif");
    let mut tx = app.db.write().await?;
    let (sentence, document, merged) = match form.text("geste") {
        "motiver" => {
            amendments::motivate(&mut tx, asker, paper, read, motive).await?;
            (say::MOTIVATED.to_owned(), None, None)
        }
        "deposer" => {
            let document = amendments::table(&mut tx, asker, paper, read, motive).await?;
            (say::TABLED.to_owned(), Some(document), None)
        }
        "retirer" => {
            let document = amendments::withdraw(&mut tx, asker, paper, read, motive).await?;
            (say::WITHDRAWN.to_owned(), Some(document), None)
        }
        deed @ ("monter" | "descendre") => {
            let nudge: Nudge = deed.parse().map_err(|_| PaperError::NotFound)?;
            amendments::arrange(&mut tx, asker, paper, id, nudge).await?;
            (say::ARRANGED.to_owned(), None, None)
        }
        deed @ ("accepter" | "refuser") => {
            let decision = Decision {
                amendment: id,
                revision: read.1,
                accepted: deed == "accepter",
                motive: motive.to_owned(),
            };
            let moved = Box::pin(amendments::rule(&mut tx, asker, paper, &decision)).await?;
            let sentence = match (&moved.version, decision.accepted) {
                (Some(version), _) => say::accepted(version.number),
                (None, true) => say::SUB_ACCEPTED.to_owned(),
                (None, false) => say::REFUSED.to_owned(),
            };
            (sentence, None, moved.merged)
        }
        _ => return Err(PaperError::Amendment(Fault::NothingAsked)),
    };
    tx.save().await?;
    if let Some(merged) = merged {
        app.hub.reopen(merged).await;
    }
    app.paper_changed(paper, document);
    Ok(sentence)
}

async fn shown(
    app: &App,
    frame: Frame,
    someone: &Someone,
    (paper, id): (PaperId, AmendmentId),
    typed: Typed,
) -> Answer {
    let asker = asker(app, someone);
    let mut tx = app.db.read().await?;
    let gathered = async {
        let all = discussion(&mut tx, &asker, paper).await?;
        if all.get(id).is_none() {
            return Err(PaperError::NotFound);
        }
        Ok::<_, PaperError>((all, tx.territories().await?))
    };
    let (all, territories) = match gathered.await {
        Ok(gathered) => gathered,
        Err(error) => return Err(refusal::problem(app, error).await),
    };
    let one = all.get(id).ok_or(Problem::NotFound)?;
    let status = typed.status;
    let drawn = drawn(frame, &all, one, &territories, &asker);
    page_with(
        status,
        &AmendmentPage {
            alert: typed.alert,
            typed: typed.form,
            ..drawn
        },
    )
}

fn drawn(
    frame: Frame,
    all: &Discussion,
    one: &Amendment,
    territories: &[Territory],
    asker: &Asker<'_>,
) -> AmendmentPage {
    let paper = title(&all.version.title);
    let name = name(one);
    let place = all.order.iter().position(|it| *it == one.id);
    let instant = |at: Option<_>| at.map(dates::instant).unwrap_or_default();
    let line = |it: &&Amendment| Line::of(all, it, territories);
    let may_amend = one.state == AmendmentState::Tabled;
    let theirs = territories
        .iter()
        .filter(|it| may_amend && all.begins_for.contains(&it.id));
    AmendmentPage {
        frame: frame.titled(format!("{name} – {paper}")),
        address: address(all.paper.id),
        here: address_of(all.paper.id, one.id),
        id: one.id.to_string(),
        revision: one.revision,
        title: paper,
        territories: tags(one, territories),
        state: (one.state.code(), say::state(one.state)),
        tabled: instant(one.tabled_at),
        ended: instant(one.ended_at),
        because: because(all, one),
        motive: one.motive.clone(),
        parent: one
            .parent
            .and_then(|id| all.get(id))
            .map(|it| (address_of(it.paper, it.id), self::name(it))),
        html: redline(all, one),
        changes: all.redlines.get(&one.id).map(changes).unwrap_or_default(),
        place: place.map(|at| say::place(at + 1)).unwrap_or_default(),
        beside: all.beside(one.id).iter().map(line).collect(),
        under: all.under(one.id).iter().map(line).collect(),
        begins_for: theirs
            .map(|it| (it.id.to_string(), it.name.clone()))
            .collect(),
        acts: all.acts(asker, one),
        alert: String::new(),
        typed: Default::default(),
        name,
    }
}

fn redline(all: &Discussion, one: &Amendment) -> String {
    let redline = all.redlines.get(&one.id).filter(|it| !it.is_empty());
    redline.map_or_else(String::new, |it| {
        let renamed = it.title.iter().any(|words| words.before != words.after);
        let title = if renamed {
            format!("<p class=\"redline-title\">{}</p>", it.title_html(&MARKING))
        } else {
            String::new()
        };
        let marking = Marking {
            images: &images_of(all.paper.id),
            ..MARKING
        };
        format!("{title}{}", it.to_html(PREFIX, &marking))
    })
}
