//! A présidence's reserve on a passage of the frozen text, with the wording that it proposes: tabled, then levée or
//! maintenue by its own territory alone.
//!
//! Nothing is adopted while one is undecided ([`crate::conditions`]); a written consultation, whose closing asks nobody,
//! prints what it finds undecided as if it were maintained ([`at_closing`]).

use crate::anchor::LONGEST_QUOTE;
use crate::paper::ReservationState;
use crate::vocabulary::vocabulary;

/// Longest passage of a reserve, in UTF-16 units: its quote is kept whole.
pub const LONGEST_PASSAGE: usize = LONGEST_QUOTE;

/// Longest wording that is proposed in the place of a passage, in characters.
pub const LONGEST_WORDING: usize = 4_000;

/// Most reserves on a text.
pub const MOST: i32 = 300;

vocabulary! {
    /// What a territory says of its own reserve.
    pub enum Ruling {
        /// The text, or what was said, satisfies it.
        Lift = "lever",
        /// It stands, and is printed in annex.
        Maintain = "maintenir",
    }
}

/// Why a reserve does not become that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotRuled {
    /// It is so already.
    #[error("the reserve is so already")]
    Already,
    /// It was lifted for good: whoever changes their mind tables another.
    #[error("the reserve was lifted")]
    Lifted,
}

/// What a reserve becomes. One that is maintained may still be lifted; one that is lifted names the version that lifted
/// it, and is so for good.
pub const fn rule(state: ReservationState, ruling: Ruling) -> Result<ReservationState, NotRuled> {
    match (state, ruling) {
        (ReservationState::Standing | ReservationState::Maintained, Ruling::Lift) => {
            Ok(ReservationState::Lifted)
        }
        (ReservationState::Standing, Ruling::Maintain) => Ok(ReservationState::Maintained),
        (ReservationState::Maintained, Ruling::Maintain)
        | (ReservationState::Lifted, Ruling::Lift) => Err(NotRuled::Already),
        (ReservationState::Lifted, Ruling::Maintain) => Err(NotRuled::Lifted),
    }
}

/// What a reserve counts as when a written consultation that adopts closes: its closing asks nobody, a silence lifts
/// nothing, and one territory's silence does not hold back what the others decided.
pub const fn at_closing(state: ReservationState) -> ReservationState {
    match state {
        ReservationState::Standing => ReservationState::Maintained,
        decided => decided,
    }
}

/// Why no wording is that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WordingFault {
    /// It says what the passage says already.
    #[error("the wording is the passage's")]
    Same,
    /// More than [`LONGEST_WORDING`] characters.
    #[error("the wording is too long")]
    TooLong,
}

/// The wording as it is kept, blanks at its ends left out and its lines joined: it stands within a paragraph. None of it:
/// the passage is to be removed.
pub fn wording(typed: &str, passage: &str) -> Result<String, WordingFault> {
    let wording = in_line(typed);
    if wording.chars().count() > LONGEST_WORDING {
        return Err(WordingFault::TooLong);
    }
    if wording == in_line(passage) {
        return Err(WordingFault::Same);
    }
    Ok(wording)
}

/// One line: only the blanks that break lines are touched, so that a narrow no-break space stays one.
fn in_line(words: &str) -> String {
    let lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LONGEST_WORDING, NotRuled, Ruling, WordingFault, at_closing, rule, wording};
    use crate::paper::ReservationState::{self, Lifted, Maintained, Standing};

    #[test]
    fn what_a_reserve_becomes_is_this_table() {
        for (from, ruling, to) in [
            (Standing, Ruling::Lift, Ok(Lifted)),
            (Standing, Ruling::Maintain, Ok(Maintained)),
            (Maintained, Ruling::Lift, Ok(Lifted)),
            (Maintained, Ruling::Maintain, Err(NotRuled::Already)),
            (Lifted, Ruling::Lift, Err(NotRuled::Already)),
            (Lifted, Ruling::Maintain, Err(NotRuled::Lifted)),
        ] {
            assert_eq!(rule(from, ruling), to, "{from} {ruling}");
        }
    }

    #[test]
    fn a_closing_takes_no_reserve_away() {
        let found = ReservationState::ALL.iter().map(|it| at_closing(*it));
        assert_eq!(found.collect::<Vec<_>>(), [Maintained, Lifted, Maintained]);
    }

    #[test]
    fn a_wording_says_something_else_than_the_passage() {
        let same = "la ligne nord\u{202f};";
        assert_eq!(
            wording(&format!(" {same}\r\n"), same),
            Err(WordingFault::Same)
        );
        assert_eq!(
            wording(" la ligne\r\n  sud ", same).unwrap(),
            "la ligne sud"
        );
        assert_eq!(
            wording("", same).unwrap(),
            "",
            "the passage is to be removed"
        );
        let long = "é".repeat(LONGEST_WORDING + 1);
        assert_eq!(wording(&long, same), Err(WordingFault::TooLong));
        assert!(wording(&long[2..], same).is_ok());
    }

    proptest! {
        #[test]
        fn whatever_is_said_a_lifted_reserve_stays_lifted_and_none_is_undecided_again(
            said in prop::collection::vec(prop::sample::select(Ruling::ALL.to_vec()), 0..9),
        ) {
            let (mut state, mut lifted) = (Standing, false);
            for ruling in &said {
                state = rule(state, *ruling).unwrap_or(state);
                lifted |= *ruling == Ruling::Lift;
            }
            prop_assert_eq!(state == Lifted, lifted);
            prop_assert_eq!(state == Standing, said.is_empty());
            prop_assert_ne!(at_closing(state), Standing);
        }
    }
}
