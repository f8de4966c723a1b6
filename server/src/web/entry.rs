//! A meeting as calendars and mails are told of it: titles, a date, a place and the address of its file, and no more.

use dires_domain::meeting::{MeetingState, Sight};

use super::messages::meetings as say;
use super::typography;
use crate::config::Config;
use crate::meetings::ics::Entry;
use crate::storage::meetings::Meeting;
use crate::storage::{StorageError, Tx};

/// What a meeting is called: its body's name, then its own.
pub fn name(body: &str, title: &str) -> String {
    if title.is_empty() {
        body.to_owned()
    } else {
        format!("{body} – {}", typography::set(title))
    }
}

/// A meeting as somebody is told of it, who sees that much.
pub async fn entry(
    tx: &mut Tx,
    config: &Config,
    meeting: &Meeting,
    sight: &Sight,
) -> Result<Entry, StorageError> {
    let body = tx.body(meeting.sheet.body).await?;
    let body = body.ok_or_else(|| StorageError::impossible("meeting", "no body"))?;
    let points = titles(tx, meeting, sight).await?;
    let address = format!("{}/reunions/{}", config.public_url, meeting.id);
    let tentative = meeting.state == MeetingState::Prepared;
    Ok(Entry {
        title: name(&body.name, &meeting.sheet.title),
        description: say::description(&points, &address, tentative),
        place: place(meeting),
        address,
    })
}

/// The titles of the points that somebody sees, in order.
pub async fn titles(
    tx: &mut Tx,
    meeting: &Meeting,
    sight: &Sight,
) -> Result<Vec<String>, StorageError> {
    let agenda = tx.agenda(meeting.id).await?;
    let seen = agenda.iter().filter(|point| sight.shows(point.id));
    Ok(seen
        .map(|point| typography::set(&super::messages::mail::title(&point.title)))
        .collect())
}

/// Where it is; the link itself stands in the file alone.
pub fn place(meeting: &Meeting) -> String {
    match (meeting.sheet.place.as_str(), meeting.sheet.link.as_str()) {
        ("", "") => String::new(),
        ("", _) => say::AT_A_DISTANCE.to_owned(),
        (place, _) => place.to_owned(),
    }
}
