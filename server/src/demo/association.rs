//! The association: its members, its bodies with rules to confirm, its three volets.

use chrono::{DateTime, Utc};
use dires_domain::circuit::Stage;
use dires_domain::decision::{BodyRule, Rule};
use dires_domain::ids::{BodyId, RuleId, StrandId, TerritoryId};
use dires_domain::people::{Body, BodyKind, Membership, Strand, Term, Territory};
use uuid::Uuid;

use super::cast::{Cast, first_day};
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

/// Slug, name, kind, the stage it conducts.
const BODIES: [(&str, &str, BodyKind, Option<Stage>); 7] = [
    (
        "assemblee-generale",
        "Assemblée générale",
        BodyKind::Political,
        Some(Stage::Adoption),
    ),
    ("bureau", "Bureau", BodyKind::Political, None),
    (
        "conference-des-presidences",
        "Conférence des présidences",
        BodyKind::Political,
        Some(Stage::Presidencies),
    ),
    (
        "conference-des-directions",
        "Conférence des directions",
        BodyKind::Technical,
        Some(Stage::Directions),
    ),
    (
        "club-revitalisation",
        "Club Revitalisation des territoires",
        BodyKind::Technical,
        None,
    ),
    (
        "club-developpement",
        "Club Développement équilibré et en réseau",
        BodyKind::Technical,
        None,
    ),
    (
        "club-transition",
        "Club Transition écologique",
        BodyKind::Technical,
        None,
    ),
];

/// Slug, name.
const STRANDS: [(&str, &str); 3] = [
    (
        "revitalisation",
        "Accompagner les projets de revitalisation des territoires",
    ),
    (
        "developpement",
        "Organiser un développement équilibré et en réseau",
    ),
    (
        "transition",
        "Anticiper les défis du changement climatique et de la limitation des ressources",
    ),
];

/// Writes them all.
pub async fn found(tx: &mut Tx, now: DateTime<Utc>) -> Result<Cast, StorageError> {
    let mut cast = Cast::default();
    territories(tx, &mut cast).await?;
    bodies(tx, &mut cast, now).await?;
    for (rank, (slug, name)) in (1_i16..).zip(STRANDS) {
        let strand = Strand {
            id: StrandId(Uuid::now_v7()),
            slug: slug.to_owned(),
            name: name.to_owned(),
        };
        tx.add_strand(&strand, rank).await?;
        cast.strands.insert(slug, strand);
    }
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

async fn bodies(tx: &mut Tx, cast: &mut Cast, now: DateTime<Utc>) -> Result<(), StorageError> {
    for (rank, (slug, name, kind, conducts)) in (1_i16..).zip(BODIES) {
        let body = Body {
            id: BodyId(Uuid::now_v7()),
            slug: slug.to_owned(),
            name: name.to_owned(),
            kind,
            conducts,
        };
        tx.add_body(&body, rank).await?;
        tx.record_rule(&to_confirm(&body), now, None).await?;
        cast.bodies.insert(slug, body);
    }
    Ok(())
}

/// The statutes are not known: every rule is to be confirmed by the association.
fn to_confirm(body: &Body) -> BodyRule {
    BodyRule {
        id: RuleId(Uuid::now_v7()),
        body: body.id,
        since: first_day(),
        confirmed: false,
        rule: Rule::unknown(),
    }
}
