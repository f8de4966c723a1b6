//! What people do with meetings: each action is one function inside one unit of work, which the pages call.
//!
//! An action first goes from the revision that was read to the next ([`held`]): of two who change the same meeting the
//! second is told so. The rules are the domain's (`meeting`); what somebody sees is [`Sight`], and nothing else shows more.

pub mod agenda;
pub mod convene;
pub mod file;
pub mod guests;
pub mod ics;
pub mod prepare;
pub mod remind;
pub mod texts;
pub mod year;

use chrono::TimeDelta;
use dires_domain::circuit::Stage;
use dires_domain::ids::{MeetingId, PointId};
use dires_domain::meeting::readiness::Unready;
use dires_domain::meeting::{MeetingAct, NotNow, SheetFault, Sight, decide};
use dires_domain::people::Function;

use crate::papers::{Asker, PaperError};
use crate::storage::meetings::Meeting;
use crate::storage::{StorageError, Tx};

/// Why an action was not done. Nothing is changed.
#[derive(Debug, thiserror::Error)]
pub enum MeetingError {
    /// There is no such meeting, or it is not theirs to know of, or to do that with: the same answer.
    #[error("no such meeting")]
    NotFound,
    /// Not with a meeting in this state.
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// Somebody changed it since it was read.
    #[error("the meeting has changed since it was read")]
    ChangedBefore,
    /// It cannot be so.
    #[error("the meeting has faults: {0:?}")]
    Sheet(Vec<SheetFault>),
    /// No such body.
    #[error("no such body")]
    NoBody,
    /// The members cannot be convened yet.
    #[error("the members cannot be convened: {0:?}")]
    Unready(Vec<Unready>),
    /// Nothing has changed since the members were written to.
    #[error("nothing has changed since the members were written to")]
    NothingNew,
    /// A cancellation says why.
    #[error("a cancellation needs its motive")]
    NoMotive,
    /// A motive of more than [`LONGEST_MOTIVE`] characters.
    #[error("a motive is too long")]
    LongMotive,
    /// A point without a title, or with a long one.
    #[error("a point has no title, or a long one")]
    BadTitle,
    /// No such point, or guest, in this meeting.
    #[error("no such point")]
    NoPoint,
    /// More points, or guests, than an agenda holds.
    #[error("the agenda is full")]
    Full,
    /// There is no such text, or they may not read it.
    #[error("no such text")]
    NoText,
    /// This body does not look at texts of that stage.
    #[error("the body does not look at texts at {0}")]
    TextElsewhere(Stage),
    /// The text is on the agenda already.
    #[error("the text is on the agenda already")]
    TextTwice(PointId),
    /// The points are not those of the agenda, each once.
    #[error("these are not the points of the agenda")]
    OtherPoints,
    /// A guest without a name, or with a long one.
    #[error("a guest has no name, or a long one")]
    BadName,
    /// Nobody has an account with this address.
    #[error("nobody has an account with this address")]
    UnknownGuest(String),
    /// They are invited for this point already.
    #[error("they are invited already")]
    GuestTwice,
    /// They sit in the body.
    #[error("they sit in the body")]
    GuestSits,
    /// Something with a text.
    #[error(transparent)]
    Paper(Box<PaperError>),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<PaperError> for MeetingError {
    fn from(error: PaperError) -> Self {
        Self::Paper(Box::new(error))
    }
}

/// The longest motive of a cancellation, in characters.
pub const LONGEST_MOTIVE: usize = 2_000;

/// How far ahead meetings are looked for.
pub const HORIZON: TimeDelta = TimeDelta::days(20 * 366);

/// A meeting, and what somebody sees of it.
///
/// # Errors
///
/// [`MeetingError::NotFound`] where they see nothing.
pub async fn seen(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
) -> Result<(Meeting, Sight), MeetingError> {
    let meeting = tx.meeting(id).await?.ok_or(MeetingError::NotFound)?;
    let sight = sight(tx, asker, &meeting).await?;
    if sight.is_something() {
        Ok((meeting, sight))
    } else {
        Err(MeetingError::NotFound)
    }
}

/// What somebody sees of a meeting.
pub async fn sight(
    tx: &mut Tx,
    asker: &Asker<'_>,
    meeting: &Meeting,
) -> Result<Sight, StorageError> {
    let invited: Vec<PointId> = tx
        .invited_for(asker.person)
        .await?
        .into_iter()
        .filter(|(of, _)| *of == meeting.id)
        .map(|(_, point)| point)
        .collect();
    Ok(Sight::of(
        meeting.seen(),
        asker.mandates,
        asker.today,
        &invited,
    ))
}

/// Whether somebody serves the association, and so prepares and conducts its meetings.
pub fn serves(asker: &Asker<'_>) -> bool {
    let mut in_force = asker
        .mandates
        .iter()
        .filter(|it| it.term.in_force(asker.today));
    in_force.any(|it| it.function == Function::Secretariat)
}

/// Goes to the next revision of a meeting with which the asker may do this now, and holds it.
///
/// # Errors
///
/// Not theirs to prepare; read at another revision; not possible in its state.
pub async fn held(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
    revision: i64,
    act: MeetingAct,
) -> Result<Meeting, MeetingError> {
    if !serves(asker) || tx.meeting(id).await?.is_none() {
        return Err(MeetingError::NotFound);
    }
    if !tx.advance_meeting(id, revision).await? {
        return Err(MeetingError::ChangedBefore);
    }
    let meeting = tx.meeting(id).await?.ok_or(MeetingError::NotFound)?;
    decide(meeting.state, act)?;
    Ok(meeting)
}
