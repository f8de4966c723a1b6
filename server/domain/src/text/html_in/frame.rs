//! An element that is open: what it does to the words inside it.

use super::super::{Container, Level, Link, Marks};
use super::element::Element;

/// An open element.
pub struct Frame {
    /// Its name, for its end tag.
    pub name: String,
    /// The marks of the words inside.
    pub marks: Marks,
    /// The words inside are not part of the text.
    pub hidden: bool,
    /// Blanks and line breaks inside are kept.
    pub preformatted: bool,
    /// What it is.
    pub role: Role,
}

/// What an open element is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Words in a line.
    Inline,
    /// A paragraph, or what is read as one.
    Block,
    /// A heading; 0 is a document's title.
    Heading(u8),
    /// A quotation.
    Quote,
    /// A list.
    List(Container),
    /// A list that does not begin at 1: the next number, kept as words.
    Numbered(usize),
    /// An item; `fresh` until its first words.
    Item {
        /// Nothing was written in it yet.
        fresh: bool,
    },
    /// One of Word's paragraphs that look like an item: its level, from 1.
    WordItem(usize),
    /// The bullet or number that Word writes before an item.
    WordMarker,
    /// The text of a note, by its key.
    Note(String),
    /// The call of a note, by its index.
    Call(usize),
    /// A table, a row, a cell.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a row.
    Cell,
}

impl Role {
    /// Whether it begins and ends a paragraph.
    pub fn is_block(&self) -> bool {
        !matches!(self, Self::Inline | Self::WordMarker | Self::Call(_))
    }

    /// Whether a paragraph left open before it cannot have been closed inside it.
    pub fn is_boundary(&self) -> bool {
        matches!(
            self,
            Self::Quote
                | Self::List(_)
                | Self::Numbered(_)
                | Self::Item { .. }
                | Self::Note(_)
                | Self::Table
                | Self::Row
                | Self::Cell
        )
    }
}

/// What `element` is, when nothing but itself decides.
pub fn role(element: &Element) -> Role {
    if let Some(level) = heading(element) {
        return Role::Heading(level);
    }
    match element.name.as_str() {
        "ul" | "menu" | "dir" => Role::List(Container::UnorderedItem),
        "ol" => ordered(element),
        "li" => Role::Item { fresh: true },
        "blockquote" => Role::Quote,
        "table" => Role::Table,
        "tr" => Role::Row,
        "td" | "th" => Role::Cell,
        "p" if element.has_class("MsoQuote") || element.has_class("MsoIntenseQuote") => Role::Quote,
        "p" | "div" | "pre" | "section" | "article" | "header" | "footer" | "main" | "aside"
        | "nav" | "address" | "figure" | "figcaption" | "dl" | "dt" | "dd" | "form"
        | "fieldset" | "center" | "details" | "summary" | "body" | "html" | "caption"
        | "option" | "legend" | "hgroup" | "search" => Role::Block,
        _ => Role::Inline,
    }
}

fn ordered(element: &Element) -> Role {
    match element.attribute("start").trim().parse::<usize>() {
        Ok(start) if start > 1 => Role::Numbered(start),
        _ => Role::List(Container::OrderedItem),
    }
}

fn heading(element: &Element) -> Option<u8> {
    if element.has_class("MsoTitle") {
        return Some(0);
    }
    let name = element.name.as_str();
    let number = if name.len() == 2 {
        name.strip_prefix('h')
    } else {
        None
    };
    let class = ["MsoHeading", "Heading", "Titre"]
        .into_iter()
        .find_map(|prefix| {
            element
                .attribute("class")
                .split_ascii_whitespace()
                .find_map(|class| class.strip_prefix(prefix))
                .filter(|_| name == "p")
        });
    number
        .or(class)?
        .parse::<u8>()
        .ok()
        .filter(|level| (1..=9).contains(level))
}

/// The marks of the words in `element`, which stands among words marked `outer`.
pub fn marks(element: &Element, outer: &Marks) -> Marks {
    let mut marks = outer.clone();
    marks.strong = element.strong().unwrap_or(marks.strong);
    marks.em = element.em().unwrap_or(marks.em);
    if element.name == "a" {
        marks.link =
            Link::new(element.attribute("href"), element.attribute("title")).or(marks.link);
    }
    marks
}

/// The level as headings have it until the text is settled.
pub fn level(number: u8) -> Level {
    Level(number)
}
