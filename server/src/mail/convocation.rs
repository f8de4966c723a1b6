//! What a convocation says, a change of it, and a cancellation: with the calendar file that inscribes, moves or removes
//! the meeting in the diary of whoever is written to.

use dires_domain::meeting::{MeetingState, Sight};

use super::compose::Writing;
use super::letter::{CalendarFile, Letter};
use crate::meetings::convene::{Said, said};
use crate::meetings::ics::{self, Entry, Parties};
use crate::storage::meetings::Meeting;
use crate::storage::outbox::Claimed;
use crate::storage::{StorageError, Tx};
use crate::web::dates;
use crate::web::entry::{entry, place, titles};
use crate::web::messages::meetings as say;

/// Makes it; none: nothing is to be said any more.
pub async fn convocation(
    tx: &mut Tx,
    writing: &Writing<'_>,
    mail: &Claimed,
) -> Result<Option<Letter>, StorageError> {
    let Some(meeting) = tx.meeting(mail.subject.into()).await? else {
        return Ok(None);
    };
    let Some(said) = said(tx, &writing.asker(), &meeting).await? else {
        return Ok(None);
    };
    let sight = match &said {
        Said::Convened(sight) => sight.clone(),
        // The title and the date are what they were told before.
        Said::Cancelled => Sight::Points(Vec::new()),
    };
    let entry = entry(tx, &writing.app.config, &meeting, &sight).await?;
    let points = titles(tx, &meeting, &sight).await?;
    let letter = match said {
        Said::Convened(_) => convened(writing, &meeting, &entry, &sight, points),
        Said::Cancelled => cancelled(writing, &meeting, &entry),
    };
    Ok(Some(Letter {
        calendar: calendar(writing, &meeting, &entry),
        why: say::WHY_CONVENED,
        ..letter
    }))
}

/// That it comes near; none once they see nothing of it any more, it is cancelled, or it sits.
pub async fn reminder(
    tx: &mut Tx,
    writing: &Writing<'_>,
    mail: &Claimed,
) -> Result<Option<Letter>, StorageError> {
    let Some(meeting) = tx.meeting(mail.subject.into()).await? else {
        return Ok(None);
    };
    let Some(Said::Convened(sight)) = said(tx, &writing.asker(), &meeting).await? else {
        return Ok(None);
    };
    if meeting.sheet.starts_at <= writing.now {
        return Ok(None);
    }
    let entry = entry(tx, &writing.app.config, &meeting, &sight).await?;
    let points = titles(tx, &meeting, &sight).await?;
    let when = dates::instant(meeting.sheet.starts_at);
    Ok(Some(Letter {
        subject: say::reminder(&entry.title, &when),
        lead: say::REMINDER.to_owned(),
        note: String::new(),
        why: say::WHY_CONVENED,
        ..convened(writing, &meeting, &entry, &sight, points)
    }))
}

/// That they are not invited any more; none where they are again, or the meeting is past.
pub async fn uninvited(
    tx: &mut Tx,
    writing: &Writing<'_>,
    mail: &Claimed,
) -> Result<Option<Letter>, StorageError> {
    let Some(meeting) = tx.meeting(mail.subject.into()).await? else {
        return Ok(None);
    };
    let sight = crate::meetings::sight(tx, &writing.asker(), &meeting).await?;
    if sight.is_something() || meeting.sheet.ends_at <= writing.now {
        return Ok(None);
    }
    // For them it is as if it were cancelled, in their diary too.
    let gone = Meeting {
        state: MeetingState::Cancelled,
        ..meeting
    };
    let nothing = Sight::Points(Vec::new());
    let entry = entry(tx, &writing.app.config, &gone, &nothing).await?;
    let when = dates::instant(gone.sheet.starts_at);
    Ok(Some(Letter {
        subject: say::uninvited(&entry.title, &when),
        lead: say::UNINVITED.to_owned(),
        calendar: calendar(writing, &gone, &entry),
        why: say::WHY_CONVENED,
        ..cancelled(writing, &gone, &entry)
    }))
}

fn convened(
    writing: &Writing<'_>,
    meeting: &Meeting,
    entry: &Entry,
    sight: &Sight,
    points: Vec<String>,
) -> Letter {
    let when = dates::instant(meeting.sheet.starts_at);
    let guest = matches!(sight, Sight::Points(_));
    let subject = say::subject(&entry.title, &when, meeting.sequence);
    let lead = say::lead(guest, meeting.sequence);
    Letter {
        heading: entry.title.clone(),
        facts: vec![(say::WHEN, when), (say::WHERE, place(meeting))],
        agenda: Some((say::AGENDA, points)),
        action: Some((say::OPEN_FILE, entry.address.clone())),
        note: say::CALENDAR_FILE.to_owned(),
        ..Letter::new(subject, lead, &writing.association)
    }
}

fn cancelled(writing: &Writing<'_>, meeting: &Meeting, entry: &Entry) -> Letter {
    let when = dates::instant(meeting.sheet.starts_at);
    let subject = say::cancellation(&entry.title, &when);
    Letter {
        heading: entry.title.clone(),
        facts: vec![(say::WHEN, when)],
        ..Letter::new(subject, say::CANCELLATION, &writing.association)
    }
}

/// None where no mail server is set up, and so no address convenes.
fn calendar(writing: &Writing<'_>, meeting: &Meeting, entry: &Entry) -> Option<CalendarFile> {
    let smtp = writing.app.config.smtp.as_ref()?;
    let organizer = smtp.from.to_string();
    let parties = Parties {
        organizer: &organizer,
        name: &writing.association,
        attendee: &writing.account.person.email,
    };
    Some(CalendarFile {
        method: ics::method(meeting.state),
        words: ics::convocation(meeting, entry, parties, writing.now),
    })
}
