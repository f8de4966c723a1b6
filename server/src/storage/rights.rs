//! What rights on live documents are read from, for whoever follows many at once.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use dires_domain::amendment::sight::Branch;
use dires_domain::ids::{DocumentId, PaperId, PersonId, TerritoryId};
use dires_domain::standing::Placement;
use sqlx::FromRow;
use uuid::Uuid;

use super::db::Query;
use super::{StorageError, Tx};

/// How often what rights are read from has changed: counted by the database itself, whoever changes it. A number that
/// is not what it was says that something changed, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Revision {
    /// Sessions that were ended, or made shorter.
    pub sessions: i64,
    /// Persons, mandates, seats, what bodies conduct, names.
    pub people: i64,
    /// Stages, perimeters, documents frozen and unfrozen.
    pub texts: i64,
}

/// All of a live document's text that rights depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situated {
    /// The text.
    pub paper: PaperId,
    /// Whether the document takes no more changes.
    pub frozen: bool,
    /// Where the text stands, and for whom it speaks.
    pub placement: Placement,
    /// The amendment whose branch it is; none: it is the text's own.
    pub branch: Option<Branch>,
}

/// Documents asked for in one query.
const TOGETHER: usize = 32;

#[derive(FromRow)]
struct SituatedRow {
    id: Uuid,
    paper_id: Uuid,
    frozen: bool,
    stage: String,
    branch: bool,
    tabled_at: Option<DateTime<Utc>>,
}

impl Tx {
    /// The revision as of now: one small row or two a kind.
    pub async fn rights_revision(&mut self) -> Result<Revision, StorageError> {
        let rows: Vec<(String, i64)> = self
            .query("select kind, cast(sum(revision) as bigint) from rights_revision group by kind")
            .all()
            .await?;
        let of = |kind: &str| rows.iter().find(|row| row.0 == kind).map_or(0, |row| row.1);
        Ok(Revision {
            sessions: of("sessions"),
            people: of("people"),
            texts: of("texts"),
        })
    }

    /// Everyone's name.
    pub async fn names(&mut self) -> Result<HashMap<PersonId, String>, StorageError> {
        let rows: Vec<(Uuid, String)> = self.query("select id, name from person").all().await?;
        let names = rows.into_iter().map(|(id, name)| (PersonId(id), name));
        Ok(names.collect())
    }

    /// Where the texts of these documents stand; none for a document that does not exist.
    pub async fn situated(
        &mut self,
        documents: &[DocumentId],
    ) -> Result<HashMap<DocumentId, Situated>, StorageError> {
        let mut found = HashMap::new();
        for some in documents.chunks(TOGETHER) {
            let mut perimeters = self.perimeters_of(some).await?;
            let rows = self.stages_of(some).await?;
            let mut authors = if rows.iter().any(|row| row.branch) {
                self.authors_of(some).await?
            } else {
                HashMap::new()
            };
            for row in rows {
                let perimeter = perimeters.remove(&row.id).unwrap_or_default();
                let branch = row.branch.then(|| Branch {
                    territories: authors.remove(&row.id).unwrap_or_default(),
                    tabled: row.tabled_at.is_some(),
                });
                let situated = Situated {
                    paper: PaperId(row.paper_id),
                    frozen: row.frozen,
                    placement: Placement {
                        stage: row
                            .stage
                            .parse()
                            .map_err(|error| StorageError::impossible("paper", error))?,
                        perimeter,
                    },
                    branch,
                };
                found.insert(DocumentId(row.id), situated);
            }
        }
        Ok(found)
    }

    async fn stages_of(&mut self, some: &[DocumentId]) -> Result<Vec<SituatedRow>, StorageError> {
        let mut query = self.query(
            "select document.id, document.paper_id, document.frozen, paper.stage, document.branch, amendment.tabled_at
             from document join paper on paper.id = document.paper_id
             left join amendment on amendment.document_id = document.id
             where document.id in
             ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
              $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
              $25, $26, $27, $28, $29, $30, $31, $32)",
        );
        for id in padded(some) {
            query = query.bind(id);
        }
        query.all().await
    }

    async fn perimeters_of(
        &mut self,
        some: &[DocumentId],
    ) -> Result<HashMap<Uuid, Vec<TerritoryId>>, StorageError> {
        let query = self.query(
            "select document.id, paper_territory.territory_id
             from document join paper_territory on paper_territory.paper_id = document.paper_id
             where document.id in
             ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
              $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
              $25, $26, $27, $28, $29, $30, $31, $32)
             order by paper_territory.territory_id",
        );
        by_document(query, some).await
    }

    /// The territories whose people write in these branches.
    async fn authors_of(
        &mut self,
        some: &[DocumentId],
    ) -> Result<HashMap<Uuid, Vec<TerritoryId>>, StorageError> {
        let query = self.query(
            "select amendment.document_id, amendment_territory.territory_id
             from amendment join amendment_territory on amendment_territory.amendment_id = amendment.id
             where amendment.document_id in
             ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
              $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
              $25, $26, $27, $28, $29, $30, $31, $32)
             order by amendment_territory.territory_id",
        );
        by_document(query, some).await
    }
}

/// Asks for territories of these documents.
async fn by_document(
    mut query: Query<'_>,
    some: &[DocumentId],
) -> Result<HashMap<Uuid, Vec<TerritoryId>>, StorageError> {
    for id in padded(some) {
        query = query.bind(id);
    }
    let rows: Vec<(Uuid, Uuid)> = query.all().await?;
    let mut found: HashMap<Uuid, Vec<TerritoryId>> = HashMap::new();
    for (document, territory) in rows {
        found
            .entry(document)
            .or_default()
            .push(TerritoryId(territory));
    }
    Ok(found)
}

/// As many identifiers as the query has places; the nil one is nobody's.
fn padded(some: &[DocumentId]) -> impl Iterator<Item = Uuid> + '_ {
    let nobody = std::iter::repeat(Uuid::nil());
    some.iter().map(|id| id.0).chain(nobody).take(TOGETHER)
}

#[cfg(test)]
mod tests;
