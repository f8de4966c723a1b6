//! Persons and their dated mandates.

use chrono::NaiveDate;
use dires_domain::ids::{MandateId, PersonId, TerritoryId};
use dires_domain::people::{Mandate, Seat, Term};
use sqlx::FromRow;
use uuid::Uuid;

use super::{StorageError, Tx};

#[derive(FromRow)]
struct MandateRow {
    id: Uuid,
    territory_id: Option<Uuid>,
    function: String,
    since: NaiveDate,
    until: Option<NaiveDate>,
}

#[derive(FromRow)]
struct SeatRow {
    mandate_id: Uuid,
    body_id: Uuid,
    conducts: Option<String>,
}

impl Tx {
    /// Every mandate of a person, past, present and to come, oldest first.
    pub async fn mandates_of(&mut self, person: PersonId) -> Result<Vec<Mandate>, StorageError> {
        let rows: Vec<MandateRow> = self
            .query(
                "select id, territory_id, function, since, until from mandate
                 where person_id = $1 order by since, id",
            )
            .bind(person.0)
            .all()
            .await?;
        let seats: Vec<SeatRow> = self
            .query(
                "select seat.mandate_id, seat.body_id, body.conducts
                 from mandate_seat seat
                 join mandate on mandate.id = seat.mandate_id
                 join body on body.id = seat.body_id
                 where mandate.person_id = $1 order by body.rank, body.id",
            )
            .bind(person.0)
            .all()
            .await?;
        rows.iter()
            .map(|row| read_mandate(person, row, &seats))
            .collect()
    }
}

fn read_mandate(
    person: PersonId,
    row: &MandateRow,
    seats: &[SeatRow],
) -> Result<Mandate, StorageError> {
    let impossible = |error: &dyn std::fmt::Display| StorageError::impossible("mandate", error);
    Ok(Mandate {
        id: MandateId(row.id),
        person,
        territory: row.territory_id.map(TerritoryId),
        function: row.function.parse().map_err(|error| impossible(&error))?,
        term: Term::new(row.since, row.until).map_err(|error| impossible(&error))?,
        seats: seats
            .iter()
            .filter(|seat| seat.mandate_id == row.id)
            .map(read_seat)
            .collect::<Result<_, _>>()?,
    })
}

fn read_seat(row: &SeatRow) -> Result<Seat, StorageError> {
    Ok(Seat {
        body: row.body_id.into(),
        conducts: row
            .conducts
            .as_deref()
            .map(str::parse)
            .transpose()
            .map_err(|error| StorageError::impossible("body", error))?,
    })
}
