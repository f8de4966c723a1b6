//! What an association starts with: its bodies, each with a rule to confirm, and its volets.
//!
//! They are those of the projet de coopération 2023-2026. Its members and people are entered afterwards.

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::circuit::Stage;
use dires_domain::decision::{BodyRule, Rule};
use dires_domain::ids::{BodyId, RuleId, StrandId};
use dires_domain::people::{Body, BodyKind, Strand};
use uuid::Uuid;

use crate::storage::{StorageError, Tx};

/// How often each meets in a year, at least, as the projet de coopération says; the association changes it.
const RHYTHMS: [(&str, u16); 7] = [
    ("assemblee-generale", 2),
    ("bureau", 1),
    ("conference-des-presidences", 1),
    ("conference-des-directions", 3),
    ("club-revitalisation", 4),
    ("club-developpement", 4),
    ("club-transition", 4),
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

/// What was written, in order.
#[derive(Debug, Clone, Default)]
pub struct Founded {
    /// The bodies, by slug.
    pub bodies: Vec<(&'static str, Body)>,
    /// The volets, by slug.
    pub strands: Vec<(&'static str, Strand)>,
}

/// Founds the association: its name, its bodies whose rules hold from `since` and are to be confirmed, its volets.
pub async fn found(
    tx: &mut Tx,
    name: &str,
    demonstration: bool,
    since: NaiveDate,
    at: DateTime<Utc>,
) -> Result<Founded, StorageError> {
    tx.found_association(name, demonstration, at).await?;
    let mut founded = Founded::default();
    for (rank, (slug, name, kind, conducts)) in (1_i16..).zip(BODIES) {
        let body = Body {
            id: BodyId(Uuid::now_v7()),
            slug: slug.to_owned(),
            name: name.to_owned(),
            kind,
            conducts,
        };
        tx.add_body(&body, rank).await?;
        tx.record_rule(&to_confirm(&body, since), at, None).await?;
        let rhythm = RHYTHMS.iter().find(|(of, _)| *of == slug);
        tx.set_rhythm(body.id, rhythm.map(|(_, often)| *often))
            .await?;
        founded.bodies.push((slug, body));
    }
    for (rank, (slug, name)) in (1_i16..).zip(STRANDS) {
        let strand = Strand {
            id: StrandId(Uuid::now_v7()),
            slug: slug.to_owned(),
            name: name.to_owned(),
        };
        tx.add_strand(&strand, rank).await?;
        founded.strands.push((slug, strand));
    }
    Ok(founded)
}

/// The statutes are not known here: every rule is to be confirmed by the association.
fn to_confirm(body: &Body, since: NaiveDate) -> BodyRule {
    BodyRule {
        id: RuleId(Uuid::now_v7()),
        body: body.id,
        since,
        confirmed: false,
        rule: Rule::unknown(),
    }
}
