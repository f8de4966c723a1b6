//! The outbox: who is to be written to, why, and what became of it.
//!
//! A row is written in the unit of work of its cause with [`Tx::write_mail`]. What it says is made when it is sent, from
//! what is so then. Whoever sends claims a row for a while, and says afterwards what became of that very try.

mod digests;
mod ends;
#[cfg(test)]
mod tests;
mod watch;

use chrono::{DateTime, Utc};
use dires_domain::ids::PersonId;
use dires_domain::mail::MailKind;
use sqlx::FromRow;
use uuid::Uuid;

pub use digests::Waiting;
pub use watch::{Counts, Shown};

use super::words::word;
use super::{StorageError, Tx};

/// A cause to write to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewMail {
    /// Why.
    pub kind: MailKind,
    /// What it is about: a text's identifier, or the person's for an invitation.
    pub subject: Uuid,
    /// Which time the same thing happens to the same subject.
    pub occasion: i64,
    /// To whom.
    pub person: PersonId,
    /// When it happened.
    pub at: DateTime<Utc>,
}

/// A mail that is being tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claimed {
    /// Its identifier, and so its `Message-ID`'s.
    pub id: Uuid,
    /// Why.
    pub kind: MailKind,
    /// What it is about.
    pub subject: Uuid,
    /// To whom.
    pub person: PersonId,
    /// When its cause happened.
    pub made_at: DateTime<Utc>,
    /// Which try this is, from 1. Only the last one counts.
    pub attempt: i64,
}

#[derive(FromRow)]
struct ClaimedRow {
    id: Uuid,
    kind: String,
    subject_id: Uuid,
    person_id: Uuid,
    made_at: DateTime<Utc>,
    attempts: i64,
}

impl Tx {
    /// Writes to somebody, once for one cause: `false` if they were already. What waits about an earlier occasion of the
    /// same thing is not sent any more.
    pub async fn write_mail(&mut self, new: &NewMail) -> Result<bool, StorageError> {
        let written = self
            .query(
                "insert into mail (id, kind, class, subject_id, occasion, person_id, made_at, attempts, next_at)
                 values ($1, $2, $3, $4, $5, $6, $7, 0, $7)
                 on conflict (kind, subject_id, occasion, person_id) do nothing",
            )
            .bind(Uuid::now_v7())
            .bind(new.kind.code())
            .bind(new.kind.class().code())
            .bind(new.subject)
            .bind(new.occasion)
            .bind(new.person.0)
            .bind(new.at)
            .execute()
            .await?;
        if written == 1 {
            self.drop_earlier_mail(new).await?;
        }
        Ok(written == 1)
    }

    /// Takes the mail that has waited longest, for as long as it says: nobody else tries it until then. None: nothing is
    /// due, or somebody else was quicker ([`Tx::next_mail_at`] tells).
    pub async fn claim_mail(
        &mut self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Claimed>, StorageError> {
        let row: Option<ClaimedRow> = self
            .query(
                "update mail set attempts = attempts + 1, next_at = $2
                 where ended_at is null and next_at <= $1 and id = (
                     select id from mail
                     where ended_at is null and digest_id is null and next_at <= $1
                     and (class in ('personnel', 'resume') or (class = 'tache' and (attempts > 0 or person_id not in (
                         select person_id from mail_choice where tasks = 'chaque-jour'))))
                     order by next_at, id limit 1)
                 returning id, kind, subject_id, person_id, made_at, attempts",
            )
            .bind(now)
            .bind(until)
            .optional()
            .await?;
        row.as_ref().map(read_claimed).transpose()
    }

    /// Keeps a claimed mail for longer. `false`: somebody else has it, or it has ended.
    pub async fn hold_mail(
        &mut self,
        mail: &Claimed,
        until: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let touched = self
            .query(
                "update mail set next_at = $3 where id = $1 and attempts = $2 and ended_at is null",
            )
            .bind(mail.id)
            .bind(mail.attempt)
            .bind(until)
            .execute()
            .await?;
        Ok(touched == 1)
    }

    /// From when on there is something to try.
    pub async fn next_mail_at(&mut self) -> Result<Option<DateTime<Utc>>, StorageError> {
        let (next,): (Option<DateTime<Utc>>,) = self
            .query(
                "select min(next_at) from mail
                 where ended_at is null and digest_id is null
                 and (class in ('personnel', 'resume') or (class = 'tache' and (attempts > 0 or person_id not in (
                     select person_id from mail_choice where tasks = 'chaque-jour'))))",
            )
            .one()
            .await?;
        Ok(next)
    }
}

fn read_claimed(row: &ClaimedRow) -> Result<Claimed, StorageError> {
    Ok(Claimed {
        id: row.id,
        kind: word("mail", &row.kind)?,
        subject: row.subject_id,
        person: row.person_id.into(),
        made_at: row.made_at,
        attempt: row.attempts,
    })
}
