//! From the text to the first change of a live document.

use std::collections::HashMap;

use automerge::marks::{ExpandMark, Mark};
use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{
    ActorId, Automerge, AutomergeError, ObjType, ROOT, ScalarValue, TextEncoding, hydrate,
};
use serde_json::json;

use super::table::{Names, names};
use super::{Block, BlockKind, Container, Image, Link, Marks, Run, Text};

impl Text {
    /// A document with this text as its only change, made by `actor` at `time` (Unix seconds). Reading it gives
    /// the same text, when it is normalised.
    ///
    /// Errors: none for a text that [`Text::read`] would take; the document library's own otherwise.
    pub fn write(&self, actor: ActorId, time: i64) -> Result<Automerge, AutomergeError> {
        let mut doc = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit).with_actor(actor);
        let commit = |(): &()| CommitOptions::default().with_time(time);
        match doc.transact_with(commit, |tx| self.fill(tx)) {
            Ok(_) => Ok(doc),
            Err(failure) => Err(failure.error),
        }
    }

    /// Blocks go in last first, each at the start: an insertion costs what stands before it.
    fn fill(&self, tx: &mut Transaction<'_>) -> Result<(), AutomergeError> {
        let title = tx.put_object(ROOT, "title", ObjType::Text)?;
        tx.splice_text(&title, 0, 0, &self.title)?;
        let body = tx.put_object(ROOT, "body", ObjType::Text)?;
        let names = names(&self.blocks);
        for (block, names) in self.blocks.iter().zip(names).rev() {
            if names.is_some_and(|names| names.ends_row) {
                let end = marker("table-row-end", &[], HashMap::new());
                tx.batch_create_object(&body, 0, &end, true)?;
            }
            let characters: String = written(block).map(|run| run.text.as_str()).collect();
            tx.splice_text(&body, 0, 0, &characters)?;
            tx.batch_create_object(&body, 0, &marker_of(block, names), true)?;
            for (mark, expand) in marks(block) {
                tx.mark(&body, mark, expand)?;
            }
        }
        Ok(())
    }
}

/// What people wrote in a block: the words of an image are its marker's.
fn written(block: &Block) -> impl Iterator<Item = &Run> {
    let runs = block.content.iter();
    runs.filter(|_| block.kind.takes_text())
}

/// The marks of a block whose marker is the first unit of the body.
fn marks(block: &Block) -> Vec<(Mark, ExpandMark)> {
    let mut end = 1;
    let of_run = |Run { text, marks }: &Run| {
        let start = end;
        end += units(text);
        automerge_marks(marks, start, end)
    };
    written(block).flat_map(of_run).collect()
}

/// The length of `text` in UTF-16 units.
fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

fn marker_of(block: &Block, names: Option<Names>) -> hydrate::Value {
    marker(
        kind_name(block.kind),
        &block.parents,
        attributes(block, names),
    )
}

/// What a block's marker says beside its type.
fn attributes(block: &Block, names: Option<Names>) -> HashMap<&'static str, hydrate::Value> {
    let name = |number: usize| scalar(number.to_string().into());
    let mut attributes = HashMap::new();
    if let BlockKind::Heading(level) = block.kind {
        attributes.insert("level", scalar(i64::from(level.get()).into()));
    }
    if let BlockKind::Image(image) = block.kind {
        attributes.extend(image_attributes(image, &block.text()));
    }
    if let Some(names) = names {
        attributes.insert("table", name(names.table));
        attributes.insert("row", name(names.row));
        attributes.insert("column", name(names.column));
        attributes.extend(names.header.then(|| ("header", scalar(true.into()))));
    }
    attributes
}

fn image_attributes(image: Image, alt: &str) -> Vec<(&'static str, hydrate::Value)> {
    let side = |pixels: u16| scalar(i64::from(pixels).into());
    let mut attributes = vec![
        ("file", scalar(image.file.to_string().into())),
        ("width", side(image.width)),
        ("height", side(image.height)),
    ];
    attributes.extend((!alt.is_empty()).then(|| ("alt", scalar(alt.into()))));
    attributes.extend(
        image
            .decorative
            .then(|| ("decorative", scalar(true.into()))),
    );
    attributes
}

/// What a marker holds.
fn marker(
    kind: &str,
    parents: &[Container],
    attributes: HashMap<&str, hydrate::Value>,
) -> hydrate::Value {
    let parents: Vec<_> = parents
        .iter()
        .map(|parent| scalar(container_name(*parent).into()))
        .collect();
    hydrate::Value::from(HashMap::from([
        ("type", scalar(kind.into())),
        ("parents", hydrate::Value::from(parents)),
        ("attrs", hydrate::Value::from(attributes)),
        ("isEmbed", scalar(false.into())),
    ]))
}

const fn scalar(value: ScalarValue) -> hydrate::Value {
    hydrate::Value::Scalar(value)
}

/// The marks of characters from `start` to `end`. Words typed at the end of strong or emphasised ones are so too;
/// links and notes end where they end.
fn automerge_marks(marks: &Marks, start: usize, end: usize) -> Vec<(Mark, ExpandMark)> {
    let mut found = Vec::new();
    if marks.strong {
        found.push((
            Mark::new("strong".to_owned(), true, start, end),
            ExpandMark::After,
        ));
    }
    if marks.em {
        found.push((
            Mark::new("em".to_owned(), true, start, end),
            ExpandMark::After,
        ));
    }
    if let Some(link) = &marks.link {
        found.push((
            Mark::new("link".to_owned(), link_value(link), start, end),
            ExpandMark::None,
        ));
    }
    if let Some(id) = &marks.footnote {
        found.push((
            Mark::new("footnote".to_owned(), id.as_str(), start, end),
            ExpandMark::None,
        ));
    }
    found
}

/// What a link's mark holds.
pub(crate) fn link_value(link: &Link) -> String {
    json!({ "href": link.href(), "title": link.title() }).to_string()
}

/// The level that a block's marker holds, if any.
pub(crate) const fn level_of(kind: BlockKind) -> Option<u8> {
    match kind {
        BlockKind::Heading(level) => Some(level.get()),
        _ => None,
    }
}

pub(crate) fn kind_name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Paragraph => "paragraph",
        BlockKind::Heading(_) => "heading",
        BlockKind::OrderedItem => "ordered-list-item",
        BlockKind::UnorderedItem => "unordered-list-item",
        BlockKind::HorizontalRule => "horizontal-rule",
        BlockKind::Cell(_) => "table-cell",
        BlockKind::Image(_) => "image",
    }
}

pub(crate) fn container_name(container: Container) -> &'static str {
    match container {
        Container::Quote => "blockquote",
        Container::OrderedItem => "ordered-list-item",
        Container::UnorderedItem => "unordered-list-item",
    }
}

#[cfg(test)]
mod tests;
