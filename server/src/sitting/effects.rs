//! What follows from something that was noted: the meeting opens or is over, a text moves.

use dires_domain::ids::{DocumentId, PaperId};
use dires_domain::meeting::MeetingState;
use dires_domain::meeting::journal::{Event, Happening};

use super::close::{self, Closing};
use super::{Floor, SittingError};
use crate::papers::Asker;
use crate::storage::Tx;

/// A text that moved, and its document, whose open editors must read their rights again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The text.
    pub paper: PaperId,
    /// Its document.
    pub document: DocumentId,
    /// The document that took an amendment's branch: whoever has it open must be given it anew.
    pub merged: Option<DocumentId>,
}

/// Makes the meeting follow an event that was just noted; `floor` is how it stood before.
pub(super) async fn follow(
    tx: &mut Tx,
    asker: &Asker<'_>,
    floor: &Floor,
    event: &Event,
    closing: &Closing,
) -> Result<Option<Moved>, SittingError> {
    let id = floor.meeting.id;
    match &event.happening {
        Happening::Opened => tx.set_meeting_state(id, MeetingState::Open).await?,
        Happening::Closed => tx.set_meeting_state(id, MeetingState::Closed).await?,
        Happening::BallotClosed { ballot, .. } => {
            let mut after = floor.clone();
            after.sat.notice(event);
            after.events.push(event.clone());
            return close::conclude(tx, asker, &after, *ballot, closing).await;
        }
        _ => {}
    }
    Ok(None)
}
