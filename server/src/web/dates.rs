//! Days and instants in French words, on the clock of Paris.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
use chrono_tz::Europe::Paris;
use dires_domain::people::Term;

/// The months, in lower case.
pub const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// « 1er mars 2026 », its spaces unbreakable between the day and the month.
pub fn day(day: NaiveDate) -> String {
    let number = match day.day() {
        1 => "1er".to_owned(),
        number => number.to_string(),
    };
    format!(
        "{number}\u{a0}{} {}",
        MONTHS[day.month0() as usize],
        day.year()
    )
}

/// « 2 mars 2026 à 14 h 30 », in Paris.
pub fn instant(instant: DateTime<Utc>) -> String {
    let local = instant.with_timezone(&Paris).naive_local();
    format!("{} à {}", day(local.date()), time(local))
}

/// « 14 h 30 », in Paris.
pub fn hour(instant: DateTime<Utc>) -> String {
    time(instant.with_timezone(&Paris).naive_local())
}

/// « 2 mars 2026, de 14 h à 16 h 30 », in Paris; both days where it ends on another.
pub fn span(from: DateTime<Utc>, until: DateTime<Utc>) -> String {
    let (start, end) = (from.with_timezone(&Paris), until.with_timezone(&Paris));
    let (start, end) = (start.naive_local(), end.naive_local());
    if start.date() != end.date() {
        return format!("du {} au {}", instant(from), instant(until));
    }
    format!("{}, de {} à {}", day(start.date()), time(start), time(end))
}

/// « 14 h 30 », « 9 h ».
fn time(local: NaiveDateTime) -> String {
    match local.minute() {
        0 => format!("{}\u{a0}h", local.hour()),
        minute => format!("{}\u{a0}h\u{a0}{minute:02}", local.hour()),
    }
}

/// « depuis le 1er mars 2026 », « du 1er mars 2026 au 4 avril 2027 ».
pub fn term(term: Term) -> String {
    match term.until {
        None => format!("depuis le {}", day(term.since)),
        Some(until) => format!("du {} au {}", day(term.since), day(until)),
    }
}

/// For `<time datetime>`: RFC 3339, in UTC, to the second.
pub fn machine(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What a field `datetime-local` holds, in Paris: `2026-03-02T14:30`.
pub fn field(instant: DateTime<Utc>) -> String {
    instant
        .with_timezone(&Paris)
        .format("%Y-%m-%dT%H:%M")
        .to_string()
}

/// What was typed in a field `datetime-local`, as the clock of Paris shows it; none if it is no instant there (the hour
/// that the change to summer time skips). Of the hour that comes twice, the first.
pub fn from_field(text: &str) -> Option<DateTime<Utc>> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"))
        .ok()?;
    let found = local.and_local_timezone(Paris).earliest()?;
    Some(found.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_instants_read_as_french() {
        let noon = "2026-03-01T13:05:00Z".parse().unwrap();
        assert_eq!(instant(noon), "1er\u{a0}mars 2026 à 14\u{a0}h\u{a0}05");
        let summer = "2026-08-15T07:00:00Z".parse().unwrap();
        assert_eq!(instant(summer), "15\u{a0}août 2026 à 9\u{a0}h");
    }

    #[test]
    fn a_meeting_has_a_day_and_hours() {
        let at = |text: &str| text.parse().unwrap();
        let hours = span(at("2026-06-12T12:00:00Z"), at("2026-06-12T14:30:00Z"));
        assert_eq!(
            hours.replace('\u{a0}', " "),
            "12 juin 2026, de 14 h à 16 h 30"
        );
        let night = span(at("2026-06-12T20:00:00Z"), at("2026-06-12T23:00:00Z"));
        let night = night.replace('\u{a0}', " ");
        assert_eq!(night, "du 12 juin 2026 à 22 h au 13 juin 2026 à 1 h");
    }

    #[test]
    fn a_field_goes_and_comes_back() {
        let instant = from_field("2026-07-14T14:30").unwrap();
        assert_eq!(machine(instant), "2026-07-14T12:30:00Z");
        assert_eq!(field(instant), "2026-07-14T14:30");
        assert_eq!(from_field("2026-03-29T02:30"), None);
        assert_eq!(from_field("demain"), None);
    }
}
