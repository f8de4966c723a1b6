//! Written consultations, the answers of the territories, and how each ended.

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use dires_domain::decision::ConsultationEnd;
use dires_domain::ids::{
    BodyId, ConsultationId, PaperId, PersonId, RuleId, TerritoryId, VersionId,
};
use dires_domain::paper::Vote;
use sqlx::FromRow;
use uuid::Uuid;

use super::words::{word, word_or_none};
use super::{StorageError, Tx};

/// A consultation of a body on a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consultation {
    /// Its identifier.
    pub id: ConsultationId,
    /// The text.
    pub paper: PaperId,
    /// The frozen version that is asked about.
    pub version: VersionId,
    /// The body that is asked.
    pub body: BodyId,
    /// The rule of the day on which it opened; none where nothing is decided.
    pub rule: Option<RuleId>,
    /// From when.
    pub opens_at: DateTime<Utc>,
    /// Until when.
    pub closes_at: DateTime<Utc>,
    /// Who opened it.
    pub opened_by: Option<PersonId>,
    /// How many times those who are silent were reminded.
    pub reminded: i64,
    /// Since when and how it ended.
    pub ended: Option<(DateTime<Utc>, ConsultationEnd)>,
    /// How it ended, in words; empty until then.
    pub explanation: String,
}

impl Consultation {
    /// Whether its closing decides; otherwise avis are gathered.
    pub const fn decides(&self) -> bool {
        self.rule.is_some()
    }

    /// Whether answers are taken at an instant.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.ended.is_none() && now < self.closes_at
    }
}

/// A territory's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The territory.
    pub territory: TerritoryId,
    /// What it answers.
    pub vote: Vote,
    /// What it says beside; may be empty.
    pub words: String,
    /// By whom.
    pub person: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// How a consultation ends.
#[derive(Debug, Clone)]
pub struct End {
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// How.
    pub because: ConsultationEnd,
    /// The same in words.
    pub explanation: String,
    /// The decision that was recorded.
    pub decision: Option<Uuid>,
}

#[derive(FromRow)]
struct ConsultationRow {
    id: Uuid,
    paper_id: Uuid,
    version_id: Uuid,
    body_id: Uuid,
    rule_id: Option<Uuid>,
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    opened_by: Option<Uuid>,
    reminded: i64,
    ended_at: Option<DateTime<Utc>>,
    ended_because: Option<String>,
    explanation: String,
}

#[derive(FromRow)]
struct AnswerRow {
    territory_id: Uuid,
    vote: String,
    words: String,
    person_id: Uuid,
    given_at: DateTime<Utc>,
}

impl Tx {
    /// Opens a consultation; [`StorageError::Duplicate`] where one on the same text has not ended.
    pub async fn open_consultation(&mut self, new: &Consultation) -> Result<(), StorageError> {
        self.query(
            "insert into consultation (id, paper_id, version_id, body_id, rule_id, opens_at, closes_at, opened_by,
             reminded, explanation) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, '')",
        )
        .bind(new.id.0)
        .bind(new.paper.0)
        .bind(new.version.0)
        .bind(new.body.0)
        .bind(new.rule.map(|id| id.0))
        .bind(new.opens_at)
        .bind(new.closes_at)
        .bind(new.opened_by.map(|id| id.0))
        .execute()
        .await?;
        Ok(())
    }

    /// A consultation, whatever became of it.
    pub async fn consultation(
        &mut self,
        id: ConsultationId,
    ) -> Result<Option<Consultation>, StorageError> {
        let row: Option<ConsultationRow> = self
            .query("select * from consultation where id = $1")
            .bind(id.0)
            .optional()
            .await?;
        row.map(read).transpose()
    }

    /// Those on a text, last first.
    pub async fn consultations(
        &mut self,
        paper: PaperId,
    ) -> Result<Vec<Consultation>, StorageError> {
        let rows: Vec<ConsultationRow> = self
            .query("select * from consultation where paper_id = $1 order by opens_at desc, id desc")
            .bind(paper.0)
            .all()
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// The one on a text that has not ended.
    pub async fn consultation_under_way(
        &mut self,
        paper: PaperId,
    ) -> Result<Option<Consultation>, StorageError> {
        let row: Option<ConsultationRow> = self
            .query("select * from consultation where paper_id = $1 and ended_at is null")
            .bind(paper.0)
            .optional()
            .await?;
        row.map(read).transpose()
    }

    /// Every one that has not ended, the first to close first.
    pub async fn consultations_under_way(&mut self) -> Result<Vec<Consultation>, StorageError> {
        let rows: Vec<ConsultationRow> = self
            .query("select * from consultation where ended_at is null order by closes_at, id")
            .all()
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Records a territory's answer, which replaces its former one.
    pub async fn answer_consultation(
        &mut self,
        id: ConsultationId,
        answer: &Answered,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into consultation_answer (consultation_id, territory_id, vote, words, person_id, given_at)
             values ($1, $2, $3, $4, $5, $6)
             on conflict (consultation_id, territory_id) do update set vote = excluded.vote,
             words = excluded.words, person_id = excluded.person_id, given_at = excluded.given_at",
        )
        .bind(id.0)
        .bind(answer.territory.0)
        .bind(answer.vote.code())
        .bind(answer.words.clone())
        .bind(answer.person.0)
        .bind(answer.at)
        .execute()
        .await?;
        Ok(())
    }

    /// The answers, by territory's name.
    pub async fn consultation_answers(
        &mut self,
        id: ConsultationId,
    ) -> Result<Vec<Answered>, StorageError> {
        let rows: Vec<AnswerRow> = self
            .query(
                "select answer.territory_id, answer.vote, answer.words, answer.person_id, answer.given_at
                 from consultation_answer answer
                 join territory on territory.id = answer.territory_id
                 where answer.consultation_id = $1 order by territory.slug",
            )
            .bind(id.0)
            .all()
            .await?;
        rows.into_iter().map(read_answer).collect()
    }

    /// Counts a reminder. `false`: it was made already, or the consultation has ended.
    pub async fn count_reminder(
        &mut self,
        id: ConsultationId,
        number: i64,
    ) -> Result<bool, StorageError> {
        let rows = self
            .query(
                "update consultation set reminded = $2
                 where id = $1 and reminded < $2 and ended_at is null",
            )
            .bind(id.0)
            .bind(number)
            .execute()
            .await?;
        Ok(rows == 1)
    }

    /// Ends a consultation. `false`: somebody else has ended it; undo the unit of work.
    pub async fn end_consultation(
        &mut self,
        id: ConsultationId,
        end: &End,
    ) -> Result<bool, StorageError> {
        let rows = self
            .query(
                "update consultation set ended_at = $2, ended_because = $3, explanation = $4, decision_id = $5
                 where id = $1 and ended_at is null",
            )
            .bind(id.0)
            .bind(end.at)
            .bind(end.because.code())
            .bind(end.explanation.clone())
            .bind(end.decision)
            .execute()
            .await?;
        Ok(rows == 1)
    }
}

fn read(row: ConsultationRow) -> Result<Consultation, StorageError> {
    let because = word_or_none("consultation", row.ended_because.as_deref())?;
    Ok(Consultation {
        id: row.id.into(),
        paper: row.paper_id.into(),
        version: row.version_id.into(),
        body: row.body_id.into(),
        rule: row.rule_id.map(Into::into),
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        opened_by: row.opened_by.map(Into::into),
        reminded: row.reminded,
        ended: match (row.ended_at, because) {
            (Some(at), Some(because)) => Some((at, because)),
            (None, None) => None,
            _ => {
                return Err(StorageError::impossible("consultation", "half of an end"));
            }
        },
        explanation: row.explanation,
    })
}

fn read_answer(row: AnswerRow) -> Result<Answered, StorageError> {
    Ok(Answered {
        territory: row.territory_id.into(),
        vote: word("consultation_answer", &row.vote)?,
        words: row.words,
        person: row.person_id.into(),
        at: row.given_at,
    })
}
