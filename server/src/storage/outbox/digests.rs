//! What waits for a digest, and the digest in which it goes.

use chrono::{DateTime, Utc};
use dires_domain::ids::PersonId;
use dires_domain::mail::{MailClass, MailKind, Rhythm};
use sqlx::FromRow;
use uuid::Uuid;

use crate::storage::words::{word, word_or_none};
use crate::storage::{StorageError, Tx};

/// Something that waits for somebody's digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Its identifier.
    pub id: Uuid,
    /// For whom.
    pub person: PersonId,
    /// Since when.
    pub made_at: DateTime<Utc>,
    /// News, or something to do that the person wants to have with them.
    pub class: MailClass,
    /// How often the person wants news.
    pub news: Rhythm,
}

#[derive(FromRow)]
struct WaitingRow {
    id: Uuid,
    person_id: Uuid,
    made_at: DateTime<Utc>,
    class: String,
    news: Option<String>,
}

impl Tx {
    /// Everything that waits for a digest, by person, oldest first.
    pub async fn waiting_for_digests(&mut self) -> Result<Vec<Waiting>, StorageError> {
        let rows: Vec<WaitingRow> = self
            .query(
                "select mail.id, mail.person_id, mail.made_at, mail.class, mail_choice.news from mail
                 left join mail_choice on mail_choice.person_id = mail.person_id
                 where mail.ended_at is null and mail.digest_id is null
                 and (mail.class = 'nouvelle'
                      or (mail.class = 'tache' and mail.attempts = 0 and mail_choice.tasks = 'chaque-jour'))
                 order by mail.person_id, mail.made_at, mail.id",
            )
            .all()
            .await?;
        rows.iter().map(read_waiting).collect()
    }

    /// Makes a digest of what waits for a person. `false`: somebody else has made one of some of it; undo the unit of
    /// work.
    pub async fn make_digest(
        &mut self,
        person: PersonId,
        items: &[Uuid],
        at: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let digest = Uuid::now_v7();
        self.query(
            "insert into mail (id, kind, class, subject_id, occasion, person_id, made_at, attempts, next_at)
             values ($1, $2, $3, $1, 0, $4, $5, 0, $5)",
        )
        .bind(digest)
        .bind(MailKind::Digest.code())
        .bind(MailClass::Digest.code())
        .bind(person.0)
        .bind(at)
        .execute()
        .await?;
        for item in items {
            let taken = self
                .query(
                    "update mail set digest_id = $2
                     where id = $1 and digest_id is null and ended_at is null and attempts = 0",
                )
                .bind(*item)
                .bind(digest)
                .execute()
                .await?;
            if taken != 1 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Drops what waits for a digest and is not wanted, or too old to be news.
    pub async fn drop_waiting(
        &mut self,
        item: Uuid,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.query(
            "update mail set ended_at = $2, ended_because = 'sans-objet'
             where id = $1 and digest_id is null and ended_at is null",
        )
        .bind(item)
        .bind(at)
        .execute()
        .await?;
        Ok(())
    }

    /// What goes in a digest and has not ended: why, and about what, oldest first.
    pub async fn within_digest(
        &mut self,
        digest: Uuid,
    ) -> Result<Vec<(MailKind, Uuid)>, StorageError> {
        let rows: Vec<(String, Uuid)> = self
            .query(
                "select kind, subject_id from mail
                 where digest_id = $1 and ended_at is null order by made_at, id",
            )
            .bind(digest)
            .all()
            .await?;
        rows.iter()
            .map(|(kind, subject)| Ok((word("mail", kind)?, *subject)))
            .collect()
    }
}

fn read_waiting(row: &WaitingRow) -> Result<Waiting, StorageError> {
    let news = word_or_none("mail_choice", row.news.as_deref())?;
    Ok(Waiting {
        id: row.id,
        person: row.person_id.into(),
        made_at: row.made_at,
        class: word("mail", &row.class)?,
        news: news.unwrap_or(Rhythm::USUAL),
    })
}
