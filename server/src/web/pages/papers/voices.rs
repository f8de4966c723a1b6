//! What each territory of a perimeter has said: its avis or its position, or that it is awaited.

use dires_domain::circuit::Stage;
use dires_domain::paper::EndedBecause;
use dires_domain::people::{Membership, Territory};

use crate::papers::overview::Overview;
use crate::storage::opinions::GivenOpinion;
use crate::storage::positions::TakenPosition;
use crate::web::dates;
use crate::web::messages::{papers as say, words};

/// A territory's voice.
pub struct Voice {
    /// The territory.
    pub territory: String,
    /// Its colour.
    pub colour: i16,
    /// What it says, or that it is awaited.
    pub word: String,
    /// The word's code, for its badge; empty when nothing was said.
    pub code: &'static str,
    /// It was given on words that have changed since.
    pub voided: bool,
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
        _ => silent(territory, awaited, say::OPINION_AWAITED, say::NO_OPINION),
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
    let edited = given.ended.filter(|(_, why)| *why == EndedBecause::Edited);
    Voice {
        code: given.word.code(),
        voided: edited.is_some(),
        beside: match edited {
            Some((at, _)) => say::voided(&dates::instant(at)),
            None => say::on(&dates::instant(given.at)),
        },
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
        None => silent(territory, awaited, say::POSITION_AWAITED, say::NO_POSITION),
    };
    overview.perimeter.iter().map(voice).collect()
}

fn position(territory: &Territory, taken: &TakenPosition) -> Voice {
    let on = say::on(&dates::instant(taken.at));
    let state = taken.reservation_state.map(words::reservation);
    Voice {
        code: taken.word.code(),
        beside: state.map_or_else(|| on.clone(), |state| format!("{on}, {state}")),
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
        beside: if member { "" } else { say::HEARD }.to_owned(),
        ..blank(territory)
    }
}

fn blank(territory: &Territory) -> Voice {
    Voice {
        territory: territory.name.clone(),
        colour: territory.colour,
        word: String::new(),
        code: "",
        voided: false,
        reservation: String::new(),
        beside: String::new(),
    }
}
