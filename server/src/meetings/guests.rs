//! Who comes from outside for one point. Who has an account is convened with the members, and sees that point alone.

use dires_domain::ids::{GuestId, MeetingId, PersonId, PointId};
use dires_domain::mail::MailKind;
use dires_domain::meeting::agenda::{Guest, LONGEST_NAME, MOST_GUESTS};
use uuid::Uuid;

use super::agenda::Arranged;
use super::{MeetingError, convene};
use crate::papers::Asker;
use crate::storage::Tx;
use crate::storage::meetings::Meeting;
use crate::storage::outbox::NewMail;

/// A guest as they are named.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// How they are shown; where it is empty, as their account is.
    pub name: &'a str,
    /// The address of their account; empty for somebody who has none, and is not written to.
    pub email: &'a str,
}

/// Invites somebody for a point.
pub async fn invite(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
    revision: i64,
    point: PointId,
    named: Named<'_>,
) -> Result<(), MeetingError> {
    let agenda = Arranged::hold(tx, asker, id, revision).await?;
    let point = agenda.point(point)?;
    if point.guests.len() >= MOST_GUESTS {
        return Err(MeetingError::Full);
    }
    let account = account(tx, named.email).await?;
    let (person, shown) = account.map_or((None, None), |(id, name)| (Some(id), Some(name)));
    let name = Some(named.name.to_owned()).filter(|it| !it.is_empty());
    let name = name.or(shown).ok_or(MeetingError::BadName)?;
    if name.chars().count() > LONGEST_NAME {
        return Err(MeetingError::BadName);
    }
    if person.is_some() && point.guests.iter().any(|guest| guest.person == person) {
        return Err(MeetingError::GuestTwice);
    }
    let members = convene::members(tx, asker.today, &agenda.meeting).await?;
    if person.is_some_and(|person| members.contains(&person)) {
        return Err(MeetingError::GuestSits);
    }
    let guest = Guest {
        id: GuestId(Uuid::now_v7()),
        name,
        person,
    };
    Ok(tx.invite_guest(point.id, &guest).await?)
}

/// Whose address this is, and their name; none where it is empty.
async fn account(tx: &mut Tx, email: &str) -> Result<Option<(PersonId, String)>, MeetingError> {
    if email.is_empty() {
        return Ok(None);
    }
    let unknown = || MeetingError::UnknownGuest(email.to_owned());
    let person = tx.credentials(email).await?.ok_or_else(unknown)?.person;
    let account = tx.account(person).await?.ok_or_else(unknown)?;
    Ok(Some((person, account.person.name)))
}

/// Takes an invitation back.
pub async fn withdraw(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
    revision: i64,
    guest: GuestId,
) -> Result<(), MeetingError> {
    let agenda = Arranged::hold(tx, asker, id, revision).await?;
    let mut guests = agenda.points.iter().flat_map(|point| &point.guests);
    let found = guests.find(|it| it.id == guest);
    let found = found.ok_or(MeetingError::NoPoint)?;
    tx.remove_guest(guest).await?;
    dismiss(tx, asker, &agenda.meeting, std::slice::from_ref(found)).await
}

/// Tells those of these guests who were convened, and now come for no point of the meeting, that they are not any more.
pub(super) async fn dismiss(
    tx: &mut Tx,
    asker: &Asker<'_>,
    meeting: &Meeting,
    gone: &[Guest],
) -> Result<(), MeetingError> {
    let mut kept = convene::recipients(tx, asker.today, meeting).await?;
    for person in gone.iter().filter_map(|it| it.person) {
        if kept.contains(&person) || !tx.dismiss(meeting.id, person).await? {
            continue;
        }
        kept.push(person);
        let new = NewMail {
            kind: MailKind::Uninvited,
            subject: meeting.id.0,
            occasion: tx.raise_sequence(meeting.id).await?,
            person,
            at: asker.now,
        };
        tx.write_mail(&new).await?;
    }
    Ok(())
}
