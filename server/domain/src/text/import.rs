//! What all texts that come from elsewhere have in common.

use super::{BlockKind, LeadingHeading, Level, Text};

/// Longest heading that becomes a title, in characters.
const MAX_TITLE: usize = 250;

/// `text` in normal form, its headings put in their places. Until here a level may be any number: 0 is the title of
/// a word processor's document, and HTML goes down to 6.
pub(super) fn settle(mut text: Text, heading: LeadingHeading) -> Text {
    if heading == LeadingHeading::BecomesTitle && text.title.is_empty() {
        raise(&mut text);
    }
    for block in &mut text.blocks {
        if let BlockKind::Heading(level) = &mut block.kind {
            *level = Level::clamped(level.0);
        }
    }
    text.normalised()
}

/// Makes the first heading the title if it stands above all others, and lifts those so that the highest is of level 1.
fn raise(text: &mut Text) {
    let levels = |text: &Text| -> Vec<u8> {
        let headings = text.blocks.iter().filter_map(|block| match block.kind {
            BlockKind::Heading(level) => Some(level.0),
            _ => None,
        });
        headings.collect()
    };
    let Some(title) = leading_title(text) else {
        return;
    };
    let others = levels(text).into_iter().skip(1).min();
    if others.is_some_and(|highest| highest <= 1 && levels(text)[0] >= highest) {
        return;
    }
    text.title = title;
    text.blocks.remove(0);
    let lift = others.map_or(0, |highest| highest.saturating_sub(1));
    for block in &mut text.blocks {
        if let BlockKind::Heading(level) = &mut block.kind {
            level.0 -= lift;
        }
    }
}

fn leading_title(text: &Text) -> Option<String> {
    let first = text.blocks.first()?;
    let leads =
        matches!(first.kind, BlockKind::Heading(level) if level.0 <= 1) && first.parents.is_empty();
    let noted = first.content.iter().any(|run| run.marks.footnote.is_some());
    let title = first
        .text()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    (leads && !noted && !title.is_empty() && title.chars().count() <= MAX_TITLE).then_some(title)
}
