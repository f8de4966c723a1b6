//! From Markdown, ours or anyone's, to the text: what has no place here (code, images of elsewhere, HTML) keeps its words.

mod blocks;
mod marks;
mod notes;
mod table;

use comrak::{Arena, Options, parse_document};
use thiserror::Error;

use super::canonical::front_matter_title;
use super::{LeadingHeading, Text, import};

/// Longest file read, in bytes.
const MAX_FILE: usize = 5 * 1024 * 1024;

/// Why a file is not read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Unreadable {
    /// It is longer than 5 MiB.
    #[error("the file is {0} bytes long")]
    TooLong(usize),
    /// It is not UTF-8.
    #[error("the file is not UTF-8")]
    NotUtf8,
    /// It holds control characters that no written text holds: an image, a word processor's file.
    #[error("the file is not text")]
    NotText,
}

/// The text of a Markdown file as it was sent: [`from_markdown`] after a look at what it is made of, without images, whose
/// bytes are not in it.
pub fn read_file(bytes: &[u8], heading: LeadingHeading) -> Result<Text, Unreadable> {
    if bytes.len() > MAX_FILE {
        return Err(Unreadable::TooLong(bytes.len()));
    }
    let source = str::from_utf8(bytes).map_err(|_| Unreadable::NotUtf8)?;
    let binary =
        |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{B}' | '\u{C}' | '\u{85}');
    if source.contains(binary) {
        return Err(Unreadable::NotText);
    }
    let text = from_markdown(source.trim_start_matches('\u{FEFF}'), heading);
    Ok(text.without_images())
}

/// The text of Markdown `source`, in normal form.
///
/// Any source is accepted and no word of it lost: rows of tables in lists or quotes, or of more than
/// [`MAX_COLUMNS`](super::MAX_COLUMNS) columns, become lines of a paragraph, their cells apart by ` | `; code becomes paragraphs; images that are not of our own files their alternative text; HTML its words; notes that nothing calls and
/// numbers that a list could not keep become paragraphs. Headings below level 4 are of level 4. The front matter of
/// our own files gives the title.
pub fn from_markdown(source: &str, heading: LeadingHeading) -> Text {
    let source = source.replace("\r\n", "\n");
    let (title, body) = front_matter_title(&source).unwrap_or_else(|| (String::new(), &source));
    let arena = Arena::new();
    let root = parse_document(&arena, body, &options());
    import::settle(
        Text {
            title,
            blocks: blocks::read(root),
        },
        heading,
    )
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.footnotes = true;
    options.extension.table = true;
    // Otherwise the words of notes that nothing calls would be lost.
    options.parse.leave_footnote_definitions = true;
    options
}

#[cfg(test)]
mod tests;
