//! People and members that the stories of storage are told with.

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::circuit::Stage;
use dires_domain::ids::{BodyId, PersonId, TerritoryId};
use dires_domain::people::{Body, BodyKind, Membership, Person, Term, Territory};
use uuid::Uuid;

use super::Tx;

/// A day.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

/// Noon of a day, UTC.
pub fn noon(year: i32, month: u32, on: u32) -> DateTime<Utc> {
    day(year, month, on)
        .and_hms_opt(12, 0, 0)
        .expect("noon")
        .and_utc()
}

/// A member de droit since 2020, not stored yet.
pub fn member(slug: &str) -> Territory {
    Territory {
        id: TerritoryId(Uuid::now_v7()),
        slug: slug.to_owned(),
        name: format!("Agglo {slug}"),
        membership: Membership::Member,
        colour: 3,
        term: Term::new(day(2020, 1, 1), None).expect("a term"),
    }
}

/// A political body, not stored yet.
pub fn body(slug: &str, conducts: Option<Stage>) -> Body {
    Body {
        id: BodyId(Uuid::now_v7()),
        slug: slug.to_owned(),
        name: format!("Instance {slug}"),
        kind: BodyKind::Political,
        conducts,
    }
}

/// A person who has no password yet, stored.
pub async fn person(tx: &mut Tx, name: &str) -> Person {
    let person = Person {
        id: PersonId(Uuid::now_v7()),
        name: name.to_owned(),
        email: format!("{}@demo.example", name.to_lowercase()),
    };
    tx.add_person(&person, None, false, noon(2024, 1, 1))
        .await
        .expect("a new person");
    person
}
