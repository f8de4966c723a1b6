//! Invitations: links with which a person sets a password, once, within seven days.
//!
//! The link carries a token of 256 random bits; only its SHA-256 comes here.

use chrono::{DateTime, TimeDelta, Utc};
use dires_domain::ids::PersonId;
use sqlx::FromRow;
use uuid::Uuid;

use super::{StorageError, Tx};

/// How long an invitation holds.
pub const LASTS: TimeDelta = TimeDelta::days(7);

/// An invitation that can still be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// Who is invited.
    pub person: PersonId,
    /// Until when the link holds.
    pub expires_at: DateTime<Utc>,
}

#[derive(FromRow)]
struct InvitationRow {
    person_id: Uuid,
    expires_at: DateTime<Utc>,
}

impl Tx {
    /// Invites a person for [`LASTS`]; the links that they had not used hold no more.
    pub async fn invite(
        &mut self,
        token_hash: Vec<u8>,
        person: PersonId,
        at: DateTime<Utc>,
        by: Option<PersonId>,
    ) -> Result<Invitation, StorageError> {
        self.query("delete from invitation where person_id = $1 and used_at is null")
            .bind(person.0)
            .execute()
            .await?;
        let expires_at = at + LASTS;
        self.query(
            "insert into invitation (token_hash, person_id, created_at, created_by, expires_at)
             values ($1, $2, $3, $4, $5)",
        )
        .bind(token_hash)
        .bind(person.0)
        .bind(at)
        .bind(by.map(|person| person.0))
        .bind(expires_at)
        .execute()
        .await?;
        Ok(Invitation { person, expires_at })
    }

    /// The invitation of this token, if it is neither used nor expired at that instant.
    pub async fn invitation(
        &mut self,
        token_hash: Vec<u8>,
        at: DateTime<Utc>,
    ) -> Result<Option<Invitation>, StorageError> {
        let row: Option<InvitationRow> = self
            .query(
                "select person_id, expires_at from invitation
                 where token_hash = $1 and used_at is null and expires_at > $2",
            )
            .bind(token_hash)
            .bind(at)
            .optional()
            .await?;
        Ok(row.map(Invitation::from))
    }

    /// The invitation that a person has not used yet, if it has not expired at that instant.
    pub async fn pending_invitation(
        &mut self,
        person: PersonId,
        at: DateTime<Utc>,
    ) -> Result<Option<Invitation>, StorageError> {
        let row: Option<InvitationRow> = self
            .query(
                "select person_id, expires_at from invitation
                 where person_id = $1 and used_at is null and expires_at > $2",
            )
            .bind(person.0)
            .bind(at)
            .optional()
            .await?;
        Ok(row.map(Invitation::from))
    }

    /// When a person last used an invitation.
    pub async fn last_entry(
        &mut self,
        person: PersonId,
    ) -> Result<Option<DateTime<Utc>>, StorageError> {
        let (last,): (Option<DateTime<Utc>>,) = self
            .query("select max(used_at) from invitation where person_id = $1")
            .bind(person.0)
            .one()
            .await?;
        Ok(last)
    }

    /// Uses an invitation: the person has this password from now on. Nobody: the link was used or has expired.
    pub async fn use_invitation(
        &mut self,
        token_hash: Vec<u8>,
        password_hash: String,
        at: DateTime<Utc>,
    ) -> Result<Option<PersonId>, StorageError> {
        let used: Option<(Uuid,)> = self
            .query(
                "update invitation set used_at = $2
                 where token_hash = $1 and used_at is null and expires_at > $2
                 returning person_id",
            )
            .bind(token_hash)
            .bind(at)
            .optional()
            .await?;
        let Some((person,)) = used else {
            return Ok(None);
        };
        self.set_password(person.into(), password_hash).await?;
        Ok(Some(person.into()))
    }
}

impl From<InvitationRow> for Invitation {
    fn from(row: InvitationRow) -> Self {
        Self {
            person: row.person_id.into(),
            expires_at: row.expires_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{noon, person};
    use super::super::testing::on_both_engines;
    use super::*;

    #[tokio::test]
    async fn an_invitation_serves_once() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let someone = person(&mut tx, "Direction").await;
            let token = vec![7; 32];
            let sent = noon(2026, 3, 1);
            let invitation = tx
                .invite(token.clone(), someone.id, sent, None)
                .await
                .unwrap();
            let read = tx.invitation(token.clone(), sent).await.unwrap();
            assert_eq!(read, Some(invitation));
            let pending = tx.pending_invitation(someone.id, sent).await.unwrap();
            assert_eq!(pending, Some(invitation));

            let last = noon(2026, 3, 8) - TimeDelta::microseconds(1);
            for expected in [Some(someone.id), None] {
                let used = tx
                    .use_invitation(token.clone(), "hash".to_owned(), last)
                    .await;
                assert_eq!(used.unwrap(), expected);
            }
            assert_eq!(tx.invitation(token.clone(), sent).await.unwrap(), None);
            let account = tx.account(someone.id).await.unwrap().unwrap();
            assert!(account.has_password);
        })
        .await;
    }

    #[tokio::test]
    async fn an_invitation_expires_and_the_next_replaces_it() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let someone = person(&mut tx, "Direction").await;
            let (first, second) = (vec![1; 32], vec![2; 32]);
            let sent = noon(2026, 3, 1);
            tx.invite(first.clone(), someone.id, sent, None)
                .await
                .unwrap();
            let late = noon(2026, 3, 8);
            assert_eq!(tx.invitation(first.clone(), late).await.unwrap(), None);
            let used = tx
                .use_invitation(first.clone(), "hash".to_owned(), late)
                .await;
            assert_eq!(used.unwrap(), None);

            tx.invite(second.clone(), someone.id, sent, None)
                .await
                .unwrap();
            assert_eq!(tx.invitation(first.clone(), sent).await.unwrap(), None);
            assert!(tx.invitation(second.clone(), sent).await.unwrap().is_some());
        })
        .await;
    }
}
