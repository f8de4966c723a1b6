//! What the secretariat, the counts and `dires check` see of the outbox.

use chrono::{DateTime, Utc};
use dires_domain::ids::PersonId;
use dires_domain::mail::MailKind;
use sqlx::FromRow;
use uuid::Uuid;

use crate::storage::words::word;
use crate::storage::{StorageError, Tx};

/// A mail that is not delivered, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its identifier.
    pub id: Uuid,
    /// Why it is written.
    pub kind: MailKind,
    /// To whom.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Since when.
    pub made_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i64,
    /// From when on it is tried again.
    pub next_at: DateTime<Utc>,
    /// What the mail server said last.
    pub fault: Option<String>,
    /// Since when it is given up; none while it waits.
    pub given_up: Option<DateTime<Utc>>,
}

/// How many mails there are that are not delivered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that go at once, and wait.
    pub waiting: i64,
    /// Of these, those whose cause is older than an instant.
    pub late: i64,
    /// Those that the mail server refused for good.
    pub given_up: i64,
}

#[derive(FromRow)]
struct ShownRow {
    id: Uuid,
    kind: String,
    person_id: Uuid,
    name: String,
    email: String,
    made_at: DateTime<Utc>,
    attempts: i64,
    next_at: DateTime<Utc>,
    fault: Option<String>,
    ended_at: Option<DateTime<Utc>>,
}

impl Tx {
    /// What is given up, then what waits, each latest first; `most` at most. What waits for a digest is not among it.
    pub async fn undelivered(&mut self, most: i64) -> Result<Vec<Shown>, StorageError> {
        let rows: Vec<ShownRow> = self
            .query(
                "select mail.id, mail.kind, mail.person_id, person.name, person.email, mail.made_at, mail.attempts,
                 mail.next_at, mail.fault, mail.ended_at
                 from mail join person on person.id = mail.person_id
                 where mail.digest_id is null and mail.class <> 'nouvelle'
                 and (mail.ended_at is null or mail.ended_because = 'abandonne')
                 order by case when mail.ended_at is null then 1 else 0 end, mail.made_at desc, mail.id desc
                 limit $1",
            )
            .bind(most)
            .all()
            .await?;
        rows.into_iter().map(read_shown).collect()
    }

    /// How many there are; late are those that wait since before `late_before`.
    pub async fn mail_counts(
        &mut self,
        late_before: DateTime<Utc>,
    ) -> Result<Counts, StorageError> {
        let (waiting, late, given_up): (i64, i64, i64) = self
            .query(
                "select
                 (select count(*) from mail where digest_id is null and class <> 'nouvelle' and ended_at is null),
                 (select count(*) from mail where digest_id is null and class <> 'nouvelle' and ended_at is null
                  and made_at < $1),
                 (select count(*) from mail where ended_because = 'abandonne')",
            )
            .bind(late_before)
            .one()
            .await?;
        Ok(Counts {
            waiting,
            late,
            given_up,
        })
    }

    /// When the last mail was taken by the mail server.
    pub async fn last_delivery(&mut self) -> Result<Option<DateTime<Utc>>, StorageError> {
        let (last,): (Option<DateTime<Utc>>,) = self
            .query("select max(ended_at) from mail where ended_because = 'parti'")
            .one()
            .await?;
        Ok(last)
    }
}

fn read_shown(row: ShownRow) -> Result<Shown, StorageError> {
    Ok(Shown {
        id: row.id,
        kind: word("mail", &row.kind)?,
        person: row.person_id.into(),
        name: row.name,
        email: row.email,
        made_at: row.made_at,
        attempts: row.attempts,
        next_at: row.next_at,
        fault: row.fault,
        given_up: row.ended_at,
    })
}
