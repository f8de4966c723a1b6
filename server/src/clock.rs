//! What time it is: a parameter, so that a test says it.

use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound, TimeDelta, Utc};
use chrono_tz::Europe::Paris;

/// Says the instant. Everything that needs one takes it from here.
pub trait Clock: Send + Sync + 'static {
    /// The instant, in UTC, truncated to the microsecond: `PostgreSQL` keeps no more.
    fn now(&self) -> DateTime<Utc>;

    /// The day in France, on which mandates are in force or not.
    fn today(&self) -> NaiveDate {
        day_of(self.now())
    }
}

/// The day in France at this instant.
pub fn day_of(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Paris).date_naive()
}

/// What the clock of Paris shows at this instant.
pub fn local(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&Paris).naive_local()
}

/// The instant at which the clock of Paris shows this: of an hour that comes twice the later, and of one that summer time
/// skips the same time after it.
pub fn instant_of(local: NaiveDateTime) -> DateTime<Utc> {
    let found = local.and_local_timezone(Paris).latest();
    let skipped = || {
        (local + TimeDelta::hours(1))
            .and_local_timezone(Paris)
            .latest()
    };
    let found = found.or_else(skipped);
    found.map_or_else(|| local.and_utc(), |it| it.with_timezone(&Utc))
}

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

#[cfg(test)]
pub mod testing {
    //! A clock that stands still until a test moves it.

    use std::sync::Mutex;

    use chrono::TimeDelta;

    use super::{Clock, DateTime, Utc};

    /// Stands still until it is set.
    #[derive(Debug)]
    pub struct SetClock(Mutex<DateTime<Utc>>);

    impl SetClock {
        /// Stands at the instant, written as in RFC 3339, such as `2026-03-02T09:00:00Z`.
        pub fn at(instant: &str) -> Self {
            Self(Mutex::new(instant.parse().expect("an RFC 3339 instant")))
        }

        /// Goes to another instant.
        pub fn set(&self, instant: &str) {
            *self.0.lock().expect("the clock") = instant.parse().expect("an RFC 3339 instant");
        }

        /// Goes forward.
        pub fn advance(&self, by: TimeDelta) {
            *self.0.lock().expect("the clock") += by;
        }
    }

    impl Clock for SetClock {
        fn now(&self) -> DateTime<Utc> {
            *self.0.lock().expect("the clock")
        }
    }

    #[test]
    fn the_day_changes_at_midnight_in_france() {
        let clock = SetClock::at("2026-07-31T21:59:00Z");
        assert_eq!(clock.today().to_string(), "2026-07-31");
        clock.advance(TimeDelta::minutes(2));
        assert_eq!(clock.today().to_string(), "2026-08-01");
    }
}

#[cfg(test)]
mod tests {
    use super::{DateTime, Utc, instant_of, local};

    #[test]
    fn an_instant_is_what_the_clock_of_paris_shows() {
        let at = |text: &str| instant_of(text.parse().unwrap()).to_rfc3339();
        assert_eq!(at("2026-03-02T10:00:00"), "2026-03-02T09:00:00+00:00");
        assert_eq!(at("2026-03-29T02:30:00"), "2026-03-29T01:30:00+00:00");
        assert_eq!(at("2026-10-25T02:30:00"), "2026-10-25T01:30:00+00:00");
        let noon: DateTime<Utc> = "2026-07-14T12:00:00Z".parse().unwrap();
        assert_eq!(local(noon).to_string(), "2026-07-14 14:00:00");
    }
}
