//! What a connection, a person and a document may use.

use std::time::Duration;

use chrono::TimeDelta;
use dires_domain::vetting::Limits;

use super::rate::{Rate, Rates};
use crate::config::{HubLimits, Limit, hub};

/// What a connection may use. The limits, their units and their reasons are those of [`hub::LIMITS`].
#[derive(Debug, Clone)]
pub struct Settings {
    /// What a change and a document may grow to.
    pub limits: Limits,
    /// Bytes of one frame.
    pub frame: usize,
    /// Bytes of a message that is not kept.
    pub ephemeral: usize,
    /// Documents open on one connection.
    pub documents: usize,
    /// Connections of one person.
    pub connections: usize,
    /// What one person may send, over all their connections.
    pub rates: Rates,
    /// Frames that wait for a slow reader before it is cut off; it is brought up to date when it comes back.
    pub queue: usize,
    /// Bytes that wait for a slow reader, but for the last frame.
    pub queue_bytes: usize,
    /// How often a connection is pinged; one that gives no sign of life in twice as long is closed.
    pub ping: Duration,
    /// How often the database is asked whether rights or sessions have changed. 1 s.
    pub recheck: Duration,
    /// How long a document stays in memory once nobody has it open.
    pub idle: Duration,
    /// How long after a failed commit the same is tried again. 500 ms.
    pub retry: Duration,
    /// A session that is not used for so long has ended.
    pub session_idle: TimeDelta,
}

impl Settings {
    /// The settings with these limits.
    pub fn of(limits: &HubLimits, session_idle: TimeDelta) -> Self {
        let count = |limit| count(limits, limit);
        Self {
            limits: vetting(limits),
            frame: count(&hub::FRAME) << 10,
            ephemeral: count(&hub::EPHEMERAL) << 10,
            documents: count(&hub::DOCUMENTS),
            connections: count(&hub::CONNECTIONS),
            rates: rates(limits),
            queue: count(&hub::QUEUE),
            queue_bytes: count(&hub::QUEUE_BYTES) << 10,
            ping: Duration::from_secs(limits.of(&hub::PING)),
            recheck: Duration::from_secs(1),
            idle: Duration::from_secs(limits.of(&hub::IDLE)),
            retry: Duration::from_millis(500),
            session_idle,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::of(&HubLimits::default(), TimeDelta::hours(12))
    }
}

fn vetting(limits: &HubLimits) -> Limits {
    let count = |limit| count(limits, limit);
    Limits {
        change_bytes: count(&hub::CHANGE) << 10,
        message_bytes: count(&hub::MESSAGE) << 10,
        operations: limits.of(&hub::OPERATIONS),
        message_operations: limits.of(&hub::MESSAGE_OPERATIONS),
        dependencies: limits.of(&hub::DEPENDENCIES),
        actors: limits.of(&hub::ACTORS),
        replicas: count(&hub::REPLICAS),
        branches: count(&hub::BRANCHES),
        remark: count(&hub::REMARK),
        title: count(&hub::TITLE),
        body: count(&hub::BODY),
        ahead: TimeDelta::seconds(count(&hub::AHEAD).try_into().unwrap_or(0)),
    }
}

fn rates(limits: &HubLimits) -> Rates {
    let rate = |burst, per_second, unit: u64| {
        let number = |limit| u32::try_from(limits.of(limit) * unit).unwrap_or(u32::MAX);
        Rate {
            burst: number(burst),
            per_second: number(per_second),
        }
    };
    Rates {
        changes: rate(&hub::CHANGES_BURST, &hub::CHANGES_RATE, 1),
        bytes: rate(&hub::BYTES_BURST, &hub::BYTES_RATE, 1 << 10),
        ephemeral: rate(&hub::EPHEMERAL_BURST, &hub::EPHEMERAL_RATE, 1),
    }
}

fn count(limits: &HubLimits, limit: &Limit) -> usize {
    usize::try_from(limits.of(limit)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LIMITS;

    #[test]
    fn the_rules_say_the_same_defaults() {
        assert_eq!(Settings::default().limits, Limits::default());
    }

    #[test]
    fn every_limit_sets_something() {
        for limit in LIMITS {
            assert!((limit.least..=limit.most).contains(&limit.default));
            let mut other = HubLimits::default();
            other.set(
                limit,
                limit.least.max(1) + u64::from(limit.default == limit.least),
            );
            let set = format!("{:?}", Settings::of(&other, TimeDelta::hours(12)));
            let usual = format!("{:?}", Settings::default());
            assert_ne!(set, usual, "{} changes nothing", limit.name);
        }
    }
}
