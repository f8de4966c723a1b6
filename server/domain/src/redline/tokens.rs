//! A block's content as what a reader sees change: words, and what stands between them.

use crate::text::{Block, Marks, Run};

/// A word, a run of spaces, or a sign.
#[derive(Debug, Clone)]
pub struct Token<'a> {
    /// Its characters.
    pub text: String,
    /// The marks of its characters: how many bytes each, in order.
    pub spans: Vec<(usize, &'a Marks)>,
}

/// What counts when two tokens are compared: the characters, and whether they are a note's.
pub type Key<'a> = (&'a str, bool);

impl Token<'_> {
    /// What it is compared by.
    pub fn key(&self) -> Key<'_> {
        let note = self.spans.first();
        let note = note.is_some_and(|(_, marks)| marks.footnote.is_some());
        (&self.text, note)
    }
}

/// How much a token matters: a long word is a better sign of the same sentence than an article, a comma or a space.
pub fn weight(token: &str) -> f32 {
    match token.chars().next() {
        Some(first) if first.is_alphanumeric() => match token.chars().count() {
            1..=3 if !first.is_numeric() => 0.4,
            _ => 1.0,
        },
        Some(first) if first.is_whitespace() => 0.05,
        _ => 0.2,
    }
}

/// The tokens of a block's content, in order; their texts in a row are its text.
pub fn tokens(block: &Block) -> Vec<Token<'_>> {
    let notes = block
        .content
        .chunk_by(|a, b| a.marks.footnote == b.marks.footnote);
    notes.flat_map(tokens_of).collect()
}

/// The tokens of runs that are all of one note, or of none.
fn tokens_of(runs: &[Run]) -> Vec<Token<'_>> {
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    let mut runs = runs.iter();
    let mut left = (0, None);
    let mut tokens = Vec::new();
    for word in split(&text) {
        let mut spans = Vec::new();
        let mut wanted = word.len();
        while wanted > 0 {
            if left.0 == 0 {
                let Some(run) = runs.next() else { break };
                left = (run.text.len(), Some(&run.marks));
            }
            let taken = wanted.min(left.0);
            spans.extend(left.1.map(|marks| (taken, marks)));
            left.0 -= taken;
            wanted -= taken;
        }
        tokens.push(Token {
            text: word.to_owned(),
            spans,
        });
    }
    tokens
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Space,
    Sign,
}

/// Words with what belongs to them (« porte-parole », « l’ », « 3,5 »), runs of spaces, and signs one by one.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = end_of_first(rest)?;
        let (token, after) = rest.split_at(end);
        rest = after;
        Some(token)
    })
}

fn class(character: char) -> Class {
    if character.is_alphanumeric() || is_combining(character) {
        Class::Word
    } else if character.is_whitespace() {
        Class::Space
    } else {
        Class::Sign
    }
}

const fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | '\u{200D}' | '\u{FE0F}')
}

fn end_of_first(text: &str) -> Option<usize> {
    let mut characters = text.char_indices().peekable();
    let (_, first) = characters.next()?;
    let kind = class(first);
    let mut before = first;
    while let Some((at, character)) = characters.next() {
        let after = characters.peek().map(|(_, next)| *next);
        let goes_on = match kind {
            Class::Sign => is_combining(character),
            Class::Space => class(character) == Class::Space,
            Class::Word => class(character) == Class::Word || binds(before, character, after),
        };
        if !goes_on {
            // An elision belongs to its article: « l’ » + « eau ».
            let elided = kind == Class::Word && matches!(character, '’' | '\'');
            return Some(if elided {
                at + character.len_utf8()
            } else {
                at
            });
        }
        before = character;
    }
    Some(text.len())
}

/// Whether a sign inside a word or a number is part of it.
fn binds(before: char, sign: char, after: Option<char>) -> bool {
    let Some(after) = after else { return false };
    match sign {
        '-' | '\u{2011}' => before.is_alphanumeric() && after.is_alphanumeric(),
        ',' | '.' => before.is_numeric() && after.is_numeric(),
        _ => false,
    }
}
