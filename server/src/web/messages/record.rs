//! The relevé de décisions of a meeting, in Markdown: made of its journal alone, but for the observations at its end.

mod parts;

use dires_domain::meeting::record::DecisionRecord;
use dires_domain::text::{Block, LeadingHeading, Text, from_markdown};

use crate::sitting::record::Told;
use crate::web::dates;
use parts::{heading, meeting, point};

/// Above what the secretariat adds.
const OBSERVATIONS: &str = "Observations";

/// The relevé, with these observations at its end; they are Markdown, and may be empty.
pub fn words(told: &Told, observations: &str) -> String {
    let title = title(told);
    let mut blocks = Vec::new();
    if let Some(record) = DecisionRecord::of(&told.floor.events) {
        blocks.extend(meeting(told, &record));
        for (place, it) in (1..).zip(&told.floor.points) {
            blocks.extend(point(told, &record, place, it));
        }
    }
    blocks.extend(added(observations));
    let body = Text {
        title: String::new(),
        blocks,
    };
    let head = Text {
        title: String::new(),
        blocks: vec![heading(1, &title)],
    };
    format!("{}\n{}", head.to_markdown(), body.to_markdown())
}

/// « Relevé de décisions – Assemblée générale, 12 juin 2026 ».
pub fn title(told: &Told) -> String {
    let (body, day) = (&told.floor.body.name, dates::day(told.floor.on));
    match told.floor.meeting.sheet.title.as_str() {
        "" => format!("Relevé de décisions – {body}, {day}"),
        title => format!("Relevé de décisions – {body}, {day} ({title})"),
    }
}

/// The observations of a relevé that was written.
pub fn observations(words: &str) -> &str {
    let mark = format!("\n## {OBSERVATIONS}\n\n");
    words
        .rfind(&mark)
        .map_or("", |at| words[at + mark.len()..].trim_end())
}

/// What was typed, its headings below ours.
fn added(observations: &str) -> Vec<Block> {
    let typed = observations.trim();
    if typed.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![heading(2, OBSERVATIONS)];
    blocks.extend(
        from_markdown(typed, LeadingHeading::Stays)
            .without_images()
            .blocks
            .into_iter()
            .map(parts::lowered),
    );
    blocks
}

/// A relevé as a page shows it.
pub fn html(words: &str) -> (String, Text) {
    let text = from_markdown(words, LeadingHeading::BecomesTitle);
    (text.title.clone(), text)
}
