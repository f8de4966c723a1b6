//! A redline as a few lines to read in a test.

use crate::redline::{Break, Passage, Redline, Shape, Words};
use crate::text::{BlockKind, Container, Marks};

/// A line for each block that begins in either text, `[-…-]` and `{+…+}` around what was removed and added, `[n-…-n]` and
/// `{n+…+n}` where that is a move, `‹…›` around what is reformatted. Before the words: `p`, `h2`, `-`, `1`, `hr`, as it was
/// and as it is where that differs, nothing (`∅`) where it is not.
pub fn sketch(redline: &Redline) -> String {
    let mut lines = vec![format!(
        "# {}",
        redline.title.iter().map(words).collect::<String>()
    )];
    for passage in &redline.body {
        match passage {
            Passage::Break(its) => lines.push(line(its)),
            Passage::Words(its) => {
                if let Some(line) = lines.last_mut() {
                    line.push_str(&words(its));
                }
            }
        }
    }
    lines
        .iter()
        .map(|line| line.trim_end())
        .collect::<Vec<_>>()
        .join("\n")
}

fn line(its: &Break) -> String {
    let name = |shape: &Option<Shape>| shape.as_ref().map_or_else(|| "∅".to_owned(), name);
    if its.before == its.after {
        format!("{}  ", name(&its.after))
    } else {
        format!("{}→{}  ", name(&its.before), name(&its.after))
    }
}

fn name(shape: &Shape) -> String {
    let parents = shape.parents.iter().map(|parent| match parent {
        Container::Quote => '>',
        Container::OrderedItem => '1',
        Container::UnorderedItem => '-',
    });
    let kind = match shape.kind {
        BlockKind::Paragraph => "p".to_owned(),
        BlockKind::Heading(level) => format!("h{}", level.get()),
        BlockKind::OrderedItem => "1".to_owned(),
        BlockKind::UnorderedItem => "-".to_owned(),
        BlockKind::HorizontalRule => "hr".to_owned(),
        BlockKind::Image(image) => format!("img{}", image.file.hash[0]),
        BlockKind::Cell(cell) if cell.header => "th".to_owned(),
        BlockKind::Cell(cell) if cell.opens_row() => "tr".to_owned(),
        BlockKind::Cell(_) => "td".to_owned(),
    };
    parents.chain(kind.chars()).collect()
}

fn words(its: &Words) -> String {
    let text = its.text.replace('\n', "⏎");
    let text = if its.in_note() {
        format!("⟦{text}⟧")
    } else {
        text
    };
    let number = its
        .moved
        .map_or_else(String::new, |number| (number + 1).to_string());
    let seen = |marks: &Marks| (marks.strong, marks.em, marks.link.clone());
    match (&its.before, &its.after) {
        (Some(before), Some(after)) if seen(before) == seen(after) => text,
        (Some(_), Some(_)) => format!("‹{text}›"),
        (Some(_), None) => format!("[{number}-{text}-{number}]"),
        _ => format!("{{{number}+{text}+{number}}}"),
    }
}
