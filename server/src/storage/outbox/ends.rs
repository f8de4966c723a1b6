//! What becomes of a mail. Only the last try of a mail that has not ended is heard.

use chrono::{DateTime, Utc};
use dires_domain::ids::PersonId;
use dires_domain::mail::{MailEnd, MailKind};
use uuid::Uuid;

use super::{Claimed, NewMail};
use crate::storage::{StorageError, Tx};

impl Tx {
    /// A mail has ended: it is sent, or without object; what went in it ends with it. `false`: this try no longer counts.
    pub async fn end_mail(
        &mut self,
        mail: &Claimed,
        because: MailEnd,
        at: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let touched = self
            .query(
                "update mail set ended_at = $3, ended_because = $4, fault = null
                 where id = $1 and attempts = $2 and ended_at is null",
            )
            .bind(mail.id)
            .bind(mail.attempt)
            .bind(at)
            .bind(because.code())
            .execute()
            .await?;
        if touched == 1 {
            self.end_mail_within(mail.id, because, at).await?;
        }
        Ok(touched == 1)
    }

    async fn end_mail_within(
        &mut self,
        digest: Uuid,
        because: MailEnd,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.query(
            "update mail set ended_at = $2, ended_because = $3
             where digest_id = $1 and ended_at is null",
        )
        .bind(digest)
        .bind(at)
        .bind(because.code())
        .execute()
        .await?;
        Ok(())
    }

    /// A try failed, and another is made from an instant on. `false`: this try no longer counts.
    pub async fn mail_failed(
        &mut self,
        mail: &Claimed,
        fault: &str,
        next_at: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let touched = self
            .query(
                "update mail set fault = $3, next_at = $4
                 where id = $1 and attempts = $2 and ended_at is null",
            )
            .bind(mail.id)
            .bind(mail.attempt)
            .bind(fault.to_owned())
            .bind(next_at)
            .execute()
            .await?;
        Ok(touched == 1)
    }

    /// A mail is refused for good: it is not tried again unless somebody asks. `false`: this try no longer counts.
    pub async fn give_mail_up(
        &mut self,
        mail: &Claimed,
        fault: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let touched = self
            .query(
                "update mail set fault = $3, ended_at = $4, ended_because = $5
                 where id = $1 and attempts = $2 and ended_at is null",
            )
            .bind(mail.id)
            .bind(mail.attempt)
            .bind(fault.to_owned())
            .bind(at)
            .bind(MailEnd::GivenUp.code())
            .execute()
            .await?;
        Ok(touched == 1)
    }

    /// Nothing that waits is tried before an instant.
    pub async fn postpone_mail(&mut self, until: DateTime<Utc>) -> Result<u64, StorageError> {
        self.query(
            "update mail set next_at = $1
             where ended_at is null and digest_id is null and class <> 'nouvelle' and next_at < $1",
        )
        .bind(until)
        .execute()
        .await
    }

    /// Tries again what was given up, or what waits for another try. `false`: there is nothing to try.
    pub async fn retry_mail(&mut self, id: Uuid, at: DateTime<Utc>) -> Result<bool, StorageError> {
        let touched = self
            .query(
                "update mail set ended_at = null, ended_because = null, next_at = $2
                 where id = $1 and digest_id is null and fault is not null
                 and (ended_at is null or ended_because = 'abandonne')",
            )
            .bind(id)
            .bind(at)
            .execute()
            .await?;
        Ok(touched == 1)
    }

    /// What waits to be said to a person about something is not said any more.
    pub async fn drop_mail(
        &mut self,
        kind: MailKind,
        subject: Uuid,
        person: PersonId,
        at: DateTime<Utc>,
    ) -> Result<u64, StorageError> {
        self.query(
            "update mail set ended_at = $4, ended_because = 'sans-objet'
             where kind = $1 and subject_id = $2 and person_id = $3 and ended_at is null and digest_id is null",
        )
        .bind(kind.code())
        .bind(subject)
        .bind(person.0)
        .bind(at)
        .execute()
        .await
    }

    pub(super) async fn drop_earlier_mail(&mut self, new: &NewMail) -> Result<u64, StorageError> {
        self.query(
            "update mail set ended_at = $5, ended_because = 'sans-objet'
             where kind = $1 and subject_id = $2 and person_id = $3 and occasion < $4
             and ended_at is null and digest_id is null",
        )
        .bind(new.kind.code())
        .bind(new.subject)
        .bind(new.person.0)
        .bind(new.occasion)
        .bind(new.at)
        .execute()
        .await
    }
}
