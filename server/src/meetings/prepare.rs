//! Entering a meeting, and changing its date, its place or its link.

use dires_domain::ids::MeetingId;
use dires_domain::meeting::readiness::Unready;
use dires_domain::meeting::{MeetingAct, MeetingState, Sheet};
use uuid::Uuid;

use super::{MeetingError, convene, held, serves};
use crate::papers::Asker;
use crate::storage::Tx;

/// Enters a meeting that is being prepared.
pub async fn create(
    tx: &mut Tx,
    asker: &Asker<'_>,
    sheet: &Sheet,
) -> Result<MeetingId, MeetingError> {
    if !serves(asker) {
        return Err(MeetingError::NotFound);
    }
    fit(asker, sheet)?;
    tx.body(sheet.body).await?.ok_or(MeetingError::NoBody)?;
    let id = MeetingId(Uuid::now_v7());
    tx.create_meeting(id, sheet, asker.person, asker.now)
        .await?;
    Ok(id)
}

/// Changes what is said of a meeting; its body stays. Members who are convened are written to at once: `true`.
pub async fn change(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
    revision: i64,
    sheet: &Sheet,
) -> Result<bool, MeetingError> {
    let meeting = held(tx, asker, id, revision, MeetingAct::Change).await?;
    let sheet = Sheet {
        body: meeting.sheet.body,
        ..sheet.clone()
    };
    fit(asker, &sheet)?;
    let convened = meeting.state == MeetingState::Convened;
    if convened && !sheet.says_where() {
        return Err(MeetingError::Unready(vec![Unready::NoPlace]));
    }
    tx.change_meeting(id, &sheet).await?;
    let is_told = convened && sheet != meeting.sheet;
    if is_told {
        convene::send(tx, asker, id).await?;
    }
    Ok(is_told)
}

fn fit(asker: &Asker<'_>, sheet: &Sheet) -> Result<(), MeetingError> {
    let faults = sheet.faults(asker.now);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(MeetingError::Sheet(faults))
    }
}
