//! Positions of the conférence des présidences, and what becomes of their reserves.

use chrono::{DateTime, Utc};
use dires_domain::ids::{PaperId, PersonId, TerritoryId, VersionId};
use dires_domain::paper::{EndedBecause, Position, ReservationState};
use sqlx::FromRow;
use uuid::Uuid;

use super::opinions::{End, read_end};
use super::words::{word, word_or_none};
use super::{StorageError, Tx};

/// A position as it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenPosition {
    /// Its identifier.
    pub id: Uuid,
    /// The text.
    pub paper: PaperId,
    /// The frozen version that was read.
    pub version: VersionId,
    /// For whom.
    pub territory: TerritoryId,
    /// By whom.
    pub person: PersonId,
    /// What it says.
    pub word: Position,
    /// Its reserves, or why it asks for a return or opposes; may be empty.
    pub reservation: String,
    /// What became of its reserves; none where it has none.
    pub reservation_state: Option<ReservationState>,
    /// When.
    pub at: DateTime<Utc>,
    /// Since when and why it no longer stands.
    pub ended: Option<End>,
}

#[derive(FromRow)]
struct PositionRow {
    id: Uuid,
    paper_id: Uuid,
    version_id: Uuid,
    territory_id: Uuid,
    person_id: Uuid,
    word: String,
    reservation: String,
    reservation_state: Option<String>,
    taken_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    ended_because: Option<String>,
}

impl Tx {
    /// Takes a position; the one of the same territory that stood is replaced.
    pub async fn take_position(&mut self, new: &TakenPosition) -> Result<(), StorageError> {
        self.query(
            "update position set ended_at = $3, ended_because = $4
             where paper_id = $1 and territory_id = $2 and ended_at is null",
        )
        .bind(new.paper.0)
        .bind(new.territory.0)
        .bind(new.at)
        .bind(EndedBecause::Replaced.code())
        .execute()
        .await?;
        self.query(
            "insert into position (id, paper_id, version_id, territory_id, person_id, word, reservation,
             reservation_state, taken_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(new.id)
        .bind(new.paper.0)
        .bind(new.version.0)
        .bind(new.territory.0)
        .bind(new.person.0)
        .bind(new.word.code())
        .bind(new.reservation.clone())
        .bind(new.reservation_state.map(ReservationState::code))
        .bind(new.at)
        .execute()
        .await?;
        Ok(())
    }

    /// Ends every position on a text that stands; how many.
    pub async fn end_positions(
        &mut self,
        paper: PaperId,
        because: EndedBecause,
        at: DateTime<Utc>,
    ) -> Result<u64, StorageError> {
        self.query(
            "update position set ended_at = $2, ended_because = $3 where paper_id = $1 and ended_at is null",
        )
        .bind(paper.0)
        .bind(at)
        .bind(because.code())
        .execute()
        .await
    }

    /// Says what became of the reserve in a territory's standing position. `false`: there is no such reserve.
    pub async fn decide_reserve(
        &mut self,
        paper: PaperId,
        territory: TerritoryId,
        state: ReservationState,
    ) -> Result<bool, StorageError> {
        let rows = self
            .query(
                "update position set reservation_state = $3 where paper_id = $1 and territory_id = $2
                 and ended_at is null and reservation_state is not null",
            )
            .bind(paper.0)
            .bind(territory.0)
            .bind(state.code())
            .execute()
            .await?;
        Ok(rows == 1)
    }

    /// For every text, the territories whose position stands.
    pub async fn standing_positions(
        &mut self,
    ) -> Result<Vec<(PaperId, TerritoryId)>, StorageError> {
        let rows: Vec<(Uuid, Uuid)> = self
            .query("select paper_id, territory_id from position where ended_at is null")
            .all()
            .await?;
        let pair = |(paper, territory): (Uuid, Uuid)| (paper.into(), territory.into());
        Ok(rows.into_iter().map(pair).collect())
    }

    /// Every position taken on a text, standing or not, last first.
    pub async fn positions(&mut self, paper: PaperId) -> Result<Vec<TakenPosition>, StorageError> {
        let rows: Vec<PositionRow> = self
            .query("select * from position where paper_id = $1 order by taken_at desc, id desc")
            .bind(paper.0)
            .all()
            .await?;
        rows.into_iter().map(read_position).collect()
    }
}

fn read_position(row: PositionRow) -> Result<TakenPosition, StorageError> {
    Ok(TakenPosition {
        id: row.id,
        paper: row.paper_id.into(),
        version: row.version_id.into(),
        territory: row.territory_id.into(),
        person: row.person_id.into(),
        word: word("position", &row.word)?,
        reservation: row.reservation,
        reservation_state: word_or_none("position", row.reservation_state.as_deref())?,
        at: row.taken_at,
        ended: read_end("position", row.ended_at, row.ended_because.as_deref())?,
    })
}
