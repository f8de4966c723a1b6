//! Stretches of writing: what a text's many small changes are shown as.

use chrono::{DateTime, TimeDelta, Utc};

use crate::ids::{PersonId, TerritoryId};

/// A pause after which one is said to come back to a text.
const PAUSE: TimeDelta = TimeDelta::minutes(10);
/// The longest stretch: beyond, there is a moment to come back to in between.
const LONGEST: TimeDelta = TimeDelta::hours(1);

/// A change, as far as its moment goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its number in its document.
    pub seq: i64,
    /// When the server received it.
    pub at: DateTime<Utc>,
    /// Who wrote it; none for the association.
    pub by: (Option<PersonId>, Option<TerritoryId>),
}

/// Changes of anyone that came one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The number of its last change: the moment when it ends.
    pub last: i64,
    /// When it began.
    pub from: DateTime<Utc>,
    /// When it ended.
    pub to: DateTime<Utc>,
    /// How many changes.
    pub changes: usize,
    /// Who wrote, each once, in the order in which they came.
    pub writers: Vec<(Option<PersonId>, Option<TerritoryId>)>,
}

/// The stretches of `changes`, which are in the order in which they came: another begins after a pause of ten minutes, and
/// after an hour.
pub fn stretches(changes: &[Written]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for change in changes {
        match stretches.last_mut() {
            Some(last) if change.at - last.to < PAUSE && change.at - last.from < LONGEST => {
                last.add(change);
            }
            _ => stretches.push(Stretch::begun(change)),
        }
    }
    stretches
}

impl Stretch {
    fn begun(change: &Written) -> Self {
        Self {
            last: change.seq,
            from: change.at,
            to: change.at,
            changes: 1,
            writers: vec![change.by],
        }
    }

    fn add(&mut self, change: &Written) {
        (self.last, self.to) = (change.seq, change.at);
        self.changes += 1;
        if !self.writers.contains(&change.by) {
            self.writers.push(change.by);
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use uuid::Uuid;

    use super::{Written, stretches};
    use crate::ids::PersonId;

    fn written(seq: i64, minute: i64, who: u128) -> Written {
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap_or_default();
        Written {
            seq,
            at: start + TimeDelta::minutes(minute),
            by: (Some(PersonId(Uuid::from_u128(who))), None),
        }
    }

    #[test]
    fn a_pause_and_an_hour_end_a_stretch() {
        let changes = [
            written(1, 0, 1),
            written(2, 5, 2),
            written(3, 9, 1),
            written(4, 30, 1),
        ];
        let found = stretches(&changes);
        let seen: Vec<_> = found
            .iter()
            .map(|it| (it.last, it.changes, it.writers.len()))
            .collect();
        assert_eq!(seen, [(3, 3, 2), (4, 1, 1)]);
        let steady: Vec<_> = (0..100).map(|minute| written(minute, minute, 1)).collect();
        let found = stretches(&steady);
        assert_eq!(
            found.iter().map(|it| it.changes).collect::<Vec<_>>(),
            [60, 40]
        );
        assert!(stretches(&[]).is_empty());
    }
}
