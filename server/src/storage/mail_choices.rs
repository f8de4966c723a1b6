//! How often each person wants which mail, and the secret with which a digest's link stops the digests.

use dires_domain::ids::PersonId;
use dires_domain::mail::Rhythm;
use uuid::Uuid;

use super::words::word;
use super::{StorageError, Tx};

/// What somebody chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailChoice {
    /// How often they want news.
    pub news: Rhythm,
    /// Whether what they are asked to do comes with the daily digest, rather than at once.
    pub tasks_with_digest: bool,
}

impl Default for MailChoice {
    fn default() -> Self {
        Self {
            news: Rhythm::USUAL,
            tasks_with_digest: false,
        }
    }
}

impl MailChoice {
    const fn tasks(self) -> Rhythm {
        if self.tasks_with_digest {
            Rhythm::Daily
        } else {
            Rhythm::AtOnce
        }
    }
}

impl Tx {
    /// What a person chose, or what is usual.
    pub async fn mail_choice(&mut self, person: PersonId) -> Result<MailChoice, StorageError> {
        let row: Option<(String, String)> = self
            .query("select news, tasks from mail_choice where person_id = $1")
            .bind(person.0)
            .optional()
            .await?;
        let Some((news, tasks)) = row else {
            return Ok(MailChoice::default());
        };
        Ok(MailChoice {
            news: word("mail_choice", &news)?,
            tasks_with_digest: word::<Rhythm>("mail_choice", &tasks)? == Rhythm::Daily,
        })
    }

    /// Records what a person chose; `fresh` becomes their secret if they have none.
    pub async fn choose_mail(
        &mut self,
        person: PersonId,
        choice: MailChoice,
        fresh: &str,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into mail_choice (person_id, news, tasks, stop_secret) values ($1, $2, $3, $4)
             on conflict (person_id) do update set news = excluded.news, tasks = excluded.tasks",
        )
        .bind(person.0)
        .bind(choice.news.code())
        .bind(choice.tasks().code())
        .bind(fresh.to_owned())
        .execute()
        .await?;
        Ok(())
    }

    /// A person's secret, which is `fresh` from now on if they had none.
    pub async fn stop_secret(
        &mut self,
        person: PersonId,
        fresh: &str,
    ) -> Result<String, StorageError> {
        let usual = MailChoice::default();
        self.query(
            "insert into mail_choice (person_id, news, tasks, stop_secret) values ($1, $2, $3, $4)
             on conflict (person_id) do nothing",
        )
        .bind(person.0)
        .bind(usual.news.code())
        .bind(usual.tasks().code())
        .bind(fresh.to_owned())
        .execute()
        .await?;
        let (secret,): (String,) = self
            .query("select stop_secret from mail_choice where person_id = $1")
            .bind(person.0)
            .one()
            .await?;
        Ok(secret)
    }

    /// Whose secret this is.
    pub async fn whose_stop_secret(
        &mut self,
        secret: &str,
    ) -> Result<Option<PersonId>, StorageError> {
        let found: Option<(Uuid,)> = self
            .query("select person_id from mail_choice where stop_secret = $1")
            .bind(secret.to_owned())
            .optional()
            .await?;
        Ok(found.map(|(person,)| person.into()))
    }

    /// Stops a person's news, and nothing else.
    pub async fn stop_news(&mut self, person: PersonId) -> Result<(), StorageError> {
        self.query("update mail_choice set news = 'jamais' where person_id = $1")
            .bind(person.0)
            .execute()
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::person;
    use super::super::testing::on_both_engines;
    use super::*;

    #[tokio::test]
    async fn a_choice_is_kept_and_a_secret_stops_news_alone() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let someone = person(&mut tx, "Direction").await.id;
            assert_eq!(
                tx.mail_choice(someone).await.unwrap(),
                MailChoice::default()
            );
            for fresh in ["secret", "autre"] {
                assert_eq!(tx.stop_secret(someone, fresh).await.unwrap(), "secret");
            }
            let weekly = MailChoice {
                news: Rhythm::Weekly,
                tasks_with_digest: true,
            };
            tx.choose_mail(someone, weekly, "autre").await.unwrap();
            assert_eq!(tx.mail_choice(someone).await.unwrap(), weekly);
            assert_eq!(tx.whose_stop_secret("autre").await.unwrap(), None);
            assert_eq!(tx.whose_stop_secret("secret").await.unwrap(), Some(someone));
            tx.stop_news(someone).await.unwrap();
            let stopped = MailChoice {
                news: Rhythm::Never,
                tasks_with_digest: true,
            };
            assert_eq!(tx.mail_choice(someone).await.unwrap(), stopped);
        })
        .await;
    }
}
