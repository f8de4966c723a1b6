//! The body as HTML to read: headings with addresses, lists, quotes, notes at the end. No style, no script.

mod image;
mod table;

use std::collections::VecDeque;
use std::fmt::Write;

use super::{Block, BlockKind, Inline, Item, Node, Run, Text, inlines};

/// The words that the page adds to those of the text, in the reader's language.
#[derive(Debug, Clone, Copy)]
pub struct Wording<'a> {
    /// The heading of the notes: « Notes ».
    pub notes: &'a str,
    /// What names a note when its number follows: « Note ».
    pub note: &'a str,
    /// What names a table when its number follows: « Tableau ».
    pub table: &'a str,
    /// What is said in the place of an image of which nothing was said: « Image sans texte de remplacement ».
    pub image: &'a str,
    /// Where the files of images stand: an address, or its beginning.
    pub images: &'a str,
    /// What names the way back when the note's number follows: « Retour à l’appel de la note ».
    pub back: &'a str,
}

impl Text {
    /// The body, without the title, as valid HTML5: level 1 is `h2`, since the title is the page's `h1`.
    ///
    /// Every `id` begins with `prefix` (letters, digits, hyphens), so that two texts may share a page; headings have
    /// the ids of [`Text::outline`]. Empty paragraphs and headings are left out; everything written is escaped.
    pub fn to_html(&self, prefix: &str, wording: &Wording<'_>) -> String {
        let ids = self.heading_ids().into_iter().flatten().collect();
        let mut page = Page {
            out: String::new(),
            prefix,
            wording,
            ids,
            notes: Vec::new(),
            tables: 0,
        };
        page.nodes(&self.tree());
        page.endnotes();
        page.out
    }
}

struct Page<'a> {
    out: String,
    prefix: &'a str,
    wording: &'a Wording<'a>,
    /// The ids of the headings, in the order in which they will be met.
    ids: VecDeque<String>,
    notes: Vec<String>,
    tables: usize,
}

impl Page<'_> {
    fn nodes(&mut self, nodes: &[Node<'_>]) {
        for node in nodes {
            match node {
                Node::Block(block) => self.block(block),
                Node::Quote(inside) => {
                    self.out.push_str("<blockquote>\n");
                    self.nodes(inside);
                    self.out.push_str("</blockquote>\n");
                }
                Node::List { ordered, items } => self.list(*ordered, items),
                Node::Table(rows) => self.table(rows),
            }
        }
    }

    fn block(&mut self, block: &Block) {
        match block.kind {
            BlockKind::HorizontalRule => self.out.push_str("<hr>\n"),
            BlockKind::Image(image) => self.image(image, &block.text()),
            _ if block.content.is_empty() => {}
            BlockKind::Heading(level) => self.heading(block, level.get() + 1),
            _ => {
                let content = self.content(&block.content);
                let _ = writeln!(self.out, "<p>{content}</p>");
            }
        }
    }

    fn heading(&mut self, block: &Block, level: u8) {
        let id = self.ids.pop_front().unwrap_or_default();
        let content = self.content(&block.content);
        let _ = writeln!(
            self.out,
            "<h{level} id=\"{}{id}\">{content}</h{level}>",
            self.prefix
        );
    }

    fn list(&mut self, ordered: bool, items: &[Item<'_>]) {
        // Blocks that no item opened carry no number: the count begins after them.
        let unopened = items.first().is_some_and(|item| item.block.is_none());
        let (open, close) = match (ordered, unopened) {
            (true, true) => ("<ol start=\"0\">\n", "</ol>\n"),
            (true, false) => ("<ol>\n", "</ol>\n"),
            (false, _) => ("<ul>\n", "</ul>\n"),
        };
        self.out.push_str(open);
        for item in items {
            self.item(item);
        }
        self.out.push_str(close);
    }

    fn item(&mut self, item: &Item<'_>) {
        self.out.push_str(if item.block.is_some() {
            "<li>"
        } else {
            "<li class=\"continued\">"
        });
        if let Some(block) = item.block {
            let content = self.content(&block.content);
            let alone = item
                .children
                .iter()
                .all(|child| matches!(child, Node::List { .. }));
            let (open, close) = if alone { ("", "") } else { ("<p>", "</p>") };
            self.out.extend([open, &content, close]);
        }
        if !item.children.is_empty() {
            self.out.push('\n');
            self.nodes(&item.children);
        }
        self.out.push_str("</li>\n");
    }

    fn content(&mut self, runs: &[Run]) -> String {
        let mut html = String::new();
        for inline in inlines(runs) {
            match inline {
                Inline::Note(words) => {
                    let mut note = String::new();
                    write_inlines(&mut note, &words);
                    self.notes.push(note);
                    html.push_str(&self.call(self.notes.len()));
                }
                other => write_inlines(&mut html, &[other]),
            }
        }
        html
    }

    fn call(&self, number: usize) -> String {
        let (prefix, label) = (self.prefix, escaped(self.wording.note));
        format!(
            "<sup><a id=\"{prefix}call_{number}\" href=\"#{prefix}note_{number}\" role=\"doc-noteref\" \
             aria-label=\"{label} {number}\">{number}</a></sup>"
        )
    }

    fn endnotes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        let (prefix, title) = (self.prefix, escaped(self.wording.notes));
        let _ = write!(
            self.out,
            "<section role=\"doc-endnotes\" aria-labelledby=\"{prefix}notes_\">\n<h2 id=\"{prefix}notes_\">{title}</h2>\n<ol>\n"
        );
        for (index, note) in self.notes.iter().enumerate() {
            let (number, back) = (index + 1, escaped(self.wording.back));
            let _ = writeln!(
                self.out,
                "<li id=\"{prefix}note_{number}\">{note} <a href=\"#{prefix}call_{number}\" role=\"doc-backlink\" \
                 aria-label=\"{back} {number}\">↩</a></li>"
            );
        }
        self.out.push_str("</ol>\n</section>\n");
    }
}

fn write_inlines(out: &mut String, inlines: &[Inline<'_>]) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(&escaped(text).replace('\n', "<br>\n")),
            Inline::Strong(inside) => tagged(out, "strong", inside),
            Inline::Em(inside) => tagged(out, "em", inside),
            Inline::Link(link, inside) => {
                let title = match link.title() {
                    "" => String::new(),
                    title => format!(" title=\"{}\"", escaped(title)),
                };
                let _ = write!(
                    out,
                    "<a href=\"{}\" rel=\"external noopener noreferrer\"{title}>",
                    escaped(link.href())
                );
                write_inlines(out, inside);
                out.push_str("</a>");
            }
            Inline::Note(inside) => write_inlines(out, inside),
        }
    }
}

fn tagged(out: &mut String, tag: &str, inside: &[Inline<'_>]) {
    let _ = write!(out, "<{tag}>");
    write_inlines(out, inside);
    let _ = write!(out, "</{tag}>");
}

pub(crate) use image::img;

pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests;
