//! The tests' association, written row by row in one unit of work.

use std::sync::LazyLock;

use argon2::password_hash::PasswordHasher as _;
use argon2::{Argon2, Params};
use chrono::{DateTime, Utc};
use dires_domain::circuit::Stage;
use dires_domain::ids::{MandateId, PersonId, TerritoryId};
use dires_domain::people::{
    Body, BodyKind, Function, Mandate, Membership, Person, Seat, Term, Territory,
};
use uuid::Uuid;

use super::{PASSWORD, START};
use crate::storage::fixtures::{body, day, member};
use crate::storage::{Db, Tx};

/// Slug, name, membership.
pub const TERRITORIES: [(&str, &str, Membership); 4] = [
    (
        "toulouse-metropole",
        "Toulouse Métropole",
        Membership::Member,
    ),
    ("sicoval", "Sicoval", Membership::Member),
    ("grand-montauban", "Grand Montauban", Membership::Member),
    (
        "region-occitanie",
        "Région Occitanie",
        Membership::Associate,
    ),
];

/// Slug, name, kind, the stage it conducts.
const BODIES: [(&str, &str, BodyKind, Stage); 3] = [
    (
        "assemblee-generale",
        "Assemblée générale",
        BodyKind::Political,
        Stage::Adoption,
    ),
    (
        "conference-des-presidences",
        "Conférence des présidences",
        BodyKind::Political,
        Stage::Presidencies,
    ),
    (
        "conference-des-directions",
        "Conférence des directions",
        BodyKind::Technical,
        Stage::Directions,
    ),
];

/// What each territory has: the e-mail's first part, the name, the function, the bodies where it sits.
const PEOPLE: [(&str, &str, Function, &[usize]); 3] = [
    ("direction", "Direction générale", Function::Direction, &[2]),
    ("presidence", "Présidence", Function::Presidency, &[0, 1]),
    ("technique", "Technicien", Function::Technician, &[]),
];

/// One hash for everyone, at the least cost: tests of passwords are few, people many.
static HASH: LazyLock<String> = LazyLock::new(|| {
    let params = Params::new(8, 1, 1, None).expect("the least cost");
    let hash = Argon2::from(params).hash_password(PASSWORD.as_bytes());
    hash.expect("a hash").to_string()
});

/// Founds it.
pub async fn found(db: &Db) {
    let mut tx = db.write().await.unwrap();
    association(&mut tx).await;
    let bodies = bodies(&mut tx).await;
    for (rank, (slug, name, membership)) in TERRITORIES.into_iter().enumerate() {
        let territory = Territory {
            name: name.to_owned(),
            membership,
            colour: i16::try_from(rank).unwrap(),
            ..member(slug)
        };
        tx.add_territory(&territory).await.unwrap();
        for (mailbox, title, function, seats) in PEOPLE {
            let email = format!("{mailbox}@{slug}.exemple.fr");
            let person = add_person(&mut tx, format!("{title} – {name}"), email).await;
            let seats = seats.iter().map(|seat| &bodies[*seat]);
            mandate(&mut tx, person, Some(territory.id), function, seats).await;
        }
    }
    let email = "secretariat@exemple.fr".to_owned();
    let office = add_person(&mut tx, "Secrétariat".to_owned(), email).await;
    mandate(&mut tx, office, None, Function::Secretariat, []).await;
    tx.save().await.unwrap();
}

fn now() -> DateTime<Utc> {
    START.parse().unwrap()
}

async fn association(tx: &mut Tx) {
    tx.query("insert into association (id, name, demonstration, storage_id, created_at) values ($1, $2, $3, $4, $5)")
        .bind(Uuid::now_v7())
        .bind("Association d’essai")
        .bind(false)
        .bind(Uuid::new_v4().to_string())
        .bind(now())
        .execute()
        .await
        .unwrap();
}

async fn bodies(tx: &mut Tx) -> Vec<Body> {
    let mut bodies = Vec::new();
    for (rank, (slug, name, kind, stage)) in BODIES.into_iter().enumerate() {
        let body = Body {
            name: name.to_owned(),
            kind,
            ..body(slug, Some(stage))
        };
        tx.add_body(&body, i16::try_from(rank).unwrap())
            .await
            .unwrap();
        bodies.push(body);
    }
    bodies
}

async fn add_person(tx: &mut Tx, name: String, email: String) -> PersonId {
    let id = PersonId(Uuid::now_v7());
    let person = Person { id, name, email };
    tx.add_person(&person, Some(HASH.clone()), false, now())
        .await
        .unwrap();
    id
}

async fn mandate<'b>(
    tx: &mut Tx,
    person: PersonId,
    territory: Option<TerritoryId>,
    function: Function,
    seats: impl IntoIterator<Item = &'b Body>,
) {
    let seat = |body: &Body| Seat {
        body: body.id,
        conducts: body.conducts,
    };
    let mandate = Mandate {
        id: MandateId(Uuid::now_v7()),
        person,
        territory,
        function,
        term: Term::new(day(2024, 1, 1), None).unwrap(),
        seats: seats.into_iter().map(seat).collect(),
    };
    tx.give_mandate(&mandate, now(), None).await.unwrap();
}
