//! Amendments of frozen texts: whose each is, where its branch stands, and what became of it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use dires_domain::amendment::AmendmentState;
use dires_domain::heads::Heads;
use dires_domain::ids::{
    AmendmentId, DocumentId, PaperId, PersonId, PointId, TerritoryId, VersionId,
};
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::words::word;
use super::{StorageError, Tx};

/// An amendment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// Its identifier.
    pub id: AmendmentId,
    /// The text.
    pub paper: PaperId,
    /// From 1 in its text, in the order in which they were tabled; none before.
    pub number: Option<i32>,
    /// Its branch.
    pub document: DocumentId,
    /// The amendment that it amends; none: the text.
    pub parent: Option<AmendmentId>,
    /// The version of the text that it was begun on.
    pub version: VersionId,
    /// The state that its branch starts from.
    pub base: Heads,
    /// The territory that tables it.
    pub territory: TerritoryId,
    /// All whose people write in it, the one that tables it among them.
    pub with: Vec<TerritoryId>,
    /// What became of it.
    pub state: AmendmentState,
    /// Why it is proposed.
    pub motive: String,
    /// When it was begun, and by whom.
    pub begun: (DateTime<Utc>, PersonId),
    /// When it was tabled.
    pub tabled_at: Option<DateTime<Utc>>,
    /// Where the secretariat put it in the order of the votes.
    pub rank: Option<i32>,
    /// When that became of it which is final.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why; may be empty.
    pub because: String,
    /// The one through which it fell.
    pub felled_by: Option<AmendmentId>,
    /// The version that its acceptance made; none for a sub-amendment.
    pub made: Option<VersionId>,
    /// The point of a meeting in which it was decided.
    pub point: Option<PointId>,
    /// Counts its changes, from 1.
    pub revision: i64,
}

/// What becomes of an amendment.
#[derive(Debug, Clone)]
pub struct Fate {
    /// What.
    pub state: AmendmentState,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; none for what happens by itself.
    pub by: Option<PersonId>,
    /// Why; may be empty.
    pub because: String,
    /// The one through which it falls.
    pub felled_by: Option<AmendmentId>,
    /// The version that it made.
    pub made: Option<VersionId>,
    /// The point of a meeting in which it is decided.
    pub point: Option<PointId>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    paper_id: Uuid,
    number: Option<i32>,
    document_id: Uuid,
    parent_id: Option<Uuid>,
    version_id: Uuid,
    base: Json<Heads>,
    territory_id: Uuid,
    state: String,
    motive: String,
    begun_at: DateTime<Utc>,
    begun_by: Uuid,
    tabled_at: Option<DateTime<Utc>>,
    rank: Option<i32>,
    ended_at: Option<DateTime<Utc>>,
    ended_because: String,
    felled_by: Option<Uuid>,
    made_version_id: Option<Uuid>,
    point_id: Option<Uuid>,
    revision: i64,
}

impl Tx {
    /// Keeps a new amendment, whose branch is there already.
    pub async fn begin_amendment(&mut self, new: &Amendment) -> Result<(), StorageError> {
        self.query(
            "insert into amendment (id, paper_id, document_id, parent_id, version_id, base, territory_id, state, motive, begun_at,
             begun_by, ended_because, revision) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', 1)",
        )
        .bind(new.id.0)
        .bind(new.paper.0)
        .bind(new.document.0)
        .bind(new.parent.map(|id| id.0))
        .bind(new.version.0)
        .bind(Json(new.base.clone()))
        .bind(new.territory.0)
        .bind(new.state.code())
        .bind(new.motive.clone())
        .bind(new.begun.0)
        .bind(new.begun.1.0)
        .execute()
        .await?;
        for territory in &new.with {
            self.query(
                "insert into amendment_territory (amendment_id, territory_id) values ($1, $2)",
            )
            .bind(new.id.0)
            .bind(territory.0)
            .execute()
            .await?;
        }
        Ok(())
    }

    /// The amendments of a text, as they were begun.
    pub async fn amendments(&mut self, paper: PaperId) -> Result<Vec<Amendment>, StorageError> {
        let rows: Vec<Row> = self
            .query("select * from amendment where paper_id = $1 order by begun_at, id")
            .bind(paper.0)
            .all()
            .await?;
        let authors: Vec<(Uuid, Uuid)> = self
            .query(
                "select amendment_id, amendment_territory.territory_id from amendment_territory
                 join amendment on amendment.id = amendment_id where paper_id = $1
                 order by amendment_territory.territory_id",
            )
            .bind(paper.0)
            .all()
            .await?;
        let mut with: HashMap<Uuid, Vec<TerritoryId>> = HashMap::new();
        for (amendment, territory) in authors {
            with.entry(amendment).or_default().push(territory.into());
        }
        let read = rows.into_iter().map(|row| {
            let with = with.remove(&row.id).unwrap_or_default();
            read(row, with)
        });
        read.collect()
    }

    /// How many amendments of a text are tabled and not decided.
    pub async fn tabled_amendments(&mut self, paper: PaperId) -> Result<usize, StorageError> {
        let (count,): (i64,) = self
            .query("select count(*) from amendment where paper_id = $1 and state = 'depose'")
            .bind(paper.0)
            .one()
            .await?;
        usize::try_from(count).map_err(|error| StorageError::impossible("amendment", error))
    }

    /// Writes an amendment's motive anew. `false`: it has changed since it was read.
    pub async fn motivate_amendment(
        &mut self,
        one: &Amendment,
        motive: &str,
    ) -> Result<bool, StorageError> {
        let changed = self
            .query("update amendment set motive = $3, revision = revision + 1 where id = $1 and revision = $2")
            .bind(one.id.0)
            .bind(one.revision)
            .bind(motive.to_owned())
            .execute()
            .await?;
        Ok(changed == 1)
    }

    /// Tables an amendment, which takes the next number of its text; the caller holds that. `false`: it has changed since
    /// it was read.
    pub async fn table_amendment(
        &mut self,
        one: &Amendment,
        at: DateTime<Utc>,
        by: PersonId,
    ) -> Result<bool, StorageError> {
        let changed = self
            .query(
                "update amendment set state = 'depose', tabled_at = $3, tabled_by = $4, revision = revision + 1, number =
                 (select coalesce(max(other.number), 0) + 1 from amendment other where other.paper_id = amendment.paper_id)
                 where id = $1 and revision = $2",
            )
            .bind(one.id.0)
            .bind(one.revision)
            .bind(at)
            .bind(by.0)
            .execute()
            .await?;
        Ok(changed == 1)
    }

    /// Ends an amendment. `false`: it has changed since it was read.
    pub async fn end_amendment(
        &mut self,
        one: &Amendment,
        fate: &Fate,
    ) -> Result<bool, StorageError> {
        let changed = self
            .query(
                "update amendment set state = $3, ended_at = $4, ended_by = $5, ended_because = $6, felled_by = $7,
                 made_version_id = $8, point_id = $9, revision = revision + 1 where id = $1 and revision = $2",
            )
            .bind(one.id.0)
            .bind(one.revision)
            .bind(fate.state.code())
            .bind(fate.at)
            .bind(fate.by.map(|id| id.0))
            .bind(fate.because.clone())
            .bind(fate.felled_by.map(|id| id.0))
            .bind(fate.made.map(|id| id.0))
            .bind(fate.point.map(|id| id.0))
            .execute()
            .await?;
        Ok(changed == 1)
    }

    /// Puts amendments in this order of votes.
    pub async fn rank_amendments(&mut self, order: &[AmendmentId]) -> Result<(), StorageError> {
        for (rank, id) in (1_i32..).zip(order) {
            self.query("update amendment set rank = $2 where id = $1")
                .bind(id.0)
                .bind(rank)
                .execute()
                .await?;
        }
        Ok(())
    }

    /// Gives a text the title of its version.
    pub async fn retitle_paper(&mut self, paper: PaperId, title: &str) -> Result<(), StorageError> {
        self.query("update paper set title = $2 where id = $1")
            .bind(paper.0)
            .bind(title.to_owned())
            .execute()
            .await?;
        Ok(())
    }

    /// The point of a meeting that is open now at which a text is put, if there is one.
    pub async fn point_under_way(
        &mut self,
        paper: PaperId,
    ) -> Result<Option<PointId>, StorageError> {
        let row: Option<(Uuid,)> = self
            .query(
                "select meeting_point.id from meeting_point
                 join meeting on meeting.id = meeting_point.meeting_id
                 join version on version.id = meeting_point.version_id
                 where version.paper_id = $1 and meeting.state = 'ouverte' order by meeting.starts_at limit 1",
            )
            .bind(paper.0)
            .optional()
            .await?;
        Ok(row.map(|(id,)| PointId(id)))
    }
}

fn read(row: Row, with: Vec<TerritoryId>) -> Result<Amendment, StorageError> {
    Ok(Amendment {
        id: row.id.into(),
        paper: row.paper_id.into(),
        number: row.number,
        document: row.document_id.into(),
        parent: row.parent_id.map(Into::into),
        version: row.version_id.into(),
        base: row.base.0,
        territory: row.territory_id.into(),
        with,
        state: word("amendment", &row.state)?,
        motive: row.motive,
        begun: (row.begun_at, row.begun_by.into()),
        tabled_at: row.tabled_at,
        rank: row.rank,
        ended_at: row.ended_at,
        because: row.ended_because,
        felled_by: row.felled_by.map(Into::into),
        made: row.made_version_id.map(Into::into),
        point: row.point_id.map(Into::into),
        revision: row.revision,
    })
}
