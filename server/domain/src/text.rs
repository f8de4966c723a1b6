//! A text as people read it: a title and a flat sequence of blocks, free of the machinery that keeps it in common.
//!
//! Everything else is a view of it: the live document ([`Text::read`], [`Text::write`]), the page
//! ([`Text::to_html`]), the file ([`Text::to_markdown`], [`Canonical`]), and what people bring from elsewhere
//! ([`from_markdown`], [`from_html`]).

mod canonical;
mod draft;
mod fold;
mod html;
mod html_in;
mod image;
mod import;
mod inline;
mod link;
mod markdown;
mod markdown_in;
mod normal;
mod outline;
mod read;
#[cfg(test)]
pub(crate) mod samples;
mod table;
mod tree;
mod words;
mod write;

pub use canonical::{Canonical, NotCanonical};
pub(crate) use draft::adds;
pub use draft::{Draft, DraftBlock, DraftRun, Proposed, Touch};
pub use fold::{fold, slug};
pub use html::Wording;
pub(crate) use html::{escaped, img};
pub use html_in::from_html;
pub use image::{Image, ImageFile, ImageFormat, MAX_ALT, MAX_SIDE, is_alt};
pub use inline::{Inline, inlines};
pub use link::Link;
pub use markdown_in::{Unreadable, from_markdown, read_file};
pub use normal::is_allowed;
pub use outline::OutlineEntry;
pub use read::Malformed;
pub(crate) use read::read_shape;
pub(crate) use table::is_id as is_cell_id;
pub use table::{Begins, Cell, MAX_COLUMNS};
pub use tree::{Item, Node};
pub use words::{Counts, shorten};
pub(crate) use write::{container_name, kind_name, level_of, link_value};

/// How many containers a block may stand in, its own item not counted.
pub const MAX_DEPTH: usize = 8;

/// A title and its body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// One line of plain text.
    pub title: String,
    /// The body, in reading order. In normal form there is at least one block.
    pub blocks: Vec<Block>,
}

/// A paragraph-like unit of the body, with what it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// What it stands in, outermost first. Adjacent containers of one kind are one container.
    pub parents: Vec<Container>,
    /// What is written in it; empty for a horizontal rule; of an image, its alternative text.
    pub content: Vec<Run>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Plain text; a quote is a paragraph in [`Container::Quote`].
    Paragraph,
    /// A heading of the body.
    Heading(Level),
    /// The first paragraph of an item of a numbered list.
    OrderedItem,
    /// The first paragraph of an item of a bulleted list.
    UnorderedItem,
    /// A line across the page.
    HorizontalRule,
    /// A cell of a table.
    Cell(Cell),
    /// An image.
    Image(Image),
}

/// What a block stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Container {
    /// A quotation.
    Quote,
    /// An item of a numbered list.
    OrderedItem,
    /// An item of a bulleted list.
    UnorderedItem,
}

/// The level of a heading in the body, 1 to 4; the title stands above level 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(u8);

/// Characters that carry the same marks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// The characters; `\n` is a line break inside the block.
    pub text: String,
    /// What they carry.
    pub marks: Marks,
}

/// What characters carry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// Strong importance.
    pub strong: bool,
    /// Emphasis.
    pub em: bool,
    /// Where the characters lead.
    pub link: Option<Link>,
    /// The note these characters are the text of; they stand where the note is called.
    pub footnote: Option<String>,
}

/// What to do with a heading of level 1 that opens an imported text and is the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeadingHeading {
    /// It becomes the title, and the other headings rise to fill the place.
    BecomesTitle,
    /// It stays a heading of the body.
    Stays,
}

impl Level {
    /// The level `value`, if it is one of 1 to 4.
    pub const fn new(value: u8) -> Option<Self> {
        if matches!(value, 1..=4) {
            Some(Self(value))
        } else {
            None
        }
    }

    /// The nearest level: 0 becomes 1, and 5 and more become 4.
    pub fn clamped(value: u8) -> Self {
        Self(value.clamp(1, 4))
    }

    /// 1 to 4.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Block {
    /// A block outside any container.
    pub fn new(kind: BlockKind, content: Vec<Run>) -> Self {
        Self {
            kind,
            parents: Vec::new(),
            content,
        }
    }

    /// A paragraph of unmarked text, outside any container; empty text makes an empty paragraph.
    pub fn paragraph(text: &str) -> Self {
        let run = (!text.is_empty()).then(|| Run::plain(text));
        Self::new(BlockKind::Paragraph, run.into_iter().collect())
    }

    /// What the block's own content stands in: its parents, and its own item if it opens one.
    pub fn path(&self) -> impl Iterator<Item = Container> + '_ {
        self.parents.iter().copied().chain(self.kind.item())
    }

    /// The characters alone, notes left out.
    pub fn text(&self) -> String {
        let unnoted = self
            .content
            .iter()
            .filter(|run| run.marks.footnote.is_none());
        unnoted.map(|run| run.text.as_str()).collect()
    }
}

impl BlockKind {
    /// The item that a block of this kind opens.
    pub const fn item(self) -> Option<Container> {
        match self {
            Self::OrderedItem => Some(Container::OrderedItem),
            Self::UnorderedItem => Some(Container::UnorderedItem),
            Self::Paragraph
            | Self::Heading(_)
            | Self::HorizontalRule
            | Self::Cell(_)
            | Self::Image(_) => None,
        }
    }

    /// Whether people write in a block of this kind: in the live document, what follows the marker of another is a paragraph.
    pub const fn takes_text(self) -> bool {
        !matches!(self, Self::HorizontalRule | Self::Image(_))
    }
}

impl Run {
    /// Unmarked characters.
    pub fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            marks: Marks::default(),
        }
    }
}
