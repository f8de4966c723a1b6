//! What a person is on a day: their mandates in force, and the territories these are for.

use chrono::NaiveDate;
use dires_domain::circuit::Stage;
use dires_domain::ids::{BodyId, MandateId, PersonId, TerritoryId};
use dires_domain::people::{Mandate, Seat, Term, Territory};
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
struct TerritoryRow {
    id: Uuid,
    slug: String,
    name: String,
    membership: String,
    colour: i16,
    since: NaiveDate,
    until: Option<NaiveDate>,
}

impl Tx {
    /// The person's mandates in force on the day, with the seats they give; oldest first.
    pub async fn mandates_in_force(
        &mut self,
        person: PersonId,
        on: NaiveDate,
    ) -> Result<Vec<Mandate>, StorageError> {
        let rows: Vec<MandateRow> = self
            .query(
                "select id, territory_id, function, since, until from mandate
                 where person_id = $1 and since <= $2 and (until is null or until >= $2)
                 order by since, id",
            )
            .bind(person.0)
            .bind(on)
            .all()
            .await?;
        let mut mandates = Vec::with_capacity(rows.len());
        for row in rows {
            let seats = self.seats_of(MandateId(row.id)).await?;
            mandates.push(mandate(person, &row, seats)?);
        }
        Ok(mandates)
    }

    /// The territories for which the person holds a mandate in force on the day, by name.
    pub async fn territories_stood_for(
        &mut self,
        person: PersonId,
        on: NaiveDate,
    ) -> Result<Vec<Territory>, StorageError> {
        let rows: Vec<TerritoryRow> = self
            .query(
                "select distinct t.id, t.slug, t.name, t.membership, t.colour, t.since, t.until
                 from territory t join mandate m on m.territory_id = t.id
                 where m.person_id = $1 and m.since <= $2 and (m.until is null or m.until >= $2)
                 order by t.name",
            )
            .bind(person.0)
            .bind(on)
            .all()
            .await?;
        rows.into_iter().map(territory).collect()
    }

    async fn seats_of(&mut self, mandate: MandateId) -> Result<Vec<Seat>, StorageError> {
        let rows: Vec<(Uuid, Option<String>)> = self
            .query(
                "select body.id, body.conducts from mandate_seat
                 join body on body.id = mandate_seat.body_id
                 where mandate_seat.mandate_id = $1 order by body.rank, body.id",
            )
            .bind(mandate.0)
            .all()
            .await?;
        rows.iter().map(seat).collect()
    }
}

fn mandate(person: PersonId, row: &MandateRow, seats: Vec<Seat>) -> Result<Mandate, StorageError> {
    let wrong = |what: &dyn std::fmt::Display| StorageError::impossible("mandate", what);
    Ok(Mandate {
        id: MandateId(row.id),
        person,
        territory: row.territory_id.map(TerritoryId),
        function: row.function.parse().map_err(|error| wrong(&error))?,
        term: Term::new(row.since, row.until).map_err(|error| wrong(&error))?,
        seats,
    })
}

fn seat((body, conducts): &(Uuid, Option<String>)) -> Result<Seat, StorageError> {
    let conducts = conducts
        .as_deref()
        .map(str::parse::<Stage>)
        .transpose()
        .map_err(|error| StorageError::impossible("body", error))?;
    Ok(Seat {
        body: BodyId(*body),
        conducts,
    })
}

fn territory(row: TerritoryRow) -> Result<Territory, StorageError> {
    let wrong = |what: &dyn std::fmt::Display| StorageError::impossible("territory", what);
    Ok(Territory {
        id: TerritoryId(row.id),
        slug: row.slug,
        name: row.name,
        membership: row.membership.parse().map_err(|error| wrong(&error))?,
        colour: row.colour,
        term: Term::new(row.since, row.until).map_err(|error| wrong(&error))?,
    })
}
