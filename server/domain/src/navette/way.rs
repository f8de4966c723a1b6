//! The way from one text to the other as the redline goes it, beside the one that the hand went.
//!
//! Both keep some characters. Between two that both keep, what the one takes out or brings answers for what the other does.

use super::phases::Fates;
use super::{BEGINS, Side};
use crate::anchor::Element;
use crate::redline::{Passage, Redline, Words};

/// What a text has at a step.
#[derive(Clone, Copy)]
enum Here<'a> {
    /// Nothing.
    Absent,
    /// A character whose name the document does not tell.
    Unnamed,
    /// A character of this name.
    Named(&'a Element),
}

/// Where a character is shown as changed.
#[derive(Clone, Copy)]
enum Shown {
    /// Nowhere.
    Not,
    /// In the title.
    Title,
    /// In the change of the redline of this number.
    Change(usize),
}

/// A character of one text, of the other or of both.
struct Step<'a> {
    character: char,
    old: Here<'a>,
    new: Here<'a>,
    shown: Shown,
}

/// All of them, in the order of the redline.
pub(super) struct Way<'a> {
    steps: Vec<Step<'a>>,
}

/// What answers for a character that is shown as changed.
pub(super) struct Answer<'a, C> {
    pub(super) character: char,
    pub(super) change: Option<usize>,
    pub(super) side: Side,
    pub(super) name: Option<&'a Element>,
    pub(super) cause: Option<C>,
}

/// What is named along each text.
type Sides<'a> = (&'a [Option<Element>], &'a [Option<Element>]);

impl<'a> Way<'a> {
    /// Of the title, whose change has no number.
    pub(super) fn of_title(redline: &Redline, names: Sides<'a>) -> Self {
        let mut walk = Walk::along(names);
        for words in &redline.title {
            let stays = words.before.is_some() && words.after.is_some();
            walk.words(words, if stays { Shown::Not } else { Shown::Title });
        }
        Self { steps: walk.steps }
    }

    /// Of the body.
    pub(super) fn of_body(redline: &Redline, names: Sides<'a>) -> Self {
        let (_, places) = redline.changes();
        let mut walk = Walk::along(names);
        for (passage, place) in redline.body.iter().zip(places) {
            let shown = place.map_or(Shown::Not, Shown::Change);
            match passage {
                Passage::Words(its) => walk.words(its, shown),
                Passage::Break(its) => {
                    walk.step(BEGINS, (its.before.is_some(), its.after.is_some()), shown);
                }
            }
        }
        Self { steps: walk.steps }
    }

    /// What answers for each character that is shown as changed, in order.
    pub(super) fn answers<C: Clone>(&self, fates: &Fates<C>) -> Vec<Answer<'a, C>> {
        let mut answers = Vec::new();
        let kept = |one: &Step<'_>| one.is_kept_by_both();
        for stretch in self.steps.chunk_by(|a, b| kept(a) == kept(b)) {
            let near = Near::of(stretch, fates);
            let mut rank = (0, 0);
            for step in stretch {
                let change = match step.shown {
                    Shown::Not => continue,
                    Shown::Title => None,
                    Shown::Change(number) => Some(number),
                };
                let Some(side) = step.side() else { continue };
                let name = step.name(side);
                let cause = match step.told(side, fates) {
                    Some(cause) => cause.clone(),
                    // Where the document tells no name, what is near is a guess.
                    None => name.and_then(|_| near.answer(side, &mut rank)),
                };
                answers.push(Answer {
                    character: step.character,
                    change,
                    side,
                    name,
                    cause,
                });
            }
        }
        answers
    }
}

impl<'a> Here<'a> {
    const fn name(self) -> Option<&'a Element> {
        match self {
            Self::Named(name) => Some(name),
            Self::Absent | Self::Unnamed => None,
        }
    }
}

impl<'a> Step<'a> {
    /// Whether the redline and the hand both keep it here.
    fn is_kept_by_both(&self) -> bool {
        matches!((self.old, self.new), (Here::Named(old), Here::Named(new)) if old == new)
    }

    const fn side(&self) -> Option<Side> {
        match (self.old, self.new) {
            (Here::Absent, Here::Absent) => None,
            (Here::Absent, _) => Some(Side::Added),
            (_, Here::Absent) => Some(Side::Removed),
            _ => Some(Side::Formed),
        }
    }

    fn name(&self, side: Side) -> Option<&'a Element> {
        match side {
            Side::Removed => self.old.name(),
            Side::Added | Side::Formed => self.new.name(),
        }
    }

    /// What the hand did here, whatever the redline says; none where it did nothing.
    fn told<'f, C: Clone>(&self, side: Side, fates: &'f Fates<C>) -> Option<&'f Option<C>> {
        let name = self.name(side);
        match side {
            Side::Formed => fates.reformed(name).or_else(|| fates.moved(name)),
            Side::Added | Side::Removed => fates.moved(name).or_else(|| fates.reformed(name)),
        }
    }
}

/// What the hand did in a stretch that both texts end with the same characters.
struct Near<'f, C> {
    /// What it took out, or brought, that the redline keeps: the same words stand there.
    hidden: [Vec<&'f Option<C>>; 2],
    /// What it did that the redline says too.
    said: Vec<&'f Option<C>>,
    /// How many characters of each side the redline has that the hand did nothing with.
    mute: [usize; 2],
}

const fn slot(side: Side) -> usize {
    match side {
        Side::Removed => 0,
        Side::Added | Side::Formed => 1,
    }
}

impl<'f, C: Clone> Near<'f, C> {
    fn of(stretch: &[Step<'_>], fates: &'f Fates<C>) -> Self {
        let mut near = Self {
            hidden: [Vec::new(), Vec::new()],
            said: Vec::new(),
            mute: [0, 0],
        };
        for step in stretch.iter().filter(|step| !step.is_kept_by_both()) {
            match step.side() {
                Some(Side::Formed) => {
                    near.hidden[0].extend(fates.moved(step.old.name()));
                    near.hidden[1].extend(fates.moved(step.new.name()));
                }
                Some(side) => match step.told(side, fates) {
                    Some(cause) => near.said.push(cause),
                    None => near.mute[slot(side)] += 1,
                },
                None => {}
            }
        }
        near
    }

    /// For the next character of a side that the hand did nothing with: what it hid on that side, one for one in order; else
    /// on the other side, else what is said.
    fn answer(&self, side: Side, rank: &mut (usize, usize)) -> Option<C> {
        let own = slot(side);
        let rank = if own == 0 { &mut rank.0 } else { &mut rank.1 };
        let among = [&self.hidden[own], &self.hidden[1 - own], &self.said];
        let among = among.into_iter().find(|it| !it.is_empty())?;
        let at = *rank * among.len() / self.mute[own].max(1);
        *rank += 1;
        among[at.min(among.len() - 1)].clone()
    }
}

/// A finger on both texts.
struct Walk<'a> {
    names: Sides<'a>,
    at: (usize, usize),
    steps: Vec<Step<'a>>,
}

impl<'a> Walk<'a> {
    const fn along(names: Sides<'a>) -> Self {
        Self {
            names,
            at: (0, 0),
            steps: Vec::new(),
        }
    }

    fn words(&mut self, words: &Words, shown: Shown) {
        let sides = (words.before.is_some(), words.after.is_some());
        for character in words.text.chars() {
            self.step(character, sides, shown);
        }
    }

    fn step(&mut self, character: char, sides: (bool, bool), shown: Shown) {
        let (old, new) = self.names;
        let name = |is_there: bool, names: &'a [Option<Element>], at: &mut usize| {
            if !is_there {
                return Here::Absent;
            }
            *at += 1;
            match names.get(*at - 1) {
                Some(Some(name)) => Here::Named(name),
                _ => Here::Unnamed,
            }
        };
        let step = Step {
            character,
            old: name(sides.0, old, &mut self.at.0),
            new: name(sides.1, new, &mut self.at.1),
            shown,
        };
        self.steps.push(step);
    }
}
