//! From the tree of a Markdown file to blocks.

use comrak::nodes::{ListType, Node, NodeList, NodeValue};

use super::super::markdown::{CONTINUED, EMPTY};
use super::super::{Block, BlockKind, Container, Image, LeadingHeading, Level, Run, from_html};
use super::marks::Inlines;
use super::notes::Notes;

/// How deep files are followed; what is deeper keeps its words in one paragraph.
const MAX_NESTING: usize = 64;

/// The blocks of the document `root`; levels of headings are those of the file, 1 to 6.
pub fn read(root: Node<'_>) -> Vec<Block> {
    let mut notes = Notes::of(root);
    let mut reader = Reader {
        notes: &mut notes,
        blocks: Vec::new(),
    };
    reader.siblings(root.children(), &[], 0);
    while let Some(note) = reader.notes.next_unused() {
        reader.siblings(note.children(), &[], 0);
    }
    reader.blocks
}

/// Reads blocks into `blocks`.
pub struct Reader<'n, 'a> {
    /// The notes of the file, found where they are called.
    pub notes: &'n mut Notes<'a>,
    /// What was read so far.
    pub blocks: Vec<Block>,
}

/// A numbered list that bullets may interrupt: « 1. », bullets, « 2. » is one list whose items hold bullets.
#[derive(Default)]
struct Chain {
    /// The number that would follow.
    next: Option<usize>,
    /// The index of the first block after the list.
    since: usize,
    /// It was taken up again after bullets at least once.
    resumed: bool,
}

impl<'a> Reader<'_, 'a> {
    /// Reads `nodes`, which stand in `parents` at `depth`.
    pub fn siblings(
        &mut self,
        nodes: impl Iterator<Item = Node<'a>>,
        parents: &[Container],
        depth: usize,
    ) {
        let mut chain = Chain::default();
        for node in nodes {
            match list_of(node) {
                Some(list) if list.list_type == ListType::Ordered => {
                    self.ordered(node, list, parents, depth, &mut chain);
                }
                Some(_) => {
                    let nested = [parents, &[Container::OrderedItem]].concat();
                    let parents = if chain.resumed { &nested } else { parents };
                    self.items(node, Container::UnorderedItem, parents, depth);
                }
                None if matches!(node.data().value, NodeValue::FootnoteDefinition(_)) => {}
                None => {
                    chain = Chain::default();
                    self.node(node, parents, depth);
                }
            }
        }
    }

    fn ordered(
        &mut self,
        node: Node<'a>,
        list: NodeList,
        parents: &[Container],
        depth: usize,
        chain: &mut Chain,
    ) {
        let start = list.start;
        let resumes = start > 1 && chain.next == Some(start);
        if !resumes && start != 1 && !first_is(node, CONTINUED) {
            *chain = Chain::default();
            return self.numbered_paragraphs(node, start, parents, depth);
        }
        // Bullets after a list taken up before are in its items already.
        if resumes && !chain.resumed {
            for block in &mut self.blocks[chain.since..] {
                block.parents.insert(parents.len(), Container::OrderedItem);
            }
        }
        self.items(node, Container::OrderedItem, parents, depth);
        let next = Some(start + node.children().count());
        *chain = Chain {
            next,
            since: self.blocks.len(),
            resumed: resumes,
        };
    }

    /// A list that does not begin at 1 keeps its numbers as words.
    fn numbered_paragraphs(
        &mut self,
        list: Node<'a>,
        start: usize,
        parents: &[Container],
        depth: usize,
    ) {
        for (index, item) in list.children().enumerate() {
            let first = self.blocks.len();
            let number = Run::plain(&format!("{}. ", start + index));
            self.siblings(item.children(), parents, depth + 1);
            match self.blocks.get_mut(first) {
                Some(block) if block.kind.takes_text() => {
                    block.content.insert(0, number);
                }
                _ => self.blocks.insert(
                    first,
                    Block {
                        parents: parents.to_vec(),
                        ..Block::paragraph(&number.text)
                    },
                ),
            }
        }
    }

    fn items(&mut self, list: Node<'a>, container: Container, parents: &[Container], depth: usize) {
        for item in list.children() {
            self.item(item, container, parents, depth);
        }
    }

    fn item(&mut self, item: Node<'a>, container: Container, parents: &[Container], depth: usize) {
        let kind = if container == Container::OrderedItem {
            BlockKind::OrderedItem
        } else {
            BlockKind::UnorderedItem
        };
        let inside = [parents, &[container]].concat();
        let mut opens = 0;
        if is_comment(item.first_child(), CONTINUED) {
            opens = 1;
        } else {
            let paragraph = item
                .first_child()
                .filter(|first| matches!(first.data().value, NodeValue::Paragraph));
            let content = paragraph
                .map(|paragraph| self.content(paragraph))
                .unwrap_or_default();
            opens += usize::from(paragraph.is_some() || is_comment(item.first_child(), EMPTY));
            self.blocks.push(Block {
                kind,
                parents: parents.to_vec(),
                content,
            });
        }
        self.siblings(item.children().skip(opens), &inside, depth + 1);
    }

    fn node(&mut self, node: Node<'a>, parents: &[Container], depth: usize) {
        if depth > MAX_NESTING {
            return self.words(node, parents);
        }
        let value = &node.data().value;
        match value {
            NodeValue::Paragraph => match image_of(node) {
                Some((image, alt)) => self.inline_block(alt, BlockKind::Image(image), parents),
                None => self.inline_block(node, BlockKind::Paragraph, parents),
            },
            NodeValue::Heading(heading) => {
                self.inline_block(node, BlockKind::Heading(Level(heading.level)), parents);
            }
            NodeValue::ThematicBreak => self.push(BlockKind::HorizontalRule, parents, Vec::new()),
            NodeValue::CodeBlock(code) => {
                self.paragraph(code.literal.trim_end_matches('\n'), parents);
            }
            NodeValue::HtmlBlock(html) if html.literal.trim() == EMPTY => {
                self.paragraph("", parents);
            }
            NodeValue::HtmlBlock(html) => self.html(&html.literal, parents),
            NodeValue::Table(_) => self.table(node, parents),
            NodeValue::BlockQuote => self.siblings(
                node.children(),
                &[parents, &[Container::Quote]].concat(),
                depth + 1,
            ),
            _ => self.siblings(node.children(), parents, depth + 1),
        }
    }

    pub(super) fn push(&mut self, kind: BlockKind, parents: &[Container], content: Vec<Run>) {
        self.blocks.push(Block {
            kind,
            parents: parents.to_vec(),
            content,
        });
    }

    fn paragraph(&mut self, text: &str, parents: &[Container]) {
        self.push(BlockKind::Paragraph, parents, vec![Run::plain(text)]);
    }

    fn inline_block(&mut self, node: Node<'a>, kind: BlockKind, parents: &[Container]) {
        let content = self.content(node);
        self.push(kind, parents, content);
    }

    pub(super) fn content(&mut self, node: Node<'a>) -> Vec<Run> {
        let mut inlines = Inlines::new(self.notes);
        inlines.children(node);
        inlines.content
    }

    fn html(&mut self, source: &str, parents: &[Container]) {
        let blocks = from_html(source, LeadingHeading::Stays).blocks;
        let written = |block: &Block| {
            block.cell().is_some()
                || block.kind == BlockKind::HorizontalRule
                || !block.content.is_empty()
        };
        for mut block in blocks.into_iter().filter(written) {
            block.parents.splice(0..0, parents.iter().copied());
            self.blocks.push(block);
        }
    }

    fn words(&mut self, node: Node<'a>, parents: &[Container]) {
        let words: Vec<String> = node
            .descendants()
            .filter_map(|inside| match &inside.data().value {
                NodeValue::Text(text) => Some(text.to_string()),
                NodeValue::Code(code) => Some(code.literal.clone()),
                NodeValue::CodeBlock(code) => Some(code.literal.clone()),
                NodeValue::HtmlBlock(html) => Some(html.literal.clone()),
                _ => None,
            })
            .collect();
        self.paragraph(&words.join(" "), parents);
    }
}

/// The image that is alone in a paragraph, if it is one of ours, and the node that holds its words.
fn image_of(paragraph: Node<'_>) -> Option<(Image, Node<'_>)> {
    let only = paragraph
        .first_child()
        .filter(|it| it.next_sibling().is_none())?;
    let image = match &only.data().value {
        NodeValue::Image(link) => Image::from_markdown(&link.url, &link.title),
        _ => None,
    };
    Some((image?, only))
}

fn list_of(node: Node<'_>) -> Option<NodeList> {
    match node.data().value {
        NodeValue::List(list) => Some(list),
        _ => None,
    }
}

fn first_is(list: Node<'_>, comment: &str) -> bool {
    is_comment(
        list.first_child()
            .and_then(comrak::arena_tree::Node::first_child),
        comment,
    )
}

fn is_comment(node: Option<Node<'_>>, comment: &str) -> bool {
    node.is_some_and(|node| matches!(&node.data().value, NodeValue::HtmlBlock(html) if html.literal.trim() == comment))
}
