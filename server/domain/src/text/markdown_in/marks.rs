//! From the inlines of a Markdown file to runs.

use comrak::nodes::{Node, NodeLink, NodeValue};

use super::super::normal::push_run;
use super::super::{Link, Marks, Run};
use super::notes::Notes;

/// How deep marks are followed; what is deeper keeps its words.
const MAX_NESTING: usize = 64;

/// Reads the inlines of one block into `content`.
pub struct Inlines<'n, 'a> {
    /// What was read so far.
    pub content: Vec<Run>,
    notes: &'n mut Notes<'a>,
    /// `<strong>` and `<em>` left open.
    strong_tags: usize,
    em_tags: usize,
}

impl<'n, 'a> Inlines<'n, 'a> {
    /// A reader that finds the words of notes in `notes`.
    pub fn new(notes: &'n mut Notes<'a>) -> Self {
        Self {
            content: Vec::new(),
            notes,
            strong_tags: 0,
            em_tags: 0,
        }
    }

    /// Reads what `block` holds.
    pub fn children(&mut self, block: Node<'a>) {
        self.within(block, &Marks::default(), 0);
    }

    fn within(&mut self, node: Node<'a>, marks: &Marks, depth: usize) {
        for child in node.children() {
            self.inline(child, marks, depth);
        }
    }

    fn inline(&mut self, node: Node<'a>, marks: &Marks, depth: usize) {
        if depth > MAX_NESTING {
            return self.words(node, marks);
        }
        match &node.data().value {
            NodeValue::Text(text) => self.push(text, marks),
            NodeValue::SoftBreak => self.push(" ", marks),
            NodeValue::LineBreak => self.push("\n", marks),
            NodeValue::Code(code) => self.push(&code.literal, marks),
            NodeValue::HtmlInline(tag) => self.tag(tag, marks),
            NodeValue::Strong => self.within(
                node,
                &Marks {
                    strong: true,
                    ..marks.clone()
                },
                depth + 1,
            ),
            NodeValue::Emph => self.within(
                node,
                &Marks {
                    em: true,
                    ..marks.clone()
                },
                depth + 1,
            ),
            NodeValue::Link(link) => self.link(node, link, marks, depth),
            NodeValue::FootnoteReference(call) => self.note(&call.name),
            _ => self.within(node, marks, depth + 1),
        }
    }

    fn push(&mut self, text: &str, marks: &Marks) {
        let mut marks = marks.clone();
        marks.strong |= self.strong_tags > 0;
        marks.em |= self.em_tags > 0;
        push_run(
            &mut self.content,
            Run {
                text: text.to_owned(),
                marks,
            },
        );
    }

    fn tag(&mut self, tag: &str, marks: &Marks) {
        let inside = tag.trim_matches(['<', '>']);
        let closes = inside.starts_with('/');
        let name: String = inside
            .chars()
            .skip(usize::from(closes))
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let open = match name.to_ascii_lowercase().as_str() {
            "strong" | "b" => &mut self.strong_tags,
            "em" | "i" => &mut self.em_tags,
            "br" => return self.push("\n", marks),
            _ => return,
        };
        *open = if closes {
            open.saturating_sub(1)
        } else {
            *open + 1
        };
    }

    fn link(&mut self, node: Node<'a>, link: &NodeLink, marks: &Marks, depth: usize) {
        let before = self.content.len();
        let marks = Marks {
            link: Link::new(&link.url, &link.title),
            ..marks.clone()
        };
        self.within(node, &marks, depth + 1);
        if self.content.len() == before && node.first_child().is_none() {
            self.push(&link.url, &marks);
        }
    }

    fn note(&mut self, name: &str) {
        let words = self.notes.call(name);
        self.content.extend(words);
    }

    fn words(&mut self, node: Node<'a>, marks: &Marks) {
        for inside in node.descendants() {
            if let NodeValue::Text(text) = &inside.data().value {
                self.push(text, marks);
            }
        }
    }
}
