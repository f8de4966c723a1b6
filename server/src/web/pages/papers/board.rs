//! `/tableau`: what awaits me first, then the texts of my territories by stage.

use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use dires_domain::circuit::Stage;
use dires_domain::people::Territory;

use super::lines::name;
use super::view::title;
use super::{address, asker};
use crate::app::App;
use crate::papers::board::{Awaited, Task, board};
use crate::papers::create::home;
use crate::storage::papers::Paper;
use crate::web::messages::{board as say, words};
use crate::web::{Answer, Frame, Someone, dates, page, refusal};

#[derive(Template)]
#[template(path = "pages/papers/board.html")]
struct BoardPage {
    frame: Frame,
    tasks: Vec<TaskView>,
    columns: Vec<Column>,
    may_start: bool,
}

struct TaskView {
    address: String,
    verb: String,
    title: String,
    kind: &'static str,
    due: String,
    machine: String,
    urgent: bool,
}

struct Column {
    label: &'static str,
    papers: Vec<Entry>,
}

struct Entry {
    address: String,
    title: String,
    kind: &'static str,
    perimeter: String,
    due: String,
    demonstration: bool,
}

/// Stages in the order of the board; what is out of the circuit comes last.
const COLUMNS: [Stage; 8] = [
    Stage::Drafting,
    Stage::Directions,
    Stage::Presidencies,
    Stage::Adoption,
    Stage::Publication,
    Stage::Refused,
    Stage::Withdrawn,
    Stage::WithdrawnDraft,
];

/// Shows the board.
pub async fn show(State(app): State<App>, frame: Frame, someone: Someone) -> Answer {
    let asker = asker(&app, &someone);
    let mut tx = app.db.read().await?;
    let territories = tx.territories().await?;
    let board = match board(&mut tx, &asker).await {
        Ok(board) => board,
        Err(error) => return Err(refusal::problem(&app, error).await),
    };
    let several = someone.territories.len() > 1;
    let view = |task: &Task| task_view(task, asker.today, several, &territories);
    page(&BoardPage {
        frame: frame.titled(say::TITLE),
        tasks: board.tasks.iter().map(view).collect(),
        columns: columns(&board.papers, &territories),
        may_start: !home(&asker).is_empty(),
    })
}

fn columns(papers: &[Paper], territories: &[Territory]) -> Vec<Column> {
    let column = |stage: &Stage| Column {
        label: words::stage(*stage),
        papers: papers
            .iter()
            .filter(|paper| paper.stage == *stage)
            .map(|paper| entry(paper, territories))
            .collect(),
    };
    let columns = COLUMNS.iter().map(column);
    columns.filter(|column| !column.papers.is_empty()).collect()
}

/// More territories than this are counted, not named.
const NAMED: usize = 3;

fn entry(paper: &Paper, territories: &[Territory]) -> Entry {
    let open = !matches!(
        paper.stage,
        Stage::Publication | Stage::Refused | Stage::Withdrawn | Stage::WithdrawnDraft
    );
    let due = paper.sheet.due().filter(|_| open);
    Entry {
        address: address(paper.id),
        title: title(&paper.sheet.title),
        kind: words::kind(paper.sheet.kind),
        perimeter: perimeter(paper, territories),
        due: due.map(dates::day).unwrap_or_default(),
        demonstration: paper.demonstration,
    }
}

fn perimeter(paper: &Paper, territories: &[Territory]) -> String {
    let perimeter = &paper.sheet.perimeter;
    if perimeter.len() > NAMED {
        return say::territories(perimeter.len());
    }
    let members = territories.iter().filter(|it| perimeter.contains(&it.id));
    let names: Vec<_> = members.map(|it| it.name.as_str()).collect();
    names.join(", ")
}

fn task_view(task: &Task, today: NaiveDate, several: bool, territories: &[Territory]) -> TaskView {
    TaskView {
        address: format!("{}{}", address(task.paper.id), place(task.awaited)),
        verb: verb(task.awaited, several, territories),
        title: title(&task.paper.sheet.title),
        kind: words::kind(task.paper.sheet.kind),
        due: task.due.map(|day| say::due(day, today)).unwrap_or_default(),
        machine: task.due.map(|day| day.to_string()).unwrap_or_default(),
        urgent: task
            .due
            .is_some_and(|day| (day - today).num_days() <= say::URGENT_DAYS),
    }
}

/// Where on the text's page, or on which page, the thing is done.
pub const fn place(awaited: Awaited) -> &'static str {
    match awaited {
        Awaited::Write => "/ecrire",
        Awaited::GiveOpinion(_) => "#avis",
        Awaited::TakePosition(_) => "#position",
        Awaited::Forward | Awaited::Approve => "#suite",
        Awaited::Answer(_) => "/consultation",
        Awaited::RecordAdoption => "/adoption",
        Awaited::Publish => "/publication",
        Awaited::ReadComments => "/commentaires",
        Awaited::Reserve(_) => "/reserves",
    }
}

/// What is to be done; with the territory where the person stands for several.
fn verb(awaited: Awaited, several: bool, territories: &[Territory]) -> String {
    match awaited {
        Awaited::GiveOpinion(id)
        | Awaited::TakePosition(id)
        | Awaited::Answer(id)
        | Awaited::Reserve(id)
            if several =>
        {
            say::task_for(awaited, &name(territories, id))
        }
        _ => say::task(awaited).to_owned(),
    }
}
