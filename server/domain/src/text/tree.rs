//! From the flat sequence of blocks to what contains what.

use super::table;
use super::{Block, Container, Text};

/// A block, or what holds several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node<'a> {
    /// A paragraph, a heading or a rule.
    Block(&'a Block),
    /// A quotation.
    Quote(Vec<Self>),
    /// A list, numbered from 1 when it is ordered.
    List {
        /// Numbered rather than bulleted.
        ordered: bool,
        /// At least one.
        items: Vec<Item<'a>>,
    },
    /// A table: the cells of each of its rows.
    Table(Vec<&'a [Block]>),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item<'a> {
    /// Its own first paragraph. `None` for blocks that stand in an item which nothing opened: they carry no bullet
    /// or number.
    pub block: Option<&'a Block>,
    /// What follows in the item.
    pub children: Vec<Node<'a>>,
}

impl Text {
    /// The body as a tree, at most [`MAX_DEPTH`](super::MAX_DEPTH) + 1 containers deep once normalised.
    pub fn tree(&self) -> Vec<Node<'_>> {
        nodes(&self.blocks, 0)
    }
}

fn container(block: &Block, depth: usize) -> Option<Container> {
    block.path().nth(depth)
}

/// The nodes of `blocks`, which share their first `depth` containers.
fn nodes(mut blocks: &[Block], depth: usize) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    while let Some(first) = blocks.first() {
        let Some(outer) = container(first, depth) else {
            let (node, rest) = uncontained(first, blocks);
            nodes.push(node);
            blocks = rest;
            continue;
        };
        let within = blocks
            .iter()
            .take_while(|block| container(block, depth) == Some(outer))
            .count();
        let (inside, rest) = blocks.split_at(within);
        nodes.push(contained(outer, inside, depth));
        blocks = rest;
    }
    nodes
}

/// A block that stands in nothing further, or the table that it begins; and what follows.
fn uncontained<'a>(first: &'a Block, blocks: &'a [Block]) -> (Node<'a>, &'a [Block]) {
    match table::extent(blocks) {
        0 => (Node::Block(first), &blocks[1..]),
        extent => {
            let (cells, rest) = blocks.split_at(extent);
            (Node::Table(table::rows(cells).collect()), rest)
        }
    }
}

fn contained(outer: Container, inside: &[Block], depth: usize) -> Node<'_> {
    let ordered = match outer {
        Container::Quote => return Node::Quote(nodes(inside, depth + 1)),
        Container::OrderedItem => true,
        Container::UnorderedItem => false,
    };
    Node::List {
        ordered,
        items: items(inside, depth),
    }
}

fn items(mut blocks: &[Block], depth: usize) -> Vec<Item<'_>> {
    let opens = |block: &Block| block.parents.len() == depth;
    let mut items = Vec::new();
    while let Some(first) = blocks.first() {
        let within = 1 + blocks[1..].iter().take_while(|block| !opens(block)).count();
        let (inside, rest) = blocks.split_at(within);
        let own = opens(first);
        let children = nodes(if own { &inside[1..] } else { inside }, depth + 1);
        items.push(Item {
            block: own.then_some(first),
            children,
        });
        blocks = rest;
    }
    items
}

#[cfg(test)]
mod tests {
    use super::super::samples::{block, item};
    use super::super::{BlockKind, Container, Text};
    use super::{Item, Node};

    fn outline(nodes: &[Node<'_>]) -> String {
        nodes
            .iter()
            .map(|node| match node {
                Node::Block(block) => block.text(),
                Node::Quote(inside) => format!("«{}»", outline(inside)),
                Node::List { ordered, items } => {
                    let items: Vec<_> = items.iter().map(one).collect();
                    format!("{}({})", if *ordered { "1" } else { "-" }, items.join("|"))
                }
                Node::Table(rows) => format!("{}×{}", rows.len(), rows[0].len()),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn one(item: &Item<'_>) -> String {
        let own = item
            .block
            .map_or_else(|| "?".to_owned(), super::super::Block::text);
        format!("{own} {}", outline(&item.children))
            .trim()
            .to_owned()
    }

    #[test]
    fn neighbours_of_one_kind_share_their_container() {
        use Container::{OrderedItem, Quote, UnorderedItem};
        let text = Text {
            title: String::new(),
            blocks: vec![
                item(UnorderedItem, &[], "a"),
                item(UnorderedItem, &[UnorderedItem], "b"),
                block(BlockKind::Paragraph, &[UnorderedItem], "c"),
                item(UnorderedItem, &[], "d"),
                item(OrderedItem, &[], "e"),
                block(BlockKind::Paragraph, &[Quote], "f"),
                item(OrderedItem, &[Quote], "g"),
                block(BlockKind::Paragraph, &[UnorderedItem], "h"),
            ],
        };
        assert_eq!(outline(&text.tree()), "-(a -(b) c|d) 1(e) «f 1(g)» -(? h)");
    }
}
