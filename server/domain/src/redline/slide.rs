//! Among the places where the same removal or addition may be said to be, the one that a reader would name.
//!
//! « très » added to « un bon texte » is « un **très** bon texte » with the space after it; a sentence added begins where a
//! sentence ends, not a word earlier because two sentences end alike.

use super::weave::Step;

/// Moves each place where tokens were only removed, or only added, to where it parts most, without changing what either
/// side reads. `boundary` says how much a token parts what is around it, 0 to 4.
pub fn slide(steps: &mut [Step], old: &[u32], new: &[u32], boundary: &dyn Fn(u32) -> u8) {
    // Sliding exchanges equal tokens: the row of tokens stays what it is.
    let row: Vec<u32> = steps
        .iter()
        .map(|step| match *step {
            Step::Keep(i, _) | Step::Remove(i) => old[i],
            Step::Add(j) => new[j],
        })
        .collect();
    let mut from = 0;
    while from < steps.len() {
        let sort = std::mem::discriminant(&steps[from]);
        let alike = |step: &&Step| std::mem::discriminant(*step) == sort;
        let mut to = from + steps[from..].iter().take_while(alike).count();
        if !is_kept(steps, from) && is_free(steps, from, to) {
            let ahead = reach(steps, &row, (from, to), forward);
            (0..ahead).for_each(|by| exchange(steps, to + by, from + by));
            (from, to) = (from + ahead, to + ahead);
            let back = reach(steps, &row, (from, to), backward);
            let best = (0..=back).max_by_key(|by| (merit(&row, from - by, to - by, boundary), *by));
            let best = best.unwrap_or(0);
            (1..=best).for_each(|by| exchange(steps, from - by, to - by));
        }
        from = to;
    }
}

fn is_kept(steps: &[Step], at: usize) -> bool {
    matches!(steps.get(at), Some(Step::Keep(..)))
}

/// Whether what surrounds a change is kept.
fn is_free(steps: &[Step], from: usize, to: usize) -> bool {
    (from == 0 || is_kept(steps, from - 1)) && (to == steps.len() || is_kept(steps, to))
}

/// For the change `from..to`: what is passed over by the step number `by`, from 0, and what of the change it is equal to.
type Passing = fn((usize, usize), usize) -> Option<(usize, usize)>;

#[expect(clippy::unnecessary_wraps, reason = "the same form as the other way")]
const fn forward((from, to): (usize, usize), by: usize) -> Option<(usize, usize)> {
    Some((to + by, from + by))
}

const fn backward((from, to): (usize, usize), by: usize) -> Option<(usize, usize)> {
    if by < from {
        Some((from - 1 - by, to - 1 - by))
    } else {
        None
    }
}

/// How many tokens a change can pass over, one kept token remaining before the next change.
fn reach(steps: &[Step], row: &[u32], change: (usize, usize), passing: Passing) -> usize {
    let passes = |by: &usize| {
        let places = passing(change, *by);
        places.is_some_and(|(kept, own)| is_kept(steps, kept) && row[kept] == row[own])
    };
    let most = (0..steps.len()).take_while(passes).count();
    let beyond = most.checked_sub(1).and_then(|_| passing(change, most));
    let meets = beyond.is_some_and(|(next, _)| next < steps.len() && !is_kept(steps, next));
    most - usize::from(meets)
}

/// How well a change reads that stands at `from..to`: by what it begins after, then by what it ends with.
fn merit(row: &[u32], from: usize, to: usize, boundary: &dyn Fn(u32) -> u8) -> (u8, u8) {
    let before = |back: usize| from.checked_sub(back).map_or(4, |at| boundary(row[at]));
    // A space that follows a full stop begins a sentence.
    let start = if before(1) == 1 && before(2) == 3 {
        4
    } else {
        before(1)
    };
    (start, boundary(row[to - 1]))
}

/// A kept token and the token of a change that is equal to it exchange their fates.
fn exchange(steps: &mut [Step], kept: usize, own: usize) {
    let Step::Keep(i, j) = steps[kept] else {
        return;
    };
    (steps[kept], steps[own]) = match steps[own] {
        Step::Remove(removed) => (Step::Remove(i), Step::Keep(removed, j)),
        Step::Add(added) => (Step::Add(j), Step::Keep(i, added)),
        Step::Keep(..) => return,
    };
}
