//! The people of the demonstration: functions, never names.

use chrono::{DateTime, Days, NaiveDate, Utc};
use dires_domain::ids::{MandateId, PersonId};
use dires_domain::people::{Function, Mandate, Person, Seat, Term};
use uuid::Uuid;

use super::DemoAccount;
use super::cast::{Cast, first_day};
use crate::storage::{StorageError, Tx};

/// Slug of a territory, and its name after « de ».
const OF: [(&str, &str); 7] = [
    ("toulouse-metropole", "de Toulouse Métropole"),
    ("sicoval", "du Sicoval"),
    ("carcassonne-agglo", "de Carcassonne Agglo"),
    ("grand-montauban", "du Grand Montauban"),
    ("agglo-foix-varilhes", "de l’Agglo Foix-Varilhes"),
    (
        "coeur-et-coteaux-du-comminges",
        "de Cœur et Coteaux du Comminges",
    ),
    ("region-occitanie", "de la Région Occitanie"),
];

/// The seats of the bureau: président, secrétaire, trésorier.
const BUREAU: [&str; 3] = ["toulouse-metropole", "carcassonne-agglo", "grand-montauban"];

/// The associate: heard in the assemblée générale.
const ASSOCIATE: &str = "region-occitanie";

/// The pairs of élus référents of the clubs.
const LEADS: [(&str, &str); 6] = [
    ("agglo-foix-varilhes", "club-revitalisation"),
    ("toulouse-metropole", "club-revitalisation"),
    ("coeur-et-coteaux-du-comminges", "club-developpement"),
    ("sicoval", "club-developpement"),
    ("carcassonne-agglo", "club-transition"),
    ("grand-montauban", "club-transition"),
];

/// Technicians, each in a club.
const TECHNICIANS: [(&str, &str); 6] = [
    ("toulouse-metropole", "club-transition"),
    ("sicoval", "club-developpement"),
    ("carcassonne-agglo", "club-revitalisation"),
    ("grand-montauban", "club-developpement"),
    ("agglo-foix-varilhes", "club-revitalisation"),
    ("coeur-et-coteaux-du-comminges", "club-transition"),
];

/// Someone to be appointed.
struct Role {
    mailbox: String,
    name: String,
    function: Function,
    territory: Option<&'static str>,
    seats: Vec<&'static str>,
    since: NaiveDate,
    until: Option<NaiveDate>,
}

/// Adds everyone with the same password, and gives them their mandates.
pub async fn appoint(
    tx: &mut Tx,
    cast: &mut Cast,
    password_hash: &str,
    now: DateTime<Utc>,
) -> Result<Vec<DemoAccount>, StorageError> {
    let mut accounts = Vec::new();
    for role in roles(now.date_naive()) {
        let person = Person {
            id: PersonId(Uuid::now_v7()),
            email: format!("{}@demo.example", role.mailbox),
            name: role.name.clone(),
        };
        let hash = Some(password_hash.to_owned());
        tx.add_person(&person, hash, true, now).await?;
        let mandate = mandate(cast, person.id, &role);
        tx.give_mandate(&mandate, now, None).await?;
        cast.people.insert(role.mailbox, person.id);
        accounts.push(DemoAccount {
            name: person.name,
            email: person.email,
        });
    }
    Ok(accounts)
}

fn mandate(cast: &Cast, person: PersonId, role: &Role) -> Mandate {
    let seats = role.seats.iter().map(|slug| &cast.bodies[slug]);
    Mandate {
        id: MandateId(Uuid::now_v7()),
        person,
        territory: role.territory.map(|slug| cast.territories[slug]),
        function: role.function,
        term: Term {
            since: role.since,
            until: role.until,
        },
        seats: seats
            .map(|body| Seat {
                body: body.id,
                conducts: body.conducts,
            })
            .collect(),
    }
}

fn roles(today: NaiveDate) -> Vec<Role> {
    let mut roles = vec![Role {
        mailbox: "secretariat".to_owned(),
        name: "Secrétariat de l’association".to_owned(),
        function: Function::Secretariat,
        territory: None,
        seats: Vec::new(),
        since: first_day(),
        until: None,
    }];
    roles.extend(OF.iter().map(|(slug, _)| direction(slug)));
    roles.extend(OF.iter().map(|(slug, _)| presidency(slug)));
    let technicians = TECHNICIANS.iter();
    roles.extend(technicians.map(|(slug, club)| technician(slug, club)));
    let leads = LEADS.iter();
    roles.extend(leads.map(|(slug, club)| lead(slug, club)));
    roles.extend(passing(today));
    roles
}

fn role(slug: &'static str, mailbox: &str, title: &str, function: Function) -> Role {
    Role {
        mailbox: format!("{mailbox}.{slug}"),
        name: format!("{title} {}", of(slug)),
        function,
        territory: Some(slug),
        seats: Vec::new(),
        since: first_day(),
        until: None,
    }
}

fn of(slug: &str) -> &'static str {
    let found = OF.iter().find(|(known, _)| *known == slug);
    found.map_or("", |(_, of)| of)
}

fn direction(slug: &'static str) -> Role {
    let mut seats = vec!["conference-des-directions"];
    seats.retain(|_| slug != ASSOCIATE);
    Role {
        seats,
        ..role(slug, "direction", "Direction générale", Function::Direction)
    }
}

fn presidency(slug: &'static str) -> Role {
    let mut seats = vec!["assemblee-generale"];
    if slug != ASSOCIATE {
        seats.push("conference-des-presidences");
    }
    if BUREAU.contains(&slug) {
        seats.push("bureau");
    }
    Role {
        seats,
        ..role(slug, "presidence", "Présidence", Function::Presidency)
    }
}

fn technician(slug: &'static str, club: &'static str) -> Role {
    Role {
        seats: vec![club],
        ..role(slug, "technique", "Service technique", Function::Technician)
    }
}

fn lead(slug: &'static str, club: &'static str) -> Role {
    Role {
        seats: vec![club],
        ..role(slug, "elu", "Élu référent", Function::StrandLead)
    }
}

/// A mandate that has ended, and one that has not begun.
fn passing(today: NaiveDate) -> [Role; 2] {
    [
        Role {
            until: Some(today - Days::new(160)),
            ..role(
                "sicoval",
                "cabinet",
                "Cabinet de la présidence",
                Function::Direction,
            )
        },
        Role {
            since: today + Days::new(30),
            seats: vec!["conference-des-directions"],
            ..role(
                "grand-montauban",
                "cabinet",
                "Cabinet de la présidence",
                Function::Direction,
            )
        },
    ]
}
