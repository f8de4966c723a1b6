//! When those who are convened to a meeting are reminded of it: a week before, and the day before.

use chrono::{DateTime, TimeDelta, Utc};

/// The two instants, the first one first. Who was convened after one of them is not reminded then.
pub fn reminders(starts: DateTime<Utc>) -> [DateTime<Utc>; 2] {
    [7, 1].map(|days| starts - TimeDelta::days(days))
}

/// The reminder that is due: of two, having been stopped meanwhile, the last one; none before the first, and none once the
/// meeting has begun.
pub fn due(starts: DateTime<Utc>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let past = reminders(starts).into_iter().filter(|at| *at <= now);
    past.max().filter(|_| now < starts)
}

/// The next one after an instant.
pub fn next(starts: DateTime<Utc>, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    reminders(starts).into_iter().find(|at| *at > after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn one_a_week_before_one_the_day_before_and_none_once_it_sits() {
        let starts = at("2026-03-20T13:00:00Z");
        let (week, eve) = (at("2026-03-13T13:00:00Z"), at("2026-03-19T13:00:00Z"));
        for (now, is_due, comes) in [
            ("2026-03-13T12:59:59Z", None, Some(week)),
            ("2026-03-13T13:00:00Z", Some(week), Some(eve)),
            ("2026-03-19T12:59:59Z", Some(week), Some(eve)),
            ("2026-03-19T13:00:00Z", Some(eve), None),
            ("2026-03-20T12:59:59Z", Some(eve), None),
            ("2026-03-20T13:00:00Z", None, None),
        ] {
            let (now, told) = (at(now), (is_due, comes));
            assert_eq!((due(starts, now), next(starts, now)), told, "{now}");
        }
    }
}
