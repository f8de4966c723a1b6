//! Moving a text along its circuit: one function, one unit of work, one frozen version.

pub(super) mod record;
pub mod vote;

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::circuit::{Action, Outcome, Role, Stage, decide_any};
use dires_domain::conditions::{Ballot, Request, check};
use dires_domain::decision::{Conclusion, Said};
use dires_domain::heads::Heads;
use dires_domain::ids::{BodyId, DocumentId, PaperId, PersonId, TerritoryId};
use dires_domain::paper::ReservationState;
use dires_domain::people::{BodyKind, Territory};
use dires_domain::standing::Standing;
use dires_domain::text::{Canonical, Text};

use vote::{Outcomes, Vote};

use super::live::{self, Live};
use super::situation::situation;
use super::{
    Asker, PaperError, allowed, amendments, consultation, decided_before, notify, readable,
    short_enough,
};
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
    /// Who was there, who spoke for whom, and what each voted.
    pub said: Said,
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
    suggestions: usize,
    standings: Vec<Standing>,
    to: Stage,
    perimeter: Vec<Territory>,
    result: Option<Outcomes>,
}

/// Makes the move, or says why not. The caller saves the unit of work, then tells open pages.
pub async fn step(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    step: &Step,
) -> Result<Moved, PaperError> {
    let decided = decide(tx, asker, paper, step).await?;
    let version = freeze(tx, &decided.seal(asker)).await?;
    let (id, revision) = (decided.paper.id, decided.paper.revision);
    if !tx.move_paper(id, revision, decided.to).await? {
        return Err(decided_before(tx, id).await?);
    }
    live::set_frozen(tx, decided.live.document, !decided.to.is_live()).await?;
    if decided.paper.stage == Stage::Presidencies {
        amendments::leave(tx, asker, &decided.paper).await?;
    }
    record::settle(tx, asker, step, &decided, &version).await?;
    record::note(tx, asker, step, &decided, &version).await?;
    consultation::interrupt(tx, asker, id).await?;
    notify::tell(tx, asker, id, notify::news(step.action)).await?;
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
    consultation::leaves_free(tx, &paper, step.action).await?;
    short_enough(&step.motive)?;
    let roles: Vec<_> = standings.iter().map(|standing| standing.role).collect();
    let Outcome::Moves(to) = decide_any(paper.stage, step.action, &roles)? else {
        return Err(PaperError::NotFound);
    };
    let (text, suggestions) = live::settled(tx, live.document).await?;
    let situation = situation(tx, &paper, &text, suggestions, &live.heads).await?;
    let vote = match &step.ballot {
        Some(ballot) => Some(Vote::of(tx, ballot, asker.today).await?),
        None => None,
    };
    let request = request(tx, asker, step, &roles, vote.as_ref()).await?;
    check(step.action, &situation, &request).map_err(PaperError::Missing)?;
    let stated = step.action == Action::Adopt;
    let result = vote.map(|vote| vote.decided(stated)).transpose()?.flatten();
    Ok(Decided {
        result,
        perimeter: situation.perimeter,
        paper,
        live,
        text,
        suggestions,
        standings,
        to,
    })
}

async fn request(
    tx: &mut Tx,
    asker: &Asker<'_>,
    step: &Step,
    roles: &[Role],
    vote: Option<&Vote>,
) -> Result<Request, StorageError> {
    let ballot = match &step.ballot {
        Some(recorded) => Some(Ballot {
            body_named: can_adopt(tx, recorded.body).await?,
            date: recorded.date,
            faults: vote.map(|vote| vote.faults().to_vec()).unwrap_or_default(),
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

/// What a frozen version is made of.
pub struct Seal<'a> {
    /// The text.
    pub paper: &'a Paper,
    /// The territories for which it speaks.
    pub perimeter: &'a [Territory],
    /// Its words, without what is suggested of them.
    pub text: &'a Text,
    /// How many suggestions are pending in it.
    pub suggestions: usize,
    /// Their state.
    pub heads: &'a Heads,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
}

impl Decided {
    fn seal<'a>(&'a self, asker: &Asker<'_>) -> Seal<'a> {
        Seal {
            paper: &self.paper,
            perimeter: &self.perimeter,
            text: &self.text,
            suggestions: self.suggestions,
            heads: &self.live.heads,
            at: asker.now,
            by: Some(asker.person),
        }
    }
}

/// Freezes a version of the text as it stands.
pub async fn freeze(tx: &mut Tx, seal: &Seal<'_>) -> Result<Version, PaperError> {
    let perimeter: Vec<_> = seal.perimeter.iter().map(|t| t.slug.clone()).collect();
    let kind = seal.paper.sheet.kind.code();
    let canonical = Canonical::new(kind, &perimeter, seal.text.clone())?;
    let new = NewVersion {
        paper: seal.paper.id,
        stage: seal.paper.stage,
        title: canonical.text().title.clone(),
        heads: seal.heads.clone(),
        perimeter,
        suggestions: i64::try_from(seal.suggestions).unwrap_or(i64::MAX),
        bytes: canonical.to_bytes(),
        at: seal.at,
        by: seal.by,
    };
    Ok(tx.freeze(new).await?)
}
