//! From runs of characters with marks to marks that hold characters.

use super::{Link, Run};

/// Characters, or a mark and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline<'a> {
    /// Characters, never empty.
    Text(&'a str),
    /// Strong importance.
    Strong(Vec<Self>),
    /// Emphasis.
    Em(Vec<Self>),
    /// A link; never within another.
    Link(&'a Link, Vec<Self>),
    /// A note, called at this place; never within another inline.
    Note(Vec<Self>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Link,
    Strong,
    Em,
}

const MARKS: [Mark; 3] = [Mark::Link, Mark::Strong, Mark::Em];

/// What `runs` hold, nested so that the mark that goes furthest is outermost (link, strong, emphasis when equal).
pub fn inlines(runs: &[Run]) -> Vec<Inline<'_>> {
    runs.chunk_by(|a, b| a.marks.footnote == b.marks.footnote)
        .flat_map(|group| {
            let nested = nest(group, &[]);
            if group[0].marks.footnote.is_some() {
                vec![Inline::Note(nested)]
            } else {
                nested
            }
        })
        .collect()
}

fn nest<'a>(mut runs: &'a [Run], open: &[Mark]) -> Vec<Inline<'a>> {
    let mut inlines = Vec::new();
    while let Some(first) = runs.first() {
        let Some((mark, extent)) = furthest(runs, open) else {
            inlines.push(Inline::Text(&first.text));
            runs = &runs[1..];
            continue;
        };
        let (inside, rest) = runs.split_at(extent);
        let within = nest(inside, &[open, &[mark]].concat());
        inlines.push(match (mark, &first.marks.link) {
            (Mark::Link, Some(link)) => Inline::Link(link, within),
            (Mark::Em, _) => Inline::Em(within),
            _ => Inline::Strong(within),
        });
        runs = rest;
    }
    inlines
}

/// The mark of the first run, not yet open, that covers most runs from there.
fn furthest(runs: &[Run], open: &[Mark]) -> Option<(Mark, usize)> {
    let mut best: Option<(Mark, usize)> = None;
    for mark in MARKS.into_iter().filter(|mark| !open.contains(mark)) {
        let extent = runs
            .iter()
            .take_while(|run| carries(run, mark, &runs[0]))
            .count();
        if extent > best.map_or(0, |(_, longest)| longest) {
            best = Some((mark, extent));
        }
    }
    best
}

fn carries(run: &Run, mark: Mark, first: &Run) -> bool {
    match mark {
        Mark::Link => run.marks.link.is_some() && run.marks.link == first.marks.link,
        Mark::Strong => run.marks.strong,
        Mark::Em => run.marks.em,
    }
}
