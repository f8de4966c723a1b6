//! Votes, counted.

use super::{Abstention, Majority, NoPart, Rule, Sitting};
use crate::paper::Vote;

/// What the voting territories said, in voices. Those that are only heard are counted apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Territories that vote in the body, present or not.
    pub members: u32,
    /// Their voices: as many where each has one.
    pub voices: u32,
    /// For.
    pub favour: u32,
    /// Against.
    pub against: u32,
    /// Abstentions.
    pub abstentions: u32,
    /// Present, and taking no part in the vote.
    pub no_part: u32,
    /// Absent and not represented.
    pub absent: u32,
    /// Associates that were there and whose voice is not counted.
    pub heard: u32,
}

impl Tally {
    /// Counts a meeting's votes.
    pub fn count(sitting: &Sitting) -> Self {
        let mut tally = Self::default();
        for seat in &sitting.seats {
            if seat.votes {
                tally.add(seat.voices, seat.vote);
            } else {
                tally.heard += u32::from(seat.presence.in_person());
            }
        }
        tally
    }

    fn add(&mut self, voices: u32, vote: Vote) {
        self.members += 1;
        self.voices += voices;
        *match vote {
            Vote::For => &mut self.favour,
            Vote::Against => &mut self.against,
            Vote::Abstains => &mut self.abstentions,
            Vote::TakesNoPart => &mut self.no_part,
            Vote::Absent => &mut self.absent,
        } += voices;
    }

    /// What a majority is counted on under a rule: suffrages exprimés, or the voices of all who vote.
    pub(super) fn base(&self, majority: Majority, rule: &Rule) -> u32 {
        if majority == Majority::Members {
            return self.voices;
        }
        let mut cast = self.favour + self.against;
        if majority.is_of_votes_cast() && rule.abstention == Some(Abstention::Cast) {
            cast += self.abstaining(rule);
        }
        cast
    }

    /// The abstentions, with what counts for one.
    pub(super) fn abstaining(&self, rule: &Rule) -> u32 {
        if rule.no_part == Some(NoPart::Abstention) {
            self.abstentions + self.no_part
        } else {
            self.abstentions
        }
    }

    /// Whether more than half of the suffrages exprimés is asked for, and exactly half are for and half against.
    pub fn is_tied(&self, rule: &Rule) -> bool {
        rule.majority == Some(Majority::Cast)
            && self.favour == self.against
            && self.favour > 0
            && self.favour + self.against == self.base(Majority::Cast, rule)
    }
}
