//! Characters written so that Markdown reads them as themselves.

use std::fmt::Write;

/// Where a piece of text stands among what is written around it.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// What lines it may have.
    pub lines: Lines,
    /// It follows a note's call, which `(` or `:` would turn into something else.
    pub after_note: bool,
    /// Nothing follows it in its block.
    pub last: bool,
}

/// What lines a block's text may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// Several, each of which could begin a block.
    Many,
    /// One: a heading's.
    Heading,
    /// One, in which a line break is a tag: a cell's.
    Cell,
}

/// Writes `text` at the end of `out`, which begins with its block.
pub fn push_escaped(out: &mut String, text: &str, place: Place) {
    let characters: Vec<char> = text.chars().collect();
    for (index, &character) in characters.iter().enumerate() {
        let rest = &characters[index..];
        let line_start = out.is_empty() || out.ends_with('\n');
        let line_end = matches!(rest.get(1), Some('\n')) || (place.last && rest.len() == 1);
        match character {
            '\n' if place.lines == Lines::Cell => out.push_str("<br>"),
            '\n' if place.lines == Lines::Heading || line_start || line_end => {
                push_reference(out, character);
            }
            '\n' => out.push_str("\\\n"),
            '\t' | '\u{FEFF}' | '\u{2028}' | '\u{2029}' => push_reference(out, character),
            blank if blank.is_whitespace() && (line_start || line_end) => {
                push_reference(out, blank);
            }
            _ => {
                let previous = index.checked_sub(1).map(|before| characters[before]);
                let in_block = place.lines == Lines::Many
                    && ((line_start && opens_block(rest)) || ends_number(out, character));
                let in_call = index == 0 && place.after_note && matches!(character, '(' | ':');
                if in_block || in_call || is_markup(previous, rest) || closes_heading(place, rest) {
                    out.push('\\');
                }
                out.push(character);
            }
        }
    }
}

fn push_reference(out: &mut String, character: char) {
    let _ = write!(out, "&#{};", u32::from(character));
}

/// Whether the first of `rest` could be read as markup anywhere in a line.
fn is_markup(previous: Option<char>, rest: &[char]) -> bool {
    let word = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
    match rest[0] {
        '\\' | '`' | '*' | '[' | ']' | '<' | '^' => true,
        '_' => !(word(previous.as_ref()) && word(rest.get(1))),
        '&' => is_reference(&rest[1..]),
        _ => false,
    }
}

/// Whether what follows `&` makes a character reference of it.
fn is_reference(rest: &[char]) -> bool {
    let name = rest
        .iter()
        .take_while(|c| c.is_ascii_alphanumeric() || **c == '#')
        .count();
    name > 0 && rest.get(name) == Some(&';')
}

/// Whether `rest`, at the start of a line, would begin a block, underline a heading or divide a table.
fn opens_block(rest: &[char]) -> bool {
    match rest[0] {
        '#' | '>' | '=' | '~' | '|' => true,
        '+' | '-' | ':' => !rest.get(1).is_some_and(|next| next.is_alphanumeric()),
        _ => false,
    }
}

/// Whether `character` would make a list's number (nine digits at most) of the digits that begin the line.
fn ends_number(out: &str, character: char) -> bool {
    let mut before = out.bytes().rev().take(10);
    let first = before.position(|byte| !byte.is_ascii_digit());
    let digits = first.unwrap_or(out.len().min(10));
    let begins_line = first.map_or(out.len() < 10, |index| {
        out.as_bytes()[out.len() - 1 - index] == b'\n'
    });
    matches!(character, '.' | ')') && begins_line && (1..=9).contains(&digits)
}

/// Whether the last `#` of a heading would be read as its closing.
fn closes_heading(place: Place, rest: &[char]) -> bool {
    place.lines == Lines::Heading && place.last && rest == ['#']
}
