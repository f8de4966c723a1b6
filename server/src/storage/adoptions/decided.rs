//! What bodies decided on a text: who was there, who spoke for whom, what each voted.

use chrono::NaiveDate;
use dires_domain::decision::Presence;
use dires_domain::ids::PaperId;
use dires_domain::paper::Vote;
use serde::Deserialize;
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use crate::storage::words::word;
use crate::storage::{StorageError, Tx};

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
    /// The name of the territory whose présidence chaired, where it is known.
    pub chair: Option<String>,
    /// Whether the body met on a second convocation.
    pub second_call: bool,
    /// Whether it decided in writing, without meeting.
    pub written: bool,
    /// Who was there, by territory's name; empty when nothing is known.
    pub attendance: Vec<PublicAttendance>,
    /// The votes, by territory's name; empty when none are known.
    pub votes: Vec<PublicVote>,
}

/// A territory's presence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAttendance {
    /// Its name.
    pub territory: String,
    /// Whether it was there.
    pub presence: Presence,
    /// The name of the territory that held its pouvoir.
    pub holder: Option<String>,
}

/// A territory's vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicVote {
    /// Its name.
    pub territory: String,
    /// What it voted.
    pub vote: Vote,
    /// Its voices.
    pub voices: i32,
    /// Whether this vote is a silence under the rule.
    pub silent: bool,
}

#[derive(FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
struct DecisionRow {
    id: Uuid,
    body: String,
    decided_on: NaiveDate,
    adopted: bool,
    rule_id: Option<Uuid>,
    rule_confirmed: bool,
    explanation: Json<Explanation>,
    chair: Option<String>,
    second_call: bool,
    written: bool,
}

#[derive(Deserialize)]
struct Explanation {
    text: String,
}

#[derive(FromRow)]
struct AttendanceRow {
    decision_id: Uuid,
    territory: String,
    presence: String,
    holder: Option<String>,
}

#[derive(FromRow)]
struct VoteRow {
    decision_id: Uuid,
    territory: String,
    vote: String,
    voices: i32,
    silent: bool,
}

impl Tx {
    pub(super) async fn public_decisions(
        &mut self,
        paper: PaperId,
    ) -> Result<Vec<PublicDecision>, StorageError> {
        let rows: Vec<DecisionRow> = self
            .query(
                "select decision.id, body.name as body, decision.decided_on, decision.adopted, decision.rule_id,
                        decision.rule_confirmed, decision.explanation, chair.name as chair, decision.second_call,
                        decision.written
                 from decision
                 join body on body.id = decision.body_id
                 left join territory chair on chair.id = decision.chair_id
                 where decision.paper_id = $1
                 order by decision.recorded_at, decision.id",
            )
            .bind(paper.0)
            .all()
            .await?;
        let attendance = self.public_attendance(paper).await?;
        let votes = self.public_votes(paper).await?;
        rows.into_iter()
            .map(|row| read(row, &attendance, &votes))
            .collect()
    }

    async fn public_attendance(
        &mut self,
        paper: PaperId,
    ) -> Result<Vec<AttendanceRow>, StorageError> {
        self.query(
            "select line.decision_id, territory.name as territory, line.presence, holder.name as holder
             from decision_attendance line
             join decision on decision.id = line.decision_id
             join territory on territory.id = line.territory_id
             left join territory holder on holder.id = line.holder_id
             where decision.paper_id = $1
             order by territory.slug",
        )
        .bind(paper.0)
        .all()
        .await
    }

    async fn public_votes(&mut self, paper: PaperId) -> Result<Vec<VoteRow>, StorageError> {
        self.query(
            "select decision_vote.decision_id, territory.name as territory, decision_vote.vote,
                    decision_vote.voices, decision_vote.silent
             from decision_vote
             join decision on decision.id = decision_vote.decision_id
             join territory on territory.id = decision_vote.territory_id
             where decision.paper_id = $1
             order by territory.slug",
        )
        .bind(paper.0)
        .all()
        .await
    }
}

fn read(
    row: DecisionRow,
    attendance: &[AttendanceRow],
    votes: &[VoteRow],
) -> Result<PublicDecision, StorageError> {
    let lines = attendance.iter().filter(|line| line.decision_id == row.id);
    let cast = votes.iter().filter(|vote| vote.decision_id == row.id);
    Ok(PublicDecision {
        attendance: lines.map(read_line).collect::<Result<_, _>>()?,
        votes: cast.map(read_vote).collect::<Result<_, _>>()?,
        body: row.body,
        decided_on: row.decided_on,
        adopted: row.adopted,
        rule_confirmed: row.rule_id.map(|_| row.rule_confirmed),
        explanation: row.explanation.0.text,
        chair: row.chair,
        second_call: row.second_call,
        written: row.written,
    })
}

fn read_line(row: &AttendanceRow) -> Result<PublicAttendance, StorageError> {
    Ok(PublicAttendance {
        territory: row.territory.clone(),
        presence: word("decision_attendance", &row.presence)?,
        holder: row.holder.clone(),
    })
}

fn read_vote(row: &VoteRow) -> Result<PublicVote, StorageError> {
    Ok(PublicVote {
        territory: row.territory.clone(),
        vote: word("decision_vote", &row.vote)?,
        voices: row.voices,
        silent: row.silent,
    })
}
