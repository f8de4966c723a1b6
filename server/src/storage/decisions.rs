//! What bodies decided on versions, with the vote of each territory.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::ids::{BodyId, PaperId, PersonId, RuleId, TerritoryId, VersionId};
use dires_domain::paper::Vote;
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::words::word;
use super::{StorageError, Tx};

/// A body's decision on a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its identifier.
    pub id: Uuid,
    /// The text.
    pub paper: PaperId,
    /// The version that was decided upon.
    pub version: VersionId,
    /// The body.
    pub body: BodyId,
    /// The rule in force on that day; none for a text adopted before the tool existed.
    pub rule: Option<RuleId>,
    /// Whether the association had confirmed that rule.
    pub rule_confirmed: bool,
    /// The day.
    pub on: NaiveDate,
    /// Adopted or refused.
    pub adopted: bool,
    /// How the result was reached, in words.
    pub explanation: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: Option<PersonId>,
    /// One vote a territory; none for a text adopted before the tool existed.
    pub votes: Vec<(TerritoryId, Vote)>,
}

#[derive(Serialize, Deserialize)]
struct Explanation {
    text: String,
}

#[derive(FromRow)]
struct DecisionRow {
    id: Uuid,
    paper_id: Uuid,
    version_id: Uuid,
    body_id: Uuid,
    rule_id: Option<Uuid>,
    rule_confirmed: bool,
    decided_on: NaiveDate,
    adopted: bool,
    explanation: Json<Explanation>,
    recorded_at: DateTime<Utc>,
    recorded_by: Option<Uuid>,
}

impl Tx {
    /// Records a decision and its votes.
    pub async fn record_decision(&mut self, new: &Decision) -> Result<(), StorageError> {
        self.query(
            "insert into decision (id, paper_id, version_id, body_id, rule_id, rule_confirmed, decided_on, adopted,
             explanation, recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(new.id)
        .bind(new.paper.0)
        .bind(new.version.0)
        .bind(new.body.0)
        .bind(new.rule.map(|id| id.0))
        .bind(new.rule_confirmed)
        .bind(new.on)
        .bind(new.adopted)
        .bind(Json(Explanation { text: new.explanation.clone() }))
        .bind(new.recorded_at)
        .bind(new.recorded_by.map(|id| id.0))
        .execute()
        .await?;
        for (territory, vote) in &new.votes {
            self.query(
                "insert into decision_vote (decision_id, territory_id, vote) values ($1, $2, $3)",
            )
            .bind(new.id)
            .bind(territory.0)
            .bind(vote.code())
            .execute()
            .await?;
        }
        Ok(())
    }

    /// The decisions on a text, last first.
    pub async fn decisions(&mut self, paper: PaperId) -> Result<Vec<Decision>, StorageError> {
        let rows: Vec<DecisionRow> = self
            .query("select * from decision where paper_id = $1 order by recorded_at desc, id desc")
            .bind(paper.0)
            .all()
            .await?;
        let votes: Vec<(Uuid, Uuid, String)> = self
            .query(
                "select vote.decision_id, vote.territory_id, vote.vote from decision_vote vote
                 join decision on decision.id = vote.decision_id
                 join territory on territory.id = vote.territory_id
                 where decision.paper_id = $1 order by territory.slug",
            )
            .bind(paper.0)
            .all()
            .await?;
        let mut by_decision: HashMap<Uuid, Vec<(TerritoryId, Vote)>> = HashMap::new();
        for (decision, territory, vote) in votes {
            let vote = word("decision_vote", &vote)?;
            by_decision
                .entry(decision)
                .or_default()
                .push((territory.into(), vote));
        }
        Ok(rows
            .into_iter()
            .map(|row| {
                let votes = by_decision.remove(&row.id).unwrap_or_default();
                read_decision(row, votes)
            })
            .collect())
    }
}

fn read_decision(row: DecisionRow, votes: Vec<(TerritoryId, Vote)>) -> Decision {
    Decision {
        id: row.id,
        paper: row.paper_id.into(),
        version: row.version_id.into(),
        body: row.body_id.into(),
        rule: row.rule_id.map(Into::into),
        rule_confirmed: row.rule_confirmed,
        on: row.decided_on,
        adopted: row.adopted,
        explanation: row.explanation.0.text,
        recorded_at: row.recorded_at,
        recorded_by: row.recorded_by.map(Into::into),
        votes,
    }
}
