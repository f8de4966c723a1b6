//! Who was convened to a meeting, and whether they opened its file.

use chrono::{DateTime, Utc};
use dires_domain::ids::{MeetingId, PersonId};
use dires_domain::mail::{MailEnd, MailKind};
use sqlx::FromRow;
use uuid::Uuid;

use crate::storage::words::word_or_none;
use crate::storage::{StorageError, Tx};

/// Somebody who was convened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Convened {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The meeting's sequence when they were written to last.
    pub sequence: i64,
    /// When that was.
    pub sent_at: DateTime<Utc>,
    /// What became of that mail; none while it waits.
    pub mail: Option<MailEnd>,
    /// When they opened the file for the first time.
    pub opened_at: Option<DateTime<Utc>>,
    /// Whether they opened it since they were written to last.
    pub is_up_to_date: bool,
}

#[derive(FromRow)]
struct ConvenedRow {
    person_id: Uuid,
    name: String,
    sequence: i64,
    sent_at: DateTime<Utc>,
    opened_at: Option<DateTime<Utc>>,
    opened_sequence: Option<i64>,
    ended_because: Option<String>,
}

impl Tx {
    /// Notes that somebody is written to, at a sequence of the meeting.
    pub async fn convene(
        &mut self,
        meeting: MeetingId,
        person: PersonId,
        sequence: i64,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into meeting_convened (meeting_id, person_id, sequence, sent_at) values ($1, $2, $3, $4)
             on conflict (meeting_id, person_id) do update set sequence = excluded.sequence, sent_at = excluded.sent_at",
        )
        .bind(meeting.0)
        .bind(person.0)
        .bind(sequence)
        .bind(at)
        .execute()
        .await?;
        Ok(())
    }

    /// Who was convened, in no order.
    pub async fn convened(&mut self, meeting: MeetingId) -> Result<Vec<Convened>, StorageError> {
        let rows: Vec<ConvenedRow> = self
            .query(
                "select one.person_id, person.name, one.sequence, one.sent_at, one.opened_at, one.opened_sequence,
                 mail.ended_because
                 from meeting_convened one
                 join person on person.id = one.person_id
                 left join mail on mail.kind = 'convocation' and mail.subject_id = one.meeting_id
                     and mail.occasion = one.sequence and mail.person_id = one.person_id
                 where one.meeting_id = $1",
            )
            .bind(meeting.0)
            .all()
            .await?;
        rows.into_iter().map(read_convened).collect()
    }

    /// Whether somebody was ever convened to a meeting.
    pub async fn was_convened(
        &mut self,
        meeting: MeetingId,
        person: PersonId,
    ) -> Result<bool, StorageError> {
        let found: Option<(i64,)> = self
            .query("select sequence from meeting_convened where meeting_id = $1 and person_id = $2")
            .bind(meeting.0)
            .bind(person.0)
            .optional()
            .await?;
        Ok(found.is_some())
    }

    /// Those who were written to before an instant and whom no mail of this kind and occasion reminds yet, in no order.
    pub async fn to_remind(
        &mut self,
        meeting: MeetingId,
        before: DateTime<Utc>,
        (kind, occasion): (MailKind, i64),
    ) -> Result<Vec<PersonId>, StorageError> {
        let rows: Vec<(Uuid,)> = self
            .query(
                "select person_id from meeting_convened one
                 where meeting_id = $1 and sent_at < $2 and not exists (
                     select 1 from mail where mail.kind = $3 and mail.subject_id = one.meeting_id
                     and mail.occasion = $4 and mail.person_id = one.person_id)",
            )
            .bind(meeting.0)
            .bind(before)
            .bind(kind.code())
            .bind(occasion)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| id.into()).collect())
    }

    /// Somebody is convened no longer. `false`: they never were.
    pub async fn dismiss(
        &mut self,
        meeting: MeetingId,
        person: PersonId,
    ) -> Result<bool, StorageError> {
        let gone = self
            .query("delete from meeting_convened where meeting_id = $1 and person_id = $2")
            .bind(meeting.0)
            .bind(person.0)
            .execute()
            .await?;
        Ok(gone == 1)
    }

    /// Counts one thing more that was sent about a meeting, to somebody alone; the sequence then.
    pub async fn raise_sequence(&mut self, meeting: MeetingId) -> Result<i64, StorageError> {
        let (sequence,): (i64,) = self
            .query("update meeting set sequence = sequence + 1 where id = $1 returning sequence")
            .bind(meeting.0)
            .one()
            .await?;
        Ok(sequence)
    }

    /// Notes that somebody who was convened opens the file as it was sent. `false`: that was known, or they were not
    /// convened.
    pub async fn open_file(
        &mut self,
        meeting: MeetingId,
        person: PersonId,
        at: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let touched = self
            .query(
                "update meeting_convened set opened_at = coalesce(opened_at, $3), opened_sequence = sequence
                 where meeting_id = $1 and person_id = $2 and (opened_sequence is null or opened_sequence < sequence)",
            )
            .bind(meeting.0)
            .bind(person.0)
            .bind(at)
            .execute()
            .await?;
        Ok(touched == 1)
    }
}

fn read_convened(row: ConvenedRow) -> Result<Convened, StorageError> {
    Ok(Convened {
        person: row.person_id.into(),
        name: row.name,
        sequence: row.sequence,
        sent_at: row.sent_at,
        mail: word_or_none("mail", row.ended_because.as_deref())?,
        opened_at: row.opened_at,
        is_up_to_date: row.opened_sequence == Some(row.sequence),
    })
}
