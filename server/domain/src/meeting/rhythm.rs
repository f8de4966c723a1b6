//! How often a body meets in a year, and what is missing.

use super::MeetingState;

/// A body's year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Year {
    /// How many meetings the association wants of it, at least; none where it has not said.
    pub wanted: Option<u16>,
    /// How many were held.
    pub held: u16,
    /// How many are prepared, convened or sitting.
    pub ahead: u16,
}

impl Year {
    /// The year of a body whose meetings stand so. Cancelled ones do not count.
    pub fn of(wanted: Option<u16>, meetings: impl IntoIterator<Item = MeetingState>) -> Self {
        let mut year = Self {
            wanted,
            ..Self::default()
        };
        for state in meetings {
            match state {
                MeetingState::Closed => year.held += 1,
                MeetingState::Prepared | MeetingState::Convened | MeetingState::Open => {
                    year.ahead += 1;
                }
                MeetingState::Cancelled => {}
            }
        }
        year
    }

    /// How many are still to be fixed.
    pub fn missing(self) -> u16 {
        let wanted = self.wanted.unwrap_or_default();
        wanted.saturating_sub(self.held + self.ahead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_what_is_neither_held_nor_ahead() {
        use MeetingState::{Cancelled, Closed, Convened, Prepared};
        let missing =
            |wanted, states: &[MeetingState]| Year::of(wanted, states.iter().copied()).missing();
        assert_eq!(missing(Some(3), &[Closed, Convened, Cancelled]), 1);
        assert_eq!(missing(Some(3), &[]), 3);
        assert_eq!(missing(Some(1), &[Closed, Prepared]), 0);
        assert_eq!(missing(None, &[]), 0);
    }
}
