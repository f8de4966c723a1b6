//! `/textes/{id}/histoire` and `/textes/{id}/moments/{n}`: the moments of a text since its last version, and the names of
//! its states.

use askama::Template;
use axum::extract::{Path, State};
use dires_domain::heads::Heads;
use dires_domain::ids::{PaperId, PersonId, TerritoryId};

use super::lines::VersionView;
use super::show::identified;
use super::view::title;
use super::{address, asker, words_of};
use crate::app::App;
use crate::papers::moments::{self, History, LONGEST_NAME};
use crate::papers::{PaperError, readable};
use crate::storage::{StorageError, Tx};
use crate::web::messages::comparison as say;
use crate::web::{Answer, Form, Frame, Problem, Someone, dates, page, refusal};

/// A moment, or a version, of the list.
struct MomentView {
    /// The end of its address after the text's.
    path: String,
    /// What `avant` and `apres` call it.
    code: String,
    /// What it is compared with: the moment or the version before it.
    earlier: Option<String>,
    label: String,
    note: String,
    machine: String,
    name: String,
    state: String,
}

#[derive(Template)]
#[template(path = "pages/papers/history.html")]
struct HistoryPage {
    frame: Frame,
    address: String,
    title: String,
    moments: Vec<MomentView>,
    versions: Vec<MomentView>,
    may_name: bool,
    longest: usize,
}

#[derive(Template)]
#[template(path = "pages/papers/moment.html")]
struct MomentPage {
    frame: Frame,
    address: String,
    code: String,
    title: String,
    when: String,
    machine: String,
    html: String,
}

/// Shows the list.
pub async fn list(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let id = identified(&id)?;
    let mut tx = app.db.read().await?;
    let history = match moments::history(&mut tx, &asker(&app, &someone), id).await {
        Ok(history) => history,
        Err(error) => return Err(refusal::problem(&app, error).await),
    };
    let moments = moments_of(&mut tx, &history).await?;
    drop(tx);
    let title = title(&history.paper.sheet.title);
    page(&HistoryPage {
        frame: frame.titled(format!("Histoire – {title}")),
        address: address(id),
        title,
        moments,
        versions: versions_of(&history),
        may_name: history.may_name,
        longest: LONGEST_NAME,
    })
}

async fn moments_of(tx: &mut Tx, history: &History) -> Result<Vec<MomentView>, StorageError> {
    let mut views = Vec::new();
    let last_version = history.versions.first().map(|it| it.number.to_string());
    for (rank, stretch) in history.stretches.iter().enumerate() {
        let before = history.stretches.get(rank + 1);
        let before = before.map(|it| format!("m{}", it.last));
        let state = history.states.get(&stretch.last);
        views.push(MomentView {
            path: format!("moments/{}", stretch.last),
            code: format!("m{}", stretch.last),
            earlier: before.or_else(|| last_version.clone()),
            label: dates::instant(stretch.to),
            note: say::stretch(stretch.changes, &writers(tx, &stretch.writers).await?),
            machine: dates::machine(stretch.to),
            name: state
                .and_then(|state| history.names.get(&state.token()))
                .cloned()
                .unwrap_or_default(),
            state: state.map(Heads::token).unwrap_or_default(),
        });
    }
    Ok(views)
}

/// What those who wrote are called, and for whom where their name does not say it.
pub(super) async fn writers(
    tx: &mut Tx,
    writers: &[(Option<PersonId>, Option<TerritoryId>)],
) -> Result<Vec<String>, StorageError> {
    let territories = tx.territories().await?;
    let mut names = Vec::new();
    for (person, territory) in writers {
        let person = name_of(tx, *person).await?;
        let territory =
            territory.and_then(|id: TerritoryId| territories.iter().find(|it| it.id == id));
        names.push(match (person, territory) {
            (Some(person), Some(territory)) if !person.contains(&territory.name) => {
                format!("{person} ({})", territory.name)
            }
            (Some(person), _) => person,
            (None, _) => "l’association".to_owned(),
        });
    }
    Ok(names)
}

async fn name_of(tx: &mut Tx, person: Option<PersonId>) -> Result<Option<String>, StorageError> {
    let Some(person) = person else {
        return Ok(None);
    };
    Ok(tx.person(person).await?.map(|person| person.name))
}

fn versions_of(history: &History) -> Vec<MomentView> {
    let views = history.versions.iter().map(|version| {
        let view = VersionView::from(version);
        let state = version.heads.token();
        MomentView {
            path: format!("versions/{}", version.number),
            code: version.number.to_string(),
            earlier: (version.number > 1).then(|| (version.number - 1).to_string()),
            label: format!("Version {}", version.number),
            note: format!("{}, {}", view.stage, view.when),
            machine: view.machine,
            name: history.names.get(&state).cloned().unwrap_or_default(),
            state,
        }
    });
    views.collect()
}

/// Shows the text as it was.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path((id, number)): Path<(String, String)>,
) -> Answer {
    let id = identified(&id)?;
    let number: i64 = number.parse().map_err(|_| Problem::NotFound)?;
    match found(&app, &someone, id, number).await {
        Ok((words, at)) => page(&MomentPage {
            frame: frame.titled(format!("{} – {}", title(&words.title), dates::instant(at))),
            address: address(id),
            code: format!("m{number}"),
            title: title(&words.title),
            when: dates::instant(at),
            machine: dates::machine(at),
            html: words_of(&words, "texte-", id),
        }),
        Err(error) => Err(refusal::problem(&app, error).await),
    }
}

async fn found(
    app: &App,
    someone: &Someone,
    id: PaperId,
    number: i64,
) -> Result<(dires_domain::text::Text, chrono::DateTime<chrono::Utc>), PaperError> {
    let mut tx = app.db.read().await?;
    let paper = readable(&mut tx, &asker(app, someone), id).await?;
    let versions = tx.versions(id).await?;
    let stretches = moments::since(&mut tx, &paper, &versions).await?;
    let stretch = stretches.iter().find(|it| it.last == number);
    let stretch = stretch.ok_or(PaperError::NotFound)?;
    let (text, _) = moments::at(&mut tx, &paper, number).await?;
    Ok((text, stretch.to))
}

/// POST `/textes/{id}/nom`: names a state, or takes its name away.
pub async fn name(
    State(app): State<App>,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let heads = Heads::from_token(form.text("etat"));
    let mut tx = app.db.write().await?;
    let asker = asker(&app, &someone);
    if let Err(error) = moments::name(&mut tx, &asker, id, &heads, form.text("nom")).await {
        drop(tx);
        return Err(refusal::problem(&app, error).await);
    }
    tx.save().await?;
    Ok(super::go(
        &app,
        &format!("{}/histoire", address(id)),
        say::NAMED,
    ))
}
