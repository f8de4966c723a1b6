//! Publications: the address and the minute that the association gives to an adopted text, for ever.

use chrono::{DateTime, Utc};
use dires_domain::ids::{PaperId, PersonId, VersionId};
use sqlx::FromRow;
use uuid::Uuid;

use super::{StorageError, Tx};

/// A text's place on the public site. Nothing changes it once it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The text.
    pub paper: PaperId,
    /// The version that was adopted, and that everyone reads.
    pub version: VersionId,
    /// The year of its address: that of its adoption.
    pub year: i16,
    /// The end of its address, unique in its year.
    pub slug: String,
    /// The minute from which everyone reads it.
    pub visible_from: DateTime<Utc>,
    /// When it was published, or put under embargo.
    pub published_at: DateTime<Utc>,
    /// By whom; nobody for what the demonstration creates.
    pub published_by: Option<PersonId>,
}

impl Publication {
    /// The path of its public page.
    pub fn path(&self) -> String {
        format!("/dires/{}/{}", self.year, self.slug)
    }
}

#[derive(FromRow)]
struct Row {
    paper_id: Uuid,
    version_id: Uuid,
    year: i16,
    slug: String,
    visible_from: DateTime<Utc>,
    published_at: DateTime<Utc>,
    published_by: Option<Uuid>,
}

impl From<Row> for Publication {
    fn from(row: Row) -> Self {
        Self {
            paper: PaperId(row.paper_id),
            version: VersionId(row.version_id),
            year: row.year,
            slug: row.slug,
            visible_from: row.visible_from,
            published_at: row.published_at,
            published_by: row.published_by.map(PersonId),
        }
    }
}

impl Tx {
    /// Publishes a text. `false`: it is published already, and nothing is written. [`StorageError::Duplicate`] when
    /// another text took the address meanwhile.
    pub async fn publish(&mut self, new: &Publication) -> Result<bool, StorageError> {
        let written = self
            .query(
                "insert into publication
                   (paper_id, version_id, year, slug, visible_from, published_at, published_by)
                 values ($1, $2, $3, $4, $5, $6, $7)
                 on conflict (paper_id) do nothing",
            )
            .bind(new.paper.0)
            .bind(new.version.0)
            .bind(new.year)
            .bind(new.slug.clone())
            .bind(new.visible_from)
            .bind(new.published_at)
            .bind(new.published_by.map(|id| id.0))
            .execute()
            .await?;
        Ok(written == 1)
    }

    /// The publication of a text, visible or under embargo.
    pub async fn publication_of(
        &mut self,
        paper: PaperId,
    ) -> Result<Option<Publication>, StorageError> {
        let row: Option<Row> = self
            .query(
                "select paper_id, version_id, year, slug, visible_from, published_at, published_by
                 from publication where paper_id = $1",
            )
            .bind(paper.0)
            .optional()
            .await?;
        Ok(row.map(Publication::from))
    }

    /// Every end of address given in a year, under embargo or not.
    pub async fn slugs_of(&mut self, year: i16) -> Result<Vec<String>, StorageError> {
        let rows: Vec<(String,)> = self
            .query("select slug from publication where year = $1")
            .bind(year)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(slug,)| slug).collect())
    }
}
