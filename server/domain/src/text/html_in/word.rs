//! Word's lists: paragraphs that look like items, each with its bullet or number written before it.

use super::super::{Block, BlockKind, Container, Run};
use super::element::Element;
use super::frame::Role;

/// What Word's lists have open: the kind of the item at each level.
pub type Levels = Vec<Container>;

/// What a Word paragraph `element` is, if it is an item (`mso-list: l0 level2 lfo1`) or a piece of one.
pub fn role(element: &Element) -> Option<Role> {
    let list = element.style("mso-list");
    match list.as_deref() {
        Some("ignore") => return Some(Role::WordMarker),
        Some(list) if element.name == "p" => {
            let level = list
                .split_ascii_whitespace()
                .find_map(|word| word.strip_prefix("level")?.parse().ok());
            return level.map(|level: usize| Role::WordItem(level.clamp(1, 9)));
        }
        _ => {}
    }
    (element.name == "p" && element.has_class("MsoListParagraph")).then_some(Role::WordItem(1))
}

/// The block of a Word item: `marker` is its bullet or number, `level` its level from 1, `outer` what it stands in.
/// A number that a list could not give again (a list that begins at 3) stays a word.
pub fn item(
    levels: &mut Levels,
    level: usize,
    marker: &str,
    outer: &[Container],
    mut content: Vec<Run>,
) -> Block {
    let written = if marker.trim().is_empty() {
        strip_marker(&mut content)
    } else {
        marker.trim().to_owned()
    };
    let Some(container) = container(&written) else {
        levels.clear();
        return Block {
            kind: BlockKind::Paragraph,
            parents: outer.to_vec(),
            content,
        };
    };
    let continues = levels.get(level - 1) == Some(&container);
    let number = written.trim_end_matches(['.', ')']).parse::<usize>().ok();
    if container == Container::OrderedItem && !continues && number.is_some_and(|number| number != 1)
    {
        content.insert(0, Run::plain(&format!("{written} ")));
        levels.clear();
        return Block {
            kind: BlockKind::Paragraph,
            parents: outer.to_vec(),
            content,
        };
    }
    levels.truncate(level - 1);
    let parents = outer.iter().chain(levels.iter()).copied().collect();
    levels.resize(level - 1, container);
    levels.push(container);
    let kind = if container == Container::OrderedItem {
        BlockKind::OrderedItem
    } else {
        BlockKind::UnorderedItem
    };
    Block {
        kind,
        parents,
        content,
    }
}

fn container(marker: &str) -> Option<Container> {
    let label = marker.trim_end_matches(['.', ')']);
    let enumerates = label.len() < marker.len()
        && (1..=6).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric());
    match marker {
        "" => None,
        _ if enumerates => Some(Container::OrderedItem),
        _ => Some(Container::UnorderedItem),
    }
}

/// Takes from the beginning of `content` the bullet or number that « filtered » HTML leaves there, followed by
/// no-break spaces.
fn strip_marker(content: &mut [Run]) -> String {
    let Some(first) = content.first_mut() else {
        return String::new();
    };
    let Some((marker, rest)) = first.text.split_once('\u{A0}') else {
        return String::new();
    };
    let marker = marker.trim().to_owned();
    let bullet = matches!(
        marker.as_str(),
        "·" | "•" | "o" | "§" | "-" | "–" | "—" | "►" | ""
    );
    if !bullet && container(&marker) != Some(Container::OrderedItem) {
        return String::new();
    }
    first.text = rest.trim_start().to_owned();
    marker
}
