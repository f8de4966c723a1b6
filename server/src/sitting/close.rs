//! The end of a vote: its result under the body's rule, and what becomes of the text.

use dires_domain::circuit::{Action, Stage};
use dires_domain::decision::{Conclusion, Outcome, Sitting};
use dires_domain::ids::{AmendmentId, BallotId, PaperId, PointId, TerritoryId};
use dires_domain::meeting::journal::Ballot;
use dires_domain::paper::ReservationState;
use dires_domain::people::BodyKind;

use super::effects::Moved;
use super::{Floor, SittingError};
use crate::papers::step::{RecordedBallot, Step, step};
use crate::papers::{Asker, amendments};
use crate::storage::{StorageError, Tx};

/// What comes with the end of a vote.
#[derive(Debug, Clone)]
pub struct Closing {
    /// Why, for a text that is refused; may be empty.
    pub motive: String,
    /// What became of each reserve.
    pub reserves: Vec<(TerritoryId, ReservationState)>,
    /// How the result is told in words.
    pub explain: fn(&Conclusion) -> String,
}

impl Floor {
    /// What came of a vote that is over, as its rule and what the secretariat stated say.
    ///
    /// # Errors
    ///
    /// What cannot be in it, or why nothing comes of it.
    pub fn conclusion(&self, of: BallotId) -> Result<(Sitting, Conclusion), SittingError> {
        let territories = &self.day.territories;
        let second_call = self.meeting.sheet.second_call;
        let said = self.sat.said(of, territories, second_call);
        let said = said.ok_or(SittingError::Unknown)?;
        let sitting = self.day.sitting(&said).map_err(SittingError::Faults)?;
        let stated = self.sat.ballots.get(&of).and_then(|ballot| ballot.stated);
        let conclusion = self.day.conclude(&sitting, stated);
        Ok((sitting, conclusion.map_err(SittingError::NothingStated)?))
    }
}

/// Ends a vote: computes what comes of it, and moves the text that it was put on. `floor` has the end already.
pub(super) async fn conclude(
    tx: &mut Tx,
    asker: &Asker<'_>,
    floor: &Floor,
    ballot: BallotId,
    closing: &Closing,
) -> Result<Option<Moved>, SittingError> {
    let (_, conclusion) = floor.conclusion(ballot)?;
    let put = floor
        .sat
        .ballots
        .get(&ballot)
        .ok_or(SittingError::Unknown)?;
    let point = floor.point(put.point).ok_or(SittingError::Unknown)?;
    if let (Some(text), Some(amendment)) = (point.text, put.amendment) {
        let id = (text.paper, amendment);
        return Box::pin(amended(tx, asker, id, &conclusion, closing)).await;
    }
    let text = point.text.filter(|_| put.about.is_empty());
    match (text, conclusion.outcome) {
        (None, _) | (_, Outcome::NoQuorum) => Ok(None),
        (Some(text), outcome) => {
            let adopted = outcome == Outcome::Adopted;
            let ended = Ended {
                ballot,
                put,
                paper: text.paper,
                adopted,
            };
            moves(tx, asker, floor, closing, &ended).await
        }
    }
}

/// Accepts or refuses an amendment as its vote says, with how it was computed for a motive; without a quorum it stays tabled.
async fn amended(
    tx: &mut Tx,
    asker: &Asker<'_>,
    (paper, id): (PaperId, AmendmentId),
    conclusion: &Conclusion,
    closing: &Closing,
) -> Result<Option<Moved>, SittingError> {
    if conclusion.outcome == Outcome::NoQuorum {
        return Ok(None);
    }
    let all = tx.amendments(paper).await?;
    let one = all.iter().find(|it| it.id == id);
    let decision = amendments::Decision {
        amendment: id,
        revision: one.ok_or(SittingError::Unknown)?.revision,
        accepted: conclusion.outcome == Outcome::Adopted,
        motive: (closing.explain)(conclusion),
    };
    let moved = Box::pin(amendments::rule(tx, asker, paper, &decision)).await?;
    let text = tx.paper(paper).await?.ok_or(StorageError::Absent)?;
    Ok(text.document.map(|document| Moved {
        paper,
        document,
        merged: moved.merged,
    }))
}

struct Ended<'a> {
    ballot: BallotId,
    put: &'a Ballot,
    paper: PaperId,
    adopted: bool,
}

/// Moves the text as its stage says: an adoption or a refusal is recorded with its votes; a conference that approves passes
/// the text on, and one that does not leaves it where it is.
async fn moves(
    tx: &mut Tx,
    asker: &Asker<'_>,
    floor: &Floor,
    closing: &Closing,
    ended: &Ended<'_>,
) -> Result<Option<Moved>, SittingError> {
    let paper = tx.paper(ended.paper).await?.ok_or(StorageError::Absent)?;
    let Some(action) = action(floor, paper.stage, ended.adopted) else {
        return Ok(None);
    };
    let decides = matches!(action, Action::Adopt | Action::Refuse);
    let wanted = Step {
        action,
        revision: paper.revision,
        motive: closing.motive.clone(),
        meeting: (!decides).then_some(floor.on),
        ballot: decides.then(|| recorded(floor, closing, ended)),
    };
    let moved = step(tx, asker, paper.id, &wanted).await?;
    if decides {
        tie(tx, floor, ended.put.point, paper.id).await?;
    }
    Ok(Some(Moved {
        paper: paper.id,
        document: moved.document,
        merged: None,
    }))
}

fn action(floor: &Floor, stage: Stage, adopted: bool) -> Option<Action> {
    let conducts = floor.body.conducts == Some(stage);
    match (stage, adopted) {
        (Stage::Adoption, true) if floor.body.kind == BodyKind::Political => Some(Action::Adopt),
        (Stage::Adoption, false) if floor.body.kind == BodyKind::Political => Some(Action::Refuse),
        (Stage::Presidencies, true) if conducts => Some(Action::Approve),
        (Stage::Directions, true) if conducts => Some(Action::Forward),
        _ => None,
    }
}

fn recorded(floor: &Floor, closing: &Closing, ended: &Ended<'_>) -> RecordedBallot {
    let second_call = floor.meeting.sheet.second_call;
    let said = floor
        .sat
        .said(ended.ballot, &floor.day.territories, second_call);
    RecordedBallot {
        body: Some(floor.body.id),
        date: Some(floor.on),
        said: said.unwrap_or_default(),
        reserves: closing.reserves.clone(),
        explain: closing.explain,
    }
}

async fn tie(
    tx: &mut Tx,
    floor: &Floor,
    point: PointId,
    paper: PaperId,
) -> Result<(), StorageError> {
    let decisions = tx.decisions(paper).await?;
    match decisions.first() {
        Some(last) => tx.tie_decision(last.id, floor.meeting.id, point).await,
        None => Ok(()),
    }
}
