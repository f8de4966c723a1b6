//! What each territory of a perimeter has said: its avis or its position, or that it is awaited.

use dires_domain::circuit::Stage;
use dires_domain::paper::{EndedBecause, Opinion, Position};
use dires_domain::people::{Membership, Territory};

use crate::papers::overview::Overview;
use crate::storage::opinions::GivenOpinion;
use crate::storage::positions::TakenPosition;
use crate::web::dates;
use crate::web::messages::words;

/// A territory's voice.
pub struct Voice {
    /// The territory.
    pub territory: String,
    /// Its colour.
    pub colour: i16,
    /// What it says, or that it is awaited.
    pub word: String,
    /// A sign for it, read with its word: `+`, `±`, `−`, `…`.
    pub sign: &'static str,
    /// A class: `pour`, `reserve`, `contre`, `annule`, `attendu`.
    pub tone: &'static str,
    /// Its reserves or its reasons; may be empty.
    pub reservation: String,
    /// When, on what, what became of it; may be empty.
    pub beside: String,
}

/// The avis, where there are some or some are awaited.
pub fn opinions(overview: &Overview) -> Vec<Voice> {
    let awaited = overview.paper.stage == Stage::Directions;
    if !awaited && overview.opinions.is_empty() {
        return Vec::new();
    }
    let voice = |territory: &Territory| match overview.opinion_of(territory.id) {
        Some(given) if !superseded(given, awaited) => opinion(territory, given),
        _ => silent(territory, awaited, "Avis attendu", "Sans avis"),
    };
    overview.perimeter.iter().map(voice).collect()
}

/// An avis of a former passage counts no more once the directions are asked again.
fn superseded(given: &GivenOpinion, awaited: bool) -> bool {
    awaited
        && given
            .ended
            .is_some_and(|(_, why)| why == EndedBecause::Moved)
}

fn opinion(territory: &Territory, given: &GivenOpinion) -> Voice {
    let (sign, tone) = match given.word {
        Opinion::Favourable => ("+", "pour"),
        Opinion::WithReservations => ("±", "reserve"),
        Opinion::Unfavourable => ("−", "contre"),
    };
    let edited = given.ended.filter(|(_, why)| *why == EndedBecause::Edited);
    let (tone, beside) = match edited {
        Some((at, _)) => (
            "annule",
            format!(
                "annulé\u{202f}: le texte a changé le {}",
                dates::instant(at)
            ),
        ),
        None => (tone, format!("le {}", dates::instant(given.at))),
    };
    Voice {
        sign,
        tone,
        beside,
        word: words::opinion(given.word).to_owned(),
        reservation: given.reservation.clone(),
        ..blank(territory)
    }
}

/// The positions, where there are some or some are awaited.
pub fn positions(overview: &Overview) -> Vec<Voice> {
    let awaited = overview.paper.stage == Stage::Presidencies;
    let standing = overview.positions.iter().any(|it| it.ended.is_none());
    if !awaited && !standing {
        return Vec::new();
    }
    let voice = |territory: &Territory| match overview.position_of(territory.id) {
        Some(taken) => position(territory, taken),
        None => silent(territory, awaited, "Position attendue", "Sans position"),
    };
    overview.perimeter.iter().map(voice).collect()
}

fn position(territory: &Territory, taken: &TakenPosition) -> Voice {
    let (sign, tone) = match taken.word {
        Position::Approves => ("+", "pour"),
        Position::WithReservations => ("±", "reserve"),
        Position::AsksReturn => ("↩", "contre"),
        Position::Opposes => ("−", "contre"),
    };
    let state = taken.reservation_state.map(words::reservation);
    let beside = match state {
        Some(state) => format!("le {}\u{202f}; {state}", dates::instant(taken.at)),
        None => format!("le {}", dates::instant(taken.at)),
    };
    Voice {
        sign,
        tone,
        beside,
        word: words::position(taken.word).to_owned(),
        reservation: taken.reservation.clone(),
        ..blank(territory)
    }
}

/// A territory that has said nothing: associates are heard, not required.
fn silent(territory: &Territory, awaited: bool, expected: &str, none: &str) -> Voice {
    let member = territory.membership == Membership::Member;
    Voice {
        word: if awaited && member { expected } else { none }.to_owned(),
        tone: "attendu",
        sign: "…",
        beside: if member {
            ""
        } else {
            "membre associé\u{202f}: entendu, non requis"
        }
        .to_owned(),
        ..blank(territory)
    }
}

fn blank(territory: &Territory) -> Voice {
    Voice {
        territory: territory.name.clone(),
        colour: territory.colour,
        word: String::new(),
        sign: "",
        tone: "",
        reservation: String::new(),
        beside: String::new(),
    }
}
