//! The changes of a redline, one by one: what a reader goes through.

use super::{Break, Passage, Redline, Shape, Words};
use crate::text::{BlockKind, Marks};

/// What sort of change it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Words, or whole blocks, that were not there.
    Added,
    /// Words, or whole blocks, that are not there any more.
    Removed,
    /// Words that stand for others.
    Replaced,
    /// Words that were taken from here, to the place with the same number.
    MovedAway(usize),
    /// Words that were brought here, from the place with the same number.
    MovedHere(usize),
    /// Words that carry other marks.
    Reformatted,
    /// A block that is another kind of block, or stands elsewhere: a heading raised, an item made a paragraph.
    Reshaped,
    /// A block that became the end of the one above.
    Joined,
    /// A block that was the end of the one above.
    Parted,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its sort.
    pub sort: Sort,
    /// The words that are not there any more, or those concerned as they were; blocks parted by a space.
    pub before: String,
    /// The words that were not there, or those concerned as they are.
    pub after: String,
    /// The last heading above it, in the new text or the old one; empty above all headings.
    pub section: String,
    /// The block that was and the block that is, where it is a change of block, or an image that came or went.
    pub shapes: Option<Break>,
}

/// How much of two texts is the same, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extent {
    /// In both, where they were.
    pub kept: usize,
    /// In the old one only; moved ones are not counted.
    pub removed: usize,
    /// In the new one only; moved ones are not counted.
    pub added: usize,
    /// In both, elsewhere.
    pub moved: usize,
}

impl Extent {
    /// Which part of the two texts was removed or added, from 0 to 100, rounded up: 0 is nothing at all.
    pub fn percent(self) -> usize {
        let touched = self.removed + self.added;
        let whole = 2 * (self.kept + self.moved) + touched;
        (100 * touched).div_ceil(whole.max(1))
    }
}

impl Redline {
    /// How much of the bodies changed.
    pub fn extent(&self) -> Extent {
        let mut extent = Extent::default();
        for passage in &self.body {
            let Passage::Words(words) = passage else {
                continue;
            };
            let length = words.text.chars().count();
            match (words.moved, &words.before, &words.after) {
                (Some(_), None, _) => extent.moved += length,
                (Some(_), ..) => {}
                (None, Some(_), Some(_)) => extent.kept += length,
                (None, Some(_), None) => extent.removed += length,
                (None, None, _) => extent.added += length,
            }
        }
        extent
    }

    /// The changes of the body in reading order, and for each passage of it the change that it belongs to.
    pub fn changes(&self) -> (Vec<Change>, Vec<Option<usize>>) {
        let mut reader = Reader::default();
        let mut previous = None;
        for (at, passage) in self.body.iter().enumerate() {
            match passage {
                Passage::Break(its) => {
                    reader.begin(its, previous.replace(its), self.body.get(at + 1));
                }
                Passage::Words(its) => reader.words(its),
            }
        }
        (reader.changes, reader.places)
    }
}

/// What a passage is of, before it is known what it is part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Changed,
    Moved(usize, bool),
    Reformatted,
}

impl Fate {
    const fn is_move(self) -> bool {
        matches!(self, Self::Moved(..))
    }
}

#[derive(Default)]
struct Reader {
    changes: Vec<Change>,
    places: Vec<Option<usize>>,
    /// The fate of the change that goes on, if the next passage may be part of it.
    open: Option<Fate>,
    section: String,
    heading: Option<String>,
}

impl Reader {
    fn begin(&mut self, its: &Break, previous: Option<&Break>, next: Option<&Passage>) {
        if let Some(heading) = self.heading.take() {
            self.section = heading;
        }
        let shape = its.after.as_ref().or(its.before.as_ref());
        if matches!(shape.map(|shape| shape.kind), Some(BlockKind::Heading(_))) {
            self.heading = Some(String::new());
        }
        let pictured = shape.is_some_and(Shape::is_image);
        match (&its.before, &its.after) {
            (Some(_), Some(_)) if !its.is_reshaped(previous) => self.close(),
            (Some(_), Some(_)) => {
                self.open = None;
                self.add(Sort::Reshaped);
                self.last(|change| change.shapes = Some(its.clone()));
                self.places.push(self.changes.len().checked_sub(1));
            }
            (before, _) => {
                // An image that comes or goes is a change of its own.
                let after_image = self.changes.last().is_some_and(|it| it.shapes.is_some());
                if pictured || after_image {
                    self.open = None;
                }
                let whole = pictured || shape.is_some_and(Shape::is_cell);
                self.begin_alone(before.is_some(), whole, next);
                if pictured {
                    self.last(|change| change.shapes = Some(its.clone()));
                }
            }
        }
    }

    /// A block that begins in one text only is part of what becomes of its first words.
    fn begin_alone(&mut self, removed: bool, whole: bool, next: Option<&Passage>) {
        let moved = match next {
            Some(Passage::Words(words)) => match fate(words) {
                Fate::Moved(number, away) if away == removed => Some((number, away)),
                _ => None,
            },
            _ => None,
        };
        let (fate, sort) = match moved {
            Some((number, true)) => (Fate::Moved(number, true), Sort::MovedAway(number)),
            Some((number, false)) => (Fate::Moved(number, false), Sort::MovedHere(number)),
            None if whole && removed => (Fate::Changed, Sort::Removed),
            None if whole => (Fate::Changed, Sort::Added),
            None if removed => (Fate::Changed, Sort::Joined),
            None => (Fate::Changed, Sort::Parted),
        };
        if self.open != Some(fate) {
            self.add(sort);
            self.open = Some(fate);
        }
        self.last(space);
        self.places.push(self.changes.len().checked_sub(1));
    }

    fn close(&mut self) {
        self.open = None;
        self.places.push(None);
    }

    fn words(&mut self, its: &Words) {
        if let (Some(heading), false) = (&mut self.heading, its.in_note()) {
            heading.push_str(&its.text);
        }
        let fate = fate(its);
        if fate == Fate::Kept {
            self.reshaped(its);
            return self.close();
        }
        if self.open.is_some_and(Fate::is_move)
            && fate == Fate::Changed
            && its.text.trim().is_empty()
        {
            // The space beside what moved goes with it.
            return self.places.push(self.changes.len().checked_sub(1));
        }
        if self.open != Some(fate) {
            self.drop_space(fate);
            self.add(match fate {
                Fate::Moved(number, true) => Sort::MovedAway(number),
                Fate::Moved(number, false) => Sort::MovedHere(number),
                Fate::Reformatted => Sort::Reformatted,
                Fate::Changed | Fate::Kept if its.before.is_some() => Sort::Removed,
                Fate::Changed | Fate::Kept => Sort::Added,
            });
            self.open = Some(fate);
        }
        self.last(|change| include(change, its));
        self.places.push(self.changes.len().checked_sub(1));
    }

    /// The space before what moved goes with it.
    fn drop_space(&mut self, fate: Fate) {
        let blank =
            |change: &Change| change.before.trim().is_empty() && change.after.trim().is_empty();
        if fate.is_move()
            && self.open == Some(Fate::Changed)
            && self.changes.last().is_some_and(blank)
        {
            self.changes.pop();
        }
    }

    /// The words of a block that is another kind of block are what the change is about.
    fn reshaped(&mut self, its: &Words) {
        let at = self.places.len();
        let behind = at.checked_sub(1).and_then(|at| self.places[at]);
        if behind.is_some() && self.open.is_none() {
            self.last(|change| {
                if change.sort == Sort::Reshaped {
                    change.before.push_str(&its.text);
                    change.after.push_str(&its.text);
                }
            });
        }
    }

    fn add(&mut self, sort: Sort) {
        self.changes.push(Change {
            sort,
            before: String::new(),
            after: String::new(),
            section: self.section.clone(),
            shapes: None,
        });
    }

    fn last(&mut self, change: impl FnOnce(&mut Change)) {
        if let Some(last) = self.changes.last_mut() {
            change(last);
        }
    }
}

fn fate(words: &Words) -> Fate {
    match (words.moved, &words.before, &words.after) {
        (Some(number), before, _) => Fate::Moved(number, before.is_some()),
        (None, Some(before), Some(after)) if look_alike(before, after) => Fate::Kept,
        (None, Some(_), Some(_)) => Fate::Reformatted,
        (None, ..) => Fate::Changed,
    }
}

/// Whether readers see no difference between the two: the numbers of notes follow from their places.
pub(super) fn look_alike(a: &Marks, b: &Marks) -> bool {
    let seen = |its: &Marks| (its.strong, its.em, its.footnote.is_some());
    seen(a) == seen(b) && a.link == b.link
}

fn include(change: &mut Change, words: &Words) {
    if words.before.is_some() {
        change.before.push_str(&words.text);
    }
    if words.after.is_some() {
        change.after.push_str(&words.text);
    }
    change.sort = match (
        change.sort,
        change.before.trim().is_empty(),
        change.after.trim().is_empty(),
    ) {
        (
            Sort::Added | Sort::Removed | Sort::Replaced | Sort::Joined | Sort::Parted,
            before,
            after,
        ) => match (before, after, &change.sort) {
            (false, false, _) => Sort::Replaced,
            (false, true, _) => Sort::Removed,
            (true, false, _) => Sort::Added,
            (true, true, sort) => *sort,
        },
        (sort, ..) => sort,
    };
}

/// What was said of a change so far ends a block.
fn space(change: &mut Change) {
    for side in [&mut change.before, &mut change.after] {
        if !side.is_empty() && !side.ends_with(' ') {
            side.push(' ');
        }
    }
}
