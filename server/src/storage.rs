//! What is kept, and how it is asked for: one file a subject, each an `impl Tx` in plain SQL.

pub mod adoptions;
pub mod amendments;
pub mod association;
mod bodies;
pub mod calendar_feeds;
#[cfg(test)]
mod circuit_stories;
pub mod comments;
pub mod consultations;
pub mod db;
pub mod decisions;
pub mod documents;
mod error;
#[cfg(test)]
pub mod fixture;
#[cfg(test)]
pub mod fixtures;
pub mod form_corrections;
pub mod images;
pub mod invitations;
pub mod journal;
pub mod mail_choices;
mod mandates;
pub mod meetings;
pub mod moments;
pub mod navette;
pub mod opinions;
pub mod outbox;
pub mod papers;
pub mod people;
mod placements;
pub mod positions;
pub mod publications;
pub mod published;
pub mod readings;
pub mod reservations;
mod rhythms;
pub mod rights;
mod rules;
pub mod sessions;
mod strands;
pub mod suggestions;
mod territories;
#[cfg(test)]
pub mod testing;
pub mod versions;
mod words;

pub use db::{Db, Tx};
pub use error::StorageError;

#[cfg(test)]
mod tests {
    use super::StorageError;
    use super::testing::on_both_engines;
    use uuid::Uuid;

    #[tokio::test]
    async fn what_is_not_saved_is_undone() {
        on_both_engines(|db| async move {
            let id = Uuid::now_v7();
            for save in [false, true] {
                let mut tx = db.write().await.unwrap();
                tx.query("insert into strand (id, slug, name, rank) values ($1, $2, $3, $4)")
                    .bind(id)
                    .bind("transition")
                    .bind("Transition écologique")
                    .bind(1_i16)
                    .execute()
                    .await
                    .unwrap();
                if save {
                    tx.save().await.unwrap();
                }
            }
            let mut tx = db.read().await.unwrap();
            let rows: Vec<(Uuid, String)> =
                tx.query("select id, name from strand").all().await.unwrap();
            assert_eq!(rows, vec![(id, "Transition écologique".to_owned())]);
        })
        .await;
    }

    #[tokio::test]
    async fn a_duplicate_names_its_table() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let sql = "insert into strand (id, slug, name, rank) values ($1, 'x', 'x', 1)";
            tx.query(sql).bind(Uuid::now_v7()).execute().await.unwrap();
            let error = tx.query(sql).bind(Uuid::now_v7()).execute().await;
            assert!(
                matches!(&error, Err(StorageError::Duplicate(table)) if table == "strand"),
                "{error:?}"
            );
        })
        .await;
    }
}
