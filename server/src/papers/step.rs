//! Moving a text along its circuit: one function, one unit of work, one frozen version.

use chrono::NaiveDate;
use dires_domain::circuit::{Action, Outcome, Role, Stage, decide_any};
use dires_domain::conditions::{Ballot, Request, check};
use dires_domain::decision::{self, BodyRule, Conclusion};
use dires_domain::deed::Deed;
use dires_domain::ids::{BodyId, DocumentId, PaperId, TerritoryId};
use dires_domain::paper::{EndedBecause, ReservationState, Vote};
use dires_domain::people::{BodyKind, Territory};
use dires_domain::standing::Standing;
use dires_domain::text::{Canonical, Text};
use uuid::Uuid;

use super::live::{self, Live};
use super::situation::{entitled, situation};
use super::{Asker, PaperError, allowed, decided_before, readable};
use crate::storage::decisions::Decision;
use crate::storage::journal::{Detail, NewLine};
use crate::storage::papers::Paper;
use crate::storage::versions::{NewVersion, Version};
use crate::storage::{StorageError, Tx};

/// A move as it is asked for.
#[derive(Debug, Clone)]
pub struct Step {
    /// Which move: submit, forward, send back, approve, adopt, refuse or withdraw.
    pub action: Action,
    /// The revision of the text that the asker read.
    pub revision: i64,
    /// Why; may be empty where nothing asks for it.
    pub motive: String,
    /// The day on which the body met; heard from the secretariat only.
    pub meeting: Option<NaiveDate>,
    /// What the body that adopts decided.
    pub ballot: Option<RecordedBallot>,
}

/// A body's vote as the secretariat records it.
#[derive(Debug, Clone)]
pub struct RecordedBallot {
    /// The body.
    pub body: Option<BodyId>,
    /// The day.
    pub date: Option<NaiveDate>,
    /// One vote a territory.
    pub votes: Vec<(TerritoryId, Vote)>,
    /// What became of each reserve.
    pub reserves: Vec<(TerritoryId, ReservationState)>,
    /// How the result is told in words.
    pub explain: fn(&Conclusion) -> String,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Where the text stands now.
    pub stage: Stage,
    /// The version that was frozen.
    pub version: Version,
    /// The live document, whose open editors must read their rights again.
    pub document: DocumentId,
}

/// What was checked before anything is written.
struct Decided {
    paper: Paper,
    live: Live,
    text: Text,
    standings: Vec<Standing>,
    to: Stage,
    perimeter: Vec<Territory>,
    result: Option<Outcomes>,
}

/// A body's decision, ready to be recorded.
struct Outcomes {
    body: BodyId,
    on: NaiveDate,
    rule: Option<BodyRule>,
    conclusion: Conclusion,
}

/// Makes the move, or says why not. The caller saves the unit of work, then tells open pages.
pub async fn step(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    step: &Step,
) -> Result<Moved, PaperError> {
    let decided = decide(tx, asker, paper, step).await?;
    let version = freeze(tx, asker, &decided).await?;
    let (id, revision) = (decided.paper.id, decided.paper.revision);
    if !tx.move_paper(id, revision, decided.to).await? {
        return Err(decided_before(tx, id).await?);
    }
    live::set_frozen(tx, decided.live.document, !decided.to.is_live()).await?;
    settle(tx, asker, step, &decided, &version).await?;
    note(tx, asker, step, &decided, &version).await?;
    Ok(Moved {
        stage: decided.to,
        version,
        document: decided.live.document,
    })
}

async fn decide(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    step: &Step,
) -> Result<Decided, PaperError> {
    readable(tx, asker, id).await?;
    let live = live::hold(tx, id).await?.ok_or(PaperError::NotFound)?;
    let paper = readable(tx, asker, id).await?;
    if paper.revision != step.revision {
        return Err(decided_before(tx, id).await?);
    }
    let standings = allowed(tx, asker, &paper, step.action, None).await?;
    let roles: Vec<_> = standings.iter().map(|standing| standing.role).collect();
    let Outcome::Moves(to) = decide_any(paper.stage, step.action, &roles)? else {
        return Err(PaperError::NotFound);
    };
    let text = live::read(tx, live.document).await?;
    let mut situation = situation(tx, &paper, &text, &live.heads).await?;
    let rule = rule(tx, step).await?;
    let on = step.ballot.as_ref().and_then(|ballot| ballot.date);
    let voters = entitled(tx, rule.as_ref(), on.unwrap_or(asker.today)).await?;
    situation.entitled = voters.iter().map(|territory| territory.id).collect();
    let request = request(tx, asker, step, &roles).await?;
    check(step.action, &situation, &request).map_err(PaperError::Missing)?;
    Ok(Decided {
        result: conclude(step, rule, &voters)?,
        perimeter: situation.perimeter,
        paper,
        live,
        text,
        standings,
        to,
    })
}

async fn rule(tx: &mut Tx, step: &Step) -> Result<Option<BodyRule>, StorageError> {
    match &step.ballot {
        Some(RecordedBallot {
            body: Some(body),
            date: Some(date),
            ..
        }) => tx.rule_in_force(*body, *date).await,
        _ => Ok(None),
    }
}

async fn request(
    tx: &mut Tx,
    asker: &Asker<'_>,
    step: &Step,
    roles: &[Role],
) -> Result<Request, StorageError> {
    let ballot = match &step.ballot {
        Some(recorded) => Some(Ballot {
            body_named: can_adopt(tx, recorded.body).await?,
            date: recorded.date,
            votes: recorded.votes.clone(),
            reserves: recorded.reserves.clone(),
        }),
        None => None,
    };
    let by_secretariat = roles.contains(&Role::Secretary);
    Ok(Request {
        today: asker.today,
        motive: step.motive.clone(),
        meeting: step.meeting.filter(|_| by_secretariat),
        ballot,
    })
}

/// Whether this is a body of élus: the others prepare and do not decide.
async fn can_adopt(tx: &mut Tx, body: Option<BodyId>) -> Result<bool, StorageError> {
    let Some(body) = body else { return Ok(false) };
    let found = tx.body(body).await?;
    Ok(found.is_some_and(|body| body.kind == BodyKind::Political))
}

/// The result of the vote, which must be the one that the secretariat records.
fn conclude(
    step: &Step,
    rule: Option<BodyRule>,
    voters: &[Territory],
) -> Result<Option<Outcomes>, PaperError> {
    let Some(RecordedBallot {
        body: Some(body),
        date: Some(on),
        votes,
        ..
    }) = &step.ballot
    else {
        return Ok(None);
    };
    let stated = step.action == Action::Adopt;
    let ballots: Vec<_> = voters.iter().map(|voter| ballot(voter, votes)).collect();
    let conclusion = decision::conclude(rule.as_ref(), &ballots, Some(stated));
    let conclusion = conclusion.expect("a stated outcome always concludes");
    if conclusion.adopted != stated {
        return Err(PaperError::OtherResult(Box::new(conclusion)));
    }
    Ok(Some(Outcomes {
        body: *body,
        on: *on,
        rule,
        conclusion,
    }))
}

fn ballot(voter: &Territory, votes: &[(TerritoryId, Vote)]) -> decision::Ballot {
    let vote = votes.iter().find(|(id, _)| *id == voter.id);
    decision::Ballot {
        territory: voter.id,
        membership: voter.membership,
        vote: vote.map_or(Vote::Absent, |(_, vote)| *vote),
    }
}

async fn freeze(tx: &mut Tx, asker: &Asker<'_>, decided: &Decided) -> Result<Version, PaperError> {
    let perimeter: Vec<_> = decided.perimeter.iter().map(|t| t.slug.clone()).collect();
    let kind = decided.paper.sheet.kind.code();
    let canonical = Canonical::new(kind, &perimeter, decided.text.clone())?;
    let new = NewVersion {
        paper: decided.paper.id,
        stage: decided.paper.stage,
        title: canonical.text().title.clone(),
        heads: decided.live.heads.clone(),
        perimeter,
        bytes: canonical.to_bytes(),
        at: asker.now,
        by: Some(asker.person),
    };
    Ok(tx.freeze(new).await?)
}

/// What the move ends or records beside the text itself.
async fn settle(
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
    let Some((result, ballot)) = decided.result.as_ref().zip(step.ballot.as_ref()) else {
        return Ok(());
    };
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
        adopted: result.conclusion.adopted,
        explanation: (ballot.explain)(&result.conclusion),
        recorded_at: asker.now,
        recorded_by: Some(asker.person),
        votes: ballot.votes.clone(),
    })
    .await?;
    Ok(())
}

async fn note(
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
