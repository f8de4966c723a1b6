//! What an amendment touches of the text that it amends, and what two of them have to do with each other.
//!
//! Everything is said in places of the text before: two amendments of one text are compared without either being made.

use crate::redline::{Break, Passage, Redline, Words};
use crate::text::{Block, Text};

/// A place that is touched. Blocks are counted from 1, 0 is the title; characters within them from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// Words that go, or carry other marks, without the spaces around them.
    Words {
        block: usize,
        from: usize,
        to: usize,
    },
    /// Words that come between these two, which have at most spaces between them.
    Gap {
        block: usize,
        from: usize,
        to: usize,
    },
    /// The block becomes another kind of block, joins the one before or goes.
    Shape { block: usize },
    /// Whole blocks come after that one.
    Blocks { after: usize },
}

/// What an amendment touches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Touch {
    places: Vec<Place>,
    added: usize,
    removed: usize,
    drops: bool,
}

impl Touch {
    /// What changes from one text to another, both in normal form.
    pub fn between(before: &Text, after: &Text) -> Self {
        Self::of(&Redline::between(before, after))
    }

    /// The same of a redline.
    pub fn of(redline: &Redline) -> Self {
        let mut walk = Walk::over(&redline.before());
        for words in &redline.title {
            walk.words(words);
        }
        for passage in &redline.body {
            match passage {
                Passage::Break(its) => walk.begins(its),
                Passage::Words(its) => walk.words(its),
            }
        }
        walk.ends()
    }

    /// Whether nothing is touched.
    pub const fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How far it is from the text: the characters that it adds and removes.
    pub const fn distance(&self) -> usize {
        self.added + self.removed
    }

    /// Whether it only takes out, and whole blocks among that.
    pub const fn suppresses(&self) -> bool {
        self.drops && self.added == 0
    }

    /// Where it begins, for the order of the text.
    pub fn first(&self) -> (usize, usize) {
        let starts = self.places.iter().map(|place| match *place {
            Place::Words { block, from, .. } | Place::Gap { block, from, .. } => (block, from),
            Place::Shape { block } => (block, 0),
            Place::Blocks { after } => (after, usize::MAX),
        });
        starts.min().unwrap_or_default()
    }

    /// Whether both cannot be: they touch the same words, come to the same place, make the same block another, or give the
    /// text another title.
    pub fn excludes(&self, other: &Self) -> bool {
        (self.retitles() && other.retitles())
            || self.any(other, |one, two| clash(one, two) || clash(two, one))
    }

    /// Whether they are about the same passage: the same block, or the same place between two.
    pub fn meets(&self, other: &Self) -> bool {
        let blocks = |place| match place {
            Place::Blocks { after } => (after, true),
            Place::Words { block, .. } | Place::Gap { block, .. } | Place::Shape { block } => {
                (block, false)
            }
        };
        self.any(other, |one, two| blocks(one) == blocks(two))
    }

    fn retitles(&self) -> bool {
        let mut places = self.places.iter();
        places.any(|it| {
            matches!(
                it,
                Place::Words { block: 0, .. } | Place::Gap { block: 0, .. }
            )
        })
    }

    fn any(&self, other: &Self, holds: impl Fn(Place, Place) -> bool) -> bool {
        let pairs = self
            .places
            .iter()
            .flat_map(|one| other.places.iter().map(move |two| (*one, *two)));
        pairs.into_iter().any(|(one, two)| holds(one, two))
    }
}

/// The table of what excludes what; each pair is asked for in both orders.
///
/// | | words go | words come | block |
/// |---|---|---|---|
/// | **words go** | a character in common | within, or beside | – |
/// | **words come** | | at the same place | – |
/// | **block becomes another** | – | – | the same one |
///
/// New blocks exclude nothing: two articles may be added at one place.
const fn clash(one: Place, two: Place) -> bool {
    match (one, two) {
        (
            Place::Words { block, from, to },
            Place::Words {
                block: other,
                from: start,
                to: end,
            },
        ) => block == other && from < end && start < to,
        (
            Place::Words { block, from, to } | Place::Gap { block, from, to },
            Place::Gap {
                block: other,
                from: start,
                to: end,
            },
        ) => block == other && from <= end && start <= to,
        (Place::Shape { block }, Place::Shape { block: other }) => block == other,
        _ => false,
    }
}

/// Reads a redline with a finger on the text before.
struct Walk {
    touch: Touch,
    /// The characters of the title and of each block.
    texts: Vec<Vec<char>>,
    block: usize,
    at: usize,
    /// In a block that the text before does not have.
    fresh: bool,
}

impl Walk {
    fn over(before: &Text) -> Self {
        let blocks = before.blocks.iter().map(Block::text);
        let texts = std::iter::once(before.title.clone()).chain(blocks);
        Self {
            touch: Touch::default(),
            texts: texts.map(|text| text.chars().collect()).collect(),
            block: 0,
            at: 0,
            fresh: false,
        }
    }

    fn begins(&mut self, its: &Break) {
        if its.before.is_none() {
            return self.begins_anew();
        }
        (self.block, self.at, self.fresh) = (self.block + 1, 0, false);
        if its.before != its.after {
            self.touch.drops |= its.after.is_none();
            self.touches(Place::Shape { block: self.block });
        }
    }

    /// A block that was not there: after one that is whole it is new, within one it parts it.
    fn begins_anew(&mut self) {
        let length = self.texts.get(self.block).map(Vec::len);
        self.fresh = length == Some(self.at);
        self.touches(if self.fresh {
            Place::Blocks { after: self.block }
        } else {
            self.gap()
        });
    }

    fn words(&mut self, its: &Words) {
        let length = its.text.chars().count();
        match (&its.before, &its.after) {
            (Some(before), Some(after)) if before == after => self.at += length,
            (Some(_), after) => {
                self.touches(Place::Words {
                    block: self.block,
                    from: self.at,
                    to: self.at + length,
                });
                self.at += length;
                self.touch.removed += if after.is_none() { length } else { 0 };
            }
            (None, _) => {
                self.touch.added += length;
                if !self.fresh {
                    self.touches(self.gap());
                }
            }
        }
    }

    const fn gap(&self) -> Place {
        Place::Gap {
            block: self.block,
            from: self.at,
            to: self.at,
        }
    }

    fn touches(&mut self, place: Place) {
        self.touch.places.push(place);
    }

    /// What stands for words that go is where they went; and spaces are nobody's: which of two goes with words, or on which
    /// side of one they come, is the redline's choice.
    fn ends(mut self) -> Touch {
        let raw = std::mem::take(&mut self.touch.places);
        let replaces = |gap: &Place| raw.iter().any(|it| replaced(*it, *gap));
        let kept = raw.iter().filter(|it| !replaces(it));
        let mut places: Vec<_> = kept.map(|it| self.settled(*it)).collect();
        places.sort_unstable();
        places.dedup();
        Touch {
            places,
            ..self.touch
        }
    }

    fn settled(&self, place: Place) -> Place {
        match place {
            Place::Words { block, from, to } => {
                let (from, to) = self.trimmed(block, from, to);
                Place::Words { block, from, to }
            }
            Place::Gap { block, from, .. } => Place::Gap {
                block,
                from: from - self.spaces(block, (0..from).rev()),
                to: from + self.spaces(block, from..usize::MAX),
            },
            other => other,
        }
    }

    /// Without the spaces at both ends, unless it is nothing else.
    fn trimmed(&self, block: usize, from: usize, to: usize) -> (usize, usize) {
        let before = self.spaces(block, from..to);
        if from + before == to {
            return (from, to);
        }
        (from + before, to - self.spaces(block, (from..to).rev()))
    }

    /// How many spaces stand in a row at these places of a block.
    fn spaces(&self, block: usize, places: impl Iterator<Item = usize>) -> usize {
        let text = self.texts.get(block).map(Vec::as_slice).unwrap_or_default();
        let characters = places.map_while(|at| text.get(at));
        characters.take_while(|it| it.is_whitespace()).count()
    }
}

/// Whether words come at an end of words that go.
const fn replaced(words: Place, gap: Place) -> bool {
    match (words, gap) {
        (
            Place::Words { block, from, to },
            Place::Gap {
                block: other,
                from: at,
                ..
            },
        ) => block == other && from <= at && at <= to,
        _ => false,
    }
}
