//! Counts failed log-ins, so that passwords cannot be tried by the thousand.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// How far back failures count.
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// How many failures one account may have in the window.
pub const BY_ACCOUNT: usize = 5;

/// How many failures one network address may have in the window: an office shares one.
pub const BY_ADDRESS: usize = 30;

/// What failures are counted for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// The folded e-mail that was typed, whether it is someone's or not.
    Account(String),
    /// Where the request came from.
    Address(IpAddr),
}

impl Key {
    const fn limit(&self) -> usize {
        match self {
            Self::Account(_) => BY_ACCOUNT,
            Self::Address(_) => BY_ADDRESS,
        }
    }
}

type Failures = HashMap<Key, Vec<DateTime<Utc>>>;

/// The failures of the last minutes, in memory: a restart forgets them.
#[derive(Debug, Default)]
pub struct Attempts(Mutex<Failures>);

impl Attempts {
    /// Counts an attempt as a failure until [`Self::succeeded`] says otherwise, so that attempts sent together are all
    /// counted; or says from when one may try again.
    pub fn begin(&self, keys: &[Key], now: DateTime<Utc>) -> Result<(), DateTime<Utc>> {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failures.retain(|_, times| !recent(times, now).is_empty());
        if let Some(until) = keys
            .iter()
            .filter_map(|key| closed(&failures, key, now))
            .max()
        {
            return Err(until);
        }
        for key in keys {
            failures.entry(key.clone()).or_default().push(now);
        }
        Ok(())
    }

    /// The attempt was a success: its account starts afresh, its address has one failure less.
    pub fn succeeded(&self, keys: &[Key]) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in keys {
            match key {
                Key::Account(_) => drop(failures.remove(key)),
                Key::Address(_) => drop(failures.get_mut(key).and_then(Vec::pop)),
            }
        }
    }
}

/// When the key may be tried again, if it may not now.
fn closed(failures: &Failures, key: &Key, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let recent = recent(failures.get(key)?, now);
    let first_that_counts = recent.len().checked_sub(key.limit())?;
    Some(*recent.get(first_that_counts)? + WINDOW)
}

fn recent(times: &[DateTime<Utc>], now: DateTime<Utc>) -> &[DateTime<Utc>] {
    let old = times.partition_point(|time| *time + WINDOW <= now);
    &times[old..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> [Key; 1] {
        [Key::Account("a@exemple.fr".into())]
    }

    #[test]
    fn five_failures_close_an_account_until_the_first_is_old() {
        let (attempts, start) = (Attempts::default(), DateTime::UNIX_EPOCH);
        for minute in 0..5 {
            let now = start + TimeDelta::minutes(minute);
            assert_eq!(attempts.begin(&account(), now), Ok(()));
        }
        let now = start + TimeDelta::minutes(5);
        assert_eq!(attempts.begin(&account(), now), Err(start + WINDOW));
        assert_eq!(attempts.begin(&account(), start + WINDOW), Ok(()));
    }

    #[test]
    fn a_success_opens_the_account_again() {
        let (attempts, now) = (Attempts::default(), DateTime::UNIX_EPOCH);
        (0..5).for_each(|_| attempts.begin(&account(), now).unwrap());
        attempts.succeeded(&account());
        assert_eq!(attempts.begin(&account(), now), Ok(()));
    }
}
