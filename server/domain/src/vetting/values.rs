//! The values that a text may hold.

use automerge::ScalarValue;
use automerge::legacy::MarkData;

use crate::suggestion::{Kind, Name};
use crate::text::{Link, is_allowed, read_shape};

/// What an operation may insert in a body: one character, no control character but the tab and the line break, no
/// noncharacter, and not U+FFFC, which stands for block markers.
pub(super) fn body_character(value: &ScalarValue) -> Option<char> {
    single(value).filter(|found| is_allowed(*found))
}

/// What an operation may insert in a title, which is one line.
pub(super) fn title_character(value: &ScalarValue) -> Option<char> {
    body_character(value).filter(|found| !matches!(found, '\n' | '\t'))
}

fn single(value: &ScalarValue) -> Option<char> {
    let ScalarValue::Str(text) = value else {
        return None;
    };
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

/// A block's type, and whether it is a heading.
pub(super) fn kind(value: &ScalarValue) -> Option<bool> {
    let ScalarValue::Str(kind) = value else {
        return None;
    };
    match kind.as_str() {
        "heading" => Some(true),
        "paragraph" | "ordered-list-item" | "unordered-list-item" | "horizontal-rule" => {
            Some(false)
        }
        _ => None,
    }
}

/// What a block may stand in.
pub(super) fn is_parent(value: &ScalarValue) -> bool {
    let ScalarValue::Str(parent) = value else {
        return false;
    };
    matches!(
        parent.as_str(),
        "blockquote" | "ordered-list-item" | "unordered-list-item"
    )
}

/// A heading's level, 1 to 4.
pub(super) fn is_level(value: &ScalarValue) -> bool {
    matches!(value, ScalarValue::Int(1..=4) | ScalarValue::Uint(1..=4))
}

/// A mark's name with a value that it may have; none takes the mark away.
pub(super) fn is_mark(mark: &MarkData) -> bool {
    if let Some(name) = Name::parse(&mark.name) {
        return is_proposed(name.kind, &mark.value);
    }
    match (mark.name.as_str(), &mark.value) {
        ("strong" | "em", ScalarValue::Boolean(true) | ScalarValue::Null)
        | ("link" | "footnote", ScalarValue::Null) => true,
        ("link", ScalarValue::Str(link)) => is_link(link),
        ("footnote", ScalarValue::Str(id)) => !id.is_empty() && id.len() <= 64,
        _ => false,
    }
}

/// What a mark may propose.
fn is_proposed(kind: Kind, value: &ScalarValue) -> bool {
    match (kind, value) {
        (Kind::Shape, _) => false,
        (_, ScalarValue::Null)
        | (Kind::Insert | Kind::Delete, ScalarValue::Boolean(true))
        | (Kind::Strong | Kind::Em, ScalarValue::Boolean(_))
        | (Kind::Link, ScalarValue::Boolean(false)) => true,
        (Kind::Link, ScalarValue::Str(link)) => is_link(link),
        _ => false,
    }
}

/// What a block marker's key may propose.
pub(super) fn is_proposed_of_block(kind: Kind, value: &ScalarValue) -> bool {
    match (kind, value) {
        (Kind::Insert | Kind::Delete, ScalarValue::Boolean(true)) => true,
        (Kind::Shape, ScalarValue::Str(json)) => read_shape(json).is_some(),
        _ => false,
    }
}

fn is_link(json: &str) -> bool {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Value {
        href: String,
        #[serde(default)]
        title: String,
    }
    let value = serde_json::from_str::<Value>(json).ok();
    value.is_some_and(|value| Link::new(&value.href, &value.title).is_some())
}
