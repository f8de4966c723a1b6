//! Reserves on passages, and what their territories say of them.

use chrono::{DateTime, Utc};
use dires_domain::anchor::{Passage, Quote};
use dires_domain::ids::{PaperId, PersonId, ReservationId, TerritoryId, VersionId};
use dires_domain::paper::ReservationState;
use sqlx::FromRow;
use uuid::Uuid;

use super::words::word;
use super::{StorageError, Tx};

/// A reserve as it was tabled, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// Its identifier.
    pub id: ReservationId,
    /// The text.
    pub paper: PaperId,
    /// From 1 in each text: how it is called.
    pub number: i32,
    /// The frozen version that was read.
    pub version: VersionId,
    /// For whom.
    pub territory: TerritoryId,
    /// By whom.
    pub person: PersonId,
    /// Its passage.
    pub passage: Passage,
    /// The words of the passage when it was tabled.
    pub quote: Quote,
    /// What would stand in their place; empty: nothing.
    pub wording: String,
    /// Why; may be empty.
    pub motive: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What became of it.
    pub state: ReservationState,
    /// How that was said; none while it is undecided.
    pub ruled: Option<Ruled>,
}

/// How a reserve was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruled {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom of its territory; none where a written consultation closed on it.
    pub by: Option<PersonId>,
    /// The version that lifts it, or on which it is maintained.
    pub version: VersionId,
}

/// A reserve that nobody has decided yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undecided {
    /// The text.
    pub paper: PaperId,
    /// Whose.
    pub territory: TerritoryId,
    /// Whether a version has followed the one on which it was tabled.
    pub overtaken: bool,
}

#[derive(FromRow)]
struct ReservationRow {
    id: Uuid,
    paper_id: Uuid,
    number: i32,
    version_id: Uuid,
    territory_id: Uuid,
    person_id: Uuid,
    passage: String,
    quote: String,
    quote_before: String,
    quote_after: String,
    wording: String,
    motive: String,
    tabled_at: DateTime<Utc>,
    state: String,
    ruled_at: Option<DateTime<Utc>>,
    ruled_by: Option<Uuid>,
    ruled_version_id: Option<Uuid>,
}

impl Tx {
    /// Keeps a reserve that nobody has decided. The caller holds the text's document, so that its number is free.
    pub async fn table_reservation(&mut self, new: &Reservation) -> Result<(), StorageError> {
        self.query(
            "insert into reservation (id, paper_id, number, version_id, territory_id, person_id, passage, quote,
             quote_before, quote_after, wording, motive, tabled_at, state)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        )
        .bind(new.id.0)
        .bind(new.paper.0)
        .bind(new.number)
        .bind(new.version.0)
        .bind(new.territory.0)
        .bind(new.person.0)
        .bind(new.passage.to_string())
        .bind(new.quote.words.clone())
        .bind(new.quote.before.clone())
        .bind(new.quote.after.clone())
        .bind(new.wording.clone())
        .bind(new.motive.clone())
        .bind(new.at)
        .bind(new.state.code())
        .execute()
        .await?;
        Ok(())
    }

    /// Says what became of a reserve. `false`: it is not in the state that was read any more.
    pub async fn rule_reservation(
        &mut self,
        id: ReservationId,
        (from, to): (ReservationState, ReservationState),
        ruled: Ruled,
    ) -> Result<bool, StorageError> {
        let rows = self
            .query(
                "update reservation set state = $3, ruled_at = $4, ruled_by = $5, ruled_version_id = $6
                 where id = $1 and state = $2",
            )
            .bind(id.0)
            .bind(from.code())
            .bind(to.code())
            .bind(ruled.at)
            .bind(ruled.by.map(|person| person.0))
            .bind(ruled.version.0)
            .execute()
            .await?;
        Ok(rows == 1)
    }

    /// The reserves on a text, in the order in which they were tabled.
    pub async fn reservations(&mut self, paper: PaperId) -> Result<Vec<Reservation>, StorageError> {
        let rows: Vec<ReservationRow> = self
            .query("select * from reservation where paper_id = $1 order by number")
            .bind(paper.0)
            .all()
            .await?;
        rows.into_iter().map(read_reservation).collect()
    }

    /// For every text, the reserves that are undecided, those of one territory once.
    pub async fn undecided_reservations(&mut self) -> Result<Vec<Undecided>, StorageError> {
        let rows: Vec<(Uuid, Uuid, i32, i32)> = self
            .query(
                "select reservation.paper_id, reservation.territory_id, min(tabled.number),
                        (select max(number) from version where version.paper_id = reservation.paper_id)
                 from reservation join version tabled on tabled.id = reservation.version_id
                 where reservation.state = $1
                 group by reservation.paper_id, reservation.territory_id
                 order by reservation.paper_id, reservation.territory_id",
            )
            .bind(ReservationState::Standing.code())
            .all()
            .await?;
        let each = |(paper, territory, tabled, last): (Uuid, Uuid, i32, i32)| Undecided {
            paper: paper.into(),
            territory: territory.into(),
            overtaken: tabled < last,
        };
        Ok(rows.into_iter().map(each).collect())
    }
}

fn read_reservation(row: ReservationRow) -> Result<Reservation, StorageError> {
    let impossible = |what: &str| StorageError::impossible("reservation", what);
    let state = word("reservation", &row.state)?;
    let ruled = match (row.ruled_at, row.ruled_version_id) {
        (Some(at), Some(version)) => Some(Ruled {
            at,
            by: row.ruled_by.map(Into::into),
            version: version.into(),
        }),
        (None, None) if state == ReservationState::Standing => None,
        _ => return Err(impossible("neither decided nor undecided")),
    };
    let passage = row.passage.parse::<Passage>();
    Ok(Reservation {
        id: row.id.into(),
        paper: row.paper_id.into(),
        number: row.number,
        version: row.version_id.into(),
        territory: row.territory_id.into(),
        person: row.person_id.into(),
        passage: passage.map_err(|_| impossible("not a passage's characters"))?,
        quote: Quote {
            words: row.quote,
            before: row.quote_before,
            after: row.quote_after,
        },
        wording: row.wording,
        motive: row.motive,
        at: row.tabled_at,
        state,
        ruled,
    })
}

#[cfg(test)]
mod tests;
