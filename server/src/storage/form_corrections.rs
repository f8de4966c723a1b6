//! Corrections of form, and who contests them.

use chrono::{DateTime, Utc};
use dires_domain::anchor::{Passage, Quote};
use dires_domain::correction::Corrected;
use dires_domain::ids::{PaperId, PersonId, TerritoryId};
use dires_domain::paper::EndedBecause;
use sqlx::FromRow;
use uuid::Uuid;

use super::{StorageError, Tx};

/// A correction of form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormCorrection {
    /// Its identifier.
    pub id: Uuid,
    /// The text.
    pub paper: PaperId,
    /// From 1 in each text.
    pub number: i32,
    /// The versions that it made.
    pub versions: Corrected,
    /// By whom.
    pub person: PersonId,
    /// Why.
    pub motive: String,
    /// What the text said.
    pub former: String,
    /// Where it says something else, …
    pub passage: Passage,
    /// … and what.
    pub quote: Quote,
    /// When.
    pub at: DateTime<Utc>,
    /// Who contests it; none unless somebody does.
    pub contested: Option<Contested>,
}

/// That a correction was contested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contested {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: PersonId,
    /// For whom.
    pub territory: TerritoryId,
    /// Why.
    pub reason: String,
}

#[derive(FromRow)]
struct CorrectionRow {
    id: Uuid,
    paper_id: Uuid,
    number: i32,
    after_version: i32,
    undone_version: Option<i32>,
    person_id: Uuid,
    motive: String,
    former: String,
    passage: String,
    quote: String,
    quote_before: String,
    quote_after: String,
    made_at: DateTime<Utc>,
    contested_at: Option<DateTime<Utc>>,
    contested_by: Option<Uuid>,
    contested_for: Option<Uuid>,
    reason: String,
}

impl Tx {
    /// Keeps a correction that nobody contests yet. The caller holds the text's document.
    pub async fn keep_correction(&mut self, new: &FormCorrection) -> Result<(), StorageError> {
        self.query(
            "insert into form_correction (id, paper_id, number, after_version, person_id, motive, former, passage,
             quote, quote_before, quote_after, made_at, reason)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '')",
        )
        .bind(new.id)
        .bind(new.paper.0)
        .bind(new.number)
        .bind(new.versions.after)
        .bind(new.person.0)
        .bind(new.motive.clone())
        .bind(new.former.clone())
        .bind(new.passage.to_string())
        .bind(new.quote.words.clone())
        .bind(new.quote.before.clone())
        .bind(new.quote.after.clone())
        .bind(new.at)
        .execute()
        .await?;
        Ok(())
    }

    /// Says that a correction is contested, and which version undoes it. `false`: it was so already.
    pub async fn contest_correction(
        &mut self,
        id: Uuid,
        contested: &Contested,
        undone: i32,
    ) -> Result<bool, StorageError> {
        let rows = self
            .query(
                "update form_correction set contested_at = $2, contested_by = $3, contested_for = $4, reason = $5,
                 undone_version = $6 where id = $1 and contested_at is null",
            )
            .bind(id)
            .bind(contested.at)
            .bind(contested.by.0)
            .bind(contested.territory.0)
            .bind(contested.reason.clone())
            .bind(undone)
            .execute()
            .await?;
        Ok(rows == 1)
    }

    /// The corrections of form of a text, first first.
    pub async fn form_corrections(
        &mut self,
        paper: PaperId,
    ) -> Result<Vec<FormCorrection>, StorageError> {
        let rows: Vec<CorrectionRow> = self
            .query("select * from form_correction where paper_id = $1 order by number")
            .bind(paper.0)
            .all()
            .await?;
        rows.into_iter().map(read_correction).collect()
    }

    /// Ends one position: the words on which it was taken stand no longer.
    pub async fn void_position(&mut self, id: Uuid, at: DateTime<Utc>) -> Result<(), StorageError> {
        self.query(
            "update position set ended_at = $2, ended_because = $3 where id = $1 and ended_at is null",
        )
        .bind(id)
        .bind(at)
        .bind(EndedBecause::Edited.code())
        .execute()
        .await?;
        Ok(())
    }
}

fn read_correction(row: CorrectionRow) -> Result<FormCorrection, StorageError> {
    let impossible = |what: &str| StorageError::impossible("form_correction", what);
    let contested = match (row.contested_at, row.contested_by, row.contested_for) {
        (Some(at), Some(by), Some(territory)) => Some(Contested {
            at,
            by: by.into(),
            territory: territory.into(),
            reason: row.reason,
        }),
        (None, None, None) => None,
        _ => return Err(impossible("half contested")),
    };
    let passage = row.passage.parse::<Passage>();
    Ok(FormCorrection {
        id: row.id,
        paper: row.paper_id.into(),
        number: row.number,
        versions: Corrected {
            after: row.after_version,
            undone: row.undone_version,
        },
        person: row.person_id.into(),
        motive: row.motive,
        former: row.former,
        passage: passage.map_err(|_| impossible("not a passage's characters"))?,
        quote: Quote {
            words: row.quote,
            before: row.quote_before,
            after: row.quote_after,
        },
        at: row.made_at,
        contested,
    })
}
