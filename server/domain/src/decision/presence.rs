//! Who counted as there, and whether they were enough.

use super::quorum::{Checked, Counted, Quorum, QuorumRule, SecondCall};
use super::{NoPart, Presence, Rule, Seat, Sitting, Unsaid};
use crate::paper::Vote;

/// Voting territories that were there at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attended {
    /// When.
    pub at: Checked,
    /// How many vote in the body.
    pub members: u32,
    /// How many were there in person.
    pub present: u32,
    /// How many were represented.
    pub represented: u32,
}

/// What a rule asks of the presence, and what there was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuorumFound {
    /// No quorum is asked for.
    NotAsked,
    /// None on a second convocation.
    Waived,
    /// One is.
    Asked {
        /// The least number of voting territories.
        needed: u32,
        /// Who counts.
        counted: Counted,
        /// How many counted.
        found: u32,
    },
}

impl QuorumFound {
    /// Whether the body could deliberate.
    pub const fn is_met(self) -> bool {
        match self {
            Self::NotAsked | Self::Waived => true,
            Self::Asked { needed, found, .. } => found >= needed,
        }
    }
}

/// One way to read a rule that leaves something unsaid.
#[derive(Clone, Copy)]
struct Reading {
    counted: Counted,
    checked: Checked,
    /// Whether who takes no part counts as away.
    apart: bool,
}

impl Attended {
    /// Who was there at a moment; `apart` leaves out those who took no part in the vote.
    pub(super) fn at(moment: Checked, sitting: &Sitting, apart: bool) -> Self {
        let left_out = |seat: &Seat| {
            apart && moment == Checked::BeforeEachVote && seat.vote == Vote::TakesNoPart
        };
        let mut attended = Self {
            at: moment,
            members: 0,
            present: 0,
            represented: 0,
        };
        for seat in sitting.voting() {
            attended.members += 1;
            match seat.presence {
                _ if left_out(seat) => {}
                Presence::Represented => attended.represented += 1,
                presence if was_there(presence, moment) => attended.present += 1,
                _ => {}
            }
        }
        attended
    }

    const fn counted(self, counted: Counted) -> u32 {
        match counted {
            Counted::Present => self.present,
            Counted::PresentOrRepresented => self.present + self.represented,
        }
    }
}

const fn was_there(presence: Presence, moment: Checked) -> bool {
    match moment {
        Checked::BeforeEachVote => presence.in_person(),
        Checked::AtOpening => matches!(presence, Presence::Present | Presence::Left),
    }
}

/// Who counted as there, and whether they were enough. What the rule leaves unsaid is asked only where the answer would
/// change something.
pub(super) fn look(
    rule: &Rule,
    asked: QuorumRule,
    sitting: &Sitting,
) -> Result<(Attended, QuorumFound), Vec<Unsaid>> {
    let apart = rule.no_part == Some(NoPart::Apart);
    let now = Attended::at(Checked::BeforeEachVote, sitting, apart);
    let QuorumRule::Asked(quorum) = asked else {
        return Ok((now, QuorumFound::NotAsked));
    };
    if sitting.second_call && quorum.second_call == Some(SecondCall::NoQuorum) {
        return Ok((now, QuorumFound::Waived));
    }
    let needed = quorum.needed(now.members);
    let found: Vec<_> = readings(quorum, rule.no_part)
        .map(|reading| found(reading, needed, sitting))
        .collect();
    let first = found[0];
    if found.iter().any(|it| it.1.is_met() != first.1.is_met()) {
        return Err(unsaid(quorum, rule.no_part));
    }
    let unsure = sitting.second_call && quorum.second_call.is_none();
    if unsure && !first.1.is_met() {
        return Err(vec![Unsaid::SecondCall]);
    }
    Ok(first)
}

fn found(reading: Reading, needed: u32, sitting: &Sitting) -> (Attended, QuorumFound) {
    let attended = Attended::at(reading.checked, sitting, reading.apart);
    let asked = QuorumFound::Asked {
        needed,
        counted: reading.counted,
        found: attended.counted(reading.counted),
    };
    (attended, asked)
}

/// Every way to read the rule; the widest comes first.
fn readings(quorum: Quorum, no_part: Option<NoPart>) -> impl Iterator<Item = Reading> {
    let widest = [Counted::PresentOrRepresented, Counted::Present];
    let latest = [Checked::BeforeEachVote, Checked::AtOpening];
    let apart = no_part.map(|it| it == NoPart::Apart);
    one_or_all(quorum.counted, widest)
        .into_iter()
        .flat_map(move |counted| {
            one_or_all(quorum.checked, latest)
                .into_iter()
                .map(move |checked| (counted, checked))
        })
        .flat_map(move |(counted, checked)| {
            one_or_all(apart, [false, true])
                .into_iter()
                .map(move |apart| Reading {
                    counted,
                    checked,
                    apart,
                })
        })
}

fn one_or_all<T: Copy>(known: Option<T>, all: [T; 2]) -> Vec<T> {
    known.map_or_else(|| all.to_vec(), |known| vec![known])
}

fn unsaid(quorum: Quorum, no_part: Option<NoPart>) -> Vec<Unsaid> {
    let asked = [
        (quorum.counted.is_none(), Unsaid::Counted),
        (quorum.checked.is_none(), Unsaid::Checked),
        (no_part.is_none(), Unsaid::NoPart),
    ];
    let open = asked.into_iter().filter(|(open, _)| *open);
    open.map(|(_, question)| question).collect()
}
