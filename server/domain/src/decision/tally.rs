//! Votes by territory, counted.

use serde::{Deserialize, Serialize};

use super::Voters;
use crate::ids::TerritoryId;
use crate::paper::Vote;
use crate::people::Membership;

/// What a territory voted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Ballot {
    /// The territory.
    pub territory: TerritoryId,
    /// How it belongs to the association on the day of the vote.
    pub membership: Membership,
    /// Its vote; [`Vote::Absent`] where it gave none.
    pub vote: Vote,
}

/// What the voting territories said. Those that are only heard are counted apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Territories that vote in the body, present or not.
    pub members: u32,
    /// Votes for.
    pub favour: u32,
    /// Votes against.
    pub against: u32,
    /// Abstentions.
    pub abstentions: u32,
    /// Present, and taking no part in the vote.
    pub no_part: u32,
    /// Absent and not represented.
    pub absent: u32,
    /// Associates that were heard and whose voice is not counted.
    pub heard: u32,
}

impl Tally {
    /// Counts the ballots of those who vote; each territory must appear once.
    pub fn count(voters: Voters, ballots: &[Ballot]) -> Self {
        let mut tally = Self::default();
        for ballot in ballots {
            tally.add(voters, *ballot);
        }
        tally
    }

    fn add(&mut self, voters: Voters, ballot: Ballot) {
        if !voters.includes(ballot.membership) {
            self.heard += u32::from(ballot.vote != Vote::Absent);
            return;
        }
        self.members += 1;
        *match ballot.vote {
            Vote::For => &mut self.favour,
            Vote::Against => &mut self.against,
            Vote::Abstains => &mut self.abstentions,
            Vote::TakesNoPart => &mut self.no_part,
            Vote::Absent => &mut self.absent,
        } += 1;
    }

    /// Suffrages exprimés: votes for and against.
    pub const fn cast(&self) -> u32 {
        self.favour + self.against
    }

    /// Voting territories that were present.
    pub const fn present(&self) -> u32 {
        self.members - self.absent
    }
}
