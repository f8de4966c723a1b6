//! The association of the demonstration: its members, beside what every association starts with.

use dires_domain::ids::TerritoryId;
use dires_domain::people::{Membership, Term, Territory};
use uuid::Uuid;

use super::cast::{Cast, first_day};
use crate::founding::Founded;
use crate::storage::{StorageError, Tx};

/// Slug, name, how it belongs, colour.
const TERRITORIES: [(&str, &str, Membership, i16); 7] = [
    (
        "toulouse-metropole",
        "Toulouse Métropole",
        Membership::Member,
        0,
    ),
    ("sicoval", "Sicoval", Membership::Member, 2),
    (
        "carcassonne-agglo",
        "Carcassonne Agglo",
        Membership::Member,
        4,
    ),
    ("grand-montauban", "Grand Montauban", Membership::Member, 1),
    (
        "agglo-foix-varilhes",
        "Agglo Foix-Varilhes",
        Membership::Member,
        5,
    ),
    (
        "coeur-et-coteaux-du-comminges",
        "Cœur et Coteaux du Comminges",
        Membership::Member,
        3,
    ),
    (
        "region-occitanie",
        "Région Occitanie",
        Membership::Associate,
        6,
    ),
];

/// Writes them all.
pub async fn found(tx: &mut Tx, founded: Founded) -> Result<Cast, StorageError> {
    let mut cast = Cast {
        bodies: founded.bodies.into_iter().collect(),
        strands: founded.strands.into_iter().collect(),
        ..Cast::default()
    };
    territories(tx, &mut cast).await?;
    Ok(cast)
}

async fn territories(tx: &mut Tx, cast: &mut Cast) -> Result<(), StorageError> {
    for (slug, name, membership, colour) in TERRITORIES {
        let id = TerritoryId(Uuid::now_v7());
        tx.add_territory(&Territory {
            id,
            slug: slug.to_owned(),
            name: name.to_owned(),
            membership,
            colour,
            term: Term {
                since: first_day(),
                until: None,
            },
        })
        .await?;
        cast.territories.insert(slug, id);
    }
    Ok(())
}
