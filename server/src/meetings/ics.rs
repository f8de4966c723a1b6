//! Meetings as calendars read them (RFC 5545), and as mails carry them (RFC 5546). Nothing but titles, dates, places and
//! the address of the file goes there.

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus, Property};

use crate::storage::meetings::Meeting;
use dires_domain::meeting::MeetingState;

/// A meeting as somebody is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called.
    pub title: String,
    /// What is said below; may be empty.
    pub description: String,
    /// Where; may be empty.
    pub place: String,
    /// The address of its file.
    pub address: String,
}

/// Who writes to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parties<'a> {
    /// The address that convenes.
    pub organizer: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The address that is convened.
    pub attendee: &'a str,
}

/// The method of a calendar file that is mailed (RFC 5546, 3.2).
pub const fn method(state: MeetingState) -> &'static str {
    match state {
        MeetingState::Cancelled => "CANCEL",
        _ => "REQUEST",
    }
}

/// The calendar file of a convocation, of a change, or of a cancellation: the same `UID`, and each time a higher
/// `SEQUENCE`.
pub fn convocation(
    meeting: &Meeting,
    entry: &Entry,
    parties: Parties<'_>,
    now: DateTime<Utc>,
) -> String {
    let mut event = event(meeting, entry, now);
    let mut organizer = Property::new("ORGANIZER", format!("mailto:{}", parties.organizer));
    organizer.add_parameter("CN", &quoted(parties.name));
    let mut attendee = Property::new("ATTENDEE", format!("mailto:{}", parties.attendee));
    attendee.add_parameter("ROLE", "REQ-PARTICIPANT");
    attendee.add_parameter("RSVP", "FALSE");
    event.append_property(organizer).append_property(attendee);
    let mut calendar = calendar();
    calendar.append_property(("METHOD", method(meeting.state)));
    calendar.push(event);
    calendar.to_string()
}

/// A person's calendar.
pub fn feed<'m>(
    name: &str,
    meetings: impl IntoIterator<Item = (&'m Meeting, Entry)>,
    now: DateTime<Utc>,
) -> String {
    let mut calendar = calendar();
    calendar.append_property(("METHOD", "PUBLISH"));
    calendar.name(name);
    calendar.append_property(("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"));
    for (meeting, entry) in meetings {
        calendar.push(event(meeting, &entry, now));
    }
    calendar.to_string()
}

fn calendar() -> Calendar {
    let mut calendar = Calendar::new();
    calendar
        .properties
        .retain(|property| property.key() != "PRODID");
    calendar.append_property(("PRODID", "-//Dires//Dires//FR"));
    calendar
}

fn event(meeting: &Meeting, entry: &Entry, now: DateTime<Utc>) -> Event {
    let status = match meeting.state {
        MeetingState::Prepared => EventStatus::Tentative,
        MeetingState::Cancelled => EventStatus::Cancelled,
        _ => EventStatus::Confirmed,
    };
    let mut event = Event::new();
    event
        .uid(&meeting.id.to_string())
        .timestamp(now)
        .sequence(u32::try_from(meeting.sequence).unwrap_or(u32::MAX))
        .starts(meeting.sheet.starts_at)
        .ends(meeting.sheet.ends_at)
        .summary(&plain(&entry.title))
        .url(&entry.address)
        .status(status);
    if !entry.description.is_empty() {
        event.description(&entry.description);
    }
    if !entry.place.is_empty() {
        event.location(&plain(&entry.place));
    }
    event.done()
}

/// On one line.
fn plain(text: &str) -> String {
    text.replace(|letter: char| letter.is_control(), " ")
}

/// The value of a parameter: in quotes, and so without any (RFC 5545, 3.1).
fn quoted(text: &str) -> String {
    format!("\"{}\"", plain(text).replace('"', "’"))
}
