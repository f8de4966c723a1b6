//! Who is shown which comments, as a table; and what a comment may be.

use std::fmt::Write as _;

use uuid::Uuid;

use super::*;
use crate::circuit::Stage;
use crate::ids::{BodyId, MandateId, PersonId};
use crate::people::{Function, Seat, Term};

const HOME: TerritoryId = TerritoryId(Uuid::from_u128(1));
const PARTNER: TerritoryId = TerritoryId(Uuid::from_u128(2));
const OTHER: TerritoryId = TerritoryId(Uuid::from_u128(3));

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).expect("a day of March")
}

fn mandate(territory: Option<TerritoryId>, function: Function, sits_at: Option<Stage>) -> Mandate {
    Mandate {
        id: MandateId(Uuid::nil()),
        person: PersonId(Uuid::nil()),
        territory,
        function,
        term: Term::new(day(5), Some(day(20))).expect("a term"),
        seats: sits_at
            .map(|stage| Seat {
                body: BodyId(Uuid::nil()),
                conducts: Some(stage),
            })
            .into_iter()
            .collect(),
    }
}

fn everyone() -> Vec<(&'static str, Vec<Mandate>)> {
    let directions = Some(Stage::Directions);
    let technician = mandate(Some(HOME), Function::Technician, None);
    let partner = mandate(Some(PARTNER), Function::Direction, directions);
    vec![
        ("technicien d’ici", vec![technician.clone()]),
        (
            "présidence d’ici",
            vec![mandate(
                Some(HOME),
                Function::Presidency,
                Some(Stage::Presidencies),
            )],
        ),
        ("direction partenaire", vec![partner.clone()]),
        ("ici et partenaire", vec![technician, partner]),
        (
            "direction d’ailleurs",
            vec![mandate(Some(OTHER), Function::Direction, directions)],
        ),
        (
            "secrétariat",
            vec![mandate(None, Function::Secretariat, None)],
        ),
    ]
}

/// For each stage and person: what they see of a thread of everyone's and of one of the territory « ici », and whether
/// they may comment.
fn table() -> String {
    let mut out = String::new();
    for stage in Stage::ALL {
        let _ = writeln!(out, "{stage}");
        let placement = Placement {
            stage: *stage,
            perimeter: vec![HOME, PARTNER],
        };
        for (who, mandates) in everyone() {
            let theirs = territories(&placement, &mandates, day(10));
            let comments = placement.allows(Action::Comment, &mandates, day(10));
            let told: Vec<_> = [
                (Audience::Perimeter.holds(&theirs), "voit ce qui est à tous"),
                (
                    Audience::Territory(HOME).holds(&theirs),
                    "voit ce qui est à ici",
                ),
                (comments.is_ok(), "commente"),
            ]
            .into_iter()
            .filter_map(|(is, what)| is.then_some(what))
            .collect();
            if !told.is_empty() {
                let _ = writeln!(out, "  {who:<20} | {}", told.join(", "));
            }
        }
    }
    out
}

#[test]
fn comments_are_shown_by_this_table() {
    insta::assert_snapshot!(table(), @r"
    redaction
      technicien d’ici     | voit ce qui est à tous, voit ce qui est à ici, commente
      présidence d’ici     | voit ce qui est à tous, voit ce qui est à ici, commente
      direction partenaire | voit ce qui est à tous, commente
      ici et partenaire    | voit ce qui est à tous, voit ce qui est à ici, commente
    conference-des-directions
      technicien d’ici     | voit ce qui est à tous, voit ce qui est à ici, commente
      présidence d’ici     | voit ce qui est à tous, voit ce qui est à ici, commente
      direction partenaire | voit ce qui est à tous, commente
      ici et partenaire    | voit ce qui est à tous, voit ce qui est à ici, commente
    conference-des-presidences
      technicien d’ici     | voit ce qui est à tous, voit ce qui est à ici
      présidence d’ici     | voit ce qui est à tous, voit ce qui est à ici
      direction partenaire | voit ce qui est à tous
      ici et partenaire    | voit ce qui est à tous, voit ce qui est à ici
    adoption
      technicien d’ici     | voit ce qui est à tous, voit ce qui est à ici
      présidence d’ici     | voit ce qui est à tous, voit ce qui est à ici
      direction partenaire | voit ce qui est à tous
      ici et partenaire    | voit ce qui est à tous, voit ce qui est à ici
    publication
      technicien d’ici     | voit ce qui est à tous, voit ce qui est à ici
      présidence d’ici     | voit ce qui est à tous, voit ce qui est à ici
      direction partenaire | voit ce qui est à tous
      ici et partenaire    | voit ce qui est à tous, voit ce qui est à ici
    brouillon-retire
      technicien d’ici     | voit ce qui est à tous, voit ce qui est à ici
      présidence d’ici     | voit ce qui est à tous, voit ce qui est à ici
      direction partenaire | voit ce qui est à tous
      ici et partenaire    | voit ce qui est à tous, voit ce qui est à ici
    retire
      technicien d’ici     | voit ce qui est à tous, voit ce qui est à ici
      présidence d’ici     | voit ce qui est à tous, voit ce qui est à ici
      direction partenaire | voit ce qui est à tous
      ici et partenaire    | voit ce qui est à tous, voit ce qui est à ici
    refuse
      technicien d’ici     | voit ce qui est à tous, voit ce qui est à ici
      présidence d’ici     | voit ce qui est à tous, voit ce qui est à ici
      direction partenaire | voit ce qui est à tous
      ici et partenaire    | voit ce qui est à tous, voit ce qui est à ici
    ");
}

#[test]
fn a_mandate_that_has_ended_shows_nothing() {
    let placement = Placement {
        stage: Stage::Drafting,
        perimeter: vec![HOME],
    };
    let mandates = [mandate(Some(HOME), Function::Direction, None)];
    assert_eq!(territories(&placement, &mandates, day(20)), [HOME]);
    assert_eq!(territories(&placement, &mandates, day(21)), []);
}

#[test]
fn one_speaks_in_a_territorys_thread_for_that_territory() {
    let both = [HOME, PARTNER];
    let ours = Audience::Territory(HOME);
    assert!(ours.hears(HOME, &both));
    assert!(!ours.hears(PARTNER, &both));
    assert!(Audience::Perimeter.hears(PARTNER, &both));
    assert!(!Audience::Perimeter.hears(OTHER, &both));
}

#[test]
fn a_comment_has_words_and_not_too_many() {
    assert_eq!(words(" \r\n "), Err(WordsFault::Empty));
    assert_eq!(words(" a\r\nb "), Ok("a\nb".to_owned()));
    assert!(words(&"é".repeat(LONGEST)).is_ok());
    assert_eq!(words(&"é".repeat(LONGEST + 1)), Err(WordsFault::TooLong));
}
