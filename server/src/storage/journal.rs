//! The journal of a text: who, for which territory, did what, on which version, when, why. Only ever added to.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use dires_domain::circuit::Stage;
use dires_domain::deed::Deed;
use dires_domain::ids::{PaperId, PersonId, TerritoryId, VersionId};
use sqlx::FromRow;
use sqlx::types::Json;

use super::words::{word, word_or_none};
use super::{StorageError, Tx};

/// What a line says beside, by name: `avis`, `position`, `instance`, `seance`, `version`, `territoires`…
pub type Detail = BTreeMap<String, String>;

/// A line to add.
#[derive(Debug, Clone)]
pub struct NewLine {
    /// The text.
    pub paper: PaperId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none for what nobody did.
    pub person: Option<PersonId>,
    /// For which territory; none for the association.
    pub territory: Option<TerritoryId>,
    /// What.
    pub deed: Deed,
    /// From where to where, when the text moved.
    pub moved: Option<(Stage, Stage)>,
    /// On which version.
    pub version: Option<VersionId>,
    /// Why; may be empty.
    pub motive: String,
    /// What else.
    pub detail: Detail,
}

/// A line as it is read, with the names it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1, in order.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by the name they have now.
    pub person: Option<String>,
    /// For which territory, by its name.
    pub territory: Option<String>,
    /// What.
    pub deed: Deed,
    /// From where.
    pub before: Option<Stage>,
    /// To where.
    pub after: Option<Stage>,
    /// On which version.
    pub version: Option<i32>,
    /// Why; may be empty.
    pub motive: String,
    /// What else.
    pub detail: Detail,
}

#[derive(FromRow)]
struct LineRow {
    seq: i64,
    at: DateTime<Utc>,
    person: Option<String>,
    territory: Option<String>,
    action: String,
    stage_before: Option<String>,
    stage_after: Option<String>,
    version: Option<i32>,
    motive: String,
    detail: Json<Detail>,
}

impl Tx {
    /// The number of the line of a text's last move; 0 before the first.
    pub async fn last_move(&mut self, paper: PaperId) -> Result<i64, StorageError> {
        let (seq,): (i64,) = self
            .query("select coalesce(max(seq), 0) from journal where paper_id = $1 and stage_after is not null")
            .bind(paper.0)
            .one()
            .await?;
        Ok(seq)
    }

    /// The number of a text's last line; 0 before the first.
    pub async fn last_line(&mut self, paper: PaperId) -> Result<i64, StorageError> {
        let (seq,): (i64,) = self
            .query("select coalesce(max(seq), 0) from journal where paper_id = $1")
            .bind(paper.0)
            .one()
            .await?;
        Ok(seq)
    }

    /// Adds a line. Holds the text's row until the unit of work ends, so that lines are numbered one after the other;
    /// whoever also holds the document's row takes that one first.
    pub async fn note(&mut self, line: NewLine) -> Result<(), StorageError> {
        self.query("update paper set revision = revision where id = $1")
            .bind(line.paper.0)
            .execute()
            .await?;
        let (seq,): (i64,) = self
            .query("select coalesce(max(seq), 0) + 1 from journal where paper_id = $1")
            .bind(line.paper.0)
            .one()
            .await?;
        self.query(
            "insert into journal (paper_id, seq, at, person_id, territory_id, action, stage_before, stage_after,
             version_id, motive, detail) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(line.paper.0)
        .bind(seq)
        .bind(line.at)
        .bind(line.person.map(|id| id.0))
        .bind(line.territory.map(|id| id.0))
        .bind(line.deed.code())
        .bind(line.moved.map(|(before, _)| before.code()))
        .bind(line.moved.map(|(_, after)| after.code()))
        .bind(line.version.map(|id| id.0))
        .bind(line.motive)
        .bind(Json(line.detail))
        .execute()
        .await?;
        Ok(())
    }

    /// The last `limit` lines of a text's journal, last first.
    pub async fn journal(&mut self, paper: PaperId, limit: i64) -> Result<Vec<Line>, StorageError> {
        let rows: Vec<LineRow> = self
            .query(
                "select journal.seq, journal.at, person.name as person, territory.name as territory, journal.action,
                 journal.stage_before, journal.stage_after, version.number as version, journal.motive, journal.detail
                 from journal
                 left join person on person.id = journal.person_id
                 left join territory on territory.id = journal.territory_id
                 left join version on version.id = journal.version_id
                 where journal.paper_id = $1 order by journal.seq desc limit $2",
            )
            .bind(paper.0)
            .bind(limit)
            .all()
            .await?;
        rows.into_iter().map(read_line).collect()
    }
}

fn read_line(row: LineRow) -> Result<Line, StorageError> {
    Ok(Line {
        seq: row.seq,
        at: row.at,
        person: row.person,
        territory: row.territory,
        deed: word("journal", &row.action)?,
        before: word_or_none("journal", row.stage_before.as_deref())?,
        after: word_or_none("journal", row.stage_after.as_deref())?,
        version: row.version,
        motive: row.motive,
        detail: row.detail.0,
    })
}
