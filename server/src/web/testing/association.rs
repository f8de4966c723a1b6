//! The tests' association, written row by row in one unit of work.

use std::sync::LazyLock;

use argon2::password_hash::PasswordHasher as _;
use argon2::{Argon2, Params};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{PASSWORD, START};
use crate::storage::{Db, Tx};

/// Slug, name, membership.
pub const TERRITORIES: [(&str, &str, &str); 4] = [
    ("toulouse-metropole", "Toulouse Métropole", "de-droit"),
    ("sicoval", "Sicoval", "de-droit"),
    ("grand-montauban", "Grand Montauban", "de-droit"),
    ("region-occitanie", "Région Occitanie", "associe"),
];

/// Slug, name, kind, the stage it conducts.
const BODIES: [(&str, &str, &str, Option<&str>); 3] = [
    (
        "assemblee-generale",
        "Assemblée générale",
        "politique",
        Some("adoption"),
    ),
    (
        "conference-des-presidences",
        "Conférence des présidences",
        "politique",
        Some("conference-des-presidences"),
    ),
    (
        "conference-des-directions",
        "Conférence des directions",
        "technique",
        Some("conference-des-directions"),
    ),
];

/// What each territory has: the e-mail's first part, the name, the function, the bodies where it sits.
const PEOPLE: [(&str, &str, &str, &[usize]); 3] = [
    ("direction", "Direction générale", "direction", &[2]),
    ("presidence", "Présidence", "presidence", &[0, 1]),
    ("technique", "Technicien", "technicien", &[]),
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
    for (rank, territory) in TERRITORIES.iter().enumerate() {
        let id = insert_territory(&mut tx, rank, *territory).await;
        for (mailbox, name, function, seats) in PEOPLE {
            let email = format!("{mailbox}@{}.exemple.fr", territory.0);
            let person = person(&mut tx, &format!("{name} – {}", territory.1), email).await;
            let seats = seats.iter().map(|seat| bodies[*seat]);
            mandate(&mut tx, person, Some(id), function, seats).await;
        }
    }
    let office = person(&mut tx, "Secrétariat", "secretariat@exemple.fr".into()).await;
    mandate(&mut tx, office, None, "secretariat", []).await;
    tx.save().await.unwrap();
}

fn now() -> DateTime<Utc> {
    START.parse().unwrap()
}

fn since() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap()
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

async fn bodies(tx: &mut Tx) -> Vec<Uuid> {
    let mut ids = Vec::new();
    for (rank, (slug, name, kind, conducts)) in BODIES.into_iter().enumerate() {
        let id = Uuid::now_v7();
        tx.query("insert into body (id, slug, name, kind, conducts, rank) values ($1, $2, $3, $4, $5, $6)")
            .bind(id)
            .bind(slug)
            .bind(name)
            .bind(kind)
            .bind(conducts)
            .bind(i16::try_from(rank).unwrap())
            .execute()
            .await
            .unwrap();
        ids.push(id);
    }
    ids
}

async fn insert_territory(
    tx: &mut Tx,
    rank: usize,
    it: (&'static str, &'static str, &'static str),
) -> Uuid {
    let id = Uuid::now_v7();
    tx.query("insert into territory (id, slug, name, membership, colour, since) values ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(it.0)
        .bind(it.1)
        .bind(it.2)
        .bind(i16::try_from(rank).unwrap())
        .bind(since())
        .execute()
        .await
        .unwrap();
    id
}

async fn person(tx: &mut Tx, name: &str, email: String) -> Uuid {
    let id = Uuid::now_v7();
    tx.query(
        "insert into person (id, name, email, email_folded, password_hash, demonstration, created_at)
         values ($1, $2, $3, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(name.to_owned())
    .bind(email)
    .bind(HASH.clone())
    .bind(false)
    .bind(now())
    .execute()
    .await
    .unwrap();
    id
}

async fn mandate(
    tx: &mut Tx,
    person: Uuid,
    territory: Option<Uuid>,
    function: &'static str,
    seats: impl IntoIterator<Item = Uuid>,
) {
    let id = Uuid::now_v7();
    tx.query(
        "insert into mandate (id, person_id, territory_id, function, since, given_at)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(person)
    .bind(territory)
    .bind(function)
    .bind(since())
    .bind(now())
    .execute()
    .await
    .unwrap();
    for body in seats {
        tx.query("insert into mandate_seat (mandate_id, body_id) values ($1, $2)")
            .bind(id)
            .bind(body)
            .execute()
            .await
            .unwrap();
    }
}
