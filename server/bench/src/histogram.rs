//! Latencies, counted in steps of about 2 %.

use std::time::Duration;

const STEPS_PER_DOUBLING: f64 = 32.0;
const STEPS: usize = 1024;

/// How many took how long.
#[derive(Clone)]
pub struct Histogram {
    counts: Vec<u64>,
    total: u64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self {
            counts: vec![0; STEPS],
            total: 0,
        }
    }
}

impl Histogram {
    /// Counts one.
    pub fn add(&mut self, latency: Duration) {
        let micros = (latency.as_secs_f64() * 1e6).max(1.0);
        self.counts[step(micros).min(STEPS - 1)] += 1;
        self.total += 1;
    }

    /// The latency that a share (0 to 1) of them does not exceed, in milliseconds; none when there are none.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let mut left = share * real(self.total);
        for (step, count) in self.counts.iter().enumerate() {
            left -= real(*count);
            if left <= 0.0 && *count > 0 {
                return Some((real(step as u64 + 1) / STEPS_PER_DOUBLING).exp2() / 1e3);
            }
        }
        None
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a logarithm of at least 1, below some hundreds"
)]
fn step(micros: f64) -> usize {
    (micros.log2() * STEPS_PER_DOUBLING) as usize
}

/// A count as a number to divide with; exact below 2^53.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of what is measured stay far below 2^53"
)]
pub fn real(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_within_a_step() {
        let mut latencies = Histogram::default();
        (1..=100).for_each(|ms| latencies.add(Duration::from_millis(ms)));
        for (share, wanted) in [(0.5, 50.0), (0.95, 95.0), (0.99, 99.0)] {
            let found = latencies.quantile(share).unwrap();
            assert!((found / wanted - 1.0).abs() < 0.03, "{share}: {found}");
        }
        assert_eq!(Histogram::default().quantile(0.5), None);
    }
}
