//! `/textes/{id}/comparer?avant=1&apres=maintenant`: what changed between two moments of a text.

use askama::Template;
use axum::extract::{Path, Query, State};
use dires_domain::heads::Heads;
use dires_domain::people::Territory;
use dires_domain::redline::{Change, Marking, Sort};
use serde::Deserialize;

use super::lines::VersionView;
use super::show::identified;
use super::view::{left_the_directions, title};
use super::{address, asker, images_of};
use crate::app::App;
use crate::papers::compare::{Compared, Moment, compare, is_written};
use crate::web::messages::comparison as say;
use crate::web::messages::images;
use crate::web::{Answer, Frame, Problem, Someone, dates, page, refusal, typography};

/// The later moment that is not a version.
const NOW: &str = "maintenant";
/// The moment of one's own bookmark.
const READING: &str = "lecture";
/// What precedes the number of a change, for the moment after it.
const AT: &str = "m";
/// What the address of a change in the page begins with.
const PREFIX: &str = "modif-";

/// What the words of a comparison are marked with.
pub(super) const MARKING: Marking<'static> = Marking {
    sort: &say::sort,
    end: say::END,
    shape: &say::shape,
    note: say::NOTE,
    image: &images::became,
    images: "",
    after: &nothing,
};

const fn nothing(_: usize) -> String {
    String::new()
}

/// Which moments are compared; what is missing is what one would ask for.
#[derive(Deserialize)]
pub struct Asked {
    avant: Option<String>,
    apres: Option<String>,
}

/// A moment that can be chosen.
struct Choice {
    value: String,
    label: String,
    before: bool,
    after: bool,
}

/// A line of the list of changes.
pub(super) struct ChangeView {
    pub(super) sort: &'static str,
    pub(super) excerpt: String,
    pub(super) section: String,
    /// The number of the change at the other end of a move.
    other: Option<usize>,
}

#[derive(Template)]
#[template(path = "pages/papers/compare.html")]
struct ComparePage {
    frame: Frame,
    address: String,
    title: String,
    choices: Vec<Choice>,
    extent: String,
    /// The state that one may say to have read: that of the later moment, where the text has a live document.
    state: Option<String>,
    /// Territories that the later moment speaks for and the earlier did not, and the reverse.
    joined: Vec<String>,
    left: Vec<String>,
    /// Whether there is a navette.
    navette: bool,
    html: String,
    changes: Vec<ChangeView>,
}

/// Shows the page.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let id = identified(&id)?;
    let asked = (
        moment(asked.avant.as_deref())?,
        moment(asked.apres.as_deref())?,
    );
    let mut tx = app.db.read().await?;
    let compared = match compare(&mut tx, &asker(&app, &someone), id, asked).await {
        Ok(compared) => compared,
        Err(error) => return Err(refusal::problem(&app, error).await),
    };
    let territories = tx.territories().await?;
    drop(tx);
    page(&ComparePage::of(frame, &compared, &territories))
}

fn moment(code: Option<&str>) -> Result<Option<Moment>, Problem> {
    match code {
        None | Some("") => Ok(None),
        Some(NOW) => Ok(Some(Moment::Now)),
        Some(READING) => Ok(Some(Moment::Reading)),
        Some(code) if code.starts_with(AT) => {
            let seq = code[AT.len()..].parse();
            seq.map(|seq| Some(Moment::At(seq)))
                .map_err(|_| Problem::NotFound)
        }
        Some(number) => number
            .parse()
            .map(|number| Some(Moment::Version(number)))
            .map_err(|_| Problem::NotFound),
    }
}

impl ComparePage {
    fn of(frame: Frame, compared: &Compared, territories: &[Territory]) -> Self {
        let redline = &compared.redline;
        let (changes, _) = redline.changes();
        let (before, after) = (redline.before().title, redline.after().title);
        let renamed = before != after;
        let paper = title(&after);
        let (joined, left) = perimeters(compared, territories);
        Self {
            frame: frame.titled(format!("Comparer – {paper}")),
            address: address(compared.paper.id),
            title: if before.is_empty() && after.is_empty() {
                paper
            } else {
                redline.title_html(&MARKING)
            },
            choices: choices(compared),
            extent: say::extent(changes.len(), renamed, redline.extent()),
            state: compared.paper.document.map(|_| compared.heads.token()),
            joined,
            left,
            navette: compared.paper.document.is_some() && left_the_directions(compared.paper.stage),
            html: redline.to_html(
                PREFIX,
                &Marking {
                    images: &images_of(compared.paper.id),
                    ..MARKING
                },
            ),
            changes: changes
                .iter()
                .map(|change| line(change, &changes))
                .collect(),
        }
    }
}

pub(super) fn line(change: &Change, changes: &[Change]) -> ChangeView {
    let other = match change.sort {
        Sort::MovedAway(number) => Some(Sort::MovedHere(number)),
        Sort::MovedHere(number) => Some(Sort::MovedAway(number)),
        _ => None,
    };
    let place = other.and_then(|other| changes.iter().position(|it| it.sort == other));
    ChangeView {
        sort: say::sort(change.sort),
        excerpt: say::excerpt(change),
        section: typography::set(&change.section),
        other: place.map(|place| place + 1),
    }
}

fn choices(compared: &Compared) -> Vec<Choice> {
    let chosen = |moment| (compared.moments.0 == moment, compared.moments.1 == moment);
    let versions = compared.versions.iter().map(|version| {
        let view = VersionView::from(version);
        let (before, after) = chosen(Moment::Version(version.number));
        Choice {
            value: version.number.to_string(),
            label: named(
                compared,
                Some(&version.heads),
                format!("Version {}, {}", view.number, view.when),
            ),
            before,
            after,
        }
    });
    let other = |value: &str, label: String, moment| {
        let (before, after) = chosen(moment);
        Choice {
            value: value.to_owned(),
            label,
            before,
            after,
        }
    };
    let (before, after) = chosen(Moment::Now);
    let now = (is_written(&compared.paper) || before || after)
        .then(|| other(NOW, "Le texte d’aujourd’hui".to_owned(), Moment::Now));
    let reading = compared.reading.as_ref().map(|reading| {
        let label = format!("Votre lecture du {}", dates::instant(reading.at));
        other(READING, label, Moment::Reading)
    });
    // The end of the last of them is now.
    let is_now_listed = now.is_some();
    let ended = compared
        .stretches
        .iter()
        .enumerate()
        .filter(|(rank, stretch)| {
            *rank > 0 || !is_now_listed || chosen(Moment::At(stretch.last)) != (false, false)
        });
    let stretches = ended.map(|(_, stretch)| {
        let code = format!("{AT}{}", stretch.last);
        let heads = compared.states.get(&stretch.last);
        let label = named(compared, heads, dates::instant(stretch.to));
        other(&code, label, Moment::At(stretch.last))
    });
    let listed = now
        .into_iter()
        .chain(reading)
        .chain(stretches)
        .chain(versions);
    listed.collect()
}

/// What a state is called, with the name that people gave to it.
fn named(compared: &Compared, heads: Option<&Heads>, label: String) -> String {
    match heads.and_then(|heads| compared.names.get(&heads.token())) {
        Some(name) => format!("{label} – {name}"),
        None => label,
    }
}

/// The names of the territories that only the later moment speaks for, and of those that only the earlier does.
fn perimeters(compared: &Compared, territories: &[Territory]) -> (Vec<String>, Vec<String>) {
    let in_sheet = territories
        .iter()
        .filter(|it| compared.paper.sheet.perimeter.contains(&it.id));
    let today: Vec<String> = in_sheet.map(|it| it.slug.clone()).collect();
    let at = |moment| {
        compared
            .perimeter(moment)
            .map_or_else(|| today.clone(), <[String]>::to_vec)
    };
    let (before, after) = (at(compared.moments.0), at(compared.moments.1));
    let only = |here: &[String], there: &[String]| {
        let slugs = here.iter().filter(|slug| !there.contains(slug));
        slugs
            .map(|slug| {
                territories
                    .iter()
                    .find(|it| it.slug == **slug)
                    .map_or_else(|| slug.clone(), |it| it.name.clone())
            })
            .collect()
    };
    (only(&after, &before), only(&before, &after))
}
