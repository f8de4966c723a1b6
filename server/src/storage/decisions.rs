//! What bodies decided on versions, with the vote of each territory.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::decision::Attendance;
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
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
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
    /// The territory whose présidence chaired, where it is known.
    pub chair: Option<TerritoryId>,
    /// Whether the body met on a second convocation.
    pub second_call: bool,
    /// Whether it decided in writing, without meeting.
    pub written: bool,
    /// Who was there, where it is known.
    pub attendance: Vec<Attendance>,
    /// One vote a territory; none for a text adopted before the tool existed.
    pub votes: Vec<Voted>,
}

/// A territory's vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voted {
    /// The territory.
    pub territory: TerritoryId,
    /// What it voted.
    pub vote: Vote,
    /// Its voices.
    pub voices: i32,
    /// Whether this vote is a silence under the rule.
    pub silent: bool,
}

#[derive(Serialize, Deserialize)]
struct Explanation {
    text: String,
}

#[derive(FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
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
    chair_id: Option<Uuid>,
    second_call: bool,
    written: bool,
}

#[derive(FromRow)]
struct AttendanceRow {
    decision_id: Uuid,
    territory_id: Uuid,
    presence: String,
    holder_id: Option<Uuid>,
}

#[derive(FromRow)]
struct VoteRow {
    decision_id: Uuid,
    territory_id: Uuid,
    vote: String,
    voices: i32,
    silent: bool,
}

impl Tx {
    /// Records a decision, who was there and each vote.
    pub async fn record_decision(&mut self, new: &Decision) -> Result<(), StorageError> {
        self.query(
            "insert into decision (id, paper_id, version_id, body_id, rule_id, rule_confirmed, decided_on, adopted,
             explanation, recorded_at, recorded_by, chair_id, second_call, written)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
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
        .bind(new.chair.map(|id| id.0))
        .bind(new.second_call)
        .bind(new.written)
        .execute()
        .await?;
        self.record_attendance(new).await?;
        self.record_votes(new).await
    }

    async fn record_attendance(&mut self, new: &Decision) -> Result<(), StorageError> {
        for line in &new.attendance {
            self.query(
                "insert into decision_attendance (decision_id, territory_id, presence, holder_id)
                 values ($1, $2, $3, $4)",
            )
            .bind(new.id)
            .bind(line.territory.0)
            .bind(line.presence.code())
            .bind(line.holder.map(|id| id.0))
            .execute()
            .await?;
        }
        Ok(())
    }

    async fn record_votes(&mut self, new: &Decision) -> Result<(), StorageError> {
        for voted in &new.votes {
            self.query(
                "insert into decision_vote (decision_id, territory_id, vote, voices, silent)
                 values ($1, $2, $3, $4, $5)",
            )
            .bind(new.id)
            .bind(voted.territory.0)
            .bind(voted.vote.code())
            .bind(voted.voices)
            .bind(voted.silent)
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
        let mut votes = self.votes_on(paper).await?;
        let mut attendance = self.attendance_on(paper).await?;
        let decisions = rows.into_iter().map(|row| {
            let votes = votes.remove(&row.id).unwrap_or_default();
            let attendance = attendance.remove(&row.id).unwrap_or_default();
            read_decision(row, attendance, votes)
        });
        Ok(decisions.collect())
    }

    async fn votes_on(
        &mut self,
        paper: PaperId,
    ) -> Result<HashMap<Uuid, Vec<Voted>>, StorageError> {
        let rows: Vec<VoteRow> = self
            .query(
                "select vote.decision_id, vote.territory_id, vote.vote, vote.voices, vote.silent
                 from decision_vote vote
                 join decision on decision.id = vote.decision_id
                 join territory on territory.id = vote.territory_id
                 where decision.paper_id = $1 order by territory.slug",
            )
            .bind(paper.0)
            .all()
            .await?;
        let mut by_decision: HashMap<_, Vec<_>> = HashMap::new();
        for row in rows {
            by_decision.entry(row.decision_id).or_default().push(Voted {
                territory: row.territory_id.into(),
                vote: word("decision_vote", &row.vote)?,
                voices: row.voices,
                silent: row.silent,
            });
        }
        Ok(by_decision)
    }

    async fn attendance_on(
        &mut self,
        paper: PaperId,
    ) -> Result<HashMap<Uuid, Vec<Attendance>>, StorageError> {
        let rows: Vec<AttendanceRow> = self
            .query(
                "select line.decision_id, line.territory_id, line.presence, line.holder_id
                 from decision_attendance line
                 join decision on decision.id = line.decision_id
                 join territory on territory.id = line.territory_id
                 where decision.paper_id = $1 order by territory.slug",
            )
            .bind(paper.0)
            .all()
            .await?;
        let mut by_decision: HashMap<_, Vec<_>> = HashMap::new();
        for row in rows {
            let line = Attendance {
                territory: row.territory_id.into(),
                presence: word("decision_attendance", &row.presence)?,
                holder: row.holder_id.map(Into::into),
            };
            by_decision.entry(row.decision_id).or_default().push(line);
        }
        Ok(by_decision)
    }
}

fn read_decision(row: DecisionRow, attendance: Vec<Attendance>, votes: Vec<Voted>) -> Decision {
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
        chair: row.chair_id.map(Into::into),
        second_call: row.second_call,
        written: row.written,
        attendance,
        votes,
    }
}
