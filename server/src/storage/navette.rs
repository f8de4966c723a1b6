//! What is said of changes that lead nowhere, and the version that the directions validated.

use chrono::{DateTime, Utc};
use dires_domain::circuit::Stage;
use dires_domain::ids::{PaperId, PersonId, VersionId};
use dires_domain::navette::Written;
use sqlx::FromRow;
use uuid::Uuid;

use super::{StorageError, Tx};

/// What is said of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeLabel {
    /// Its identifier.
    pub id: Uuid,
    /// The text.
    pub paper: PaperId,
    /// From 1 in each text.
    pub number: i32,
    /// The version that the directions validated.
    pub version: VersionId,
    /// Of which characters and words.
    pub of: Written,
    /// What.
    pub label: String,
    /// When, and by whom.
    pub said: (DateTime<Utc>, PersonId),
    /// When it was taken back, and by whom; none while it holds.
    pub withdrawn: Option<(DateTime<Utc>, PersonId)>,
}

#[derive(FromRow)]
struct LabelRow {
    id: Uuid,
    paper_id: Uuid,
    number: i32,
    version_id: Uuid,
    added: String,
    removed: String,
    formed: String,
    words_before: String,
    words_after: String,
    label: String,
    person_id: Uuid,
    labelled_at: DateTime<Utc>,
    withdrawn_at: Option<DateTime<Utc>>,
    withdrawn_by: Option<Uuid>,
}

impl Tx {
    /// The version that went to the conférence des présidences the last time; none of a text that never did.
    pub async fn forwarded_version(
        &mut self,
        paper: PaperId,
    ) -> Result<Option<VersionId>, StorageError> {
        let row: Option<(Option<Uuid>,)> = self
            .query(
                "select version_id from journal where paper_id = $1 and stage_before = $2 and stage_after = $3
                 order by seq desc limit 1",
            )
            .bind(paper.0)
            .bind(Stage::Directions.code())
            .bind(Stage::Presidencies.code())
            .optional()
            .await?;
        Ok(row.and_then(|(id,)| id).map(Into::into))
    }

    /// Keeps what is said of a change. The caller holds the text's document, so that its number is free.
    pub async fn keep_change_label(&mut self, new: &ChangeLabel) -> Result<(), StorageError> {
        self.query(
            "insert into navette_label (id, paper_id, number, version_id, added, removed, formed, words_before,
             words_after, label, person_id, labelled_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(new.id)
        .bind(new.paper.0)
        .bind(new.number)
        .bind(new.version.0)
        .bind(new.of.added.clone())
        .bind(new.of.removed.clone())
        .bind(new.of.formed.clone())
        .bind(new.of.before.clone())
        .bind(new.of.after.clone())
        .bind(new.label.clone())
        .bind(new.said.1.0)
        .bind(new.said.0)
        .execute()
        .await?;
        Ok(())
    }

    /// Takes it back. `false`: it was so already.
    pub async fn withdraw_change_label(
        &mut self,
        id: Uuid,
        (at, by): (DateTime<Utc>, PersonId),
    ) -> Result<bool, StorageError> {
        let rows = self
            .query(
                "update navette_label set withdrawn_at = $2, withdrawn_by = $3
                 where id = $1 and withdrawn_at is null",
            )
            .bind(id)
            .bind(at)
            .bind(by.0)
            .execute()
            .await?;
        Ok(rows == 1)
    }

    /// All that was said of the changes of a text, first first.
    pub async fn change_labels(
        &mut self,
        paper: PaperId,
    ) -> Result<Vec<ChangeLabel>, StorageError> {
        let rows: Vec<LabelRow> = self
            .query("select * from navette_label where paper_id = $1 order by number")
            .bind(paper.0)
            .all()
            .await?;
        rows.into_iter().map(read_label).collect()
    }
}

fn read_label(row: LabelRow) -> Result<ChangeLabel, StorageError> {
    let withdrawn = match (row.withdrawn_at, row.withdrawn_by) {
        (Some(at), Some(by)) => Some((at, by.into())),
        (None, None) => None,
        _ => return Err(StorageError::impossible("navette_label", "half withdrawn")),
    };
    Ok(ChangeLabel {
        id: row.id,
        paper: row.paper_id.into(),
        number: row.number,
        version: row.version_id.into(),
        of: Written {
            added: row.added,
            removed: row.removed,
            formed: row.formed,
            before: row.words_before,
            after: row.words_after,
        },
        label: row.label,
        said: (row.labelled_at, row.person_id.into()),
        withdrawn,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::fixture::{Adopted, day, found, instant};
    use crate::storage::testing::on_both_engines;

    #[tokio::test]
    async fn a_label_is_kept_as_it_was_said_and_taken_back_once() {
        on_both_engines(|db| async move {
            let house = found(&db).await;
            let text = Adopted {
                title: "Gares",
                bytes: b"# Gares\n",
                perimeter: &["sicoval"],
                decided_on: day(1, 9),
                corrects: None,
            };
            let (paper, version) = house.adopted(&db, &text).await;
            let mut tx = db.write().await.unwrap();
            let (person,): (Uuid,) = tx
                .query("select id from person limit 1")
                .one()
                .await
                .unwrap();
            let mut label = ChangeLabel {
                id: Uuid::now_v7(),
                paper,
                number: 1,
                version,
                of: Written {
                    added: "12+5@ab12 3@cd".to_owned(),
                    before: "la ligne".to_owned(),
                    ..Written::default()
                },
                label: "Une reprise.".to_owned(),
                said: (instant(1, 8, 9), person.into()),
                withdrawn: None,
            };
            tx.keep_change_label(&label).await.unwrap();
            assert_eq!(tx.change_labels(paper).await.unwrap(), [label.clone()]);
            let taken = (instant(1, 8, 10), person.into());
            assert!(tx.withdraw_change_label(label.id, taken).await.unwrap());
            assert!(!tx.withdraw_change_label(label.id, taken).await.unwrap());
            label.withdrawn = Some(taken);
            assert_eq!(tx.change_labels(paper).await.unwrap(), [label]);
            assert_eq!(tx.forwarded_version(paper).await.unwrap(), Some(version));
            let other = PaperId(Uuid::now_v7());
            assert_eq!(tx.forwarded_version(other).await.unwrap(), None);
        })
        .await;
    }
}
