//! What a move leaves behind: the decision of a body, the ends of what was said, a line of the journal.

use dires_domain::circuit::{Action, Role};
use dires_domain::decision::{Attendance, Seat, Sitting};
use dires_domain::deed::Deed;
use dires_domain::ids::PaperId;
use dires_domain::paper::EndedBecause;
use uuid::Uuid;

use super::vote::Outcomes;
use super::{Decided, RecordedBallot, Step};
use crate::papers::{Asker, PaperError};
use crate::storage::decisions::{Decision, Voted};
use crate::storage::journal::{Detail, NewLine};
use crate::storage::versions::Version;
use crate::storage::{StorageError, Tx};

/// What the move ends or records beside the text itself.
pub(super) async fn settle(
    tx: &mut Tx,
    asker: &Asker<'_>,
    step: &Step,
    decided: &Decided,
    version: &Version,
) -> Result<(), PaperError> {
    let paper = decided.paper.id;
    if step.action == Action::SendBack {
        tx.end_opinions(paper, EndedBecause::Moved, asker.now)
            .await?;
        tx.end_positions(paper, EndedBecause::Moved, asker.now)
            .await?;
    }
    if let Some((result, ballot)) = decided.result.as_ref().zip(step.ballot.as_ref()) {
        record(tx, asker, paper, version, result, ballot).await?;
    }
    Ok(())
}

async fn record(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    version: &Version,
    result: &Outcomes,
    ballot: &RecordedBallot,
) -> Result<(), StorageError> {
    for (territory, state) in &ballot.reserves {
        tx.decide_reserve(paper, *territory, *state).await?;
    }
    tx.record_decision(&Decision {
        id: Uuid::now_v7(),
        paper,
        version: version.id,
        body: result.body,
        rule: result.rule.as_ref().map(|rule| rule.id),
        rule_confirmed: result.rule.as_ref().is_some_and(|rule| rule.confirmed),
        on: result.on,
        adopted: result.conclusion.adopted(),
        explanation: (ballot.explain)(&result.conclusion),
        recorded_at: asker.now,
        recorded_by: Some(asker.person),
        chair: result.sitting.chair,
        second_call: result.sitting.second_call,
        written: false,
        attendance: attendance(&result.sitting),
        votes: result
            .sitting
            .voting()
            .map(|seat| voted(seat, false))
            .collect::<Result<_, _>>()?,
    })
    .await
}

fn attendance(sitting: &Sitting) -> Vec<Attendance> {
    let lines = sitting.seats.iter().map(|seat| Attendance {
        territory: seat.territory,
        presence: seat.presence,
        holder: seat.holder,
    });
    lines.collect()
}

/// A territory's vote, as it is kept; `silent` where it is what the rule makes of its silence.
pub(in crate::papers) fn voted(seat: &Seat, silent: bool) -> Result<Voted, StorageError> {
    let voices = i32::try_from(seat.voices);
    Ok(Voted {
        territory: seat.territory,
        vote: seat.vote,
        voices: voices.map_err(|error| StorageError::impossible("body_rule", error))?,
        silent,
    })
}

pub(super) async fn note(
    tx: &mut Tx,
    asker: &Asker<'_>,
    step: &Step,
    decided: &Decided,
    version: &Version,
) -> Result<(), PaperError> {
    let line = NewLine {
        paper: decided.paper.id,
        at: asker.now,
        person: Some(asker.person),
        territory: decided.standings[0].territory,
        deed: deed(step.action),
        moved: Some((decided.paper.stage, decided.to)),
        version: Some(version.id),
        motive: step.motive.trim().to_owned(),
        detail: detail(tx, step, decided).await?,
    };
    Ok(tx.note(line).await?)
}

/// The meeting, or the body and its day.
async fn detail(tx: &mut Tx, step: &Step, decided: &Decided) -> Result<Detail, StorageError> {
    let mut detail = Detail::new();
    let by_secretariat = decided
        .standings
        .iter()
        .any(|it| it.role == Role::Secretary);
    if let Some(day) = step.meeting.filter(|_| by_secretariat) {
        detail.insert("seance".to_owned(), day.to_string());
    }
    if let Some(result) = &decided.result {
        let body = tx.body(result.body).await?;
        detail.extend(body.map(|body| ("instance".to_owned(), body.name)));
        detail.insert("seance".to_owned(), result.on.to_string());
    }
    Ok(detail)
}

/// The journal's word for a move.
fn deed(action: Action) -> Deed {
    match action {
        Action::Submit => Deed::Submitted,
        Action::Forward => Deed::Forwarded,
        Action::Approve => Deed::Approved,
        Action::Adopt => Deed::Adopted,
        Action::Refuse => Deed::Refused,
        Action::Withdraw => Deed::Withdrawn,
        _ => Deed::SentBack,
    }
}
