//! Marks as asterisks, underscores and brackets where they will be read so, and as tags where they will not.

use std::fmt::Write;

use super::super::{Inline, Link, Run, inlines};
use super::escape::{Lines, Place, push_escaped};

/// What a character is to Markdown's rules of emphasis. `Other` is what its readers may disagree about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    Word,
    Punctuation,
    Other,
}

/// Writes the content of one block.
pub struct Writer<'n> {
    out: String,
    lines: Lines,
    notes: &'n mut Vec<String>,
}

impl<'n> Writer<'n> {
    /// A writer of a paragraph's or an item's content, which adds the notes it meets to `notes`.
    pub fn paragraph(notes: &'n mut Vec<String>) -> Self {
        Self {
            out: String::new(),
            lines: Lines::Many,
            notes,
        }
    }

    /// A writer of a heading's content, which stays on one line.
    pub fn heading(notes: &'n mut Vec<String>) -> Self {
        Self {
            lines: Lines::Heading,
            ..Self::paragraph(notes)
        }
    }

    /// A writer of the content of a table's cell, which stays on one line.
    pub fn cell(notes: &'n mut Vec<String>) -> Self {
        Self {
            lines: Lines::Cell,
            ..Self::paragraph(notes)
        }
    }

    /// The lines that say `runs`.
    pub fn write(mut self, runs: &[Run]) -> String {
        self.inlines(&inlines(runs), None);
        self.out
    }

    /// Writes `inlines`; `after` is what follows them in the same block, if anything does.
    fn inlines(&mut self, inlines: &[Inline<'_>], after: Option<Class>) {
        for (index, inline) in inlines.iter().enumerate() {
            let next = inlines.get(index + 1).map(first_class).or(after);
            let after_note = index > 0 && matches!(inlines[index - 1], Inline::Note(_));
            match inline {
                Inline::Text(text) => {
                    let place = Place {
                        lines: self.lines,
                        after_note,
                        last: next.is_none(),
                    };
                    push_escaped(&mut self.out, text, place);
                }
                Inline::Strong(inside) => self.marked("**", "strong", inside, next),
                Inline::Em(inside) => self.marked("_", "em", inside, next),
                Inline::Link(link, inside) => self.link(link, inside, after_note),
                Inline::Note(inside) => self.note(inside, after_note),
            }
        }
    }

    /// Between delimiters if they will be read as such, between tags if not.
    fn marked(&mut self, delimiter: &str, tag: &str, inside: &[Inline<'_>], next: Option<Class>) {
        let start = self.out.len();
        if opens(delimiter, &self.out, inside.first().map(first_class)) {
            self.out.push_str(delimiter);
            self.inlines(inside, Some(Class::Punctuation));
            if closes(delimiter, &self.out, next) {
                self.out.push_str(delimiter);
                return;
            }
            self.out.truncate(start);
        }
        let _ = write!(self.out, "<{tag}>");
        self.inlines(inside, Some(Class::Punctuation));
        let _ = write!(self.out, "</{tag}>");
    }

    fn link(&mut self, link: &Link, inside: &[Inline<'_>], after_note: bool) {
        self.bracket(after_note);
        self.inlines(inside, Some(Class::Punctuation));
        let _ = write!(self.out, "]({}", address(link.href()));
        if !link.title().is_empty() {
            let _ = write!(self.out, " \"{}\"", escaped(link.title()));
        }
        self.out.push(')');
    }

    fn note(&mut self, inside: &[Inline<'_>], after_note: bool) {
        let mut writer = Writer::paragraph(self.notes);
        writer.inlines(inside, None);
        let words = writer.out;
        self.notes.push(words);
        self.bracket(after_note);
        let _ = write!(self.out, "^{}]", self.notes.len());
    }

    /// An opening bracket that nothing before it turns into something else.
    fn bracket(&mut self, after_note: bool) {
        if after_note {
            self.out.push_str("<!-- -->");
        } else if self.out.ends_with('!') {
            self.out.pop();
            self.out.push_str("\\!");
        }
        self.out.push('[');
    }
}

fn class(character: char) -> Class {
    // Circled letters count as alphabetic but are symbols.
    let circled = matches!(character, '\u{2460}'..='\u{24FF}' | '\u{1F100}'..='\u{1F1FF}');
    match character {
        blank if blank.is_whitespace() => Class::Blank,
        word if word.is_alphanumeric() && !circled => Class::Word,
        ascii if ascii.is_ascii_punctuation() => Class::Punctuation,
        '’' | '‘' | '«' | '»' | '“' | '”' | '…' | '–' | '—' | '·' | '•' => {
            Class::Punctuation
        }
        _ => Class::Other,
    }
}

fn first_class(inline: &Inline<'_>) -> Class {
    match inline {
        Inline::Text(text) => text.chars().next().map_or(Class::Blank, class),
        _ => Class::Punctuation,
    }
}

/// Whether `delimiter` after `out` opens a mark (section 6.2: left-flanking; underscores not inside a word).
fn opens(delimiter: &str, out: &str, first: Option<Class>) -> bool {
    let before = out.chars().next_back().map_or(Class::Blank, class);
    let apart = matches!(before, Class::Blank | Class::Punctuation);
    let alone = !out.ends_with(&delimiter[..1]);
    let within_word = delimiter == "**" && first == Some(Class::Word);
    alone && first != Some(Class::Blank) && (within_word || apart)
}

/// Whether `delimiter` after `out` and before `next` closes a mark.
fn closes(delimiter: &str, out: &str, next: Option<Class>) -> bool {
    let before = out.chars().next_back().map_or(Class::Blank, class);
    let apart = matches!(next, None | Some(Class::Blank | Class::Punctuation));
    let alone = !out.ends_with(&delimiter[..1]);
    let within_word = delimiter == "**" && before == Class::Word;
    alone && before != Class::Blank && (within_word || apart)
}

/// The destination of a link, between angle brackets where parentheses would end it.
fn address(href: &str) -> String {
    let address = escaped(href);
    if href.contains(['(', ')']) {
        format!("<{address}>")
    } else {
        address
    }
}

/// `text` with what would end a title escaped, and `&` as a reference where it would begin one: readers disagree
/// about a backslash there.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, character) in text.char_indices() {
        match character {
            '&' if text[index..].contains(';') => out.push_str("&amp;"),
            '"' | '\\' => out.extend(['\\', character]),
            other => out.push(other),
        }
    }
    out
}
