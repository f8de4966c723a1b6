//! How a published text was adopted, as everyone may know it. The avis of the directions are internal and stay out.

mod decided;

use chrono::{DateTime, Utc};
use dires_domain::circuit::Stage;
use dires_domain::ids::PaperId;
use dires_domain::paper::{Position, ReservationState};
use sqlx::FromRow;

use super::{StorageError, Tx};

pub use decided::{PublicAttendance, PublicDecision, PublicVote};

/// The way of a text, from its submission to its adoption.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AdoptionRecord {
    /// When it last entered each stage, in the order of the days.
    pub entered: Vec<(Stage, DateTime<Utc>)>,
    /// The positions of the présidences on the version that was adopted, by territory's name.
    pub positions: Vec<PublicPosition>,
    /// What bodies decided on it, oldest first.
    pub decisions: Vec<PublicDecision>,
    /// The reserves on its passages that are maintained, of the territories for which it speaks.
    pub reservations: Vec<PublicReservation>,
}

/// A reserve on a passage, maintained: the others stay with those who read the text's way.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PublicReservation {
    /// The territory's name.
    pub territory: String,
    /// The passage when the reserve was tabled.
    pub quote: String,
    /// What would stand in its place; empty: nothing.
    pub wording: String,
    /// Why; may be empty.
    pub motive: String,
}

/// A territory's position on the version that was adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPosition {
    /// The territory's name.
    pub territory: String,
    /// What it said.
    pub word: Position,
    /// What became of its reserve.
    pub reserve: Option<ReservationState>,
    /// The reserve's text: public only when it is maintained, empty otherwise.
    pub maintained: String,
}

#[derive(FromRow)]
struct PositionRow {
    territory: String,
    word: String,
    reservation: String,
    reservation_state: Option<String>,
}

impl Tx {
    /// How a text was adopted. Only for a text that is published and visible.
    pub async fn adoption_record(
        &mut self,
        paper: PaperId,
    ) -> Result<AdoptionRecord, StorageError> {
        Ok(AdoptionRecord {
            entered: self.stages_entered(paper).await?,
            positions: self.public_positions(paper).await?,
            decisions: self.public_decisions(paper).await?,
            reservations: self.maintained_reservations(paper).await?,
        })
    }

    /// The reserves on passages of a text that are maintained, by territory then in the order in which they were tabled.
    pub async fn maintained_reservations(
        &mut self,
        paper: PaperId,
    ) -> Result<Vec<PublicReservation>, StorageError> {
        self.query(
            "select territory.name as territory, reservation.quote, reservation.wording, reservation.motive
             from reservation
             join territory on territory.id = reservation.territory_id
             join paper_territory on paper_territory.paper_id = reservation.paper_id
               and paper_territory.territory_id = reservation.territory_id
             where reservation.paper_id = $1 and reservation.state = $2
             order by territory.slug, reservation.number",
        )
        .bind(paper.0)
        .bind(ReservationState::Maintained.code())
        .all()
        .await
    }

    async fn stages_entered(
        &mut self,
        paper: PaperId,
    ) -> Result<Vec<(Stage, DateTime<Utc>)>, StorageError> {
        let rows: Vec<(String, DateTime<Utc>)> = self
            .query(
                "select stage_after, at from journal
                 where paper_id = $1 and stage_after is not null
                   and (stage_before is null or stage_before <> stage_after)
                 order by seq desc",
            )
            .bind(paper.0)
            .all()
            .await?;
        let mut entered: Vec<(Stage, DateTime<Utc>)> = Vec::new();
        for (code, at) in rows {
            let stage = code
                .parse()
                .map_err(|e| StorageError::impossible("journal", e))?;
            if entered.iter().all(|(known, _)| *known != stage) {
                entered.push((stage, at));
            }
        }
        entered.reverse();
        Ok(entered)
    }

    /// The positions taken since the text last went to the conférence des présidences, neither replaced nor voided.
    async fn public_positions(
        &mut self,
        paper: PaperId,
    ) -> Result<Vec<PublicPosition>, StorageError> {
        let rows: Vec<PositionRow> = self
            .query(
                "select territory.name as territory, position.word, position.reservation,
                        position.reservation_state
                 from position
                 join territory on territory.id = position.territory_id
                 where position.paper_id = $1
                   and (position.ended_at is null or position.ended_because = 'etape')
                   and position.taken_at >= (
                     select max(forwarded.at) from journal forwarded
                     where forwarded.paper_id = $1
                       and forwarded.stage_before = 'conference-des-directions'
                       and forwarded.stage_after = 'conference-des-presidences')
                 order by territory.slug",
            )
            .bind(paper.0)
            .all()
            .await?;
        rows.into_iter().map(read_position).collect()
    }
}

fn read_position(row: PositionRow) -> Result<PublicPosition, StorageError> {
    let reserve = row
        .reservation_state
        .map(|code| code.parse::<ReservationState>())
        .transpose()
        .map_err(|error| StorageError::impossible("position", error))?;
    let kept = reserve == Some(ReservationState::Maintained);
    Ok(PublicPosition {
        territory: row.territory,
        word: row
            .word
            .parse()
            .map_err(|error| StorageError::impossible("position", error))?,
        reserve,
        maintained: if kept { row.reservation } else { String::new() },
    })
}
