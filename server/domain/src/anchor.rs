//! Where a passage stands: held by the names of its characters, and found again by its words once it was cut and pasted
//! elsewhere.
//!
//! Indexes are UTF-16 units of the body, each block's marker counting for one, as in the live document.
//! `web/src/editor/comments/anchor.ts` says the same of a page's own document.

mod passage;

use std::collections::HashMap;
use std::ops::Range;

use automerge::{Automerge, ObjId};

use crate::elements::each_element;
use crate::text::{Block, Malformed, Text};

pub use passage::{Element, Passage, Unreadable};

/// Longest passage, in UTF-16 units: some pages.
pub const LONGEST: usize = 5_000;

/// Longest quote that is kept, in UTF-16 units; of a longer passage the beginning is.
pub const LONGEST_QUOTE: usize = 1_000;

/// How much of the block is kept around a quote, in UTF-16 units, on each side.
const CONTEXT: usize = 32;

/// A quote of so many UTF-16 units is found by its words alone, if it stands once; a shorter one needs those around it.
const TELLING: usize = 16;

/// What stands for a marker in the text of the body.
const MARKER: u16 = 0xFFFC;
const NEW_LINE: u16 = 0x0A;

/// The words of a passage when it was anchored; `\n` between two blocks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quote {
    /// The words, cut after [`LONGEST_QUOTE`] units, with « … ».
    pub words: String,
    /// What preceded them in their block.
    pub before: String,
    /// What followed them in their block.
    pub after: String,
}

/// Where a passage stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// There.
    At(Range<usize>),
    /// Its characters are gone, and the same words stand there.
    Moved(Range<usize>),
    /// Nowhere.
    Gone,
}

impl Place {
    /// The range, if it stands somewhere.
    pub const fn range(&self) -> Option<&Range<usize>> {
        match self {
            Self::At(range) | Self::Moved(range) => Some(range),
            Self::Gone => None,
        }
    }
}

/// Why words are not one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotFound {
    /// They do not stand there.
    Nowhere,
    /// They stand there more than once.
    Often,
}

/// Why nothing can be anchored there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPassage {
    /// One of the characters does not stand in this body, or they stand the other way round.
    Absent,
    /// There are only blanks.
    Blank,
    /// More than [`LONGEST`] units.
    TooLong,
}

/// A body that is looked into for passages.
#[derive(Debug)]
pub struct Body {
    units: Vec<u16>,
    /// Each character and marker with its index, in order.
    elements: Vec<(usize, Element)>,
    indexes: HashMap<Element, usize>,
}

impl Body {
    /// The body of a document as it is.
    ///
    /// Errors: [`Malformed`] where it has none.
    pub fn of(doc: &Automerge) -> Result<Self, Malformed> {
        let (mut units, mut elements) = (Vec::new(), Vec::new());
        each_element(doc, |id, written, at| {
            units.extend(written.encode_utf16());
            if let ObjId::Id(counter, actor, _) = id {
                elements.push((at, Element::new(*counter, actor.clone())));
            }
        })?;
        let indexes = elements.iter().map(|(at, it)| (it.clone(), *at)).collect();
        Ok(Self {
            units,
            elements,
            indexes,
        })
    }

    /// The passage from one character to another, both of this body, without the blanks at its ends.
    pub fn passage(&self, first: &Element, last: &Element) -> Result<(Passage, Quote), NoPassage> {
        let range = self.range(first, last).ok_or(NoPassage::Absent)?;
        let range = self.trimmed(range).ok_or(NoPassage::Blank)?;
        if range.len() > LONGEST {
            return Err(NoPassage::TooLong);
        }
        let within = self.within(&range);
        let passage = Passage::of(within.iter().map(|(_, element)| element));
        Ok((passage, self.quoted(&range)))
    }

    /// The first and the last character of a range, blanks at its ends left out; none where nothing is left.
    pub fn ends(&self, range: Range<usize>) -> Option<(&Element, &Element)> {
        let range = self.trimmed(range)?;
        let within = self.within(&range);
        Some((&within.first()?.1, &within.last()?.1))
    }

    /// The range from one character to another; none where one does not stand here, or they stand the other way round.
    fn range(&self, first: &Element, last: &Element) -> Option<Range<usize>> {
        let first = *self.indexes.get(first)?;
        let last = *self.indexes.get(last)?;
        (first <= last).then(|| first..self.after(last))
    }

    /// Where a passage stands, which was quoted when it was anchored: from the first of its characters that stands to the
    /// last one.
    pub fn place(&self, passage: &Passage, quote: &Quote) -> Place {
        let held = self.held(passage).and_then(|range| self.trimmed(range));
        match held {
            Some(range) => Place::At(range),
            None => self.sought(quote).map_or(Place::Gone, Place::Moved),
        }
    }

    /// The one place within a range where these words stand, any blank being as good as another: who copies words by hand
    /// types ordinary spaces.
    pub fn find(&self, within: &Range<usize>, words: &str) -> Result<Range<usize>, NotFound> {
        let sought: Vec<u16> = words.trim().encode_utf16().collect();
        let same =
            |(here, there): (&u16, &u16)| here == there || (is_blank(*here) && is_blank(*there));
        let units = self.units.get(within.clone()).unwrap_or_default();
        let mut found = Vec::new();
        if !sought.is_empty() {
            let windows = units.windows(sought.len()).enumerate();
            let here = windows.filter(|(_, window)| window.iter().zip(&sought).all(same));
            found.extend(here.map(|(at, _)| within.start + at).take(2));
        }
        match found[..] {
            [at] => Ok(at..at + sought.len()),
            [] => Err(NotFound::Nowhere),
            _ => Err(NotFound::Often),
        }
    }

    /// The words of a range, `\n` between two blocks.
    pub fn words(&self, range: &Range<usize>) -> String {
        readable(&self.units[range.clone()])
    }

    /// The range of each block of the text that this body reads as, without its marker.
    pub fn blocks(&self, text: &Text) -> Vec<Range<usize>> {
        let mut at = 0;
        let ranges = text.blocks.iter().map(|block| {
            at += usize::from(self.units.get(at) == Some(&MARKER));
            let start = at;
            at += width(block);
            start..at
        });
        ranges.collect()
    }

    fn held(&self, passage: &Passage) -> Option<Range<usize>> {
        let index = |element: Element| self.indexes.get(&element).copied();
        let first = passage.elements().find_map(index)?;
        let last = passage.elements().rev().find_map(index)?;
        Some(first.min(last)..self.after(first.max(last)))
    }

    fn within(&self, range: &Range<usize>) -> &[(usize, Element)] {
        let from = self.elements.partition_point(|(at, _)| *at < range.start);
        let to = self.elements.partition_point(|(at, _)| *at < range.end);
        &self.elements[from..to]
    }

    /// The index after the character at `at`.
    fn after(&self, at: usize) -> usize {
        let pair = self
            .units
            .get(at)
            .is_some_and(|it| (0xD800..0xDC00).contains(it));
        at + if pair { 2 } else { 1 }
    }

    fn trimmed(&self, range: Range<usize>) -> Option<Range<usize>> {
        let range = range.start.min(self.units.len())..range.end.min(self.units.len());
        let units = self.units.get(range.clone())?;
        let start = units.iter().position(|unit| !is_blank(*unit))?;
        let end = units.iter().rposition(|unit| !is_blank(*unit))?;
        Some(range.start + start..range.start + end + 1)
    }

    fn quoted(&self, range: &Range<usize>) -> Quote {
        let inside = &self.units[range.clone()];
        if inside.len() > LONGEST_QUOTE {
            return Quote {
                words: format!("{}…", readable(&inside[..LONGEST_QUOTE])),
                ..Quote::default()
            };
        }
        let (before, after) = self.around(range);
        Quote {
            words: readable(inside),
            before: readable(before),
            after: readable(after),
        }
    }

    /// What stands in the same block on each side of a range.
    fn around(&self, range: &Range<usize>) -> (&[u16], &[u16]) {
        let before = &self.units[range.start.saturating_sub(CONTEXT)..range.start];
        let from = before.iter().rposition(|unit| *unit == MARKER);
        let after = &self.units[range.end..(range.end + CONTEXT).min(self.units.len())];
        let to = after.iter().position(|unit| *unit == MARKER);
        (
            &before[from.map_or(0, |at| at + 1)..],
            &after[..to.unwrap_or(after.len())],
        )
    }

    /// The one place where the words of a quote stand: with the same words around, or telling enough by themselves.
    fn sought(&self, quote: &Quote) -> Option<Range<usize>> {
        let words: Vec<u16> = quote.words.encode_utf16().collect();
        let length = words.len();
        let found = self.occurrences(&words);
        let ranges = || found.iter().map(|start| *start..start + length);
        let around = ranges().filter(|range| {
            let (before, after) = self.around(range);
            readable(before) == quote.before && readable(after) == quote.after
        });
        let known = length >= TELLING || !(quote.before.is_empty() && quote.after.is_empty());
        only(around)
            .filter(|_| known)
            .or_else(|| only(ranges()).filter(|_| length >= TELLING))
    }

    fn occurrences(&self, words: &[u16]) -> Vec<usize> {
        if words.is_empty() {
            return Vec::new();
        }
        let line = |unit: &u16| if *unit == MARKER { NEW_LINE } else { *unit };
        let here = |window: &[u16]| window.iter().map(line).eq(words.iter().copied());
        let windows = self.units.windows(words.len()).enumerate();
        windows
            .filter(|(_, window)| here(window))
            .map(|(at, _)| at)
            .collect()
    }
}

fn is_blank(unit: u16) -> bool {
    unit == MARKER || char::from_u32(unit.into()).is_some_and(char::is_whitespace)
}

fn readable(units: &[u16]) -> String {
    String::from_utf16_lossy(units).replace('\u{FFFC}', "\n")
}

fn width(block: &Block) -> usize {
    let runs = block.content.iter();
    runs.map(|run| run.text.encode_utf16().count()).sum()
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next();
    first.filter(|_| found.next().is_none())
}

#[cfg(test)]
mod tests;
