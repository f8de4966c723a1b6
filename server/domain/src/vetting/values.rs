//! The values that a text may hold.

use automerge::ScalarValue;
use automerge::legacy::MarkData;

use crate::suggestion::{Kind as Proposal, Name};
use crate::text::{ImageFile, Link, MAX_SIDE, is_allowed, is_alt, is_cell_id, read_shape};

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

/// What a block's type asks of its attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A level.
    Heading,
    /// A table, a row and a column, and perhaps that it is of the header.
    Cell,
    /// A file, its width and its height, and perhaps its alternative text or that it is decorative.
    Image,
    /// None.
    Plain,
}

/// A block's type.
pub(super) fn kind(value: &ScalarValue) -> Option<Kind> {
    let ScalarValue::Str(kind) = value else {
        return None;
    };
    match kind.as_str() {
        "heading" => Some(Kind::Heading),
        "table-cell" => Some(Kind::Cell),
        "image" => Some(Kind::Image),
        "paragraph"
        | "ordered-list-item"
        | "unordered-list-item"
        | "horizontal-rule"
        | "table-row-end" => Some(Kind::Plain),
        _ => None,
    }
}

/// An attribute of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attribute {
    Level,
    Table,
    Row,
    Column,
    Header,
    File,
    Width,
    Height,
    Alt,
    Decorative,
}

/// The attribute of this name, and whether it may have this value; none where there is no such attribute.
pub(super) fn attribute(name: &str, value: &ScalarValue) -> Option<(Attribute, bool)> {
    let is_id = matches!(value, ScalarValue::Str(id) if is_cell_id(id));
    match name {
        "level" => Some((Attribute::Level, is_level(value))),
        "table" => Some((Attribute::Table, is_id)),
        "row" => Some((Attribute::Row, is_id)),
        "column" => Some((Attribute::Column, is_id)),
        "header" => Some((Attribute::Header, is_true(value))),
        "file" => Some((Attribute::File, is_file(value))),
        "width" => Some((Attribute::Width, is_side(value))),
        "height" => Some((Attribute::Height, is_side(value))),
        "alt" => Some((Attribute::Alt, is_alt_text(value))),
        "decorative" => Some((Attribute::Decorative, is_true(value))),
        _ => None,
    }
}

fn is_true(value: &ScalarValue) -> bool {
    *value == ScalarValue::Boolean(true)
}

fn is_file(value: &ScalarValue) -> bool {
    matches!(value, ScalarValue::Str(name) if ImageFile::parse(name).is_some())
}

fn is_alt_text(value: &ScalarValue) -> bool {
    matches!(value, ScalarValue::Str(text) if is_alt(text))
}

/// A side of an image, in pixels.
fn is_side(value: &ScalarValue) -> bool {
    let most = MAX_SIDE.into();
    match value {
        ScalarValue::Int(pixels) => (1..=i64::from(MAX_SIDE)).contains(pixels),
        ScalarValue::Uint(pixels) => (1..=most).contains(pixels),
        _ => false,
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
fn is_level(value: &ScalarValue) -> bool {
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
fn is_proposed(kind: Proposal, value: &ScalarValue) -> bool {
    match (kind, value) {
        (Proposal::Shape, _) => false,
        (_, ScalarValue::Null)
        | (Proposal::Insert | Proposal::Delete, ScalarValue::Boolean(true))
        | (Proposal::Strong | Proposal::Em, ScalarValue::Boolean(_))
        | (Proposal::Link, ScalarValue::Boolean(false)) => true,
        (Proposal::Link, ScalarValue::Str(link)) => is_link(link),
        _ => false,
    }
}

/// What a block marker's key may propose.
pub(super) fn is_proposed_of_block(kind: Proposal, value: &ScalarValue) -> bool {
    match (kind, value) {
        (Proposal::Insert | Proposal::Delete, ScalarValue::Boolean(true)) => true,
        (Proposal::Shape, ScalarValue::Str(json)) => read_shape(json).is_some(),
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
