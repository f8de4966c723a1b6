//! Images: blocks of their own. The text holds which file an image is and how large; the bytes stand elsewhere, under
//! their hash. The content of its block is what is read in its place: its alternative text.

use std::fmt;

use super::{Block, BlockKind, Run, Text, is_allowed};

/// The longest alternative text, in characters: a few sentences. What needs more belongs in the text.
pub const MAX_ALT: usize = 1_000;

/// The longest side that a text may say an image has, in pixels.
pub const MAX_SIDE: u16 = 4_096;

/// Says that an image is decorative, in the title of its Markdown.
const DECORATIVE: &str = "décorative";
/// Says there that nothing was said of it yet.
const SILENT: &str = "sans texte de remplacement";
/// Where the files of images stand, beside the file of a version.
const FOLDER: &str = "images/";

/// An image, without its alternative text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Image {
    /// Its file.
    pub file: ImageFile,
    /// Its width in pixels, 1 to [`MAX_SIDE`].
    pub width: u16,
    /// Its height in pixels, likewise.
    pub height: u16,
    /// It says nothing that the text does not: readers who do not see it miss nothing. Never with an alternative text.
    pub decorative: bool,
}

/// The name of an image's file: the hash of its bytes, and what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ImageFile {
    /// SHA-256 of the bytes.
    pub hash: [u8; 32],
    /// How they are to be read.
    pub format: ImageFormat,
}

/// How the bytes of an image are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ImageFormat {
    /// PNG (ISO/IEC 15948).
    Png,
    /// JPEG (ITU-T T.81).
    Jpeg,
}

impl ImageFormat {
    /// How file names end.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

impl ImageFile {
    /// The file of this name: 64 hexadecimal digits in lower case, and `.png` or `.jpg`.
    pub fn parse(name: &str) -> Option<Self> {
        let (digits, extension) = name.split_once('.')?;
        let format = match extension {
            "png" => ImageFormat::Png,
            "jpg" => ImageFormat::Jpeg,
            _ => return None,
        };
        let lower = !digits.bytes().any(|digit| digit.is_ascii_uppercase());
        let mut hash = [0; 32];
        hex::decode_to_slice(digits, &mut hash).ok()?;
        lower.then_some(Self { hash, format })
    }
}

/// Its name.
impl fmt::Display for ImageFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = hex::encode(self.hash);
        write!(formatter, "{digits}.{}", self.format.extension())
    }
}

impl Image {
    /// Whether an image may be so long or so wide, in pixels.
    pub const fn is_side(pixels: u16) -> bool {
        1 <= pixels && pixels <= MAX_SIDE
    }

    /// The block of this image with this alternative text, which may be empty.
    pub fn block(self, alt: &str) -> Block {
        let run = (!alt.is_empty()).then(|| Run::plain(alt));
        Block::new(BlockKind::Image(self), run.into_iter().collect())
    }

    /// Where its file stands beside the file of a version.
    pub(super) fn path(self) -> String {
        format!("{FOLDER}{}", self.file)
    }

    /// What its Markdown says of it beside its alternative text.
    pub(super) fn title(self, alt: &str) -> String {
        let (width, height) = (self.width, self.height);
        match (self.decorative, alt.is_empty()) {
            (true, _) => format!("{width}×{height}, {DECORATIVE}"),
            (false, true) => format!("{width}×{height}, {SILENT}"),
            (false, false) => format!("{width}×{height}"),
        }
    }

    /// The image of this Markdown, if we wrote it.
    pub(super) fn from_markdown(path: &str, title: &str) -> Option<Self> {
        let file = ImageFile::parse(path.strip_prefix(FOLDER)?)?;
        let (size, rest) = title.split_once(", ").unwrap_or((title, ""));
        let (width, height) = size.split_once('×')?;
        let pixels = |digits: &str| digits.parse().ok().filter(|side| Self::is_side(*side));
        let decorative = match rest {
            "" | SILENT => false,
            DECORATIVE => true,
            _ => return None,
        };
        Some(Self {
            file,
            width: pixels(width)?,
            height: pixels(height)?,
            decorative,
        })
    }
}

/// Whether an image may have this alternative text: a line of 1 to [`MAX_ALT`] characters without blanks at its ends.
pub fn is_alt(text: &str) -> bool {
    let on_a_line = |it: char| is_allowed(it) && !matches!(it, '\n' | '\t');
    !text.is_empty()
        && text.trim() == text
        && text.chars().count() <= MAX_ALT
        && text.chars().all(on_a_line)
}

/// `text` as an alternative text: on one line, cut at [`MAX_ALT`]; perhaps empty.
pub(super) fn as_alt(text: &str) -> String {
    let kept = text.chars().filter(|it| is_allowed(*it));
    let line: String = kept
        .map(|it| if matches!(it, '\n' | '\t') { ' ' } else { it })
        .collect();
    let cut: String = line.trim().chars().take(MAX_ALT).collect();
    cut.trim_end().to_owned()
}

impl Block {
    /// The image that the block is, if it is one.
    pub const fn image(&self) -> Option<Image> {
        match self.kind {
            BlockKind::Image(image) => Some(image),
            _ => None,
        }
    }
}

impl Text {
    /// The images in reading order, each with its alternative text.
    pub fn images(&self) -> impl Iterator<Item = (Image, String)> + '_ {
        let image = |block: &Block| Some((block.image()?, block.text()));
        self.blocks.iter().filter_map(image)
    }

    /// The same without images, whose alternative texts become paragraphs: what is brought from elsewhere has no bytes.
    #[must_use]
    pub fn without_images(mut self) -> Self {
        for block in &mut self.blocks {
            if block.image().is_some() {
                block.kind = BlockKind::Paragraph;
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{block, image};
    use super::super::{BlockKind, LeadingHeading, Text, from_markdown};
    use super::{ImageFile, MAX_ALT, as_alt, is_alt};

    fn text(blocks: Vec<super::Block>) -> Text {
        let title = String::new();
        Text { title, blocks }.normalised()
    }

    #[test]
    fn an_image_is_a_line_of_the_file() {
        let written = text(vec![
            image(1, false, "Carte des gares [2030] & des *lignes*"),
            image(2, true, ""),
            image(3, false, ""),
        ]);
        let file = written.to_markdown();
        insta::assert_snapshot!(file, @r#"
        ![Carte des gares \[2030\] & des \*lignes\*](images/0101010101010101010101010101010101010101010101010101010101010101.png "640×480")

        ![](images/0202020202020202020202020202020202020202020202020202020202020202.png "640×480, décorative")

        ![](images/0303030303030303030303030303030303030303030303030303030303030303.png "640×480, sans texte de remplacement")
        "#);
        assert_eq!(from_markdown(&file, LeadingHeading::Stays), written);
    }

    #[test]
    fn what_is_not_ours_keeps_its_words() {
        for foreign in [
            "![Une carte](https://ailleurs.example/carte.png)",
            "![Une carte](images/01.png \"640×480\")",
            "![Une carte](images/0101010101010101010101010101010101010101010101010101010101010101.png)",
            "![Une carte](images/0101010101010101010101010101010101010101010101010101010101010101.png \"0×480\")",
        ] {
            let read = from_markdown(foreign, LeadingHeading::Stays);
            assert_eq!(read.blocks[0].kind, BlockKind::Paragraph, "{foreign}");
            assert_eq!(read.plain(), "Une carte");
        }
    }

    #[test]
    fn words_and_decoration_do_not_go_together_and_words_stay_on_a_line() {
        let normal = text(vec![image(1, true, " Une\ncarte\t")]);
        assert_eq!(normal.blocks, [image(1, false, "Une carte")]);
        assert_eq!(as_alt(&"é".repeat(MAX_ALT + 1)).chars().count(), MAX_ALT);
        for (alt, fits) in [
            ("Une carte", true),
            ("", false),
            (" a", false),
            ("a\nb", false),
        ] {
            assert_eq!(is_alt(alt), fits, "{alt:?}");
        }
        assert!(!is_alt(&"é".repeat(MAX_ALT + 1)));
    }

    #[test]
    fn elsewhere_only_the_words_of_an_image_are_left() {
        let brought = text(vec![
            image(1, false, "Une carte"),
            block(BlockKind::HorizontalRule, &[], ""),
        ]);
        let left = brought.without_images();
        assert_eq!(left.blocks[0], super::Block::paragraph("Une carte"));
        assert_eq!(left.images().count(), 0);
    }

    #[test]
    fn a_file_has_one_name() {
        let name = format!("{}.jpg", "ab".repeat(32));
        assert_eq!(ImageFile::parse(&name).unwrap().to_string(), name);
        for other in ["", ".png", "ab.png"] {
            assert_eq!(ImageFile::parse(other), None, "{other}");
        }
        assert_eq!(ImageFile::parse(&format!("{}.png", "AB".repeat(32))), None);
        assert_eq!(ImageFile::parse(&format!("{}.svg", "ab".repeat(32))), None);
    }
}
