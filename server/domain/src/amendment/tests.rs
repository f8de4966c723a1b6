//! The life of an amendment, what excludes what, and the order of the votes, as tables for a jurist; and properties.

mod exclusion;
mod life;
mod property;
mod votes;

use uuid::Uuid;

use super::order::Candidate;
use super::strokes::Strokes;
use super::touch::Touch;
use crate::ids::AmendmentId;
use crate::text::{Block, Run, Text};

/// A text of these paragraphs.
fn text(paragraphs: &[&str]) -> Text {
    let blocks = paragraphs
        .iter()
        .map(|words| Block::paragraph(words))
        .collect();
    Text {
        title: "Titre".to_owned(),
        blocks,
    }
    .normalised()
}

fn id(number: i32) -> AmendmentId {
    AmendmentId(Uuid::from_u128(u128::from(number.unsigned_abs())))
}

/// An amendment that makes these paragraphs of those.
fn candidate(number: i32, before: &[&str], after: &[&str]) -> Candidate {
    Candidate {
        id: id(number),
        number,
        parent: None,
        rank: None,
        touch: Touch::between(&text(before), &text(after)),
        strokes: Strokes::default(),
    }
}

/// One run of words, in bold.
fn bold(words: &str) -> Run {
    let mut run = Run::plain(words);
    run.marks.strong = true;
    run
}
