//! What somebody proposes in a text without changing it: words to add or to take out, formatting, blocks.
//!
//! A suggestion lives in the text itself, as marks whose NAMES say what is proposed, by whom, and in which suggestion:
//! `insert:PERSON:CODE`. So several people's suggestions on the same words never take each other's place, and whether
//! somebody writes in another's name is seen from the name alone ([`Name::parse`]). What a block's marker proposes is a
//! key of the same name in its map.
//!
//! Until they are decided, words to add are not part of the text, and words to take out are: [`Text::read`] gives the text
//! without suggestions, [`Draft::read`] the text with them. [`decide`] accepts or refuses.
//!
//! [`Text::read`]: crate::text::Text::read
//! [`Draft::read`]: crate::text::Draft::read

mod clock;
mod decide;
mod html;
mod list;
mod seek;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::ids::PersonId;
pub use decide::{Author, Decision, decide};
pub use html::runs_to_html;
pub use list::{Piece, Proposal, Sentence, proposals, sentences};

/// The longest code of a suggestion, in bytes.
const LONGEST_CODE: usize = 16;

/// A suggestion: whose, and which of theirs. As text, `PERSON-CODE` with the person's 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Who suggests.
    pub person: PersonId,
    /// Which of their suggestions in the text: 1 to 16 letters or digits.
    pub code: String,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.person.0.simple(), self.code)
    }
}

/// What is no key of a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a suggestion")]
pub struct NotAKey;

impl FromStr for Key {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let (person, code) = text.split_once('-').ok_or(NotAKey)?;
        key(person, code).ok_or(NotAKey)
    }
}

fn key(person: &str, code: &str) -> Option<Key> {
    // One way to write each: the 32 digits in lower case, and no others.
    let digits = person.len() == 32
        && person
            .bytes()
            .all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
    let fits = (1..=LONGEST_CODE).contains(&code.len())
        && code.bytes().all(|it| it.is_ascii_alphanumeric());
    let person = Uuid::try_parse(person).ok().filter(|_| digits && fits)?;
    Some(Key {
        person: person.into(),
        code: code.to_owned(),
    })
}

/// What a suggestion proposes at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// These words, or this block, are to be added: `true`.
    Insert,
    /// These words are to be taken out; this block is to join the one before: `true`.
    Delete,
    /// These words are to be strong (`true`), or not any more (`false`).
    Strong,
    /// These words are to be emphasised, or not any more.
    Em,
    /// These words are to lead somewhere (what a link's mark holds), or nowhere any more (`false`).
    Link,
    /// This block is to have another shape: JSON of [`crate::text::Shape`]. Of blocks only.
    Shape,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Insert,
        Self::Delete,
        Self::Strong,
        Self::Em,
        Self::Link,
        Self::Shape,
    ];

    /// Its word in names.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Delete => "delete",
            Self::Strong => "strong",
            Self::Em => "em",
            Self::Link => "link",
            Self::Shape => "shape",
        }
    }
}

/// The name of a mark, or of a marker's key, that proposes something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// What.
    pub kind: Kind,
    /// In which suggestion.
    pub key: Key,
}

impl Name {
    /// The name, if it is one.
    pub fn parse(name: &str) -> Option<Self> {
        let mut parts = name.splitn(3, ':');
        let (kind, person, code) = (parts.next()?, parts.next()?, parts.next()?);
        let kind = Kind::ALL.into_iter().find(|it| it.code() == kind)?;
        Some(Self {
            kind,
            key: key(person, code)?,
        })
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Key { person, code } = &self.key;
        write!(f, "{}:{}:{code}", self.kind.code(), person.0.simple())
    }
}
