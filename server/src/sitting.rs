//! What people do while a body sits, and the relevé de décisions that comes of it: each action is one function inside one
//! unit of work, which the pages call.
//!
//! Everything is a row of the meeting's journal (`domain/src/meeting/journal.rs`), noted once for its key: [`note`] holds
//! the meeting, looks at what may be, and writes. What was decided on a text is recorded as it is when nobody sits
//! (`papers::step`), in the same unit of work as the end of its vote.

pub mod close;
mod effects;
mod fits;
pub mod floor;
pub mod note;
pub mod record;

use chrono::{DateTime, Utc};
use dires_domain::circuit::Stage;
use dires_domain::decision::{Conclusion, Fault, Quorate, Why};
use dires_domain::ids::TerritoryId;
use dires_domain::meeting::NotNow;
use dires_domain::meeting::journal::NotAdmitted;
use dires_domain::paper::Vote;

use crate::papers::PaperError;
use crate::storage::StorageError;

pub use floor::{Floor, floor};

/// Why something was not done. Nothing is changed.
#[derive(Debug, thiserror::Error)]
pub enum SittingError {
    /// There is no such meeting, or it is not theirs to know of, or to do that in: the same answer.
    #[error("no such meeting")]
    NotFound,
    /// They see the meeting, and do not conduct it.
    #[error("only who conducts the meeting may do this")]
    NotConducting,
    /// Not with a meeting in this state.
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// Not as the meeting stands.
    #[error(transparent)]
    NotAdmitted(#[from] NotAdmitted),
    /// It cannot be under the body's rule.
    #[error("it cannot be: {0:?}")]
    Faults(Vec<Fault>),
    /// The body is too few to deliberate.
    #[error("there is no quorum")]
    NoQuorum(Box<Quorate>),
    /// The votes leave the body without its quorum.
    #[error("there is no quorum for this vote")]
    NoQuorumLeft(Box<Conclusion>),
    /// The rule does not say what comes of the vote, and nobody stated it.
    #[error("nobody stated what comes of the vote")]
    NothingStated(Why),
    /// This territory has voted since the page was read.
    #[error("{territory} has voted since")]
    VotedBefore {
        /// Which.
        territory: TerritoryId,
        /// What.
        vote: Vote,
        /// When.
        at: DateTime<Utc>,
    },
    /// They do not vote for this territory.
    #[error("they do not vote for {0}")]
    NotForTerritory(TerritoryId),
    /// The same key was sent with something else.
    #[error("this key was noted otherwise")]
    KeyReused,
    /// A minute that is still to come, or long before the meeting.
    #[error("this minute is not one of the meeting")]
    BadMinute,
    /// It would change a vote that is over.
    #[error("a vote that is over at {0} would change")]
    BeforeVote(DateTime<Utc>),
    /// Only what says who is there can be struck.
    #[error("this cannot be struck")]
    NotStruck,
    /// A territory, a point, a guest or a vote that this meeting does not have.
    #[error("this meeting has no such thing")]
    Unknown,
    /// The text of the point is not that version any more.
    #[error("the text has changed since the members were convened")]
    TextChanged,
    /// The body does not look at texts of that stage.
    #[error("the text is at {0}")]
    TextElsewhere(Stage),
    /// The relevé was written, or approved, since it was read.
    #[error("the record has changed since it was read")]
    RecordChanged,
    /// Its observations are too long.
    #[error("the observations are too long")]
    TooManyWords,
    /// Something with a text.
    #[error("a text: {0}")]
    Paper(Box<PaperError>),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<PaperError> for SittingError {
    fn from(error: PaperError) -> Self {
        Self::Paper(Box::new(error))
    }
}
