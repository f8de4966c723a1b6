//! How a published text was adopted, as everyone may know it. The avis of the directions are internal and stay out.

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::circuit::Stage;
use dires_domain::ids::PaperId;
use dires_domain::paper::{Position, ReservationState, Vote};
use serde::Deserialize;
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::{StorageError, Tx};

/// The way of a text, from its submission to its adoption.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AdoptionRecord {
    /// When it last entered each stage, in the order of the days.
    pub entered: Vec<(Stage, DateTime<Utc>)>,
    /// The positions of the présidences on the version that was adopted, by territory's name.
    pub positions: Vec<PublicPosition>,
    /// What bodies decided on it, oldest first.
    pub decisions: Vec<PublicDecision>,
}

/// A territory's position on the version that was adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPosition {
    /// The territory's name.
    pub territory: String,
    /// What it said.
    pub word: Position,
    /// What became of its reserve.
    pub reserve: Option<ReservationState>,
    /// The reserve's text: public only when it is maintained, empty otherwise.
    pub maintained: String,
}

/// What a body decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicDecision {
    /// The body's name.
    pub body: String,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// Adopted, or refused.
    pub adopted: bool,
    /// Whether a rule is known and confirmed by the association; `None` when no rule was applied.
    pub rule_confirmed: Option<bool>,
    /// How the result was computed, in words.
    pub explanation: String,
    /// The votes, by territory's name; empty when none are known.
    pub votes: Vec<(String, Vote)>,
}

#[derive(FromRow)]
struct PositionRow {
    territory: String,
    word: String,
    reservation: String,
    reservation_state: Option<String>,
}

#[derive(FromRow)]
struct DecisionRow {
    id: Uuid,
    body: String,
    decided_on: NaiveDate,
    adopted: bool,
    rule_id: Option<Uuid>,
    rule_confirmed: bool,
    explanation: Json<Explanation>,
}

#[derive(Deserialize)]
struct Explanation {
    text: String,
}

#[derive(FromRow)]
struct VoteRow {
    decision_id: Uuid,
    territory: String,
    vote: String,
}

impl Tx {
    /// How a text was adopted. Only for a text that is published and visible.
    pub async fn adoption_record(
        &mut self,
        paper: PaperId,
    ) -> Result<AdoptionRecord, StorageError> {
        Ok(AdoptionRecord {
            entered: self.stages_entered(paper).await?,
            positions: self.public_positions(paper).await?,
            decisions: self.public_decisions(paper).await?,
        })
    }

    async fn stages_entered(
        &mut self,
        paper: PaperId,
    ) -> Result<Vec<(Stage, DateTime<Utc>)>, StorageError> {
        let rows: Vec<(String, DateTime<Utc>)> = self
            .query(
                "select stage_after, at from journal
                 where paper_id = $1 and stage_after is not null
                   and (stage_before is null or stage_before <> stage_after)
                 order by seq desc",
            )
            .bind(paper.0)
            .all()
            .await?;
        let mut entered: Vec<(Stage, DateTime<Utc>)> = Vec::new();
        for (code, at) in rows {
            let stage = code
                .parse()
                .map_err(|e| StorageError::impossible("journal", e))?;
            if entered.iter().all(|(known, _)| *known != stage) {
                entered.push((stage, at));
            }
        }
        entered.reverse();
        Ok(entered)
    }

    /// The positions taken since the text last went to the conférence des présidences, neither replaced nor voided.
    async fn public_positions(
        &mut self,
        paper: PaperId,
    ) -> Result<Vec<PublicPosition>, StorageError> {
        let rows: Vec<PositionRow> = self
            .query(
                "select territory.name as territory, position.word, position.reservation,
                        position.reservation_state
                 from position
                 join territory on territory.id = position.territory_id
                 where position.paper_id = $1
                   and (position.ended_at is null or position.ended_because = 'etape')
                   and position.taken_at >= (
                     select max(forwarded.at) from journal forwarded
                     where forwarded.paper_id = $1
                       and forwarded.stage_before = 'conference-des-directions'
                       and forwarded.stage_after = 'conference-des-presidences')
                 order by territory.slug",
            )
            .bind(paper.0)
            .all()
            .await?;
        rows.into_iter().map(read_position).collect()
    }

    async fn public_decisions(
        &mut self,
        paper: PaperId,
    ) -> Result<Vec<PublicDecision>, StorageError> {
        let rows: Vec<DecisionRow> = self
            .query(
                "select decision.id, body.name as body, decision.decided_on, decision.adopted,
                        decision.rule_id, decision.rule_confirmed, decision.explanation
                 from decision
                 join body on body.id = decision.body_id
                 where decision.paper_id = $1
                 order by decision.recorded_at, decision.id",
            )
            .bind(paper.0)
            .all()
            .await?;
        let votes: Vec<VoteRow> = self
            .query(
                "select decision_vote.decision_id, territory.name as territory, decision_vote.vote
                 from decision_vote
                 join decision on decision.id = decision_vote.decision_id
                 join territory on territory.id = decision_vote.territory_id
                 where decision.paper_id = $1
                 order by territory.slug",
            )
            .bind(paper.0)
            .all()
            .await?;
        rows.into_iter()
            .map(|row| read_decision(row, &votes))
            .collect()
    }
}

fn read_position(row: PositionRow) -> Result<PublicPosition, StorageError> {
    let reserve = row
        .reservation_state
        .map(|code| code.parse::<ReservationState>())
        .transpose()
        .map_err(|error| StorageError::impossible("position", error))?;
    let kept = reserve == Some(ReservationState::Maintained);
    Ok(PublicPosition {
        territory: row.territory,
        word: row
            .word
            .parse()
            .map_err(|error| StorageError::impossible("position", error))?,
        reserve,
        maintained: if kept { row.reservation } else { String::new() },
    })
}

fn read_decision(row: DecisionRow, votes: &[VoteRow]) -> Result<PublicDecision, StorageError> {
    let read_vote = |vote: &VoteRow| match vote.vote.parse() {
        Ok(word) => Ok((vote.territory.clone(), word)),
        Err(error) => Err(StorageError::impossible("decision_vote", error)),
    };
    Ok(PublicDecision {
        votes: votes
            .iter()
            .filter(|vote| vote.decision_id == row.id)
            .map(read_vote)
            .collect::<Result<_, _>>()?,
        body: row.body,
        decided_on: row.decided_on,
        adopted: row.adopted,
        rule_confirmed: row.rule_id.map(|_| row.rule_confirmed),
        explanation: row.explanation.0.text,
    })
}
