//! What two sequences certainly share: things that each holds once, in the same order.

use std::collections::HashMap;
use std::hash::Hash;

/// Pairs of places, ascending on both sides, of things that are once in `old` and once in `new`: as many as can be
/// without crossing (« patience »: the longest ascending subsequence).
pub fn anchors<T: Hash + Eq>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    let mut seen: HashMap<&T, (usize, usize, usize, usize)> = HashMap::new();
    for (at, thing) in old.iter().enumerate() {
        let entry = seen.entry(thing).or_default();
        (entry.0, entry.1) = (entry.0 + 1, at);
    }
    for (at, thing) in new.iter().enumerate() {
        let entry = seen.entry(thing).or_default();
        (entry.2, entry.3) = (entry.2 + 1, at);
    }
    let once = seen.into_values().filter(|its| (its.0, its.2) == (1, 1));
    let mut pairs: Vec<_> = once.map(|its| (its.1, its.3)).collect();
    pairs.sort_unstable();
    ascending(&pairs)
}

/// The longest part of `pairs` whose second places ascend as their first do.
fn ascending(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // `ends[length]` is the pair with the least second place that ends an ascent of that length.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous = vec![None; pairs.len()];
    for (index, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < pair.1);
        previous[index] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut chain = Vec::new();
    let mut at = ends.last().copied();
    while let Some(index) = at {
        chain.push(pairs[index]);
        at = previous[index];
    }
    chain.reverse();
    chain
}
