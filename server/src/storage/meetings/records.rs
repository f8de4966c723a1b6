//! The relevé de décisions of a meeting: written, written again, approved; then nobody can write it.

use chrono::{DateTime, Utc};
use dires_domain::ids::{MeetingId, PersonId};
use sha2::{Digest, Sha256};
use sqlx::FromRow;
use uuid::Uuid;

use crate::storage::{StorageError, Tx};

/// A relevé de décisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Counts what was written, from 1.
    pub revision: i64,
    /// Its words, in Markdown.
    pub words: String,
    /// When they were written last.
    pub written_at: DateTime<Utc>,
    /// Its approval, which freezes it.
    pub approved: Option<Approved>,
}

/// An approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
    /// SHA-256 of the words, in hexadecimal.
    pub sha256: String,
}

#[derive(FromRow)]
struct RecordRow {
    revision: i64,
    words: String,
    written_at: DateTime<Utc>,
    approved_at: Option<DateTime<Utc>>,
    approved_by: Option<Uuid>,
    sha256: Option<String>,
}

impl Tx {
    /// The relevé of a meeting, if one was written.
    pub async fn record_of(&mut self, meeting: MeetingId) -> Result<Option<Record>, StorageError> {
        let row: Option<RecordRow> = self
            .query(
                "select revision, words, written_at, approved_at, approved_by, sha256
                 from meeting_record where meeting_id = $1",
            )
            .bind(meeting.0)
            .optional()
            .await?;
        Ok(row.map(Record::from))
    }

    /// Writes it over the revision that was read, 0 where there was none. `false`: somebody wrote it since, or it is
    /// approved.
    pub async fn write_record(
        &mut self,
        meeting: MeetingId,
        revision: i64,
        words: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let sql = if revision == 0 {
            "insert into meeting_record (meeting_id, revision, words, written_at) values ($1, $2 + 1, $3, $4)
             on conflict (meeting_id) do nothing"
        } else {
            "update meeting_record set revision = revision + 1, words = $3, written_at = $4
             where meeting_id = $1 and revision = $2 and approved_at is null"
        };
        let written = self.query(sql);
        let written = written
            .bind(meeting.0)
            .bind(revision)
            .bind(words.to_owned());
        Ok(written.bind(at).execute().await? == 1)
    }

    /// Approves it as it was read, and freezes it. `false`: somebody wrote it since, or it was approved before.
    pub async fn approve_record(
        &mut self,
        meeting: MeetingId,
        revision: i64,
        by: PersonId,
        at: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let Some(record) = self.record_of(meeting).await? else {
            return Ok(false);
        };
        let approved = self
            .query(
                "update meeting_record set approved_at = $3, approved_by = $4, sha256 = $5
                 where meeting_id = $1 and revision = $2 and approved_at is null",
            )
            .bind(meeting.0)
            .bind(revision)
            .bind(at)
            .bind(by.0)
            .bind(hex::encode(Sha256::digest(record.words.as_bytes())))
            .execute()
            .await?;
        Ok(record.revision == revision && approved == 1)
    }
}

impl From<RecordRow> for Record {
    fn from(row: RecordRow) -> Self {
        let approved = row.approved_at.zip(row.sha256);
        Self {
            revision: row.revision,
            words: row.words,
            written_at: row.written_at,
            approved: approved.map(|(at, sha256)| Approved {
                at,
                by: row.approved_by.map(PersonId),
                sha256,
            }),
        }
    }
}
