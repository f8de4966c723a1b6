//! Two sequences of tokens as one: which are kept, so that what is kept weighs most and what changes is in few places.
//!
//! An alignment with affine gaps (Gotoh 1982), removals and additions of one place counting as one gap: a little word that
//! both texts happen to share between two changes is not worth a third place where a reader must look.

use super::anchors::anchors;

/// What a place where something changes costs, in weights of tokens: more than an article and two spaces.
const PLACE: f32 = 1.1;
/// How many pairs of tokens are weighed against each other at once; beyond, the sequences are cut at what they certainly
/// share.
const MOST: usize = 4_000_000;

/// A token of the two sequences, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// In both.
    Keep(usize, usize),
    /// In the old one only.
    Remove(usize),
    /// In the new one only.
    Add(usize),
}

/// The steps from `old` to `new`, tokens given by numbers that are equal where they are; `weight` of a number. Within one
/// place removals come before additions.
pub fn weave(old: &[u32], new: &[u32], weight: &dyn Fn(u32) -> f32) -> Vec<Step> {
    let mut steps = Vec::with_capacity(old.len().max(new.len()));
    part(old, new, (0, 0), weight, &mut steps);
    steps
}

fn part(
    old: &[u32],
    new: &[u32],
    at: (usize, usize),
    weight: &dyn Fn(u32) -> f32,
    steps: &mut Vec<Step>,
) {
    let start = common(old.iter().zip(new));
    let rest = (&old[start..], &new[start..]);
    let end = common(rest.0.iter().rev().zip(rest.1.iter().rev()));
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    let keep = |from: (usize, usize), count: usize| {
        (0..count).map(move |i| Step::Keep(at.0 + from.0 + i, at.1 + from.1 + i))
    };
    steps.extend(keep((0, 0), start));
    let middle = (&old[start..old_end], &new[start..new_end]);
    let offset = (at.0 + start, at.1 + start);
    if middle.0.len() * middle.1.len() <= MOST {
        weigh(middle.0, middle.1, offset, weight, steps);
    } else {
        cut(middle.0, middle.1, offset, weight, steps);
    }
    steps.extend(keep((old_end, new_end), end));
}

fn common<'a>(pairs: impl Iterator<Item = (&'a u32, &'a u32)>) -> usize {
    pairs.take_while(|(a, b)| a == b).count()
}

/// Cuts two long sequences at what they certainly share, and weighs what lies between.
fn cut(
    old: &[u32],
    new: &[u32],
    at: (usize, usize),
    weight: &dyn Fn(u32) -> f32,
    steps: &mut Vec<Step>,
) {
    let shared = anchors(old, new);
    if shared.is_empty() {
        return replace(old.len(), new.len(), at, steps);
    }
    let mut from = (0, 0);
    for (i, j) in shared.into_iter().chain([(old.len(), new.len())]) {
        let offset = (at.0 + from.0, at.1 + from.1);
        part(&old[from.0..i], &new[from.1..j], offset, weight, steps);
        if i < old.len() {
            steps.push(Step::Keep(at.0 + i, at.1 + j));
        }
        from = (i + 1, j + 1);
    }
}

fn replace(old: usize, new: usize, at: (usize, usize), steps: &mut Vec<Step>) {
    steps.extend((0..old).map(|i| Step::Remove(at.0 + i)));
    steps.extend((0..new).map(|j| Step::Add(at.1 + j)));
}

/// How the best way came to a cell: in a kept stretch, from a kept one or a changed one; in a changed stretch, by a removal
/// or an addition, opening the place or not.
#[derive(Clone, Copy, Default)]
struct Trace(u8);

impl Trace {
    const KEPT_AFTER_CHANGE: u8 = 1;
    const BY_ADDITION: u8 = 2;
    const OPENED: u8 = 4;

    const fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }
}

fn weigh(
    old: &[u32],
    new: &[u32],
    at: (usize, usize),
    weight: &dyn Fn(u32) -> f32,
    steps: &mut Vec<Step>,
) {
    if old.is_empty() || new.is_empty() {
        return replace(old.len(), new.len(), at, steps);
    }
    let width = new.len() + 1;
    let mut traces = vec![Trace::default(); (old.len() + 1) * width];
    let weights: Vec<f32> = old.iter().map(|&token| weight(token)).collect();
    let ends_kept = fill(old, new, &weights, &mut traces);
    let mut way = trace_back(old.len(), new.len(), ends_kept, &traces);
    way.reverse();
    order(&way, at, steps);
}

/// Fills in how each cell is best come to; says whether the best way ends in a kept stretch.
fn fill(old: &[u32], new: &[u32], weights: &[f32], traces: &mut [Trace]) -> bool {
    let width = new.len() + 1;
    let nothing = f32::NEG_INFINITY;
    // For the row above and this one: the best that ends kept, and the best that ends changed.
    let mut above = vec![(nothing, nothing); width];
    let mut row = above.clone();
    for i in 0..=old.len() {
        for j in 0..width {
            let mut trace = 0;
            let mut kept = if (i, j) == (0, 0) { 0.0 } else { nothing };
            if i > 0 && j > 0 && old[i - 1] == new[j - 1] {
                let (k, c): (f32, f32) = above[j - 1];
                if c > k {
                    trace |= Trace::KEPT_AFTER_CHANGE;
                }
                kept = k.max(c) + weights[i - 1];
            }
            let (removed, opened_by_removal) = if i > 0 {
                change(above[j])
            } else {
                (nothing, false)
            };
            let (added, opened_by_addition) = if j > 0 {
                change(row[j - 1])
            } else {
                (nothing, false)
            };
            let by_addition = added >= removed;
            if by_addition {
                trace |= Trace::BY_ADDITION;
            }
            if (by_addition && opened_by_addition) || (!by_addition && opened_by_removal) {
                trace |= Trace::OPENED;
            }
            row[j] = (kept, removed.max(added));
            traces[i * width + j] = Trace(trace);
        }
        std::mem::swap(&mut above, &mut row);
    }
    let (kept, changed) = above[width - 1];
    kept >= changed
}

/// The best changed stretch after `(kept, changed)`, and whether it begins there.
fn change((kept, changed): (f32, f32)) -> (f32, bool) {
    let opened = kept - PLACE;
    (opened.max(changed), opened > changed)
}

/// The way, last step first.
fn trace_back(mut i: usize, mut j: usize, mut kept: bool, traces: &[Trace]) -> Vec<Step> {
    let width = j + 1;
    let mut way = Vec::new();
    while (i, j) != (0, 0) {
        let trace = traces[i * width + j];
        if kept {
            (i, j) = (i - 1, j - 1);
            way.push(Step::Keep(i, j));
            kept = !trace.has(Trace::KEPT_AFTER_CHANGE);
        } else {
            if trace.has(Trace::BY_ADDITION) {
                j -= 1;
                way.push(Step::Add(j));
            } else {
                i -= 1;
                way.push(Step::Remove(i));
            }
            kept = trace.has(Trace::OPENED);
        }
    }
    way
}

/// The way from `at`, in each place removals first.
fn order(way: &[Step], at: (usize, usize), steps: &mut Vec<Step>) {
    let kept = |step: &Step| matches!(step, Step::Keep(..));
    for place in way.chunk_by(|a, b| kept(a) == kept(b)) {
        let moved = place.iter().map(|step| match *step {
            Step::Keep(i, j) => Step::Keep(at.0 + i, at.1 + j),
            Step::Remove(i) => Step::Remove(at.0 + i),
            Step::Add(j) => Step::Add(at.1 + j),
        });
        let (additions, others): (Vec<_>, Vec<_>) =
            moved.partition(|step| matches!(step, Step::Add(_)));
        steps.extend(others);
        steps.extend(additions);
    }
}
