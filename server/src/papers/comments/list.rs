//! A text's comments as their pages list them: each thread where its passage stands today.

use std::collections::HashMap;
use std::ops::Range;

use dires_domain::anchor::{Body, Passage, Place, Quote};
use dires_domain::circuit::Action;
use dires_domain::heads::Heads;
use dires_domain::ids::{PaperId, PersonId, TerritoryId};
use dires_domain::people::Territory;
use dires_domain::text::{BlockKind, Text, shorten};

use super::commented;
use super::named::{Nameable, nameable};
use crate::papers::{Asker, PaperError, live};
use crate::storage::Tx;
use crate::storage::comments::Thread;
use crate::storage::papers::Paper;

/// How much of a paragraph or of a heading is shown to choose it, in characters.
const EXCERPT: usize = 80;

/// Where a thread is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Where {
    /// On a passage that stands in the text.
    Passage {
        /// Where it begins, in UTF-16 units of the body.
        at: usize,
        /// What it reads now.
        words: String,
        /// The heading that it stands under; empty before the first one.
        under: String,
        /// Whether it was found by its words elsewhere than where it was.
        moved: bool,
    },
    /// On the whole text.
    Whole,
    /// On a passage that is gone.
    Gone,
}

/// A thread and where it is listed.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The thread.
    pub thread: Thread,
    /// Where.
    pub place: Where,
}

/// A paragraph that can be commented, by its first and last characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The names of the two, with a space between.
    pub ends: String,
    /// Its first words.
    pub words: String,
}

/// What is said of a text.
#[derive(Debug)]
pub struct Comments {
    /// The text.
    pub paper: Paper,
    /// The state of its words.
    pub heads: Heads,
    /// The threads that the asker is shown, in the order of the text, then on the whole text, then those whose passage is
    /// gone; the resolved ones last.
    pub threads: Vec<Listed>,
    /// The territories for which the asker may comment now.
    pub speaks: Vec<TerritoryId>,
    /// Every territory.
    pub territories: Vec<Territory>,
    /// Everyone's name.
    pub people: HashMap<PersonId, String>,
    /// Who can be named.
    pub nameable: Vec<Nameable>,
    /// What can be commented.
    pub paragraphs: Vec<Paragraph>,
}

/// Lists a text's comments.
pub async fn comments(tx: &mut Tx, asker: &Asker<'_>, id: PaperId) -> Result<Comments, PaperError> {
    let paper = commented(tx, asker, id).await?;
    let doc = live::load(tx, paper.document.ok_or(PaperError::NotFound)?).await?;
    let (body, text) = (Body::of(&doc)?, Text::read(doc.as_ref(), None)?);
    let theirs = asker.territories(&paper);
    let mut threads = tx.threads(id).await?;
    threads.retain(|thread| thread.audience.holds(&theirs));
    let blocks = body.blocks(&text);
    let mut threads: Vec<Listed> = threads
        .into_iter()
        .map(|thread| listed(thread, &body, &text, &blocks))
        .collect();
    threads.sort_by_key(|listed| (listed.thread.resolved.is_some(), listed.place.rank()));
    Ok(Comments {
        heads: Heads::of(&doc.get_heads()),
        threads,
        speaks: speaks(asker, &paper),
        territories: tx.territories().await?,
        people: tx.names().await?,
        nameable: nameable(tx, asker, &paper).await?,
        paragraphs: paragraphs(&body, &text, &blocks),
        paper,
    })
}

/// The territories for which the asker may comment a text now.
pub fn speaks(asker: &Asker<'_>, paper: &Paper) -> Vec<TerritoryId> {
    let placement = paper.placement();
    let may = placement.allows(Action::Comment, asker.mandates, asker.today);
    match may {
        Ok(_) => asker.territories(paper),
        Err(_) => Vec::new(),
    }
}

fn listed(thread: Thread, body: &Body, text: &Text, blocks: &[Range<usize>]) -> Listed {
    let place = match &thread.passage {
        None => Where::Whole,
        Some((passage, quote)) => placed((passage, quote), (body, text, blocks)),
    };
    Listed { thread, place }
}

/// Where a passage stands in a body, which reads as this text in these blocks.
pub(in crate::papers) fn placed(
    (passage, quote): (&Passage, &Quote),
    (body, text, blocks): (&Body, &Text, &[Range<usize>]),
) -> Where {
    let place = body.place(passage, quote);
    place.range().map_or(Where::Gone, |range| Where::Passage {
        at: range.start,
        words: body.words(range),
        under: under(text, blocks, range.start),
        moved: matches!(place, Place::Moved(_)),
    })
}

impl Where {
    /// Its place in a list: in the order of the text, then the whole text, then what is gone.
    pub(in crate::papers) const fn rank(&self) -> (u8, usize) {
        match self {
            Self::Passage { at, .. } => (0, *at),
            Self::Whole => (1, 0),
            Self::Gone => (2, 0),
        }
    }
}

/// The last heading before an index.
fn under(text: &Text, blocks: &[Range<usize>], at: usize) -> String {
    let before = text.blocks.iter().zip(blocks);
    let before = before.filter(|(_, range)| range.start <= at);
    let mut headings = before.filter(|(block, _)| matches!(block.kind, BlockKind::Heading(_)));
    headings
        .next_back()
        .map_or_else(String::new, |(block, _)| shorten(&block.text(), EXCERPT))
}

fn paragraphs(body: &Body, text: &Text, blocks: &[Range<usize>]) -> Vec<Paragraph> {
    let mut all = whole_paragraphs(body, text, blocks);
    for paragraph in &mut all {
        paragraph.words = shorten(&paragraph.words, EXCERPT);
    }
    all
}

/// What a passage can be chosen in, with all of its words.
pub(in crate::papers) fn whole_paragraphs(
    body: &Body,
    text: &Text,
    blocks: &[Range<usize>],
) -> Vec<Paragraph> {
    let each = text.blocks.iter().zip(blocks).filter_map(|(block, range)| {
        let (first, last) = body.ends(range.clone())?;
        Some(Paragraph {
            ends: format!("{first} {last}"),
            words: block.text().trim().to_owned(),
        })
    });
    each.collect()
}
