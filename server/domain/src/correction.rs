//! Corrections of form: a frozen text gets another version, and the positions that were taken stay, because it says the
//! same; unless a territory contests that it does.
//!
//! A correction that is contested is undone: the text says again what the positions were taken on. So those taken before it
//! stand, those taken on its words are void, and nobody is held to words that they did not read. Whoever wants the change all the
//! same sends the text back, or has it amended.

/// A correction, by the numbers of the versions that it made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corrected {
    /// The version that has its words.
    pub after: i32,
    /// The version that has them no longer; none unless it was contested.
    pub undone: Option<i32>,
}

impl Corrected {
    /// Whether a version has its words.
    const fn is_in(&self, version: i32) -> bool {
        let still = match self.undone {
            Some(undone) => version < undone,
            None => true,
        };
        self.after <= version && still
    }

    const fn made(&self, version: i32) -> bool {
        self.after == version || matches!(self.undone, Some(undone) if undone == version)
    }
}

/// Whether a position that was taken on a version counts on a later one: between the two there are but corrections and
/// their undoing, and none that is contested is in the one and not in the other.
pub fn counts(on: i32, now: i32, corrections: &[Corrected]) -> bool {
    let only_form = (on + 1..=now).all(|number| corrections.iter().any(|it| it.made(number)));
    let contested = corrections.iter().filter(|it| it.undone.is_some());
    on <= now
        && only_form
        && contested
            .into_iter()
            .all(|it| it.is_in(on) == it.is_in(now))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{Corrected, counts};

    const fn corrected(after: i32, undone: Option<i32>) -> Corrected {
        Corrected { after, undone }
    }

    #[test]
    fn which_positions_count_is_this_table() {
        let none: &[Corrected] = &[];
        let one = &[corrected(2, None)];
        let undone = &[corrected(2, Some(3))];
        let two = &[corrected(2, Some(4)), corrected(3, None)];
        for (on, now, corrections, expected) in [
            (1, 1, none, true),
            (1, 2, none, false),
            (2, 1, none, false),
            (1, 2, one, true),
            (2, 2, one, true),
            (1, 3, one, false),
            (1, 3, undone, true),
            (2, 3, undone, false),
            (3, 3, undone, true),
            (1, 4, two, true),
            (2, 4, two, false),
            (3, 4, two, false),
        ] {
            let said = format!("{on} on {now} with {corrections:?}");
            assert_eq!(counts(on, now, corrections), expected, "{said}");
        }
    }

    proptest! {
        /// Each step corrects, or contests one of the corrections that stand; the texts themselves say what counts.
        #[test]
        fn a_position_counts_exactly_where_the_words_differ_by_uncontested_corrections(
            steps in prop::collection::vec((any::<bool>(), any::<prop::sample::Index>()), 0..9),
        ) {
            let mut corrections: Vec<Corrected> = Vec::new();
            let mut texts: Vec<BTreeSet<usize>> = vec![BTreeSet::new()];
            for (corrects, which) in steps {
                let number = i32::try_from(texts.len()).unwrap() + 1;
                let mut text = texts.last().unwrap().clone();
                let standing: Vec<usize> = text.iter().copied().collect();
                if corrects || standing.is_empty() {
                    text.insert(corrections.len());
                    corrections.push(corrected(number, None));
                } else {
                    let one = standing[which.index(standing.len())];
                    text.remove(&one);
                    corrections[one].undone = Some(number);
                }
                texts.push(text);
            }
            let last = i32::try_from(texts.len()).unwrap();
            for (on, text) in (1..).zip(&texts) {
                let mut differ = text.symmetric_difference(texts.last().unwrap());
                let same = differ.all(|one| corrections[*one].undone.is_none());
                prop_assert_eq!(counts(on, last, &corrections), same);
            }
            prop_assert!(counts(1, last, &corrections), "what was read before any correction always counts");
        }
    }
}
