//! Persons: who can log in, and with what.

use chrono::{DateTime, Utc};
use dires_domain::ids::PersonId;
use dires_domain::people::Person;
use dires_domain::text::fold;
use sqlx::FromRow;
use uuid::Uuid;

use super::{StorageError, Tx};

/// A person as the secretariat's list shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The person.
    pub person: Person,
    /// Whether they set a password, and so can log in.
    pub has_password: bool,
    /// Whether they stand for a function in the demonstration.
    pub demonstration: bool,
}

/// What a login is checked against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Whose they are.
    pub person: PersonId,
    /// An argon2 hash in PHC form; none before the invitation is used.
    pub password_hash: Option<String>,
}

#[derive(FromRow)]
struct PersonRow {
    id: Uuid,
    name: String,
    email: String,
    has_password: bool,
    demonstration: bool,
}

/// An address as it is compared: without the blanks around it, in lower case.
pub fn fold_email(email: &str) -> String {
    email.trim().to_lowercase()
}

impl Tx {
    /// Everyone, by name.
    pub async fn accounts(&mut self) -> Result<Vec<Account>, StorageError> {
        let rows: Vec<PersonRow> = self
            .query(
                "select id, name, email, password_hash is not null as has_password, demonstration
                 from person order by email_folded",
            )
            .all()
            .await?;
        let mut accounts: Vec<_> = rows.into_iter().map(Account::from).collect();
        // Sorted here: the engines order text differently.
        accounts.sort_by_cached_key(|account| fold(&account.person.name));
        Ok(accounts)
    }

    /// One person, as the list shows them.
    pub async fn account(&mut self, id: PersonId) -> Result<Option<Account>, StorageError> {
        let row: Option<PersonRow> = self
            .query(
                "select id, name, email, password_hash is not null as has_password, demonstration
                 from person where id = $1",
            )
            .bind(id.0)
            .optional()
            .await?;
        Ok(row.map(Account::from))
    }

    /// One person.
    pub async fn person(&mut self, id: PersonId) -> Result<Option<Person>, StorageError> {
        Ok(self.account(id).await?.map(|account| account.person))
    }

    /// What is known of an address, whatever its case.
    pub async fn credentials(&mut self, email: &str) -> Result<Option<Credentials>, StorageError> {
        let row: Option<(Uuid, Option<String>)> = self
            .query("select id, password_hash from person where email_folded = $1")
            .bind(fold_email(email))
            .optional()
            .await?;
        Ok(row.map(|(id, password_hash)| Credentials {
            person: id.into(),
            password_hash,
        }))
    }

    /// Adds a person; [`StorageError::Duplicate`] where their address is known, whatever its case.
    pub async fn add_person(
        &mut self,
        person: &Person,
        password_hash: Option<String>,
        demonstration: bool,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into person
             (id, name, email, email_folded, password_hash, demonstration, created_at)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(person.id.0)
        .bind(person.name.clone())
        .bind(person.email.clone())
        .bind(fold_email(&person.email))
        .bind(password_hash)
        .bind(demonstration)
        .bind(at)
        .execute()
        .await?;
        Ok(())
    }

    /// Sets a person's password. `false`: there is no such person.
    pub async fn set_password(
        &mut self,
        person: PersonId,
        password_hash: String,
    ) -> Result<bool, StorageError> {
        let touched = self
            .query("update person set password_hash = $2 where id = $1")
            .bind(person.0)
            .bind(password_hash)
            .execute()
            .await?;
        Ok(touched == 1)
    }
}

impl From<PersonRow> for Account {
    fn from(row: PersonRow) -> Self {
        Self {
            person: Person {
                id: row.id.into(),
                name: row.name,
                email: row.email,
            },
            has_password: row.has_password,
            demonstration: row.demonstration,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{noon, person};
    use super::super::testing::on_both_engines;
    use super::*;

    #[tokio::test]
    async fn a_person_is_found_whatever_the_case_of_the_address() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let zoe = person(&mut tx, "Zoé").await;
            let emile = person(&mut tx, "Émile").await;
            let found = tx.credentials(" ZOÉ@Demo.example ").await.unwrap().unwrap();
            assert_eq!((found.person, found.password_hash), (zoe.id, None));
            assert!(tx.set_password(zoe.id, "hash".to_owned()).await.unwrap());
            let accounts = tx.accounts().await.unwrap();
            let read: Vec<_> = accounts
                .iter()
                .map(|account| (&account.person, account.has_password))
                .collect();
            assert_eq!(read, [(&emile, false), (&zoe, true)]);
            assert_eq!(tx.person(emile.id).await.unwrap(), Some(emile));
        })
        .await;
    }

    #[tokio::test]
    async fn an_address_is_known_once() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let mut twin = person(&mut tx, "Direction").await;
            twin.id = PersonId(Uuid::now_v7());
            twin.email = twin.email.to_uppercase();
            let error = tx.add_person(&twin, None, true, noon(2024, 1, 1)).await;
            assert!(
                matches!(&error, Err(StorageError::Duplicate(table)) if table == "person"),
                "{error:?}"
            );
        })
        .await;
    }
}
