//! How many have to be there.

use serde::{Deserialize, Serialize};

use super::Share;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// Who counts for a quorum.
    pub enum Counted {
        /// Those present in person.
        Present = "presents",
        /// Those present, and those who gave a pouvoir to somebody present.
        PresentOrRepresented = "presents-ou-representes",
    }
}

vocabulary! {
    /// When a quorum is looked at.
    pub enum Checked {
        /// Once, when the meeting opens; it then holds although some leave.
        AtOpening = "ouverture",
        /// Again before each vote.
        BeforeEachVote = "chaque-vote",
    }
}

vocabulary! {
    /// What a second convocation changes.
    pub enum SecondCall {
        /// The body deliberates whoever came.
        NoQuorum = "sans-quorum",
        /// Nothing: the same quorum is asked for.
        SameQuorum = "meme-quorum",
    }
}

/// Whether a body asks for a quorum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum QuorumRule {
    /// It does not.
    NotAsked,
    /// It does.
    Asked(Quorum),
}

/// A quorum; what the association has not said of it is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quorum {
    /// The share of the voting territories that has to be there.
    pub share: Share,
    /// More than this share, rather than at least this share.
    pub exceeded: bool,
    /// Who counts.
    pub counted: Option<Counted>,
    /// When it is looked at.
    pub checked: Option<Checked>,
    /// What a second convocation changes.
    pub second_call: Option<SecondCall>,
}

impl Quorum {
    /// The least number of territories, out of so many that vote.
    pub const fn needed(&self, members: u32) -> u32 {
        if self.exceeded {
            self.share.above(members)
        } else {
            self.share.of(members)
        }
    }
}
