//! Reminding those who are convened, once at each time, whatever restarts: who was reminded is in the outbox.

use chrono::{DateTime, TimeDelta, Utc};
use dires_domain::mail::MailKind;
use dires_domain::meeting::MeetingState;
use dires_domain::meeting::reminder::due;

use crate::storage::meetings::Meeting;
use crate::storage::outbox::NewMail;
use crate::storage::{StorageError, Tx};

/// How long before a meeting its first reminder can be due.
const AHEAD: TimeDelta = TimeDelta::days(8);

/// The meetings of the coming days to which people are convened.
pub async fn coming(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<Meeting>, StorageError> {
    let mut meetings = tx.meetings_between(now, now + AHEAD).await?;
    meetings.retain(|it| it.state == MeetingState::Convened);
    Ok(meetings)
}

/// The mails that remind of a meeting and are due, to those who were convened before; none once they are written.
pub async fn reminding(
    tx: &mut Tx,
    meeting: &Meeting,
    now: DateTime<Utc>,
) -> Result<Vec<NewMail>, StorageError> {
    let Some(at) = due(meeting.sheet.starts_at, now) else {
        return Ok(Vec::new());
    };
    // A meeting that is moved is reminded of anew.
    let (kind, occasion) = (MailKind::MeetingReminder, at.timestamp());
    let people = tx.to_remind(meeting.id, at, (kind, occasion)).await?;
    let mail = |person| NewMail {
        kind,
        subject: meeting.id.0,
        occasion,
        person,
        at: now,
    };
    Ok(people.into_iter().map(mail).collect())
}
