//! The bytes of a version: a Markdown file with a short front matter, that anyone can keep and check with `sha256sum`.
//!
//! ```text
//! ---
//! version: 1
//! nature: dire
//! titre: "Dire sur l’eau"
//! périmètre:
//!   - sicoval
//!   - toulouse-metropole
//! ---
//!
//! Le corps, en Markdown.
//! ```

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::{LeadingHeading, Text, from_markdown};

const OPENING: &str = "---\nversion: 1\n";
const CLOSING: &str = "---\n";

/// A text with what is said of it, in the one form that is hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canonical {
    nature: String,
    perimeter: Vec<String>,
    text: Text,
}

/// Why something has no canonical bytes, or bytes are not canonical.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum NotCanonical {
    /// The kind, or a territory's slug, is not made of `a` to `z`, digits and single hyphens.
    #[error("{0:?} is not a slug")]
    Slug(String),
    /// The bytes are not UTF-8.
    #[error("the file is not UTF-8")]
    NotUtf8,
    /// The front matter lacks a field, or has another.
    #[error("the front matter lacks {0}")]
    FrontMatter(&'static str),
    /// The same text is written otherwise.
    #[error("the file is not in its canonical form")]
    Otherwise,
}

impl Canonical {
    /// `text`, put in normal form, of kind `nature`, for the territories with the slugs `perimeter` in any order.
    ///
    /// Errors: [`NotCanonical::Slug`].
    pub fn new(nature: &str, perimeter: &[String], text: Text) -> Result<Self, NotCanonical> {
        for slug in perimeter.iter().map(String::as_str).chain([nature]) {
            check_slug(slug)?;
        }
        let mut perimeter = perimeter.to_vec();
        perimeter.sort_unstable();
        perimeter.dedup();
        Ok(Self {
            nature: nature.to_owned(),
            perimeter,
            text: text.normalised(),
        })
    }

    /// The file: UTF-8, lines ending with LF.
    pub fn to_bytes(&self) -> Vec<u8> {
        let title = serde_json::Value::from(self.text.title.as_str());
        let perimeter = match self.perimeter.as_slice() {
            [] => " []".to_owned(),
            slugs => format!("\n  - {}", slugs.join("\n  - ")),
        };
        let header = format!(
            "{OPENING}nature: {}\ntitre: {title}\npérimètre:{perimeter}\n{CLOSING}",
            self.nature
        );
        let body = self.text.to_markdown();
        let gap = if body.is_empty() { "" } else { "\n" };
        format!("{header}{gap}{body}").into_bytes()
    }

    /// The SHA-256 of [`Canonical::to_bytes`], 64 hexadecimal digits in lower case, as `sha256sum` prints it.
    pub fn sha256(&self) -> String {
        hex::encode(Sha256::digest(self.to_bytes()))
    }

    /// What `bytes` say, if they are exactly the bytes that it would be given.
    pub fn parse(bytes: &[u8]) -> Result<Self, NotCanonical> {
        let source = str::from_utf8(bytes).map_err(|_| NotCanonical::NotUtf8)?;
        let (header, _) = split(source)?;
        let mut text = from_markdown(source, LeadingHeading::Stays);
        text.title = header.title;
        let canonical = Self::new(&header.nature, &header.perimeter, text)?;
        if canonical.to_bytes() == bytes {
            Ok(canonical)
        } else {
            Err(NotCanonical::Otherwise)
        }
    }

    /// The slug of its kind.
    pub fn nature(&self) -> &str {
        &self.nature
    }

    /// The slugs of its territories, in alphabetical order.
    pub fn perimeter(&self) -> &[String] {
        &self.perimeter
    }

    /// The text, in normal form.
    pub fn text(&self) -> &Text {
        &self.text
    }
}

fn check_slug(slug: &str) -> Result<(), NotCanonical> {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    if slug.split('-').all(word) {
        Ok(())
    } else {
        Err(NotCanonical::Slug(slug.to_owned()))
    }
}

struct Header {
    nature: String,
    title: String,
    perimeter: Vec<String>,
}

/// The title that the front matter of one of our files gives, and the body after it.
pub(super) fn front_matter_title(source: &str) -> Option<(String, &str)> {
    split(source)
        .ok()
        .map(|(header, body)| (header.title, body))
}

fn split(source: &str) -> Result<(Header, &str), NotCanonical> {
    let rest = source
        .strip_prefix(OPENING)
        .ok_or(NotCanonical::FrontMatter("version: 1"))?;
    let (nature, rest) = field(rest, "nature: ").ok_or(NotCanonical::FrontMatter("nature"))?;
    let (title, rest) = field(rest, "titre: ").ok_or(NotCanonical::FrontMatter("titre"))?;
    let title = serde_json::from_str(title).map_err(|_| NotCanonical::FrontMatter("titre"))?;
    let (perimeter, body) = perimeter(rest).ok_or(NotCanonical::FrontMatter("périmètre"))?;
    Ok((
        Header {
            nature: nature.to_owned(),
            title,
            perimeter,
        },
        body,
    ))
}

fn field<'a>(source: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    source.strip_prefix(name)?.split_once('\n')
}

fn perimeter(source: &str) -> Option<(Vec<String>, &str)> {
    if let Some(rest) = source.strip_prefix("périmètre: []\n") {
        return rest.strip_prefix(CLOSING).map(|body| (Vec::new(), body));
    }
    let mut rest = source.strip_prefix("périmètre:\n")?;
    let mut slugs = Vec::new();
    while let Some((slug, after)) = field(rest, "  - ") {
        slugs.push(slug.to_owned());
        rest = after;
    }
    rest.strip_prefix(CLOSING).map(|body| (slugs, body))
}

#[cfg(test)]
mod tests;
