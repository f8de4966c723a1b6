//! What blocks stand in: lists and quotes are opened and closed as the blocks come, removed ones among them.

use std::fmt::Write;

use super::blocks::Fate;
use super::table::{self, Sides, Table};
use crate::redline::Shape;
use crate::text::{BlockKind, Container};

struct Open {
    container: Container,
    /// How many items of the new text it has so far.
    items: usize,
}

/// The page so far.
#[derive(Default)]
pub struct Frame {
    out: String,
    open: Vec<Open>,
    table: Option<Table>,
}

impl Frame {
    /// Adds a cell with this content.
    pub fn cell(&mut self, sides: Sides, fate: Fate, content: &str) {
        self.close_to(0);
        table::put(&mut self.out, &mut self.table, sides, fate, content);
    }

    /// Adds a block that is no cell with this content.
    pub fn put(&mut self, shape: &Shape, fate: Fate, content: &str) {
        let rule = shape.kind == BlockKind::HorizontalRule;
        if content.is_empty() && !rule {
            return;
        }
        table::end(&mut self.out, &mut self.table);
        let own = shape.kind.item();
        let parents = &shape.parents;
        let shared = self
            .open
            .iter()
            .zip(parents)
            .take_while(|(open, parent)| open.container == **parent);
        let shared = shared.count();
        let goes_on = shared == parents.len()
            && own.is_some()
            && self.open.get(shared).map(|open| open.container) == own;
        self.close_to(shared + usize::from(goes_on));
        for parent in &parents[shared..] {
            self.enter(*parent);
        }
        match own {
            Some(_) if goes_on => self.out.push_str("</li>\n"),
            Some(container) => self.list(container),
            None => {}
        }
        let class = fate.class();
        match shape.kind {
            BlockKind::Paragraph | BlockKind::Cell(_) => {
                let _ = writeln!(self.out, "<p{class}>{content}</p>");
            }
            BlockKind::Heading(level) => {
                let level = level.get() + 1;
                let _ = writeln!(self.out, "<h{level}{class}>{content}</h{level}>");
            }
            BlockKind::OrderedItem | BlockKind::UnorderedItem => {
                self.item(fate, class, content);
            }
            BlockKind::Image(_) => {
                let _ = writeln!(self.out, "<figure{class}>{content}</figure>");
            }
            BlockKind::HorizontalRule if content.is_empty() => self.out.push_str("<hr>\n"),
            BlockKind::HorizontalRule => {
                let _ = writeln!(self.out, "<p{class}>{content}</p>\n<hr{class}>");
            }
        }
    }

    /// The whole page.
    pub fn end(mut self) -> String {
        self.close_to(0);
        table::end(&mut self.out, &mut self.table);
        self.out
    }

    fn item(&mut self, fate: Fate, class: &str, content: &str) {
        let number = match self.open.last_mut() {
            Some(open) if fate != Fate::Removed => {
                open.items += 1;
                (open.container == Container::OrderedItem).then_some(open.items)
            }
            _ => None,
        };
        let value = number.map_or_else(String::new, |number| format!(" value=\"{number}\""));
        let _ = writeln!(self.out, "<li{class}{value}>{content}");
    }

    fn enter(&mut self, container: Container) {
        if container == Container::Quote {
            self.out.push_str("<blockquote>\n");
            self.open.push(Open {
                container,
                items: 0,
            });
        } else {
            self.list(container);
            self.out.push_str("<li class=\"continued\">\n");
        }
    }

    fn list(&mut self, container: Container) {
        self.out.push_str(if container == Container::OrderedItem {
            "<ol>\n"
        } else {
            "<ul>\n"
        });
        self.open.push(Open {
            container,
            items: 0,
        });
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.out
                .push_str(match self.open.pop().map(|open| open.container) {
                    Some(Container::Quote) => "</blockquote>\n",
                    Some(Container::OrderedItem) => "</li>\n</ol>\n",
                    _ => "</li>\n</ul>\n",
                });
        }
    }
}
