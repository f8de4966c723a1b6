//! The body as Markdown (<https://spec.commonmark.org/0.31.2/>, with footnotes): one form for each text, and the
//! text back from it.
//!
//! A table is one of GFM's (<https://github.github.com/gfm/#tables-extension->), its first row empty where it has no
//! header; line breaks in it are `<br>`.
//!
//! An image is `![alternative text](images/HASH.png "640×480")` alone in its paragraph, the title saying too that it is
//! decorative, or that nothing was said of it.
//!
//! What Markdown cannot say is said in ways that its readers leave alone: `<!-- vide -->` stands for an empty
//! paragraph or item, `<!-- suite -->` opens an item for blocks that no item opened (numbered 0, so that the count
//! after it is right), character references keep blanks at the ends of lines, and `<strong>` and `<em>` stand where
//! asterisks or underscores next to letters or punctuation would not be read as marks.

mod escape;
mod marks;
mod table;

use super::{Block, BlockKind, Image, Item, Node, Text};
use marks::Writer;

/// Stands for an empty paragraph or item.
pub(super) const EMPTY: &str = "<!-- vide -->";
/// Opens an item for blocks that no item opened.
pub(super) const CONTINUED: &str = "<!-- suite -->";

impl Text {
    /// The body, without the title: lines end with LF, notes stand at the end, numbered in order of appearance.
    /// Empty for an empty body. For texts in normal form, [`from_markdown`](super::from_markdown) gives the same
    /// body back.
    pub fn to_markdown(&self) -> String {
        if let [only] = self.blocks.as_slice()
            && *only == Block::new(BlockKind::Paragraph, Vec::new())
        {
            return String::new();
        }
        let mut file = File::default();
        let mut lines = file.nodes(&self.tree());
        for (index, note) in file.notes.iter().enumerate() {
            let first = format!("[^{}]: ", index + 1);
            lines.push(String::new());
            lines.extend(indented(
                &first,
                "    ",
                note.split('\n').map(str::to_owned).collect(),
            ));
        }
        lines.join("\n") + "\n"
    }
}

#[derive(Default)]
struct File {
    notes: Vec<String>,
}

impl File {
    fn nodes(&mut self, nodes: &[Node<'_>]) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            if index > 0 {
                lines.push(String::new());
            }
            lines.extend(self.node(node));
        }
        lines
    }

    fn node(&mut self, node: &Node<'_>) -> Vec<String> {
        match node {
            Node::Block(block) => self.block(block),
            Node::Quote(inside) => indented("> ", "> ", self.nodes(inside)),
            Node::List { ordered, items } => self.list(*ordered, items),
            Node::Table(rows) => table::lines(rows, &mut self.notes),
        }
    }

    fn block(&mut self, block: &Block) -> Vec<String> {
        match block.kind {
            BlockKind::HorizontalRule => vec!["---".to_owned()],
            BlockKind::Image(image) => vec![self.image(image, block)],
            BlockKind::Heading(level) => {
                let content = Writer::heading(&mut self.notes).write(&block.content);
                let hashes = "#".repeat(usize::from(level.get()));
                vec![format!("{hashes} {content}").trim_end().to_owned()]
            }
            _ if block.content.is_empty() => vec![EMPTY.to_owned()],
            _ => {
                let content = Writer::paragraph(&mut self.notes).write(&block.content);
                content.split('\n').map(str::to_owned).collect()
            }
        }
    }

    fn image(&mut self, image: Image, block: &Block) -> String {
        let alt = Writer::paragraph(&mut self.notes).write(&block.content);
        let (path, title) = (image.path(), image.title(&alt));
        format!("![{alt}]({path} \"{title}\")")
    }

    fn list(&mut self, ordered: bool, items: &[Item<'_>]) -> Vec<String> {
        let tight = items.iter().all(is_simple);
        // An item that nothing opened comes first if at all, and takes no number.
        let start = usize::from(items.first().is_some_and(|item| item.block.is_some()));
        let mut lines = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if index > 0 && !tight {
                lines.push(String::new());
            }
            let marker = if ordered {
                format!("{}. ", start + index)
            } else {
                "- ".to_owned()
            };
            let indent = " ".repeat(marker.len());
            lines.extend(indented(&marker, &indent, self.item(item)));
        }
        lines
    }

    fn item(&mut self, item: &Item<'_>) -> Vec<String> {
        let mut lines = item
            .block
            .map_or_else(|| vec![CONTINUED.to_owned()], |block| self.block(block));
        for (index, child) in item.children.iter().enumerate() {
            let follows = index == 0 && item.block.is_some() && matches!(child, Node::List { .. });
            if !follows || !opens_plainly(child) {
                lines.push(String::new());
            }
            lines.extend(self.node(child));
        }
        lines
    }
}

/// Whether nothing but items, nested or not, stands in `item`.
fn is_simple(item: &Item<'_>) -> bool {
    let nested = match item.children.as_slice() {
        [] => true,
        [Node::List { items, .. }] => items.iter().all(is_simple),
        _ => false,
    };
    item.block.is_some() && nested
}

/// Whether a list begins with an item of its own: only then may it follow a line of text without a blank line.
fn opens_plainly(node: &Node<'_>) -> bool {
    matches!(node, Node::List { items, .. } if items.first().is_some_and(|item| item.block.is_some()))
}

/// `lines`, the first after `first` and the others after `others`; no line ends with a blank that they added.
fn indented(first: &str, others: &str, lines: Vec<String>) -> Vec<String> {
    let prefixed = lines.into_iter().enumerate().map(|(index, line)| {
        let prefix = if index == 0 { first } else { others };
        if line.is_empty() {
            prefix.trim_end().to_owned()
        } else {
            format!("{prefix}{line}")
        }
    });
    prefixed.collect()
}

#[cfg(test)]
mod tests;
