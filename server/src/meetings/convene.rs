//! Convening the members, telling them of a change, telling them that it is cancelled: rows of the outbox, once for each
//! sequence of the meeting, in the unit of work of what happened. What the mail says is made when it leaves.

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::ids::{MeetingId, PersonId};
use dires_domain::mail::MailKind;
use dires_domain::meeting::readiness::unready;
use dires_domain::meeting::{MeetingAct, MeetingState, Sight};
use dires_domain::people::Mandate;

use super::{HORIZON, LONGEST_MOTIVE, MeetingError, held, texts};
use crate::clock::day_of;
use crate::papers::Asker;
use crate::storage::meetings::Meeting;
use crate::storage::outbox::NewMail;
use crate::storage::{StorageError, Tx};

/// Convenes the members and the guests who have an account; again, tells them what has changed. How many were written to.
pub async fn convene(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
    revision: i64,
) -> Result<usize, MeetingError> {
    let meeting = held(tx, asker, id, revision, MeetingAct::Convene).await?;
    // Holding it has counted one revision more.
    let is_sent = meeting.sent.is_some_and(|(sent, _)| sent == revision);
    if is_sent {
        return convene_newcomers(tx, asker, &meeting).await;
    }
    ready(tx, asker, &meeting).await?;
    tx.set_meeting_state(id, MeetingState::Convened).await?;
    send(tx, asker, id).await
}

/// Convenes those who never were, to what the others know already.
async fn convene_newcomers(
    tx: &mut Tx,
    asker: &Asker<'_>,
    meeting: &Meeting,
) -> Result<usize, MeetingError> {
    let people = newcomers(tx, asker.today, meeting).await?;
    if people.is_empty() {
        return Err(MeetingError::NothingNew);
    }
    tx.settle_meeting(meeting.id).await?;
    for person in &people {
        write(tx, meeting.id, *person, meeting.sequence, asker.now).await?;
    }
    Ok(people.len())
}

async fn ready(tx: &mut Tx, asker: &Asker<'_>, meeting: &Meeting) -> Result<(), MeetingError> {
    let body = tx.body(meeting.sheet.body).await?;
    let body = body.ok_or(MeetingError::NoBody)?;
    let points = tx.agenda(meeting.id).await?;
    let mut found = Vec::new();
    for point in &points {
        found.extend(texts::now(tx, point).await?);
    }
    let members = members(tx, asker.today, meeting).await?.len();
    let faults = unready(
        &body,
        &meeting.sheet,
        asker.now,
        points.len(),
        &found,
        members,
    );
    if faults.is_empty() {
        Ok(())
    } else {
        Err(MeetingError::Unready(faults))
    }
}

/// Cancels a meeting, with a motive. Whoever was convened is told so; how many.
pub async fn cancel(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
    revision: i64,
    motive: &str,
) -> Result<usize, MeetingError> {
    let meeting = held(tx, asker, id, revision, MeetingAct::Cancel).await?;
    let was_convened = meeting.sent.is_some();
    if was_convened && motive.is_empty() {
        return Err(MeetingError::NoMotive);
    }
    if motive.chars().count() > LONGEST_MOTIVE {
        return Err(MeetingError::LongMotive);
    }
    tx.set_meeting_state(id, MeetingState::Cancelled).await?;
    tx.set_meeting_motive(id, motive).await?;
    if !was_convened {
        return Ok(0);
    }
    let sequence = tx.send_meeting(id, asker.now).await?;
    let convened = tx.convened(id).await?;
    for one in &convened {
        write(tx, id, one.person, sequence, asker.now).await?;
    }
    Ok(convened.len())
}

/// Sends what is prepared, under the meeting's next sequence. The caller holds it.
pub(super) async fn send(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
) -> Result<usize, MeetingError> {
    let sequence = tx.send_meeting(id, asker.now).await?;
    let meeting = tx.meeting(id).await?.ok_or(MeetingError::NotFound)?;
    let people = recipients(tx, asker.today, &meeting).await?;
    for person in &people {
        write(tx, id, *person, sequence, asker.now).await?;
    }
    Ok(people.len())
}

async fn write(
    tx: &mut Tx,
    meeting: MeetingId,
    person: PersonId,
    sequence: i64,
    at: DateTime<Utc>,
) -> Result<(), StorageError> {
    tx.convene(meeting, person, sequence, at).await?;
    let new = NewMail {
        kind: MailKind::Convocation,
        subject: meeting.0,
        occasion: sequence,
        person,
        at,
    };
    tx.write_mail(&new).await?;
    Ok(())
}

/// Convenes somebody who has a new mandate to the meetings to which they would have been.
pub async fn welcome(
    tx: &mut Tx,
    person: PersonId,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<(), StorageError> {
    let mandates = tx.mandates_of(person).await?;
    for meeting in tx.meetings_between(now, now + HORIZON).await? {
        let is_new = !tx.was_convened(meeting.id, person).await?;
        let sits = sits(&mandates, today, &meeting);
        if is_new && sits && meeting.state == MeetingState::Convened {
            write(tx, meeting.id, person, meeting.sequence, now).await?;
        }
    }
    Ok(())
}

/// Who sits in the body today and on the day of the meeting.
pub async fn members(
    tx: &mut Tx,
    today: NaiveDate,
    meeting: &Meeting,
) -> Result<Vec<PersonId>, StorageError> {
    let mandates = tx.everyones_mandates(today).await?;
    let sitting = mandates
        .iter()
        .filter(|it| sits(std::slice::from_ref(*it), today, meeting));
    let mut people: Vec<_> = sitting.map(|mandate| mandate.person).collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

fn sits(mandates: &[Mandate], today: NaiveDate, meeting: &Meeting) -> bool {
    let then = day_of(meeting.sheet.starts_at);
    let mut lasting = mandates
        .iter()
        .filter(|it| it.term.in_force(today) && it.term.in_force(then));
    lasting.any(|it| it.seats.iter().any(|seat| seat.body == meeting.sheet.body))
}

/// The members, and the guests who have an account.
pub(super) async fn recipients(
    tx: &mut Tx,
    today: NaiveDate,
    meeting: &Meeting,
) -> Result<Vec<PersonId>, StorageError> {
    let mut people = members(tx, today, meeting).await?;
    let points = tx.agenda(meeting.id).await?;
    let guests = points.iter().flat_map(|point| &point.guests);
    people.extend(guests.filter_map(|guest| guest.person));
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Those who would be convened today and never were.
pub async fn newcomers(
    tx: &mut Tx,
    today: NaiveDate,
    meeting: &Meeting,
) -> Result<Vec<PersonId>, StorageError> {
    let known = tx.convened(meeting.id).await?;
    let mut people = recipients(tx, today, meeting).await?;
    people.retain(|person| known.iter().all(|it| it.person != *person));
    Ok(people)
}

/// What a mail about a meeting is to say to somebody now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// They are convened, and see this of it.
    Convened(Sight),
    /// It is cancelled.
    Cancelled,
}

/// What is to be said to somebody of a meeting; none: nothing any more.
pub async fn said(
    tx: &mut Tx,
    asker: &Asker<'_>,
    meeting: &Meeting,
) -> Result<Option<Said>, StorageError> {
    match meeting.state {
        MeetingState::Cancelled => {
            let was = tx.was_convened(meeting.id, asker.person).await?;
            Ok(was.then_some(Said::Cancelled))
        }
        MeetingState::Convened if meeting.sheet.ends_at > asker.now => {
            let sight = super::sight(tx, asker, meeting).await?;
            Ok(sight.is_something().then_some(Said::Convened(sight)))
        }
        _ => Ok(None),
    }
}
