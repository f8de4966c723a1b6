//! Frozen versions: heads, perimeter, canonical bytes and their SHA-256. Written once, never again.

use chrono::{DateTime, Utc};
use dires_domain::circuit::Stage;
use dires_domain::heads::Heads;
use dires_domain::ids::{PaperId, PersonId, VersionId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::words::word;
use super::{StorageError, Tx};

/// A frozen version, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its identifier.
    pub id: VersionId,
    /// The text of which it is a version.
    pub paper: PaperId,
    /// From 1, in order.
    pub number: i32,
    /// The stage that it ended.
    pub stage: Stage,
    /// Its title.
    pub title: String,
    /// The state of the document.
    pub heads: Heads,
    /// The slugs of the territories for which it speaks, sorted.
    pub perimeter: Vec<String>,
    /// SHA-256 of the canonical bytes, in hexadecimal.
    pub sha256: String,
    /// How many suggestions were pending in the text; its words are those without them.
    pub suggestions: i64,
    /// When it was frozen.
    pub frozen_at: DateTime<Utc>,
    /// By whom.
    pub frozen_by: Option<PersonId>,
}

/// A version to freeze.
#[derive(Debug, Clone)]
pub struct NewVersion {
    /// The text.
    pub paper: PaperId,
    /// The stage that it ends.
    pub stage: Stage,
    /// Its title.
    pub title: String,
    /// The state of the document.
    pub heads: Heads,
    /// The slugs of its territories, in any order.
    pub perimeter: Vec<String>,
    /// How many suggestions are pending in the text; its words are those without them.
    pub suggestions: i64,
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
}

#[derive(Serialize, Deserialize)]
struct Perimeter {
    territories: Vec<String>,
}

#[derive(FromRow)]
struct VersionRow {
    id: Uuid,
    paper_id: Uuid,
    number: i32,
    stage: String,
    title: String,
    heads: Json<Heads>,
    perimeter: Json<Perimeter>,
    sha256: String,
    suggestions: i64,
    frozen_at: DateTime<Utc>,
    frozen_by: Option<Uuid>,
}

/// Every column but the bytes.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, paper_id, number, stage, title, heads, perimeter, sha256, suggestions, frozen_at,
             frozen_by from version ",
            $rest
        )
    };
}

impl Tx {
    /// Freezes a version, or gives the last one back when neither the words nor the perimeter have changed since.
    /// The caller holds the text's row.
    pub async fn freeze(&mut self, mut new: NewVersion) -> Result<Version, StorageError> {
        new.perimeter.sort_unstable();
        let last = self.last_version(new.paper).await?;
        let number = match last {
            Some(last) if last.heads == new.heads && last.perimeter == new.perimeter => {
                return Ok(last);
            }
            last => last.map_or(1, |last| last.number + 1),
        };
        let version = Version {
            id: VersionId(Uuid::now_v7()),
            paper: new.paper,
            number,
            stage: new.stage,
            title: new.title,
            heads: new.heads,
            perimeter: new.perimeter,
            sha256: hex::encode(Sha256::digest(&new.bytes)),
            suggestions: new.suggestions,
            frozen_at: new.at,
            frozen_by: new.by,
        };
        self.insert_version(&version, new.bytes).await?;
        Ok(version)
    }

    async fn insert_version(
        &mut self,
        version: &Version,
        bytes: Vec<u8>,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into version (id, paper_id, number, stage, title, heads, perimeter, bytes, sha256, suggestions, frozen_at,
             frozen_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(version.id.0)
        .bind(version.paper.0)
        .bind(version.number)
        .bind(version.stage.code())
        .bind(version.title.clone())
        .bind(Json(version.heads.clone()))
        .bind(Json(Perimeter { territories: version.perimeter.clone() }))
        .bind(bytes)
        .bind(version.sha256.clone())
        .bind(version.suggestions)
        .bind(version.frozen_at)
        .bind(version.frozen_by.map(|id| id.0))
        .execute()
        .await?;
        Ok(())
    }

    /// The last version of a text.
    pub async fn last_version(&mut self, paper: PaperId) -> Result<Option<Version>, StorageError> {
        let row: Option<VersionRow> = self
            .query(select!("where paper_id = $1 order by number desc limit 1"))
            .bind(paper.0)
            .optional()
            .await?;
        row.map(read_version).transpose()
    }

    /// The versions of a text, last first.
    pub async fn versions(&mut self, paper: PaperId) -> Result<Vec<Version>, StorageError> {
        let rows: Vec<VersionRow> = self
            .query(select!("where paper_id = $1 order by number desc"))
            .bind(paper.0)
            .all()
            .await?;
        rows.into_iter().map(read_version).collect()
    }

    /// A version by its number.
    pub async fn version(
        &mut self,
        paper: PaperId,
        number: i32,
    ) -> Result<Option<Version>, StorageError> {
        let row: Option<VersionRow> = self
            .query(select!("where paper_id = $1 and number = $2"))
            .bind(paper.0)
            .bind(number)
            .optional()
            .await?;
        row.map(read_version).transpose()
    }

    /// The canonical bytes of a version.
    pub async fn version_bytes(&mut self, version: VersionId) -> Result<Vec<u8>, StorageError> {
        let (bytes,): (Vec<u8>,) = self
            .query("select bytes from version where id = $1")
            .bind(version.0)
            .one()
            .await?;
        Ok(bytes)
    }
}

fn read_version(row: VersionRow) -> Result<Version, StorageError> {
    Ok(Version {
        id: row.id.into(),
        paper: row.paper_id.into(),
        number: row.number,
        stage: word("version", &row.stage)?,
        title: row.title,
        heads: row.heads.0,
        perimeter: row.perimeter.0.territories,
        sha256: row.sha256,
        suggestions: row.suggestions,
        frozen_at: row.frozen_at,
        frozen_by: row.frozen_by.map(Into::into),
    })
}
