//! The published texts as a visitor browses them: all, or those of a year, a volet, a territory.

use std::collections::BTreeSet;

use crate::storage::published::{Named, Published};

/// What a visitor asks for. What is `None` keeps everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// The year of the address.
    pub year: Option<i16>,
    /// The slug of a volet.
    pub strand: Option<String>,
    /// The slug of a signatory territory.
    pub territory: Option<String>,
}

impl Filter {
    /// Whether anything is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a text is one of those.
    pub fn keeps(&self, text: &Published) -> bool {
        let signs = |slug: &String| {
            text.signatories
                .iter()
                .any(|one| one.territory.slug == *slug)
        };
        let stands_in = |slug: &String| text.strand.as_ref().is_some_and(|one| one.slug == *slug);
        self.year.is_none_or(|year| year == text.year)
            && self.strand.as_ref().is_none_or(stands_in)
            && self.territory.as_ref().is_none_or(signs)
    }
}

/// What can be asked for so that an answer exists: the years, volets and territories of the published texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// Newest first.
    pub years: Vec<i16>,
    /// By slug.
    pub strands: Vec<Named>,
    /// By slug.
    pub territories: Vec<Named>,
}

impl Choices {
    /// The choices that these texts give.
    pub fn of(texts: &[Published]) -> Self {
        let years: BTreeSet<i16> = texts.iter().map(|text| text.year).collect();
        let strands: BTreeSet<&Named> = texts
            .iter()
            .filter_map(|text| text.strand.as_ref())
            .collect();
        let signatories = texts.iter().flat_map(|text| &text.signatories);
        let territories: BTreeSet<&Named> = signatories.map(|one| &one.territory).collect();
        Self {
            years: years.into_iter().rev().collect(),
            strands: strands.into_iter().cloned().collect(),
            territories: territories.into_iter().cloned().collect(),
        }
    }
}
