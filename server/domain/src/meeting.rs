//! Meetings of bodies: what becomes of one, who sees what of it, its agenda, and what happens while it sits.
//!
//! Préparée, convoquée, ouverte, close: [`decide`] is the whole of it. What is said of the meeting itself is [`Sheet`];
//! what happens in it is a journal of events ([`journal`]), from which presence at any minute is derived.

pub mod agenda;
pub mod journal;
pub mod readiness;
pub mod record;
pub mod reminder;
pub mod rhythm;
pub mod sheet;
pub mod sight;

use crate::vocabulary::vocabulary;

pub use sheet::{Sheet, SheetFault};
pub use sight::Sight;

vocabulary! {
    /// Where a meeting stands.
    pub enum MeetingState {
        /// The secretariat prepares it; the members of the body know its date.
        Prepared = "preparee",
        /// The members are convened, and read its file.
        Convened = "convoquee",
        /// It sits.
        Open = "ouverte",
        /// It is over.
        Closed = "close",
        /// It will not take place.
        Cancelled = "annulee",
    }
}

vocabulary! {
    /// What the secretariat does with a meeting.
    pub enum MeetingAct {
        /// Change its date, its place, its link.
        Change = "modifier",
        /// Change its agenda and its guests.
        Arrange = "ordonner",
        /// Convene the members; again, to send them what has changed.
        Convene = "convoquer",
        /// Cancel it.
        Cancel = "annuler",
        /// Note who comes, is excused or gives a pouvoir.
        Note = "noter",
        /// Open it.
        Open = "ouvrir",
        /// Put a point, or a vote on it.
        Conduct = "conduire",
        /// Close it.
        Close = "clore",
        /// Write its relevé de décisions.
        Record = "relever",
    }
}

/// This cannot be done with a meeting in this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{act} is not possible with a meeting that is {state}")]
pub struct NotNow {
    /// What was asked.
    pub act: MeetingAct,
    /// Where the meeting stands.
    pub state: MeetingState,
}

/// Says where an act leads a meeting, or that it is not possible now.
#[expect(
    clippy::match_same_arms,
    reason = "one line a rule, state by state, as a jurist reads it"
)]
pub const fn decide(state: MeetingState, act: MeetingAct) -> Result<MeetingState, NotNow> {
    use MeetingAct::{Arrange, Cancel, Change, Close, Conduct, Convene, Note, Open, Record};
    use MeetingState::{Cancelled, Closed, Convened, Prepared};
    match (state, act) {
        (Prepared | Convened, Change | Arrange) => Ok(state),
        (Prepared | Convened, Convene) => Ok(Convened),
        (Prepared | Convened, Cancel) => Ok(Cancelled),
        (Convened | MeetingState::Open, Note) | (MeetingState::Open, Conduct) => Ok(state),
        (Convened, Open) => Ok(MeetingState::Open),
        (MeetingState::Open, Close) => Ok(Closed),
        (Closed, Record) => Ok(Closed),
        _ => Err(NotNow { act, state }),
    }
}

#[cfg(test)]
mod tests;
