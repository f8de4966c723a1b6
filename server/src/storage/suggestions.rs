//! Suggestions: in whose name the server heard each first, and what was decided. What they say stands in the live text.

use chrono::{DateTime, Utc};
use dires_domain::ids::{DocumentId, PersonId, TerritoryId};
use dires_domain::room::Writer;
use dires_domain::suggestion::Key;
use sqlx::FromRow;
use uuid::Uuid;

use super::journal::NewLine;
use super::{StorageError, Tx};

/// What was decided on suggestions, stored with the change that carries it out.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Which suggestions.
    pub keys: Vec<Key>,
    /// Accepted, or refused.
    pub accepted: bool,
    /// By whom.
    pub by: Writer,
    /// When.
    pub at: DateTime<Utc>,
}

/// What is stored in the same unit of work as a change that the server makes in somebody's name.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// What was decided on suggestions.
    pub verdict: Option<Verdict>,
    /// Lines of the text's journal.
    pub lines: Vec<NewLine>,
}

/// What is known of a suggestion beside what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Which.
    pub key: Key,
    /// Its author's name.
    pub person: String,
    /// For which territory.
    pub territory: Option<TerritoryId>,
    /// When it was heard first.
    pub at: DateTime<Utc>,
    /// What was decided last.
    pub decided: Option<Decided>,
}

/// What was decided on a suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Accepted, or refused.
    pub accepted: bool,
    /// By whom, by name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(FromRow)]
struct Row {
    person_id: Uuid,
    code: String,
    name: String,
    territory_id: Option<Uuid>,
    suggested_at: DateTime<Utc>,
    decision: Option<String>,
    decided_by: Option<String>,
    decided_at: Option<DateTime<Utc>>,
}

const ACCEPTED: &str = "acceptee";
const REFUSED: &str = "refusee";

impl Tx {
    /// Notes in whose name suggestions were heard first.
    pub async fn hear_suggestions(
        &mut self,
        document: DocumentId,
        heard: &[(Key, Writer)],
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        for (key, writer) in heard {
            self.query(
                "insert into suggestion (document_id, person_id, code, territory_id, suggested_at)
                 values ($1, $2, $3, $4, $5) on conflict do nothing",
            )
            .bind(document.0)
            .bind(key.person.0)
            .bind(key.code.clone())
            .bind(writer.territory.map(|id| id.0))
            .bind(at)
            .execute()
            .await?;
        }
        Ok(())
    }

    /// What is known of the suggestions of a text, decided or not, in the order in which they were heard.
    pub async fn suggestions(&mut self, document: DocumentId) -> Result<Vec<Heard>, StorageError> {
        let rows: Vec<Row> = self
            .query(
                "select suggestion.person_id, suggestion.code, person.name, suggestion.territory_id,
                 suggestion.suggested_at, suggestion.decision, judge.name as decided_by, suggestion.decided_at
                 from suggestion
                 join person on person.id = suggestion.person_id
                 left join person as judge on judge.id = suggestion.decided_by
                 where suggestion.document_id = $1
                 order by suggestion.suggested_at, suggestion.person_id, suggestion.code",
            )
            .bind(document.0)
            .all()
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Stores what goes with a change that the server makes.
    pub async fn keep_beside(
        &mut self,
        document: DocumentId,
        beside: &Beside,
    ) -> Result<(), StorageError> {
        if let Some(verdict) = &beside.verdict {
            self.judge(document, verdict).await?;
        }
        for line in &beside.lines {
            self.note(line.clone()).await?;
        }
        Ok(())
    }

    async fn judge(&mut self, document: DocumentId, verdict: &Verdict) -> Result<(), StorageError> {
        let word = if verdict.accepted { ACCEPTED } else { REFUSED };
        for key in &verdict.keys {
            self.query(
                "update suggestion set decision = $4, decided_by = $5, decided_for = $6, decided_at = $7
                 where document_id = $1 and person_id = $2 and code = $3",
            )
            .bind(document.0)
            .bind(key.person.0)
            .bind(key.code.clone())
            .bind(word)
            .bind(verdict.by.person.0)
            .bind(verdict.by.territory.map(|id| id.0))
            .bind(verdict.at)
            .execute()
            .await?;
        }
        Ok(())
    }
}

fn read(row: Row) -> Result<Heard, StorageError> {
    let accepted = match row.decision.as_deref() {
        None => None,
        Some(ACCEPTED) => Some(true),
        Some(REFUSED) => Some(false),
        Some(other) => return Err(StorageError::impossible("suggestion", other.to_owned())),
    };
    let decided = accepted.zip(row.decided_at).map(|(accepted, at)| Decided {
        accepted,
        by: row.decided_by.unwrap_or_default(),
        at,
    });
    Ok(Heard {
        key: Key {
            person: PersonId(row.person_id),
            code: row.code,
        },
        person: row.name,
        territory: row.territory_id.map(Into::into),
        at: row.suggested_at,
        decided,
    })
}
