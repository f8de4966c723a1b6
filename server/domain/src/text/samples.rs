//! Texts for tests: one made by hand, and as many as wanted made at random out of awkward characters.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{
    Begins, Block, BlockKind, Cell, Container, Image, ImageFile, ImageFormat, Level, Link,
    MAX_DEPTH, Marks, Run, Text,
};

/// A paragraph-like block in `parents`.
pub fn block(kind: BlockKind, parents: &[Container], text: &str) -> Block {
    let content = if text.is_empty() {
        Vec::new()
    } else {
        vec![Run::plain(text)]
    };
    Block {
        kind,
        parents: parents.to_vec(),
        content,
    }
}

/// An item of the list that `container` names.
pub fn item(container: Container, parents: &[Container], text: &str) -> Block {
    let kind = if container == Container::OrderedItem {
        BlockKind::OrderedItem
    } else {
        BlockKind::UnorderedItem
    };
    block(kind, parents, text)
}

/// A heading outside any container.
pub fn heading(level: u8, text: &str) -> Block {
    block(BlockKind::Heading(Level::clamped(level)), &[], text)
}

/// An image whose hash is `byte` again and again.
pub fn image(byte: u8, decorative: bool, alt: &str) -> Block {
    let file = ImageFile {
        hash: [byte; 32],
        format: ImageFormat::Png,
    };
    let image = Image {
        file,
        width: 640,
        height: 480,
        decorative,
    };
    image.block(alt)
}

fn run(text: &str, change: impl FnOnce(&mut Marks)) -> Run {
    let mut run = Run::plain(text);
    change(&mut run.marks);
    run
}

/// A short text with one of everything.
pub fn demonstration() -> Text {
    use Container::{OrderedItem, Quote, UnorderedItem};
    let opening = vec![
        Run::plain("Nous demandons, "),
        run("ensemble", |marks| marks.strong = true),
        Run::plain(" et "),
        run("sans délai", |marks| marks.em = true),
        Run::plain(", que l’eau"),
        run("Voir le ", |marks| marks.footnote = Some("1".to_owned())),
        run("bilan 2024", |marks| {
            marks.footnote = Some("1".to_owned());
            marks.em = true;
        }),
        run(".", |marks| marks.footnote = Some("1".to_owned())),
        Run::plain(" soit « partagée »\u{202F}; cf. "),
        run("la loi", |marks| {
            marks.link = Link::new(
                "https://exemple.fr/loi_(2023)?a=1&b=2",
                "Texte \"intégral\"",
            );
        }),
        Run::plain(".\nDeuxième ligne."),
    ];
    let blocks = vec![
        heading(1, "1. Préalable"),
        Block::new(BlockKind::Paragraph, opening),
        heading(2, "Le besoin"),
        item(UnorderedItem, &[], "Une chose"),
        item(UnorderedItem, &[], "Une autre :"),
        item(OrderedItem, &[UnorderedItem], "d’abord"),
        item(OrderedItem, &[UnorderedItem], "ensuite"),
        block(
            BlockKind::Paragraph,
            &[UnorderedItem],
            "La suite de l’autre.",
        ),
        block(
            BlockKind::Paragraph,
            &[Quote],
            "Une parole <citée> & rapportée.",
        ),
        block(BlockKind::HorizontalRule, &[], ""),
        heading(2, "Le besoin"),
        Block::paragraph("Fin."),
    ];
    Text {
        title: "Dire sur l’eau".to_owned(),
        blocks,
    }
    .normalised()
}

/// One line a block: its kind, what it stands in, its words.
pub fn sketch(text: &Text) -> String {
    let name = |container: &Container| match container {
        Container::Quote => ">",
        Container::OrderedItem => "1",
        Container::UnorderedItem => "-",
    };
    let lines = text.blocks.iter().map(|block| {
        let parents: String = block.parents.iter().map(name).collect();
        let kind = match block.kind {
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::Heading(level) => format!("h{}", level.get()),
            BlockKind::OrderedItem => "1".to_owned(),
            BlockKind::UnorderedItem => "-".to_owned(),
            BlockKind::HorizontalRule => "hr".to_owned(),
            BlockKind::Cell(cell) => cell_name(cell),
            BlockKind::Image(_) => "img".to_owned(),
        };
        let words = Text {
            title: String::new(),
            blocks: vec![block.clone()],
        }
        .plain();
        format!("{parents:>3} {kind} {words:?}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn cell_name(cell: Cell) -> String {
    let opens = match cell.begins {
        Begins::Table => "⊞",
        Begins::Row => "⊢",
        Begins::Cell => "·",
    };
    let header = if cell.header { "*" } else { "" };
    format!("{opens}{header}")
}

/// A table with these rows, of which the first heads the columns if `headed`.
pub fn table(headed: bool, rows: &[&[&str]]) -> Vec<Block> {
    let content = |text: &&str| block(BlockKind::Paragraph, &[], text).content;
    let rows = rows.iter().map(|row| row.iter().map(content).collect());
    super::table::table(rows.collect(), headed)
}

/// What Markdown, HTML and typography trip over.
const PIECES: [&str; 66] = [
    "a",
    "mot",
    "é",
    "É",
    "1",
    "42",
    " ",
    " ",
    "  ",
    "\u{A0}",
    "\u{202F}",
    "\t",
    "\n",
    "\n",
    "*",
    "**",
    "_",
    "__",
    "`",
    "```",
    "~",
    "~~~",
    "#",
    "##",
    "+",
    "-",
    "---",
    "- ",
    "+ ",
    "1. ",
    "1)",
    "10.",
    ".",
    ")",
    "(",
    "[",
    "]",
    "[x]",
    "!",
    "![",
    "<",
    ">",
    "> ",
    "<b>",
    "</strong>",
    "<!-- vide -->",
    "<!-- suite -->",
    "&",
    "&amp;",
    "&#32;",
    ";",
    ":",
    "|",
    "|-|",
    ":-",
    "=",
    "===",
    "\\",
    "\"",
    "«\u{202F}",
    "’",
    "^1",
    "https://a.fr",
    "😀",
    "\u{301}",
    "[^1]: ",
];

fn any_words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

fn any_link() -> impl Strategy<Value = Link> {
    let ends = [
        "", "a", "_b_", "(c)", ")", "(", "<", ">", "\\", "&amp;", "&x=1", "é", "*", "\"", "'", "[",
        "]", "%20",
    ];
    let tail = vec(prop::sample::select(ends.to_vec()), 0..4);
    let scheme = prop::sample::select(vec!["https://a.fr/", "mailto:a@b.fr", "HTTP://a"]);
    let title = prop_oneof![Just(String::new()), any_words()];
    (scheme, tail, title).prop_filter_map("a link leads somewhere", |(scheme, tail, title)| {
        Link::new(&format!("{scheme}{}", tail.concat()), &title)
    })
}

fn any_run() -> impl Strategy<Value = Run> {
    let link = prop_oneof![4 => Just(None), 1 => any_link().prop_map(Some)];
    let note =
        prop_oneof![5 => Just(None), 1 => prop::sample::select(vec!["a", "b"]).prop_map(Some)];
    (any_words(), any::<bool>(), any::<bool>(), link, note).prop_map(
        |(text, strong, em, link, note)| Run {
            text,
            marks: Marks {
                strong,
                em,
                link,
                footnote: note.map(str::to_owned),
            },
        },
    )
}

fn any_kind() -> impl Strategy<Value = BlockKind> {
    prop_oneof![
        3 => Just(BlockKind::Paragraph),
        1 => (1_u8..=4).prop_map(|level| BlockKind::Heading(Level::clamped(level))),
        2 => Just(BlockKind::OrderedItem),
        2 => Just(BlockKind::UnorderedItem),
        1 => Just(BlockKind::HorizontalRule),
        3 => any_cell().prop_map(BlockKind::Cell),
        1 => (0_u8..3, any::<bool>()).prop_map(|(byte, decorative)| image(byte, decorative, "").kind),
    ]
}

fn any_cell() -> impl Strategy<Value = Cell> {
    let begins = prop_oneof![
        1 => Just(Begins::Table),
        2 => Just(Begins::Row),
        3 => Just(Begins::Cell),
    ];
    (begins, any::<bool>()).prop_map(|(begins, header)| Cell { begins, header })
}

fn any_parents() -> impl Strategy<Value = Vec<Container>> {
    let container = prop::sample::select(vec![
        Container::Quote,
        Container::OrderedItem,
        Container::UnorderedItem,
    ]);
    prop_oneof![
        6 => vec(container.clone(), 0..3),
        1 => vec(container, 0..=MAX_DEPTH),
    ]
}

fn any_block() -> impl Strategy<Value = Block> {
    (any_kind(), any_parents(), vec(any_run(), 0..5)).prop_map(|(kind, parents, content)| Block {
        kind,
        parents,
        content,
    })
}

/// A text in normal form.
pub fn any_text() -> impl Strategy<Value = Text> {
    let title = prop_oneof![any_words(), Just(String::new())];
    (title, vec(any_block(), 0..9)).prop_map(|(title, blocks)| Text { title, blocks }.normalised())
}
