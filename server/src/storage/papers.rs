//! Texts: their sheet, their stage, and the revision that orders their moves.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::circuit::Stage;
use dires_domain::ids::{DocumentId, PaperId, PersonId, TerritoryId};
use dires_domain::sheet::{Call, Sheet};
use dires_domain::standing::Placement;
use sqlx::FromRow;
use uuid::Uuid;

use super::words::word;
use super::{StorageError, Tx};

/// A text as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its identifier.
    pub id: PaperId,
    /// What is said of it; the title is the live text's as of its last stored change.
    pub sheet: Sheet,
    /// Where it stands.
    pub stage: Stage,
    /// The published text that it corrects.
    pub corrects: Option<PaperId>,
    /// Entered as adopted before the tool existed.
    pub prior: bool,
    /// Whether it is a demonstration.
    pub demonstration: bool,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: PersonId,
    /// For which territory.
    pub created_for: Option<TerritoryId>,
    /// Counts moves and changes of the sheet, from 1.
    pub revision: i64,
    /// Its live document; a text entered as adopted before may have none.
    pub document: Option<DocumentId>,
}

impl Paper {
    /// All that rights on it depend on beside mandates.
    pub fn placement(&self) -> Placement {
        Placement {
            stage: self.stage,
            perimeter: self.sheet.perimeter.clone(),
        }
    }
}

/// A text to create.
#[derive(Debug, Clone)]
pub struct NewPaper {
    /// Its identifier.
    pub id: PaperId,
    /// What is said of it.
    pub sheet: Sheet,
    /// Where it starts: in rédaction, but for texts adopted before the tool existed.
    pub stage: Stage,
    /// The published text that it corrects.
    pub corrects: Option<PaperId>,
    /// Entered as adopted before the tool existed.
    pub prior: bool,
    /// Whether it is a demonstration.
    pub demonstration: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: PersonId,
    /// For which territory; none for the secretariat.
    pub territory: Option<TerritoryId>,
}

#[derive(FromRow)]
struct PaperRow {
    id: Uuid,
    kind: String,
    title: String,
    stage: String,
    strand_id: Option<Uuid>,
    addressee: String,
    deadline: Option<NaiveDate>,
    call_name: Option<String>,
    call_carrier: Option<String>,
    call_closes_at: Option<DateTime<Utc>>,
    corrects: Option<Uuid>,
    prior: bool,
    demonstration: bool,
    created_at: DateTime<Utc>,
    created_by: Uuid,
    created_for: Option<Uuid>,
    revision: i64,
    document_id: Option<Uuid>,
}

impl Tx {
    /// Creates a text at revision 1; its document is created apart.
    pub async fn create_paper(&mut self, new: &NewPaper) -> Result<(), StorageError> {
        let call = new.sheet.call.as_ref();
        self.query(
            "insert into paper (id, kind, title, stage, strand_id, addressee, deadline, call_name, call_carrier,
             call_closes_at, corrects, prior, demonstration, created_at, created_by, created_for, revision)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1)",
        )
        .bind(new.id.0)
        .bind(new.sheet.kind.code())
        .bind(new.sheet.title.clone())
        .bind(new.stage.code())
        .bind(new.sheet.strand.map(|id| id.0))
        .bind(new.sheet.addressee.clone())
        .bind(new.sheet.deadline)
        .bind(call.map(|call| call.name.clone()))
        .bind(call.map(|call| call.carrier.clone()))
        .bind(call.map(|call| call.closes_at))
        .bind(new.corrects.map(|id| id.0))
        .bind(new.prior)
        .bind(new.demonstration)
        .bind(new.at)
        .bind(new.by.0)
        .bind(new.territory.map(|id| id.0))
        .execute()
        .await?;
        self.set_perimeter(new.id, &new.sheet.perimeter).await
    }

    async fn set_perimeter(
        &mut self,
        paper: PaperId,
        perimeter: &[TerritoryId],
    ) -> Result<(), StorageError> {
        self.query("delete from paper_territory where paper_id = $1")
            .bind(paper.0)
            .execute()
            .await?;
        for territory in perimeter {
            self.query("insert into paper_territory (paper_id, territory_id) values ($1, $2)")
                .bind(paper.0)
                .bind(territory.0)
                .execute()
                .await?;
        }
        Ok(())
    }

    /// A text by its identifier.
    pub async fn paper(&mut self, id: PaperId) -> Result<Option<Paper>, StorageError> {
        let row: Option<PaperRow> = self
            .query(
                "select paper.*, document.id as document_id from paper
                 left join document on document.paper_id = paper.id and not document.branch where paper.id = $1",
            )
            .bind(id.0)
            .optional()
            .await?;
        let Some(row) = row else { return Ok(None) };
        let perimeter: Vec<(Uuid,)> = self
            .query("select territory_id from paper_territory where paper_id = $1 order by territory_id")
            .bind(id.0)
            .all()
            .await?;
        let perimeter = perimeter.into_iter().map(|(id,)| id.into()).collect();
        read_paper(row, perimeter).map(Some)
    }

    /// Every text of the association, newest first: what someone may see is for the caller to sift.
    pub async fn papers(&mut self) -> Result<Vec<Paper>, StorageError> {
        let rows: Vec<PaperRow> = self
            .query(
                "select paper.*, document.id as document_id from paper
                 left join document on document.paper_id = paper.id and not document.branch
                 order by paper.created_at desc, paper.id desc",
            )
            .all()
            .await?;
        let pairs: Vec<(Uuid, Uuid)> = self
            .query("select paper_id, territory_id from paper_territory order by territory_id")
            .all()
            .await?;
        let mut perimeters: HashMap<Uuid, Vec<TerritoryId>> = HashMap::new();
        for (paper, territory) in pairs {
            perimeters.entry(paper).or_default().push(territory.into());
        }
        rows.into_iter()
            .map(|row| {
                let perimeter = perimeters.remove(&row.id).unwrap_or_default();
                read_paper(row, perimeter)
            })
            .collect()
    }

    /// The texts that correct this one.
    pub async fn corrections_of(&mut self, paper: PaperId) -> Result<Vec<PaperId>, StorageError> {
        let rows: Vec<(Uuid,)> = self
            .query("select id from paper where corrects = $1 order by created_at")
            .bind(paper.0)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| id.into()).collect())
    }

    /// Whether a text was published, now or for a minute to come.
    pub async fn is_published(&mut self, paper: PaperId) -> Result<bool, StorageError> {
        let row: Option<(Uuid,)> = self
            .query("select paper_id from publication where paper_id = $1")
            .bind(paper.0)
            .optional()
            .await?;
        Ok(row.is_some())
    }

    /// The texts that were published, now or for a minute to come.
    pub async fn published(&mut self) -> Result<Vec<PaperId>, StorageError> {
        let rows: Vec<(Uuid,)> = self.query("select paper_id from publication").all().await?;
        Ok(rows.into_iter().map(|(id,)| id.into()).collect())
    }

    /// Moves a text that still is at `revision`. `false`: someone decided before, and nothing is changed.
    pub async fn move_paper(
        &mut self,
        paper: PaperId,
        revision: i64,
        to: Stage,
    ) -> Result<bool, StorageError> {
        let rows = self
            .query("update paper set stage = $3, revision = revision + 1 where id = $1 and revision = $2")
            .bind(paper.0)
            .bind(revision)
            .bind(to.code())
            .execute()
            .await?;
        Ok(rows == 1)
    }

    /// Changes the sheet of a text that still is at `revision`, but for its title, which is in the live text.
    /// `false`: someone changed or moved it before, and nothing is changed.
    pub async fn update_sheet(
        &mut self,
        paper: PaperId,
        revision: i64,
        sheet: &Sheet,
    ) -> Result<bool, StorageError> {
        let call = sheet.call.as_ref();
        let rows = self
            .query(
                "update paper set strand_id = $3, addressee = $4, deadline = $5, call_name = $6, call_carrier = $7,
                 call_closes_at = $8, kind = $9, revision = revision + 1 where id = $1 and revision = $2",
            )
            .bind(paper.0)
            .bind(revision)
            .bind(sheet.strand.map(|id| id.0))
            .bind(sheet.addressee.clone())
            .bind(sheet.deadline)
            .bind(call.map(|call| call.name.clone()))
            .bind(call.map(|call| call.carrier.clone()))
            .bind(call.map(|call| call.closes_at))
            .bind(sheet.kind.code())
            .execute()
            .await?;
        if rows == 1 {
            self.set_perimeter(paper, &sheet.perimeter).await?;
        }
        Ok(rows == 1)
    }
}

fn read_paper(row: PaperRow, perimeter: Vec<TerritoryId>) -> Result<Paper, StorageError> {
    let call = read_call(&row)?;
    Ok(Paper {
        id: row.id.into(),
        sheet: Sheet {
            kind: word("paper", &row.kind)?,
            title: row.title,
            perimeter,
            strand: row.strand_id.map(Into::into),
            addressee: row.addressee,
            deadline: row.deadline,
            call,
        },
        stage: word("paper", &row.stage)?,
        corrects: row.corrects.map(Into::into),
        prior: row.prior,
        demonstration: row.demonstration,
        created_at: row.created_at,
        created_by: row.created_by.into(),
        created_for: row.created_for.map(Into::into),
        revision: row.revision,
        document: row.document_id.map(Into::into),
    })
}

fn read_call(row: &PaperRow) -> Result<Option<Call>, StorageError> {
    match (&row.call_name, &row.call_carrier, row.call_closes_at) {
        (None, None, None) => Ok(None),
        (Some(name), Some(carrier), Some(closes_at)) => Ok(Some(Call {
            name: name.clone(),
            carrier: carrier.clone(),
            closes_at,
        })),
        _ => Err(StorageError::impossible("paper", "half a call")),
    }
}
