//! The blocks of two texts that answer each other, as those that are most alike together.

use super::Group;
use super::bag::Bag;

/// How many pairs of blocks are compared with each other; among more, only blocks that are the same are found.
const MOST: usize = 250_000;
/// What a pair is worth beside what is alike in it: two pairs are better than one that is as alike as both.
const PAIR: f32 = 0.2;
/// How many blocks may have become one, or one have become.
const MANY: usize = 6;

/// How a place in both texts is best come to.
#[derive(Clone, Copy)]
struct Cell {
    gain: f32,
    /// How many old blocks, and how many new ones, end there as one group.
    old: usize,
    new: usize,
}

/// Adds the groups of blocks none of which is certain, in order; `at` is the place of the first of both.
pub(super) fn between(old: &[Bag], new: &[Bag], at: (usize, usize), groups: &mut Vec<Group>) {
    let group = |i: (usize, usize), j: (usize, usize)| Group {
        old: at.0 + i.0..at.0 + i.1,
        new: at.1 + j.0..at.1 + j.1,
    };
    if old.len() * new.len() > MOST {
        groups.push(group((0, old.len()), (0, 0)));
        groups.push(group((old.len(), old.len()), (0, new.len())));
        return;
    }
    let start = groups.len();
    let table = best(old, new);
    let (mut i, mut j) = (old.len(), new.len());
    while (i, j) != (0, 0) {
        let cell = table[i * (new.len() + 1) + j];
        groups.push(group((i - cell.old, i), (j - cell.new, j)));
        (i, j) = (i - cell.old, j - cell.new);
    }
    groups[start..].reverse();
}

fn best(old: &[Bag], new: &[Bag]) -> Vec<Cell> {
    let width = new.len() + 1;
    let mut table: Vec<Cell> = Vec::with_capacity((old.len() + 1) * width);
    for i in 0..=old.len() {
        for j in 0..width {
            let mut cell = Cell {
                gain: 0.0,
                old: 0,
                new: 0,
            };
            for way in ways(&old[..i], &new[..j]) {
                let gain = way.gain + table[(i - way.old) * width + j - way.new].gain;
                // Of two that gain as much, the first: what was removed is shown before what was added.
                if (cell.old, cell.new) == (0, 0) || gain > cell.gain {
                    cell = Cell { gain, ..way };
                }
            }
            table.push(cell);
        }
    }
    table
}

/// The ways to the end of both: the last block is new; it was removed; it was rewritten, joined to others, or parted.
fn ways(old: &[Bag], new: &[Bag]) -> Vec<Cell> {
    let mut ways = Vec::with_capacity(4);
    if !new.is_empty() {
        ways.push(Cell {
            gain: 0.0,
            old: 0,
            new: 1,
        });
    }
    if !old.is_empty() {
        ways.push(Cell {
            gain: 0.0,
            old: 1,
            new: 0,
        });
    }
    let (Some(last_old), Some(last_new)) = (old.last(), new.last()) else {
        return ways;
    };
    let gain = last_old.gain(last_new);
    if gain >= 0.0 {
        ways.push(Cell {
            gain: gain + PAIR,
            old: 1,
            new: 1,
        });
    }
    ways.extend(several(old, last_new).map(|(gain, many)| Cell {
        gain,
        old: many,
        new: 1,
    }));
    ways.extend(several(new, last_old).map(|(gain, many)| Cell {
        gain,
        old: 1,
        new: many,
    }));
    ways
}

/// What is gained by taking the last two, three… of `many` for the one block `one`, as long as each is mostly there.
fn several<'a>(many: &'a [Bag], one: &'a Bag) -> impl Iterator<Item = (f32, usize)> + 'a {
    let within = many
        .iter()
        .rev()
        .take(MANY)
        .take_while(|bag| bag.is_within(one));
    let together = within.scan(None, |whole: &mut Option<Bag>, bag| {
        let next = whole
            .as_ref()
            .map_or_else(|| bag.clone(), |whole| bag.and(whole));
        let gain = next.gain(one);
        *whole = Some(next);
        Some(gain)
    });
    together.zip(1..).skip(1).filter(|(gain, _)| *gain >= 0.0)
}
