//! Block markers and marks of the live document.

use automerge::ScalarValue;
use automerge::hydrate;
use automerge::marks::MarkSet;
use serde::Deserialize;

use super::super::{Block, BlockKind, Container, Level, Link, MAX_DEPTH, Marks};
use super::Malformed;

/// The block that `marker` opens, or the field that does not fit.
pub fn read_block(marker: &hydrate::Map) -> Result<Block, &'static str> {
    if marker.iter().count() != 4 {
        return Err("set of fields");
    }
    let kind = marker.get("type").and_then(as_str).ok_or("type")?;
    let Some(hydrate::Value::Map(attrs)) = marker.get("attrs") else {
        return Err("attrs");
    };
    if !matches!(
        marker.get("isEmbed"),
        Some(hydrate::Value::Scalar(ScalarValue::Boolean(false)))
    ) {
        return Err("isEmbed");
    }
    let kind = read_kind(kind, attrs)?;
    let parents = marker
        .get("parents")
        .and_then(read_parents)
        .ok_or("parents")?;
    Ok(Block {
        kind,
        parents,
        content: Vec::new(),
    })
}

fn as_str(value: &hydrate::Value) -> Option<&str> {
    match value {
        hydrate::Value::Scalar(ScalarValue::Str(text)) => Some(text),
        _ => None,
    }
}

/// Type and attributes change together, but two people may change one block at once; then each keeps its last value:
/// a heading without level is of the first, and a level means nothing elsewhere.
fn read_kind(name: &str, attrs: &hydrate::Map) -> Result<BlockKind, &'static str> {
    let level = match attrs.get("level") {
        Some(value) => Some(read_level(value).ok_or("attrs")?),
        None => None,
    };
    if attrs.iter().count() > usize::from(level.is_some()) {
        return Err("attrs");
    }
    match name {
        "heading" => Ok(BlockKind::Heading(level.unwrap_or(Level::clamped(1)))),
        "paragraph" => Ok(BlockKind::Paragraph),
        "ordered-list-item" => Ok(BlockKind::OrderedItem),
        "unordered-list-item" => Ok(BlockKind::UnorderedItem),
        "horizontal-rule" => Ok(BlockKind::HorizontalRule),
        _ => Err("type"),
    }
}

fn read_level(value: &hydrate::Value) -> Option<Level> {
    let number = match value {
        hydrate::Value::Scalar(ScalarValue::Int(number)) => u8::try_from(*number).ok()?,
        hydrate::Value::Scalar(ScalarValue::Uint(number)) => u8::try_from(*number).ok()?,
        _ => return None,
    };
    Level::new(number)
}

fn read_parents(value: &hydrate::Value) -> Option<Vec<Container>> {
    let hydrate::Value::List(list) = value else {
        return None;
    };
    if list.len() > MAX_DEPTH {
        return None;
    }
    list.iter()
        .map(|parent| as_str(&parent.value).and_then(read_container))
        .collect()
}

fn read_container(name: &str) -> Option<Container> {
    match name {
        "blockquote" => Some(Container::Quote),
        "ordered-list-item" => Some(Container::OrderedItem),
        "unordered-list-item" => Some(Container::UnorderedItem),
        _ => None,
    }
}

/// The marks of `set`, or the one that does not fit.
pub fn read_marks(set: &MarkSet) -> Result<Marks, Malformed> {
    let mut marks = Marks::default();
    for (name, value) in set.iter() {
        read_mark(&mut marks, name, value).ok_or_else(|| Malformed::Mark(name.to_owned()))?;
    }
    Ok(marks)
}

fn read_mark(marks: &mut Marks, name: &str, value: &ScalarValue) -> Option<()> {
    match (name, value) {
        // What is left of a mark that was taken away.
        (_, ScalarValue::Null) => {}
        ("strong", ScalarValue::Boolean(true)) => marks.strong = true,
        ("em", ScalarValue::Boolean(true)) => marks.em = true,
        ("link", ScalarValue::Str(json)) => marks.link = Some(read_link(json)?),
        ("footnote", ScalarValue::Str(id)) if !id.is_empty() => {
            marks.footnote = Some(id.to_string());
        }
        _ => return None,
    }
    Some(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkValue {
    href: String,
    #[serde(default)]
    title: Option<String>,
}

fn read_link(json: &str) -> Option<Link> {
    let value: LinkValue = serde_json::from_str(json).ok()?;
    Link::new(&value.href, value.title.as_deref().unwrap_or_default())
}
