//! What is said of a meeting: which body, when, where.

use chrono::{DateTime, TimeDelta, Utc};

use crate::ids::BodyId;

/// What is said of a meeting before it sits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The body that meets.
    pub body: BodyId,
    /// What it is called beside its body's name; may be empty.
    pub title: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it is expected to end.
    pub ends_at: DateTime<Utc>,
    /// Where; empty for a meeting held at a distance alone.
    pub place: String,
    /// The address of its video conference; may be empty.
    pub link: String,
    /// Whether the body meets on a second convocation, after a meeting without quorum.
    pub second_call: bool,
}

/// What a meeting cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFault {
    /// It would begin in the past.
    Past,
    /// It would end before it begins.
    EndsBeforeStart,
    /// It would last longer than [`LONGEST`].
    TooLong,
    /// Its title has more than [`LONGEST_WORDS`] characters.
    LongTitle,
    /// Its place has.
    LongPlace,
    /// Its link is no address of the web, or has.
    NotALink,
}

/// The longest meeting.
pub const LONGEST: TimeDelta = TimeDelta::hours(24);

/// The longest title, place or link, in characters.
pub const LONGEST_WORDS: usize = 300;

impl Sheet {
    /// Everything that keeps the meeting from being so, at an instant.
    pub fn faults(&self, now: DateTime<Utc>) -> Vec<SheetFault> {
        let long = |text: &str| text.chars().count() > LONGEST_WORDS;
        let lasts = self.ends_at - self.starts_at;
        let asked = [
            (self.starts_at <= now, SheetFault::Past),
            (lasts <= TimeDelta::zero(), SheetFault::EndsBeforeStart),
            (lasts > LONGEST, SheetFault::TooLong),
            (long(&self.title), SheetFault::LongTitle),
            (long(&self.place), SheetFault::LongPlace),
            (
                long(&self.link) || !is_link(&self.link),
                SheetFault::NotALink,
            ),
        ];
        let wrong = asked.into_iter().filter(|(wrong, _)| *wrong);
        wrong.map(|(_, fault)| fault).collect()
    }

    /// Whether it says where to go.
    pub fn says_where(&self) -> bool {
        !self.place.is_empty() || !self.link.is_empty()
    }
}

/// Nothing, or an address that a browser may open and that stays on one line.
fn is_link(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let spaced = |text: &str| text.contains(|c: char| c.is_whitespace() || c.is_control());
    text.is_empty() || rest.is_some_and(|rest| !rest.is_empty() && !spaced(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(hour: u32) -> DateTime<Utc> {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 20).unwrap();
        day.and_hms_opt(hour, 0, 0).unwrap().and_utc()
    }

    fn sheet() -> Sheet {
        Sheet {
            body: BodyId(Uuid::nil()),
            title: String::new(),
            starts_at: at(9),
            ends_at: at(11),
            place: "Hôtel de Région".into(),
            link: String::new(),
            second_call: false,
        }
    }

    #[test]
    fn a_meeting_is_ahead_and_ends_after_it_begins() {
        assert_eq!(sheet().faults(at(8)), []);
        assert_eq!(sheet().faults(at(9)), [SheetFault::Past]);
        let backwards = Sheet {
            ends_at: at(9),
            ..sheet()
        };
        assert_eq!(backwards.faults(at(8)), [SheetFault::EndsBeforeStart]);
        let endless = Sheet {
            ends_at: at(9) + LONGEST + TimeDelta::minutes(1),
            ..sheet()
        };
        assert_eq!(endless.faults(at(8)), [SheetFault::TooLong]);
    }

    #[test]
    fn a_link_is_an_address_of_the_web() {
        for (link, fine) in [
            ("", true),
            ("https://visio.exemple.fr/salle", true),
            ("http://visio.exemple.fr", true),
            ("https://", false),
            ("javascript:alert(1)", false),
            ("visio.exemple.fr", false),
            ("https://visio.exemple.fr\r\nBcc: x", false),
        ] {
            let typed = Sheet {
                link: link.into(),
                ..sheet()
            };
            assert_eq!(typed.faults(at(8)).is_empty(), fine, "{link}");
        }
    }
}
