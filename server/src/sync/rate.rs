//! How much one person may send, over all their connections.
//!
//! Buckets that refill with time. What is kept (changes, and the bytes they come in) is paid for after it was taken, so
//! that a frame larger than what is left still passes; whoever is in debt is not read before it is repaid, and nothing
//! is lost. What is not kept (carets) is forgotten when its bucket is empty. The instant is a parameter.

use std::time::Duration;

use tokio::time::Instant;

/// How a bucket fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// What may come at once.
    pub burst: u32,
    /// What may come every second after that; not 0.
    pub per_second: u32,
}

/// What one person may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Changes.
    pub changes: Rate,
    /// Bytes of frames.
    pub bytes: Rate,
    /// Messages that are not kept.
    pub ephemeral: Rate,
}

/// What is left of a rate.
#[derive(Debug, Clone)]
struct Bucket {
    rate: Rate,
    /// Below 0: a debt.
    left: f64,
    at: Instant,
}

impl Bucket {
    fn full(rate: Rate, now: Instant) -> Self {
        Self {
            rate,
            left: f64::from(rate.burst),
            at: now,
        }
    }

    fn refill(&mut self, now: Instant) {
        let elapsed = now.saturating_duration_since(self.at).as_secs_f64();
        let refilled = self.left + elapsed * f64::from(self.rate.per_second);
        self.left = refilled.min(f64::from(self.rate.burst));
        self.at = self.at.max(now);
    }

    fn spend(&mut self, cost: u32, now: Instant) {
        self.refill(now);
        self.left -= f64::from(cost);
    }

    /// Until the debt is repaid.
    fn wait(&mut self, now: Instant) -> Duration {
        self.refill(now);
        let debt = (-self.left).max(0.0);
        Duration::from_secs_f64(debt / f64::from(self.rate.per_second.max(1)))
    }

    fn take_one(&mut self, now: Instant) -> bool {
        self.refill(now);
        let has = self.left >= 1.0;
        if has {
            self.left -= 1.0;
        }
        has
    }

    fn is_full(&mut self, now: Instant) -> bool {
        self.refill(now);
        self.left >= f64::from(self.rate.burst)
    }
}

/// What is left of one person's rates.
#[derive(Debug, Clone)]
pub struct Budget {
    changes: Bucket,
    bytes: Bucket,
    ephemeral: Bucket,
}

impl Budget {
    /// Nothing was sent yet.
    pub fn full(rates: &Rates, now: Instant) -> Self {
        Self {
            changes: Bucket::full(rates.changes, now),
            bytes: Bucket::full(rates.bytes, now),
            ephemeral: Bucket::full(rates.ephemeral, now),
        }
    }

    /// Pays for a frame of so many bytes that holds so many changes.
    pub fn spend(&mut self, changes: usize, bytes: usize, now: Instant) {
        let cost = |count| u32::try_from(count).unwrap_or(u32::MAX);
        self.changes.spend(cost(changes), now);
        self.bytes.spend(cost(bytes), now);
    }

    /// How long nothing more is read from this person; zero: not at all.
    pub fn wait(&mut self, now: Instant) -> Duration {
        self.changes.wait(now).max(self.bytes.wait(now))
    }

    /// Whether one more message that is not kept may pass; if so it is paid for.
    pub fn may_speak(&mut self, now: Instant) -> bool {
        self.ephemeral.take_one(now)
    }

    /// Whether it is as good as a new one.
    pub fn is_full(&mut self, now: Instant) -> bool {
        self.changes.is_full(now) && self.bytes.is_full(now) && self.ephemeral.is_full(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATES: Rates = Rates {
        changes: Rate {
            burst: 100,
            per_second: 10,
        },
        bytes: Rate {
            burst: 1_000,
            per_second: 500,
        },
        ephemeral: Rate {
            burst: 3,
            per_second: 2,
        },
    };

    fn budget() -> (Budget, Instant) {
        let now = Instant::now();
        (Budget::full(&RATES, now), now)
    }

    #[test]
    fn a_burst_passes_at_once_and_what_is_beyond_it_is_waited_for() {
        let (mut budget, now) = budget();
        budget.spend(100, 1_000, now);
        assert_eq!(budget.wait(now), Duration::ZERO);
        budget.spend(30, 0, now);
        assert_eq!(budget.wait(now), Duration::from_secs(3));
        assert_eq!(
            budget.wait(now + Duration::from_secs(2)),
            Duration::from_secs(1)
        );
        assert_eq!(budget.wait(now + Duration::from_secs(3)), Duration::ZERO);
    }

    #[test]
    fn bytes_are_counted_beside_changes_and_the_longer_wait_holds() {
        let (mut budget, now) = budget();
        budget.spend(101, 3_000, now);
        assert_eq!(budget.wait(now), Duration::from_secs(4));
    }

    #[test]
    fn rest_fills_the_bucket_again_and_no_further() {
        let (mut budget, now) = budget();
        budget.spend(100, 0, now);
        let later = now + Duration::from_hours(1);
        assert!(!budget.is_full(now) && budget.is_full(later));
        budget.spend(110, 0, later);
        assert_eq!(budget.wait(later), Duration::from_secs(1));
    }

    #[test]
    fn what_is_not_kept_is_forgotten_when_there_is_too_much_of_it() {
        let (mut budget, now) = budget();
        let passed = |budget: &mut Budget, at| (0..10).filter(|_| budget.may_speak(at)).count();
        assert_eq!(passed(&mut budget, now), 3);
        assert_eq!(passed(&mut budget, now + Duration::from_secs(1)), 2);
        assert_eq!(budget.wait(now), Duration::ZERO, "and nobody waits for it");
    }

    #[test]
    fn a_clock_that_goes_back_gives_nothing() {
        let (mut budget, now) = budget();
        let later = now + Duration::from_secs(10);
        budget.spend(200, 0, later);
        assert_eq!(budget.wait(now), Duration::from_secs(10));
        assert_eq!(budget.wait(later), Duration::from_secs(10));
    }
}
