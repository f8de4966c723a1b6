//! Block markers and marks of the live document.

use automerge::ScalarValue;
use automerge::hydrate;
use automerge::marks::MarkSet;
use serde::Deserialize;

use super::super::draft::{Proposed, Touch};
use super::super::table::{Place, is_id};
use super::super::{
    Begins, Block, BlockKind, Cell, Container, Image, ImageFile, Level, Link, MAX_DEPTH, Marks,
    Run, is_alt,
};
use super::Malformed;
use crate::suggestion::{Kind, Name};

/// What a marker is.
pub enum Marker {
    /// The beginning of a block that is not of a table.
    Block(Block),
    /// The beginning of a cell.
    Cell(Block, Place),
    /// The end of a row of cells, which keeps what is added after the row apart from what is written in it.
    RowEnd,
}

/// What `marker` is and what is suggested of it, or the field that does not fit.
pub fn read_block(marker: &hydrate::Map) -> Result<(Marker, Vec<Touch>), &'static str> {
    let mut touches = Vec::new();
    for (key, value) in marker.iter() {
        if !matches!(key.as_str(), "type" | "parents" | "attrs" | "isEmbed") {
            touches.push(block_touch(key, &value.value).ok_or("set of fields")?);
        }
    }
    if marker.iter().count() != touches.len() + 4 {
        return Err("set of fields");
    }
    touches.sort_by_key(Touch::name);
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
    let parents = marker
        .get("parents")
        .and_then(read_parents)
        .ok_or("parents")?;
    let attributes = read_attributes(attrs).ok_or("attrs")?;
    let block = |kind| Block {
        kind,
        parents: parents.clone(),
        content: Vec::new(),
    };
    let read = match (kind, attributes) {
        ("table-row-end", _) => Marker::RowEnd,
        ("table-cell", Attributes::Cell(place)) => {
            let (begins, header) = (Begins::Cell, place.header);
            let cell = Block::new(BlockKind::Cell(Cell { begins, header }), Vec::new());
            Marker::Cell(cell, place)
        }
        ("image", Attributes::Image(image, alt)) => Marker::Block(Block {
            content: Vec::from_iter(alt.map(|alt| Run::plain(&alt))),
            ..block(BlockKind::Image(image))
        }),
        (name, attributes) => Marker::Block(block(read_kind(name, &attributes)?)),
    };
    Ok((read, touches))
}

fn block_touch(name: &str, value: &hydrate::Value) -> Option<Touch> {
    let Name { kind, key } = Name::parse(name)?;
    let hydrate::Value::Scalar(value) = value else {
        return None;
    };
    let to = match (kind, value) {
        (Kind::Insert, ScalarValue::Boolean(true)) => Proposed::Insert,
        (Kind::Delete, ScalarValue::Boolean(true)) => Proposed::Delete,
        (Kind::Shape, ScalarValue::Str(json)) => Proposed::Shape(read_shape(json)?),
        _ => return None,
    };
    Some(Touch { key, to })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShapeValue {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    level: Option<u8>,
    parents: Vec<String>,
}

/// The block of which a marker's key holds the shape, without content; none where it is not one.
pub(crate) fn read_shape(json: &str) -> Option<Block> {
    let value: ShapeValue = serde_json::from_str(json).ok()?;
    let level = match value.level {
        Some(level) => Some(Level::new(level)?),
        None => None,
    };
    let kind = match (value.kind.as_str(), level) {
        ("heading", Some(level)) => BlockKind::Heading(level),
        ("paragraph", None) => BlockKind::Paragraph,
        ("ordered-list-item", None) => BlockKind::OrderedItem,
        ("unordered-list-item", None) => BlockKind::UnorderedItem,
        _ => return None,
    };
    let parents = value.parents.iter().map(|it| read_container(it));
    let parents = parents.collect::<Option<Vec<_>>>()?;
    (parents.len() <= MAX_DEPTH).then_some(Block {
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

/// What a marker says beside its type.
enum Attributes {
    None,
    Level(Level),
    Cell(Place),
    Image(Image, Option<String>),
}

fn read_attributes(attrs: &hydrate::Map) -> Option<Attributes> {
    let known = |names: &[&str]| {
        names
            .iter()
            .filter(|name| attrs.get(name).is_some())
            .count()
    };
    let count = attrs.iter().count();
    if let Some(level) = attrs.get("level") {
        return (count == 1).then_some(Attributes::Level(read_level(level)?));
    }
    if attrs.get("file").is_some() {
        let (image, alt) = read_image(attrs)?;
        let said = known(&["file", "width", "height", "alt", "decorative"]);
        return (count == said).then_some(Attributes::Image(image, alt));
    }
    let names = known(&["table", "row", "column"]);
    if names != 3 || count != names + known(&["header"]) {
        return (count == 0).then_some(Attributes::None);
    }
    let id = |name| {
        let id = attrs.get(name).and_then(as_str).filter(|id| is_id(id));
        id.map(str::to_owned)
    };
    Some(Attributes::Cell(Place {
        table: id("table")?,
        row: id("row")?,
        column: id("column")?,
        header: read_truth(attrs.get("header"))?,
    }))
}

fn read_image(attrs: &hydrate::Map) -> Option<(Image, Option<String>)> {
    let side = |name| {
        attrs
            .get(name)
            .and_then(read_number)
            .filter(|it| Image::is_side(*it))
    };
    let image = Image {
        file: ImageFile::parse(attrs.get("file").and_then(as_str)?)?,
        width: side("width")?,
        height: side("height")?,
        decorative: read_truth(attrs.get("decorative"))?,
    };
    match attrs.get("alt") {
        None => Some((image, None)),
        Some(_) if image.decorative => None,
        Some(alt) => {
            let alt = as_str(alt).filter(|alt| is_alt(alt))?;
            Some((image, Some(alt.to_owned())))
        }
    }
}

fn read_truth(value: Option<&hydrate::Value>) -> Option<bool> {
    match value {
        None => Some(false),
        Some(hydrate::Value::Scalar(ScalarValue::Boolean(true))) => Some(true),
        Some(_) => None,
    }
}

/// Type and attributes change together, but two people may change one block at once; then each keeps its last value:
/// a heading without level is of the first, a level, a place or a file means nothing elsewhere, and a cell that has no place or
/// an image that has no file is a paragraph.
fn read_kind(name: &str, attributes: &Attributes) -> Result<BlockKind, &'static str> {
    match (name, attributes) {
        ("heading", Attributes::Level(level)) => Ok(BlockKind::Heading(*level)),
        ("heading", _) => Ok(BlockKind::Heading(Level::clamped(1))),
        ("paragraph" | "table-cell" | "image", _) => Ok(BlockKind::Paragraph),
        ("ordered-list-item", _) => Ok(BlockKind::OrderedItem),
        ("unordered-list-item", _) => Ok(BlockKind::UnorderedItem),
        ("horizontal-rule", _) => Ok(BlockKind::HorizontalRule),
        _ => Err("type"),
    }
}

fn read_level(value: &hydrate::Value) -> Option<Level> {
    Level::new(u8::try_from(read_number(value)?).ok()?)
}

fn read_number(value: &hydrate::Value) -> Option<u16> {
    match value {
        hydrate::Value::Scalar(ScalarValue::Int(number)) => u16::try_from(*number).ok(),
        hydrate::Value::Scalar(ScalarValue::Uint(number)) => u16::try_from(*number).ok(),
        _ => None,
    }
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

/// The marks of `set` and what is suggested, or the one that does not fit.
pub fn read_marks(set: &MarkSet) -> Result<(Marks, Vec<Touch>), Malformed> {
    let mut marks = Marks::default();
    let mut touches = Vec::new();
    for (name, value) in set.iter() {
        let read = match Name::parse(name) {
            // What is left of a suggestion that was taken back or decided.
            Some(_) if value.is_null() => Some(()),
            Some(name) => read_touch(name, value).map(|touch| touches.push(touch)),
            None => read_mark(&mut marks, name, value),
        };
        read.ok_or_else(|| Malformed::Mark(name.to_owned()))?;
    }
    touches.sort_by_key(Touch::name);
    Ok((marks, touches))
}

fn read_touch(name: Name, value: &ScalarValue) -> Option<Touch> {
    let to = match (name.kind, value) {
        (Kind::Insert, ScalarValue::Boolean(true)) => Proposed::Insert,
        (Kind::Delete, ScalarValue::Boolean(true)) => Proposed::Delete,
        (Kind::Strong, ScalarValue::Boolean(to)) => Proposed::Strong(*to),
        (Kind::Em, ScalarValue::Boolean(to)) => Proposed::Em(*to),
        (Kind::Link, ScalarValue::Boolean(false)) => Proposed::Link(None),
        (Kind::Link, ScalarValue::Str(json)) => Proposed::Link(Some(read_link(json)?)),
        _ => return None,
    };
    Some(Touch { key: name.key, to })
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
