//! Who is logged in: a session is a row, found by the SHA-256 of the cookie's token.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use dires_domain::ids::PersonId;
use dires_domain::people::Person;
use sqlx::FromRow;
use uuid::Uuid;

use super::{StorageError, Tx};

/// A session that is being opened.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// The SHA-256 of its token.
    pub token_hash: Vec<u8>,
    /// Whose it is.
    pub person: PersonId,
    /// When it opens.
    pub now: DateTime<Utc>,
    /// When it ends, whatever is done with it.
    pub expires_at: DateTime<Utc>,
    /// What the browser says it is.
    pub agent: String,
}

/// One of a person's open sessions.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct OpenSession {
    /// The SHA-256 of its token.
    pub token_hash: Vec<u8>,
    /// When it opened.
    pub created_at: DateTime<Utc>,
    /// When it was last used, within some minutes.
    pub seen_at: DateTime<Utc>,
    /// What the browser said it was.
    pub agent: String,
}

/// Whose a session is, and when it was last used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundSession {
    /// Who is logged in.
    pub person: Person,
    /// When it was last used, within some minutes.
    pub seen_at: DateTime<Utc>,
}

/// How long a session lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lasting {
    /// When it was last used, within some minutes.
    pub seen_at: DateTime<Utc>,
    /// When it ends, whatever is done with it.
    pub expires_at: DateTime<Utc>,
}

impl Lasting {
    /// When it ends if it is not used any more.
    pub fn ends_at(self, idle: TimeDelta) -> DateTime<Utc> {
        self.expires_at.min(self.seen_at + idle)
    }
}

impl Tx {
    /// Opens a session.
    pub async fn open_session(&mut self, session: NewSession) -> Result<(), StorageError> {
        self.query(
            "insert into session (token_hash, person_id, created_at, seen_at, expires_at, agent)
             values ($1, $2, $3, $3, $4, $5)",
        )
        .bind(session.token_hash)
        .bind(session.person.0)
        .bind(session.now)
        .bind(session.expires_at)
        .bind(session.agent)
        .execute()
        .await?;
        Ok(())
    }

    /// The session with this token, unless it has expired or was left unused for longer than `idle`.
    pub async fn session(
        &mut self,
        token_hash: Vec<u8>,
        now: DateTime<Utc>,
        idle: TimeDelta,
    ) -> Result<Option<FoundSession>, StorageError> {
        let row: Option<(Uuid, String, String, DateTime<Utc>)> = self
            .query(
                "select person.id, person.name, person.email, session.seen_at
                 from session join person on person.id = session.person_id
                 where session.token_hash = $1 and session.expires_at > $2 and session.seen_at > $3",
            )
            .bind(token_hash)
            .bind(now)
            .bind(now - idle)
            .optional()
            .await?;
        Ok(row.map(|(id, name, email, seen_at)| FoundSession {
            person: Person {
                id: PersonId(id),
                name,
                email,
            },
            seen_at,
        }))
    }

    /// When each session that is in force was last used, and when it ends whatever is done with it, by token.
    pub async fn sessions_in_force(
        &mut self,
        now: DateTime<Utc>,
        idle: TimeDelta,
    ) -> Result<HashMap<Vec<u8>, Lasting>, StorageError> {
        let rows: Vec<(Vec<u8>, DateTime<Utc>, DateTime<Utc>)> = self
            .query(
                "select token_hash, seen_at, expires_at from session
                 where expires_at > $1 and seen_at > $2",
            )
            .bind(now)
            .bind(now - idle)
            .all()
            .await?;
        let lasting = rows.into_iter().map(|(token_hash, seen_at, expires_at)| {
            let lasting = Lasting {
                seen_at,
                expires_at,
            };
            (token_hash, lasting)
        });
        Ok(lasting.collect())
    }

    /// Notes that a session was used.
    pub async fn touch_session(
        &mut self,
        token_hash: Vec<u8>,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.query("update session set seen_at = $2 where token_hash = $1")
            .bind(token_hash)
            .bind(now)
            .execute()
            .await?;
        Ok(())
    }

    /// A person's sessions that are still open, the last used first.
    pub async fn sessions_of(
        &mut self,
        person: PersonId,
        now: DateTime<Utc>,
        idle: TimeDelta,
    ) -> Result<Vec<OpenSession>, StorageError> {
        self.query(
            "select token_hash, created_at, seen_at, agent from session
             where person_id = $1 and expires_at > $2 and seen_at > $3
             order by seen_at desc, created_at desc",
        )
        .bind(person.0)
        .bind(now)
        .bind(now - idle)
        .all()
        .await
    }

    /// Ends one session.
    pub async fn end_session(&mut self, token_hash: Vec<u8>) -> Result<(), StorageError> {
        self.query("delete from session where token_hash = $1")
            .bind(token_hash)
            .execute()
            .await?;
        Ok(())
    }

    /// Ends every session of a person; how many there were.
    pub async fn end_sessions_of(&mut self, person: PersonId) -> Result<u64, StorageError> {
        self.query("delete from session where person_id = $1")
            .bind(person.0)
            .execute()
            .await
    }

    /// Forgets the sessions that have expired; how many there were.
    pub async fn forget_expired_sessions(
        &mut self,
        now: DateTime<Utc>,
        idle: TimeDelta,
    ) -> Result<u64, StorageError> {
        self.query("delete from session where expires_at <= $1 or seen_at <= $2")
            .bind(now)
            .bind(now - idle)
            .execute()
            .await
    }
}
