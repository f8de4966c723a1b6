//! How long the two texts are, without reading them: what was put in, less what was taken out. An element is counted
//! once out however often it is deleted, and a mark for ever, since it stays in the sequence.

use std::collections::HashMap;

use crate::vetting::operations::{Deleted, Made};
use crate::vetting::references::{Field, Id};
use crate::vetting::{Limits, Refusal};

#[derive(Debug, Clone, Default)]
pub(super) struct Extent {
    title: usize,
    body: usize,
    /// Which operations' elements were deleted: 64 counters of an author a word.
    deleted: HashMap<(usize, u64), u64>,
}

/// What a change added and took away.
#[derive(Debug, Clone, Default)]
pub(super) struct Growth {
    title: usize,
    body: usize,
    deleted: Vec<Deleted>,
}

impl Growth {
    /// Whether the title changed.
    pub(super) fn is_of_title(&self) -> bool {
        self.title > 0 || self.deleted.iter().any(|one| one.field == Field::Title)
    }
}

impl Extent {
    /// The lengths of title and body.
    pub(super) const fn lengths(&self) -> (usize, usize) {
        (self.title, self.body)
    }

    /// Takes a change into account. Refused, without a trace, when it makes a text longer than the limits.
    pub(super) fn grow(&mut self, made: &Made, limits: &Limits) -> Result<Growth, Refusal> {
        let elements = |field| {
            let places = made
                .places
                .iter()
                .filter(|place| place.is_element_of(field));
            places.map(|place| place.units()).sum()
        };
        let mut growth = Growth {
            title: elements(Field::Title),
            body: elements(Field::Body),
            deleted: Vec::new(),
        };
        self.title += growth.title;
        self.body += growth.body;
        for deleted in &made.deleted {
            if self.delete(deleted.id) {
                *self.length(deleted.field) -= deleted.units;
                growth.deleted.push(*deleted);
            }
        }
        let refused = if growth.title > 0 && self.title > limits.title {
            Refusal::TitleTooLong(limits.title)
        } else if growth.body > 0 && self.body > limits.body {
            Refusal::BodyTooLong(limits.body)
        } else {
            return Ok(growth);
        };
        self.shrink(growth);
        Err(refused)
    }

    /// The contrary of [`Extent::grow`].
    pub(super) fn shrink(&mut self, growth: Growth) {
        for Deleted { id, field, units } in growth.deleted {
            *self.length(field) += units;
            if let Some(word) = self.deleted.get_mut(&(id.author(), id.counter() >> 6)) {
                *word &= !(1 << (id.counter() & 63));
            }
        }
        self.title -= growth.title;
        self.body -= growth.body;
    }

    fn length(&mut self, field: Field) -> &mut usize {
        match field {
            Field::Title => &mut self.title,
            Field::Body => &mut self.body,
        }
    }

    /// Whether it was not deleted before.
    fn delete(&mut self, id: Id) -> bool {
        let word = self
            .deleted
            .entry((id.author(), id.counter() >> 6))
            .or_default();
        let bit = 1 << (id.counter() & 63);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
}
