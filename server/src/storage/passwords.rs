//! What people prove themselves with.

use dires_domain::ids::PersonId;
use uuid::Uuid;

use super::{StorageError, Tx};

/// How an e-mail address is compared: without blanks around nor capitals. `person.email_folded` holds this.
pub fn fold_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// What is needed to check a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Whose they are.
    pub person: PersonId,
    /// The argon2 hash, in PHC form; none until a password is set.
    pub password_hash: Option<String>,
}

impl Tx {
    /// The credentials of the person with this address, whatever its case.
    pub async fn credentials(&mut self, email: &str) -> Result<Option<Credentials>, StorageError> {
        let row: Option<(Uuid, Option<String>)> = self
            .query("select id, password_hash from person where email_folded = $1")
            .bind(fold_email(email))
            .optional()
            .await?;
        Ok(row.map(|(person, password_hash)| Credentials {
            person: PersonId(person),
            password_hash,
        }))
    }

    /// Replaces a person's password by one with this hash.
    pub async fn set_password(
        &mut self,
        person: PersonId,
        password_hash: String,
    ) -> Result<(), StorageError> {
        self.query("update person set password_hash = $2 where id = $1")
            .bind(person.0)
            .bind(password_hash)
            .execute()
            .await?;
        Ok(())
    }
}
