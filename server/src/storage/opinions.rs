//! Avis of the conférence des directions. A newer one replaces, an edit voids, a move ends.

use chrono::{DateTime, Utc};
use dires_domain::heads::Heads;
use dires_domain::ids::{PaperId, PersonId, TerritoryId};
use dires_domain::paper::{EndedBecause, Opinion};
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::words::{word, word_or_none};
use super::{StorageError, Tx};

/// When and why something ended.
pub type End = (DateTime<Utc>, EndedBecause);

/// An avis as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenOpinion {
    /// Its identifier.
    pub id: Uuid,
    /// The text.
    pub paper: PaperId,
    /// For whom.
    pub territory: TerritoryId,
    /// By whom.
    pub person: PersonId,
    /// The state of the text that was read.
    pub heads: Heads,
    /// What it says.
    pub word: Opinion,
    /// Its reserves, or why it is défavorable; may be empty.
    pub reservation: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Since when and why it no longer stands.
    pub ended: Option<End>,
}

#[derive(FromRow)]
struct OpinionRow {
    id: Uuid,
    paper_id: Uuid,
    territory_id: Uuid,
    person_id: Uuid,
    heads: Json<Heads>,
    word: String,
    reservation: String,
    given_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    ended_because: Option<String>,
}

impl Tx {
    /// Gives an avis; the one of the same territory that stood is replaced.
    pub async fn give_opinion(&mut self, new: &GivenOpinion) -> Result<(), StorageError> {
        self.query(
            "update opinion set ended_at = $3, ended_because = $4
             where paper_id = $1 and territory_id = $2 and ended_at is null",
        )
        .bind(new.paper.0)
        .bind(new.territory.0)
        .bind(new.at)
        .bind(EndedBecause::Replaced.code())
        .execute()
        .await?;
        self.query(
            "insert into opinion (id, paper_id, territory_id, person_id, heads, word, reservation, given_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(new.id)
        .bind(new.paper.0)
        .bind(new.territory.0)
        .bind(new.person.0)
        .bind(Json(new.heads.clone()))
        .bind(new.word.code())
        .bind(new.reservation.clone())
        .bind(new.at)
        .execute()
        .await?;
        Ok(())
    }

    /// Ends every avis of a text that stands; how many.
    pub async fn end_opinions(
        &mut self,
        paper: PaperId,
        because: EndedBecause,
        at: DateTime<Utc>,
    ) -> Result<u64, StorageError> {
        self.query(
            "update opinion set ended_at = $2, ended_because = $3 where paper_id = $1 and ended_at is null",
        )
        .bind(paper.0)
        .bind(at)
        .bind(because.code())
        .execute()
        .await
    }

    /// For every text, the territories whose avis stands.
    pub async fn standing_opinions(&mut self) -> Result<Vec<(PaperId, TerritoryId)>, StorageError> {
        let rows: Vec<(Uuid, Uuid)> = self
            .query("select paper_id, territory_id from opinion where ended_at is null")
            .all()
            .await?;
        let pair = |(paper, territory): (Uuid, Uuid)| (paper.into(), territory.into());
        Ok(rows.into_iter().map(pair).collect())
    }

    /// Every avis given on a text, standing or not, last first.
    pub async fn opinions(&mut self, paper: PaperId) -> Result<Vec<GivenOpinion>, StorageError> {
        let rows: Vec<OpinionRow> = self
            .query("select * from opinion where paper_id = $1 order by given_at desc, id desc")
            .bind(paper.0)
            .all()
            .await?;
        rows.into_iter().map(read_opinion).collect()
    }
}

/// Reads when and why something of `table` ended.
pub(super) fn read_end(
    table: &'static str,
    at: Option<DateTime<Utc>>,
    because: Option<&str>,
) -> Result<Option<End>, StorageError> {
    match (at, word_or_none(table, because)?) {
        (None, None) => Ok(None),
        (Some(at), Some(because)) => Ok(Some((at, because))),
        _ => Err(StorageError::impossible(table, "half an end")),
    }
}

fn read_opinion(row: OpinionRow) -> Result<GivenOpinion, StorageError> {
    Ok(GivenOpinion {
        id: row.id,
        paper: row.paper_id.into(),
        territory: row.territory_id.into(),
        person: row.person_id.into(),
        heads: row.heads.0,
        word: word("opinion", &row.word)?,
        reservation: row.reservation,
        at: row.given_at,
        ended: read_end("opinion", row.ended_at, row.ended_because.as_deref())?,
    })
}
