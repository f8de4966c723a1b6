//! Who was there, who spoke for whom, and what each voted.

mod faults;
mod proxies;

use serde::{Deserialize, Serialize};

use super::{BodyRule, Rule, Voices, Voters};
use crate::ids::TerritoryId;
use crate::paper::Vote;
use crate::people::{Membership, Territory};
use crate::vocabulary::vocabulary;

pub use faults::Fault;

vocabulary! {
    /// Whether a territory was there when the body voted.
    pub enum Presence {
        /// Present.
        Present = "present",
        /// It came after the opening.
        Late = "arrive-apres",
        /// It was there at the opening, and had left.
        Left = "parti-avant",
        /// It gave a pouvoir.
        Represented = "represente",
        /// Absent, and excused.
        Excused = "excuse",
        /// Absent.
        Absent = "absent",
    }
}

impl Presence {
    /// Whether somebody sat there for it in person when the body voted.
    pub const fn in_person(self) -> bool {
        matches!(self, Self::Present | Self::Late)
    }

    /// Whether it had a voice when the body voted: in person, or by pouvoir.
    pub const fn has_voice(self) -> bool {
        self.in_person() || matches!(self, Self::Represented)
    }

    /// What a vote tells of the presence of a territory of which nothing else is said.
    pub const fn told_by(vote: Vote) -> Self {
        match vote {
            Vote::Absent => Self::Absent,
            _ => Self::Present,
        }
    }
}

/// A territory's presence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// The territory.
    pub territory: TerritoryId,
    /// Whether it was there.
    pub presence: Presence,
    /// The territory to which it gave its pouvoir.
    pub holder: Option<TerritoryId>,
}

impl Attendance {
    /// Whether it was there: whoever gave a pouvoir and is away is represented.
    fn presence(&self) -> Presence {
        if self.holder.is_some() && !self.presence.in_person() {
            Presence::Represented
        } else {
            self.presence
        }
    }
}

/// What is said of a meeting and of its vote, not looked at yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// The territory whose présidence chairs the meeting, where it is known.
    pub chair: Option<TerritoryId>,
    /// Whether the body met on a second convocation.
    pub second_call: bool,
    /// One line a territory; the vote of one that has none says whether it was there.
    pub attendance: Vec<Attendance>,
    /// One vote a territory that has a voice.
    pub votes: Vec<(TerritoryId, Vote)>,
}

/// A territory at a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// The territory.
    pub territory: TerritoryId,
    /// How it belongs to the association on the day of the vote.
    pub membership: Membership,
    /// Whether it votes in the body; otherwise it is heard.
    pub votes: bool,
    /// Its voices, where a confirmed rule says how many: one where it does not.
    pub voices: u32,
    /// Whether it was there.
    pub presence: Presence,
    /// The territory that votes for it.
    pub holder: Option<TerritoryId>,
    /// Its vote; [`Vote::Absent`] where it gave none.
    pub vote: Vote,
}

/// A meeting at the moment of a vote: everything in it agrees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    /// Every territory of which something is known, and every one that votes.
    pub seats: Vec<Seat>,
    /// The territory that chairs.
    pub chair: Option<TerritoryId>,
    /// Whether the body met on a second convocation.
    pub second_call: bool,
}

impl Sitting {
    /// Looks at what is said of a meeting of `territories`, those of the association on that day, under the body's rule.
    ///
    /// # Errors
    ///
    /// Everything that cannot be. Limits on pouvoirs are those of a confirmed rule; one « à confirmer » forbids nothing.
    pub fn of(
        rule: Option<&BodyRule>,
        territories: &[Territory],
        said: &Said,
    ) -> Result<Self, Vec<Fault>> {
        let seats: Vec<_> = territories
            .iter()
            .filter_map(|territory| seat(rule, territory, said))
            .collect();
        let sitting = Self {
            seats,
            chair: said.chair,
            second_call: said.second_call,
        };
        let faults = faults::of(rule, territories, said, &sitting);
        if faults.is_empty() {
            Ok(sitting)
        } else {
            Err(faults)
        }
    }

    /// The same of a meeting that goes on: that a vote is not given yet, or that nobody chairs, is no fault. Gives what
    /// else cannot be.
    pub fn so_far(
        rule: Option<&BodyRule>,
        territories: &[Territory],
        said: &Said,
    ) -> (Self, Vec<Fault>) {
        let seats = territories.iter();
        let sitting = Self {
            seats: seats.filter_map(|it| seat(rule, it, said)).collect(),
            chair: said.chair,
            second_call: said.second_call,
        };
        let mut faults = faults::of(rule, territories, said, &sitting);
        faults.retain(|it| {
            !matches!(
                it,
                Fault::NoVote(_) | Fault::NoChair | Fault::ChairAbsent(_)
            )
        });
        (sitting, faults)
    }

    /// The territories that vote.
    pub fn voting(&self) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(|seat| seat.votes)
    }

    /// One territory's seat.
    pub fn seat(&self, of: TerritoryId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.territory == of)
    }
}

/// The seat of a territory; none of an associate that is heard, and of which nothing is said.
fn seat(rule: Option<&BodyRule>, territory: &Territory, said: &Said) -> Option<Seat> {
    let voters = rule.map_or(Voters::Members, |dated| dated.rule.voters);
    let entitled = voters.includes(territory.membership);
    let vote = said.votes.iter().find(|(id, _)| *id == territory.id);
    let vote = vote.map_or(Vote::Absent, |(_, vote)| *vote);
    let line = said
        .attendance
        .iter()
        .find(|line| line.territory == territory.id);
    if line.is_none() && !entitled {
        return None;
    }
    Some(Seat {
        territory: territory.id,
        membership: territory.membership,
        votes: entitled,
        voices: voices(rule.and_then(BodyRule::in_force), territory.id).unwrap_or(1),
        presence: line.map_or_else(|| Presence::told_by(vote), Attendance::presence),
        holder: line.and_then(|line| line.holder),
        vote,
    })
}

/// How many voices a rule gives to a territory, if it says so.
pub(super) fn voices(rule: Option<&Rule>, of: TerritoryId) -> Option<u32> {
    match rule?.voices.as_ref()? {
        Voices::OneEach => Some(1),
        Voices::Weighted(weights) => weights.get(&of).map(|weight| weight.get().into()),
    }
}
