//! A meeting in words: what its page shows to whoever sees that much.

use dires_domain::meeting::Sight;
use dires_domain::meeting::agenda::Guest;
use dires_domain::paper::Opinion;
use dires_domain::people::Territory;

use crate::meetings::file::{PointFile, TextFile};
use crate::storage::meetings::{Convened, Meeting};
use crate::web::entry::name;
use crate::web::messages::{mail, meetings as say, words};
use crate::web::{dates, typography};

/// A meeting, in a list or above its page.
pub struct MeetingView {
    /// Its address.
    pub address: String,
    /// Its body, and what it is called.
    pub name: String,
    /// The day and the hours, in words.
    pub when: String,
    /// Its beginning, for machines.
    pub machine: String,
    /// Where; may be empty.
    pub place: String,
    /// Its state, in words.
    pub state: &'static str,
    /// Its state's code, for its badge.
    pub code: &'static str,
    /// For a point only.
    pub as_guest: bool,
}

impl MeetingView {
    /// A meeting of a body, seen so.
    pub fn of(meeting: &Meeting, body: &str, sight: &Sight) -> Self {
        Self {
            address: super::address(meeting.id),
            name: name(body, &meeting.sheet.title),
            when: dates::span(meeting.sheet.starts_at, meeting.sheet.ends_at),
            machine: dates::machine(meeting.sheet.starts_at),
            place: typography::set(&meeting.sheet.place),
            state: say::state(meeting.state),
            code: meeting.state.code(),
            as_guest: matches!(sight, Sight::Points(_)),
        }
    }
}

/// A point of the file.
pub struct PointView {
    /// Its identifier.
    pub id: String,
    /// Its place, from 1.
    pub rank: usize,
    /// What it is called.
    pub title: String,
    /// Whether it is a text, which they may not read.
    pub closed: bool,
    /// Its text, for who may read it.
    pub text: Option<TextView>,
    /// Who comes from outside.
    pub guests: Vec<GuestView>,
    /// What is wrong with its text; empty where nothing is.
    pub astray: String,
}

/// Someone from outside.
pub struct GuestView {
    /// Their identifier.
    pub id: String,
    /// How they are shown.
    pub name: String,
    /// Whether they are written to.
    pub has_account: bool,
}

/// A text of the file.
pub struct TextView {
    /// The page of the version.
    pub version: String,
    /// Its number.
    pub number: i32,
    /// When it was frozen.
    pub frozen: String,
    /// The page of its text.
    pub paper: String,
    /// What changed since the body saw it: the page, and the number of the version that it saw.
    pub since: Option<(String, i32)>,
    /// The avis on these words.
    pub opinions: Vec<OpinionView>,
}

/// A territory's avis.
pub struct OpinionView {
    /// The territory.
    pub territory: String,
    /// Its colour.
    pub colour: i16,
    /// The avis, or that there is none on this version.
    pub word: &'static str,
    /// Its code; empty where there is none.
    pub code: &'static str,
    /// Its reserves; may be empty.
    pub reservation: String,
}

impl From<PointFile> for PointView {
    fn from(file: PointFile) -> Self {
        let title = typography::set(&mail::title(&file.point.title));
        Self {
            id: file.point.id.to_string(),
            rank: file.rank,
            closed: file.point.text.is_some() && file.text.is_none(),
            text: file.text.map(TextView::from),
            guests: file.point.guests.iter().map(GuestView::from).collect(),
            astray: file
                .astray
                .map_or_else(String::new, |fault| say::unready(fault, &title)),
            title,
        }
    }
}

impl From<&Guest> for GuestView {
    fn from(guest: &Guest) -> Self {
        Self {
            id: guest.id.to_string(),
            name: guest.name.clone(),
            has_account: guest.person.is_some(),
        }
    }
}

impl From<TextFile> for TextView {
    fn from(file: TextFile) -> Self {
        let paper = format!("/textes/{}", file.paper);
        let number = file.version.number;
        let since = |before| format!("{paper}/comparer?avant={before}&apres={number}");
        Self {
            version: format!("{paper}/versions/{number}"),
            number,
            frozen: dates::instant(file.version.frozen_at),
            since: file.seen_before.map(|before| (since(before), before)),
            opinions: file.opinions.into_iter().map(opinion).collect(),
            paper,
        }
    }
}

fn opinion((territory, said): (Territory, Option<(Opinion, String)>)) -> OpinionView {
    let (word, code, reservation) = match said {
        Some((word, reservation)) => (words::opinion(word), word.code(), reservation),
        None => ("Pas d’avis sur cette version", "", String::new()),
    };
    OpinionView {
        territory: territory.name,
        colour: territory.colour,
        word,
        code,
        reservation,
    }
}

/// Somebody who was convened, as the secretariat sees them.
pub struct ConvenedView {
    /// Their name.
    pub name: String,
    /// What became of the mail.
    pub mail: &'static str,
    /// When they opened the file; empty if they did not.
    pub opened: String,
    /// Whether that was before what they were sent last.
    pub before_update: bool,
}

impl From<Convened> for ConvenedView {
    fn from(one: Convened) -> Self {
        Self {
            name: one.name,
            mail: say::mail(one.mail),
            before_update: one.opened_at.is_some() && !one.is_up_to_date,
            opened: one.opened_at.map_or_else(String::new, dates::instant),
        }
    }
}
