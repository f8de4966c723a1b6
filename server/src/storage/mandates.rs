//! The dated mandates of persons: all that rights are read from.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::ids::{MandateId, PersonId, TerritoryId};
use dires_domain::people::{Mandate, Seat, Term};
use sqlx::FromRow;
use uuid::Uuid;

use super::{StorageError, Tx};

#[derive(FromRow)]
struct MandateRow {
    id: Uuid,
    person_id: Uuid,
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
                "select id, person_id, territory_id, function, since, until from mandate
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
        read_mandates(&rows, &seats)
    }

    /// Every person's mandates in force on a day, oldest first.
    pub async fn everyones_mandates(
        &mut self,
        on: NaiveDate,
    ) -> Result<Vec<Mandate>, StorageError> {
        let rows: Vec<MandateRow> = self
            .query(
                "select id, person_id, territory_id, function, since, until from mandate
                 where since <= $1 and (until is null or until >= $1) order by since, id",
            )
            .bind(on)
            .all()
            .await?;
        let seats: Vec<SeatRow> = self
            .query(
                "select seat.mandate_id, seat.body_id, body.conducts
                 from mandate_seat seat
                 join body on body.id = seat.body_id order by body.rank, body.id",
            )
            .all()
            .await?;
        read_mandates(&rows, &seats)
    }

    /// Every person's mandates in force on a day or later, oldest first.
    pub async fn mandates_from(&mut self, day: NaiveDate) -> Result<Vec<Mandate>, StorageError> {
        let rows: Vec<MandateRow> = self
            .query(
                "select id, person_id, territory_id, function, since, until from mandate
                 where until is null or until >= $1 order by since, id",
            )
            .bind(day)
            .all()
            .await?;
        let seats: Vec<SeatRow> = self
            .query(
                "select seat.mandate_id, seat.body_id, body.conducts
                 from mandate_seat seat
                 join mandate on mandate.id = seat.mandate_id
                 join body on body.id = seat.body_id
                 where mandate.until is null or mandate.until >= $1 order by body.rank, body.id",
            )
            .bind(day)
            .all()
            .await?;
        read_mandates(&rows, &seats)
    }

    /// Gives a mandate, which the domain's `appointment::check` accepted, with its seats.
    pub async fn give_mandate(
        &mut self,
        mandate: &Mandate,
        at: DateTime<Utc>,
        by: Option<PersonId>,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into mandate (id, person_id, territory_id, function, since, until, given_at, given_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(mandate.id.0)
        .bind(mandate.person.0)
        .bind(mandate.territory.map(|territory| territory.0))
        .bind(mandate.function.code())
        .bind(mandate.term.since)
        .bind(mandate.term.until)
        .bind(at)
        .bind(by.map(|person| person.0))
        .execute()
        .await?;
        for seat in &mandate.seats {
            self.query("insert into mandate_seat (mandate_id, body_id) values ($1, $2)")
                .bind(mandate.id.0)
                .bind(seat.body.0)
                .execute()
                .await?;
        }
        Ok(())
    }

    /// Sets the last day of a person's mandate. `false`: there is none, or it starts later than that.
    pub async fn end_mandate(
        &mut self,
        person: PersonId,
        mandate: MandateId,
        until: NaiveDate,
    ) -> Result<bool, StorageError> {
        let touched = self
            .query(
                "update mandate set until = $3
                 where id = $2 and person_id = $1 and since <= $3",
            )
            .bind(person.0)
            .bind(mandate.0)
            .bind(until)
            .execute()
            .await?;
        Ok(touched == 1)
    }

    /// Removes a person's mandate that starts after the day: it gave no right yet. `false`: there is none.
    pub async fn cancel_mandate(
        &mut self,
        person: PersonId,
        mandate: MandateId,
        today: NaiveDate,
    ) -> Result<bool, StorageError> {
        self.query(
            "delete from mandate_seat where mandate_id in
             (select id from mandate where id = $2 and person_id = $1 and since > $3)",
        )
        .bind(person.0)
        .bind(mandate.0)
        .bind(today)
        .execute()
        .await?;
        let touched = self
            .query("delete from mandate where id = $2 and person_id = $1 and since > $3")
            .bind(person.0)
            .bind(mandate.0)
            .bind(today)
            .execute()
            .await?;
        Ok(touched == 1)
    }

    /// Ends with a territory's membership the mandates that would outlast it; how many. Those that start after its
    /// last day are left: [`Tx::mandates_after`] counts them.
    pub async fn end_mandates_for(
        &mut self,
        territory: TerritoryId,
        until: NaiveDate,
    ) -> Result<u64, StorageError> {
        self.query(
            "update mandate set until = $2
             where territory_id = $1 and since <= $2 and (until is null or until > $2)",
        )
        .bind(territory.0)
        .bind(until)
        .execute()
        .await
    }

    /// How many mandates of a territory start after a day.
    pub async fn mandates_after(
        &mut self,
        territory: TerritoryId,
        day: NaiveDate,
    ) -> Result<i64, StorageError> {
        let (count,): (i64,) = self
            .query("select count(*) from mandate where territory_id = $1 and since > $2")
            .bind(territory.0)
            .bind(day)
            .one()
            .await?;
        Ok(count)
    }
}

fn read_mandates(rows: &[MandateRow], seats: &[SeatRow]) -> Result<Vec<Mandate>, StorageError> {
    let mut seats_of: HashMap<Uuid, Vec<Seat>> = HashMap::new();
    for seat in seats {
        let seats = seats_of.entry(seat.mandate_id).or_default();
        seats.push(read_seat(seat)?);
    }
    rows.iter()
        .map(|row| read_mandate(row, seats_of.remove(&row.id).unwrap_or_default()))
        .collect()
}

fn read_mandate(row: &MandateRow, seats: Vec<Seat>) -> Result<Mandate, StorageError> {
    let impossible = |error: &dyn std::fmt::Display| StorageError::impossible("mandate", error);
    Ok(Mandate {
        id: MandateId(row.id),
        person: row.person_id.into(),
        territory: row.territory_id.map(TerritoryId),
        function: row.function.parse().map_err(|error| impossible(&error))?,
        term: Term::new(row.since, row.until).map_err(|error| impossible(&error))?,
        seats,
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

#[cfg(test)]
mod tests {
    use super::super::fixtures::{body, day, member, noon, person};
    use super::super::testing::on_both_engines;
    use super::*;
    use dires_domain::circuit::Stage;
    use dires_domain::people::Function;

    async fn direction(tx: &mut Tx, since: NaiveDate) -> Mandate {
        let home = member("sicoval");
        tx.add_territory(&home).await.unwrap();
        let directions = body("conference-des-directions", Some(Stage::Directions));
        tx.add_body(&directions, 1).await.unwrap();
        let someone = person(tx, "Direction").await;
        let mandate = Mandate {
            id: MandateId(Uuid::now_v7()),
            person: someone.id,
            territory: Some(home.id),
            function: Function::Direction,
            term: Term::new(since, None).unwrap(),
            seats: vec![Seat {
                body: directions.id,
                conducts: directions.conducts,
            }],
        };
        tx.give_mandate(&mandate, noon(2024, 1, 1), None)
            .await
            .unwrap();
        mandate
    }

    #[tokio::test]
    async fn a_mandate_is_given_with_its_seats_and_ends() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let mandate = direction(&mut tx, day(2024, 1, 1)).await;
            let person = mandate.person;
            let read = tx.mandates_of(person).await.unwrap();
            assert_eq!(read, std::slice::from_ref(&mandate));

            let stranger = PersonId(Uuid::now_v7());
            let (early, last) = (day(2023, 12, 31), day(2025, 6, 30));
            for (who, when, done) in [
                (stranger, last, false),
                (person, early, false),
                (person, last, true),
            ] {
                let ended = tx.end_mandate(who, mandate.id, when).await.unwrap();
                assert_eq!(ended, done);
            }
            let on_last = tx.everyones_mandates(last).await.unwrap();
            assert_eq!(on_last[0].term.until, Some(last));
            assert_eq!(on_last[0].seats, mandate.seats);
            for on in [early, day(2025, 7, 1)] {
                assert_eq!(tx.everyones_mandates(on).await.unwrap(), []);
            }
            assert_eq!(tx.mandates_from(early).await.unwrap(), on_last);
            assert_eq!(tx.mandates_from(day(2025, 7, 1)).await.unwrap(), []);
        })
        .await;
    }

    #[tokio::test]
    async fn only_a_mandate_to_come_is_cancelled() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let mandate = direction(&mut tx, day(2024, 1, 1)).await;
            for (today, done) in [(day(2024, 1, 1), false), (day(2023, 12, 31), true)] {
                let cancelled = tx.cancel_mandate(mandate.person, mandate.id, today).await;
                assert_eq!(cancelled.unwrap(), done);
            }
            assert_eq!(tx.mandates_of(mandate.person).await.unwrap(), []);
        })
        .await;
    }

    #[tokio::test]
    async fn mandates_end_with_the_membership() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let mandate = direction(&mut tx, day(2024, 1, 1)).await;
            let home = mandate.territory.unwrap();
            let (before, last) = (day(2023, 12, 31), day(2025, 12, 31));
            assert_eq!(tx.mandates_after(home, before).await.unwrap(), 1);
            assert_eq!(tx.mandates_after(home, last).await.unwrap(), 0);
            for ended in [1, 0] {
                assert_eq!(tx.end_mandates_for(home, last).await.unwrap(), ended);
            }
            let read = tx.mandates_of(mandate.person).await.unwrap();
            assert_eq!(read[0].term.until, Some(last));
        })
        .await;
    }
}
