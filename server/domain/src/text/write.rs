//! From the text to the first change of a live document.

use automerge::marks::{ExpandMark, Mark};
use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ActorId, Automerge, AutomergeError, ObjId, ObjType, ROOT, TextEncoding};
use serde_json::json;

use super::{Block, BlockKind, Container, Marks, Run, Text};

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

    fn fill(&self, tx: &mut Transaction<'_>) -> Result<(), AutomergeError> {
        let title = tx.put_object(ROOT, "title", ObjType::Text)?;
        tx.splice_text(&title, 0, 0, &self.title)?;
        let body = tx.put_object(ROOT, "body", ObjType::Text)?;
        let mut at = 0;
        let mut marked = Vec::new();
        for block in &self.blocks {
            put_marker(tx, &body, at, block)?;
            at = put_content(tx, &body, at + 1, block, &mut marked)?;
        }
        for (mark, expand) in marked {
            tx.mark(&body, mark, expand)?;
        }
        Ok(())
    }
}

fn put_marker(
    tx: &mut Transaction<'_>,
    body: &ObjId,
    at: usize,
    block: &Block,
) -> Result<(), AutomergeError> {
    let marker = tx.split_block(body, at)?;
    tx.put(&marker, "type", kind_name(block.kind))?;
    let parents = tx.put_object(&marker, "parents", ObjType::List)?;
    for (index, parent) in block.parents.iter().enumerate() {
        tx.insert(&parents, index, container_name(*parent))?;
    }
    let attrs = tx.put_object(&marker, "attrs", ObjType::Map)?;
    if let BlockKind::Heading(level) = block.kind {
        tx.put(&attrs, "level", i64::from(level.get()))?;
    }
    tx.put(&marker, "isEmbed", false)
}

/// Inserts the block's characters at `at`, notes their marks, and gives the index after them.
fn put_content(
    tx: &mut Transaction<'_>,
    body: &ObjId,
    at: usize,
    block: &Block,
    marked: &mut Vec<(Mark, ExpandMark)>,
) -> Result<usize, AutomergeError> {
    let characters: String = block.content.iter().map(|run| run.text.as_str()).collect();
    tx.splice_text(body, at, 0, &characters)?;
    let mut start = at;
    for Run { text, marks } in &block.content {
        let end = start + text.chars().map(char::len_utf16).sum::<usize>();
        marked.extend(automerge_marks(marks, start, end));
        start = end;
    }
    Ok(start)
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
        let value = json!({ "href": link.href(), "title": link.title() }).to_string();
        found.push((
            Mark::new("link".to_owned(), value, start, end),
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

fn kind_name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Paragraph => "paragraph",
        BlockKind::Heading(_) => "heading",
        BlockKind::OrderedItem => "ordered-list-item",
        BlockKind::UnorderedItem => "unordered-list-item",
        BlockKind::HorizontalRule => "horizontal-rule",
    }
}

fn container_name(container: Container) -> &'static str {
    match container {
        Container::Quote => "blockquote",
        Container::OrderedItem => "ordered-list-item",
        Container::UnorderedItem => "unordered-list-item",
    }
}

#[cfg(test)]
mod tests;
