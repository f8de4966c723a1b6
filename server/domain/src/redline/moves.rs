//! What was removed in one place and added in another.

use std::ops::Range;

use super::pairing::Numbers;
use super::tokens::weight;
use super::weave::{Step, weave};
use super::{Passage, Words};

/// How much must be the same, in weights of words, for it to be the same words elsewhere and not words said twice.
const ENOUGH: f32 = 3.0;
/// Which part of the shorter of two places that must be.
const MOST_OF_IT: f32 = 0.7;
/// How much of it must be in one piece to be shown as moved.
const PIECE: f32 = 2.0;
/// How many pairs of places are looked at.
const PAIRS: usize = 100_000;

/// Marks as moved the words that were removed here and added there, the longest first.
pub fn label(body: &mut [Passage]) {
    let removed = places(body, |words| words.after.is_none());
    let added = places(body, |words| words.before.is_none());
    if removed.len() * added.len() > PAIRS {
        return;
    }
    let mut pairs = pairs(body, &removed, &added);
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut left, mut arrived) = (vec![false; removed.len()], vec![false; added.len()]);
    let mut count = 0;
    for (_, r, a) in pairs {
        if !left[r] && !arrived[a] && pair(body, &removed[r], &added[a], count) {
            (left[r], arrived[a]) = (true, true);
            count += 1;
        }
    }
    renumber(body, count);
}

fn words(passage: &Passage) -> Option<&Words> {
    match passage {
        Passage::Words(words) => Some(words),
        Passage::Break(_) => None,
    }
}

/// Where words in a row are all of one fate.
fn places(body: &[Passage], fate: impl Fn(&Words) -> bool) -> Vec<Range<usize>> {
    let is = |passage: &Passage| words(passage).is_some_and(&fate);
    let mut places = Vec::new();
    let mut from = 0;
    while from < body.len() {
        let length = body[from..]
            .iter()
            .take_while(|passage| is(passage))
            .count();
        if length > 0 {
            places.push(from..from + length);
        }
        from += length.max(1);
    }
    places
}

/// The pairs of places that hold the same words, with the weight of these.
fn pairs(
    body: &[Passage],
    removed: &[Range<usize>],
    added: &[Range<usize>],
) -> Vec<(f32, usize, usize)> {
    let bag = |place: &Range<usize>| {
        let here = body[place.clone()].iter().filter_map(words);
        let mut bag: Vec<&str> = here
            .map(|its| its.text.as_str())
            .filter(|text| !text.trim().is_empty())
            .collect();
        bag.sort_unstable();
        let whole: f32 = bag.iter().map(|text| weight(text)).sum();
        (bag, whole)
    };
    let added: Vec<_> = added.iter().map(bag).collect();
    let mut pairs = Vec::new();
    for (r, place) in removed.iter().enumerate() {
        let old = bag(place);
        if old.1 < ENOUGH {
            continue;
        }
        for (a, new) in added.iter().enumerate() {
            let least = ENOUGH.max(MOST_OF_IT * old.1.min(new.1));
            let shared = if new.1 < least {
                0.0
            } else {
                common(&old.0, &new.0)
            };
            if shared >= least {
                pairs.push((shared, r, a));
            }
        }
    }
    pairs
}

fn common(a: &[&str], b: &[&str]) -> f32 {
    let (mut i, mut j, mut common) = (0, 0, 0.0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += weight(x);
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    common
}

/// Marks what the two places share in pieces that are long enough; whether there is such a piece.
fn pair(body: &mut [Passage], removed: &Range<usize>, added: &Range<usize>, number: usize) -> bool {
    let (pieces, found) = {
        let mut numbers = Numbers::default();
        let mut row = |place: &Range<usize>| -> Vec<u32> {
            let here = body[place.clone()].iter().filter_map(words);
            here.map(|its| numbers.of((&its.text, its.in_note())))
                .collect()
        };
        let (old, new) = (row(removed), row(added));
        let steps = weave(&old, &new, &|token| numbers.weight(token));
        let kept = |step: &Step| matches!(step, Step::Keep(..));
        let heavy = |piece: &[Step]| {
            let weights = piece.iter().map(|step| match *step {
                Step::Keep(i, _) => numbers.weight(old[i]),
                Step::Remove(_) | Step::Add(_) => 0.0,
            });
            weights.sum::<f32>() >= PIECE
        };
        let pieces: Vec<Step> = steps
            .chunk_by(|a, b| kept(a) == kept(b))
            .filter(|piece| heavy(piece))
            .flatten()
            .copied()
            .collect();
        let found = !pieces.is_empty();
        (pieces, found)
    };
    for step in pieces {
        if let Step::Keep(i, j) = step {
            mark(&mut body[removed.start + i], number);
            mark(&mut body[added.start + j], number);
        }
    }
    found
}

fn mark(passage: &mut Passage, number: usize) {
    if let Passage::Words(words) = passage {
        words.moved = Some(number);
    }
}

/// Numbers the moves in the order in which they are first met.
fn renumber(body: &mut [Passage], count: usize) {
    let mut order = vec![None; count];
    let mut next = 0;
    for passage in body {
        if let Passage::Words(Words {
            moved: Some(number),
            ..
        }) = passage
        {
            let new = *order[*number].get_or_insert_with(|| {
                next += 1;
                next - 1
            });
            *number = new;
        }
    }
}
