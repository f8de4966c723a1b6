//! What awaits someone, and the texts of their territories.

use chrono::NaiveDate;
use dires_domain::circuit::{Action, Stage};
use dires_domain::ids::{PaperId, TerritoryId};

use super::comments::named::calls;
use super::consultation::{self, Awaiting};
use super::{Asker, PaperError};
use crate::storage::papers::Paper;
use crate::storage::reservations::Undecided;
use crate::storage::{StorageError, Tx};

/// What someone is asked to do with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// Write in it.
    Write,
    /// Give this territory's avis.
    GiveOpinion(TerritoryId),
    /// Take this territory's position.
    TakePosition(TerritoryId),
    /// Lift or maintain this territory's reserves.
    Reserve(TerritoryId),
    /// Forward it: every avis is given.
    Forward,
    /// Record that it is approved: every position is taken.
    Approve,
    /// Answer a written consultation for this territory.
    Answer(TerritoryId),
    /// Record what the body that adopts decided.
    RecordAdoption,
    /// Publish it.
    Publish,
    /// Look at its comments, where they are named.
    ReadComments,
}

/// Something that awaits.
#[derive(Debug, Clone)]
pub struct Task {
    /// What.
    pub awaited: Awaited,
    /// With which text.
    pub paper: Paper,
    /// By when, if that is known.
    pub due: Option<NaiveDate>,
}

/// A person's board.
#[derive(Debug, Clone)]
pub struct Board {
    /// What awaits them, most urgent first.
    pub tasks: Vec<Task>,
    /// Every text that they may read and that is under way or adopted, newest first.
    pub papers: Vec<Paper>,
}

/// What is known of all texts at once.
pub(super) struct Known {
    opinions: Vec<(PaperId, TerritoryId)>,
    positions: Vec<(PaperId, TerritoryId)>,
    published: Vec<PaperId>,
    members: Vec<TerritoryId>,
    consultations: Vec<Awaiting>,
    undecided: Vec<Undecided>,
}

/// Gathers a person's board.
pub async fn board(tx: &mut Tx, asker: &Asker<'_>) -> Result<Board, PaperError> {
    let known = Known::read(tx).await?;
    let mut papers = tx.papers().await?;
    papers.retain(|paper| may(asker, paper, Action::Read) || known.consults(asker, paper));
    let calling = calls(tx, asker, &papers).await?;
    let called = |paper: &Paper| calling.contains(&paper.id).then(|| named_in(paper));
    let mut tasks: Vec<_> = papers
        .iter()
        .flat_map(|paper| tasks(asker, paper, &known).into_iter().chain(called(paper)))
        .collect();
    tasks.sort_by_key(|task| (task.due.is_none(), task.due, task.paper.created_at));
    Ok(Board { tasks, papers })
}

impl Known {
    pub(super) async fn read(tx: &mut Tx) -> Result<Self, StorageError> {
        Ok(Self {
            opinions: tx.standing_opinions().await?,
            positions: tx.standing_positions().await?,
            published: tx.published().await?,
            members: members(tx).await?,
            consultations: consultation::awaiting(tx).await?,
            undecided: tx.undecided_reservations().await?,
        })
    }
}

impl Known {
    /// The consultation on a text that is under way.
    fn consultation(&self, paper: &Paper) -> Option<&Awaiting> {
        self.consultations.iter().find(|it| it.paper() == paper.id)
    }

    /// Whether somebody sits in a body that is consulted on a text.
    fn consults(&self, asker: &Asker<'_>, paper: &Paper) -> bool {
        let under_way = self.consultation(paper);
        under_way.is_some_and(|it| it.concerns(asker))
    }
}

/// What a text asks of somebody today.
pub async fn asked_by(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: &Paper,
) -> Result<Vec<Task>, StorageError> {
    let known = Known::read(tx).await?;
    if !may(asker, paper, Action::Read) && !known.consults(asker, paper) {
        return Ok(Vec::new());
    }
    Ok(tasks(asker, paper, &known))
}

fn named_in(paper: &Paper) -> Task {
    Task {
        awaited: Awaited::ReadComments,
        due: paper.sheet.due().filter(|_| paper.stage.is_live()),
        paper: paper.clone(),
    }
}

async fn members(tx: &mut Tx) -> Result<Vec<TerritoryId>, StorageError> {
    let territories = tx.territories().await?.into_iter();
    let members =
        territories.filter(|it| it.membership == dires_domain::people::Membership::Member);
    Ok(members.map(|territory| territory.id).collect())
}

fn may(asker: &Asker<'_>, paper: &Paper, action: Action) -> bool {
    let placement = paper.placement();
    placement
        .allows(action, asker.mandates, asker.today)
        .is_ok()
}

pub(super) fn tasks(asker: &Asker<'_>, paper: &Paper, known: &Known) -> Vec<Task> {
    let mut awaited = Vec::new();
    match paper.stage {
        Stage::Drafting => {
            awaited.extend(may(asker, paper, Action::Write).then_some(Awaited::Write));
        }
        Stage::Directions => {
            let silent = silent(asker, paper, Action::GiveOpinion, &known.opinions);
            awaited.extend(silent.map(Awaited::GiveOpinion));
            let heard = all_said(paper, known, &known.opinions);
            awaited
                .extend((heard && may(asker, paper, Action::Forward)).then_some(Awaited::Forward));
        }
        Stage::Presidencies => {
            let silent = silent(asker, paper, Action::TakePosition, &known.positions);
            awaited.extend(silent.map(Awaited::TakePosition));
            let theirs = reserving(asker, paper, known).filter(|it| it.overtaken);
            awaited.extend(theirs.map(|it| Awaited::Reserve(it.territory)));
            let heard = all_said(paper, known, &known.positions);
            awaited
                .extend((heard && may(asker, paper, Action::Approve)).then_some(Awaited::Approve));
        }
        Stage::Adoption => {
            let theirs = reserving(asker, paper, known);
            awaited.extend(theirs.map(|it| Awaited::Reserve(it.territory)));
            let under_way = known.consultation(paper);
            let theirs = under_way.map(|it| it.awaits(asker)).unwrap_or_default();
            awaited.extend(theirs.into_iter().map(Awaited::Answer));
            let met = under_way.is_none_or(|it| !it.decides());
            awaited.extend(
                (met && may(asker, paper, Action::Adopt)).then_some(Awaited::RecordAdoption),
            );
        }
        Stage::Publication => {
            let hidden = !known.published.contains(&paper.id);
            awaited
                .extend((hidden && may(asker, paper, Action::Publish)).then_some(Awaited::Publish));
        }
        Stage::WithdrawnDraft | Stage::Withdrawn | Stage::Refused => {}
    }
    let due = |awaited| match awaited {
        Awaited::Answer(_) => known.consultation(paper).map(Awaiting::last_day),
        _ => paper.sheet.due(),
    };
    let task = |awaited| Task {
        awaited,
        due: due(awaited),
        paper: paper.clone(),
    };
    awaited.into_iter().map(task).collect()
}

/// The asker's territories that may speak here and have said nothing that stands.
fn silent<'a>(
    asker: &Asker<'_>,
    paper: &'a Paper,
    action: Action,
    said: &'a [(PaperId, TerritoryId)],
) -> impl Iterator<Item = TerritoryId> + use<'a> {
    let placement = paper.placement();
    let standings = placement.allows(action, asker.mandates, asker.today);
    let mut theirs: Vec<_> = standings
        .unwrap_or_default()
        .iter()
        .filter_map(|standing| standing.territory)
        .collect();
    theirs.dedup();
    theirs
        .into_iter()
        .filter(|id| !said.contains(&(paper.id, *id)))
}

/// The undecided reserves of the asker's territories, which they may lift or maintain.
fn reserving<'a>(
    asker: &Asker<'_>,
    paper: &'a Paper,
    known: &'a Known,
) -> impl Iterator<Item = &'a Undecided> + use<'a> {
    let placement = paper.placement();
    let standings = placement.allows(Action::Reserve, asker.mandates, asker.today);
    let standings = standings.unwrap_or_default();
    let theirs = move |it: &&Undecided| {
        it.paper == paper.id
            && standings
                .iter()
                .any(|one| one.territory == Some(it.territory))
    };
    known.undecided.iter().filter(theirs)
}

/// Whether every member of the perimeter has said something that stands.
fn all_said(paper: &Paper, known: &Known, said: &[(PaperId, TerritoryId)]) -> bool {
    let mut members = paper
        .sheet
        .perimeter
        .iter()
        .filter(|id| known.members.contains(id));
    members.all(|id| said.contains(&(paper.id, *id)))
}
