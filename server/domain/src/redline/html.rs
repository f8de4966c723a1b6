//! A redline as HTML to read: the new text with what was removed left in its place. Nothing is said by colour alone, and
//! each change is said in words too, for who does not see.

mod blocks;
mod frame;
mod image;
mod table;

use std::fmt::Write;

use super::changes::look_alike;
use super::{Passage, Redline, Shape, Sort, Words};
use crate::text::{Block, Image, Marks, escaped};
use blocks::{Fate, Piece, Shown, shown};
use frame::Frame;
use table::Sides;

/// The words that the page adds to those of the texts, in the reader's language.
pub struct Marking<'a> {
    /// What is heard before a change of this sort: « Ajouté », « Déplacé d’ici ».
    pub sort: &'a dyn Fn(Sort) -> &'static str,
    /// What is heard after it: « fin ».
    pub end: &'a str,
    /// What a block is: « titre de niveau 2 ».
    pub shape: &'a dyn Fn(&Shape) -> String,
    /// What precedes the words of a note: « note ».
    pub note: &'a str,
    /// What became of an image, as it was and as it is: « Image ajoutée ».
    pub image: &'a dyn Fn(Option<Image>, Option<Image>) -> String,
    /// Where the files of images stand: an address, or its beginning.
    pub images: &'a str,
    /// What follows the last words of the change of this number, from 0: HTML, or nothing.
    pub after: &'a dyn Fn(usize) -> String,
}

impl Redline {
    /// The body, the heading of level 1 as `h2`. The first element of the change number `n` (from 0) of
    /// [`Redline::changes`] has the id `{prefix}{n + 1}`. Everything written is escaped; links lead nowhere.
    pub fn to_html(&self, prefix: &str, marking: &Marking<'_>) -> String {
        let (changes, places) = self.changes();
        let sorts: Vec<Sort> = changes.iter().map(|change| change.sort).collect();
        let mut page = Page {
            prefix,
            marking,
            sorts: &sorts,
            places: &places,
            next: 0,
        };
        let mut frame = Frame::default();
        for block in shown(&self.body) {
            let content = page.block(&block, &self.body);
            if block.shape.is_cell() {
                frame.cell(Sides::of(block.begins), block.fate, &content);
            } else {
                frame.put(block.shape, block.fate, &content);
            }
        }
        frame.end()
    }

    /// The title, on one line.
    pub fn title_html(&self, marking: &Marking<'_>) -> String {
        let mut html = String::new();
        for words in &self.title {
            let text = escaped(&words.text);
            match (&words.before, &words.after) {
                (Some(_), Some(_)) => html.push_str(&text),
                (Some(_), None) => fated(
                    &mut html,
                    "del",
                    "",
                    (marking.sort)(Sort::Removed),
                    marking.end,
                    &text,
                ),
                _ => fated(
                    &mut html,
                    "ins",
                    "",
                    (marking.sort)(Sort::Added),
                    marking.end,
                    &text,
                ),
            }
        }
        html
    }
}

/// Blocks with their content, in the lists and quotes in which they stand; the files of images stand under `images`.
pub(crate) fn framed<'a>(
    images: &str,
    blocks: impl Iterator<Item = (&'a Block, String)>,
) -> String {
    let mut frame = Frame::default();
    for (block, content) in blocks {
        let shape = Shape::of(block);
        if shape.is_cell() {
            frame.cell(Sides::single(&shape), Fate::Kept, &content);
        } else {
            let content = image::lone(images, block, &content).unwrap_or(content);
            frame.put(&shape, Fate::Kept, &content);
        }
    }
    frame.end()
}

struct Page<'a> {
    prefix: &'a str,
    marking: &'a Marking<'a>,
    sorts: &'a [Sort],
    /// For each passage, its change.
    places: &'a [Option<usize>],
    /// The next change that has no element yet.
    next: usize,
}

impl Page<'_> {
    fn block(&mut self, block: &Shown<'_>, body: &[Passage]) -> String {
        if block.shape.is_image() {
            return self.figure(block, body);
        }
        let mut html = String::new();
        let mut noted = false;
        for piece in &block.pieces {
            let in_note = matches!(piece, Piece::Words(at) if is_note(&body[*at]));
            if in_note != noted {
                html.push_str(&self.note_edge(in_note));
                noted = in_note;
            }
            self.piece(*piece, body, &mut html);
        }
        if noted {
            html.push_str(&self.note_edge(false));
        }
        html
    }

    fn note_edge(&self, opens: bool) -> String {
        if opens {
            format!(
                " <span class=\"noted\">[{}\u{202F}: ",
                escaped(self.marking.note)
            )
        } else {
            "]</span>".to_owned()
        }
    }

    fn piece(&mut self, piece: Piece, body: &[Passage], html: &mut String) {
        match piece {
            Piece::Words(at) => {
                if let Passage::Words(words) = &body[at] {
                    self.words(at, words, html);
                }
                self.after(at, html);
            }
            Piece::Break(at) => {
                self.pilcrow(at, &body[at], html);
                self.after(at, html);
            }
            Piece::Shape(at) => {
                self.shape(at, &body[at], html);
                self.after(at, html);
            }
        }
    }

    /// What follows a change, after the last passage of it.
    fn after(&self, at: usize, html: &mut String) {
        let Some(number) = self.places.get(at).copied().flatten() else {
            return;
        };
        let mut rest = self.places[at + 1..].iter().flatten();
        if rest.next() != Some(&number) {
            html.push_str(&(self.marking.after)(number));
        }
    }

    /// The id of the change of a passage, if it is the change's first, and its sort.
    fn change(&mut self, at: usize) -> Option<(String, Sort)> {
        let number = self.places.get(at).copied().flatten()?;
        let sort = *self.sorts.get(number)?;
        let first = number >= self.next;
        let id = if first {
            self.next = number + 1;
            format!(" id=\"{}{}\" tabindex=\"-1\"", self.prefix, number + 1)
        } else {
            String::new()
        };
        Some((id, sort))
    }

    fn words(&mut self, at: usize, words: &Words, html: &mut String) {
        let marks = words.after.as_ref().or(words.before.as_ref());
        let text = marked(&words.text, marks.unwrap_or(&Marks::default()));
        let Some((attributes, sort)) = self.change(at) else {
            return html.push_str(&text);
        };
        let said = |sort| (self.marking.sort)(sort);
        let end = self.marking.end;
        match (&words.before, &words.after, words.moved) {
            (Some(before), Some(after), _) if look_alike(before, after) => html.push_str(&text),
            (Some(_), Some(_), _) => {
                let attributes = format!("{attributes} class=\"reformatted\"");
                fated(
                    html,
                    "span",
                    &attributes,
                    said(Sort::Reformatted),
                    end,
                    &text,
                );
            }
            (Some(_), None, Some(_)) => fated(
                html,
                "del",
                &format!("{attributes} class=\"moved\""),
                said(sort),
                end,
                &text,
            ),
            (None, _, Some(_)) => fated(
                html,
                "ins",
                &format!("{attributes} class=\"moved\""),
                said(sort),
                end,
                &text,
            ),
            (Some(_), None, None) => {
                fated(html, "del", &attributes, said(Sort::Removed), end, &text);
            }
            (None, _, None) => fated(html, "ins", &attributes, said(Sort::Added), end, &text),
        }
    }

    /// A paragraph's end that was removed, or added, where words of both texts stand around it.
    fn pilcrow(&mut self, at: usize, passage: &Passage, html: &mut String) {
        let Passage::Break(its) = passage else { return };
        let cell = its.before.as_ref().or(its.after.as_ref());
        let (tag, sort, sign) = match (&its.before, cell.is_some_and(Shape::is_cell)) {
            (Some(_), false) => ("del", Sort::Joined, "¶"),
            (None, false) => ("ins", Sort::Parted, "¶"),
            (Some(_), true) => ("del", Sort::Removed, "−"),
            (None, true) => ("ins", Sort::Added, "+"),
        };
        let attributes = self.change(at).map_or_else(String::new, |(id, _)| id);
        let said = (self.marking.sort)(sort);
        let sign = format!("<span aria-hidden=\"true\">{sign}</span>");
        let _ = write!(
            html,
            "<{tag}{attributes} class=\"pilcrow\"><span class=\"visually-hidden\">{}. </span>{sign}</{tag}>",
            escaped(said)
        );
        if tag == "del" {
            html.push(' ');
        }
    }

    /// What a block was and is, where it is another kind of block.
    fn shape(&mut self, at: usize, passage: &Passage, html: &mut String) {
        let Passage::Break(its) = passage else { return };
        let (Some(before), Some(after)) = (&its.before, &its.after) else {
            return;
        };
        let attributes = self.change(at).map_or_else(String::new, |(id, _)| id);
        let (was, is) = ((self.marking.shape)(before), (self.marking.shape)(after));
        let _ = write!(
            html,
            "<span{attributes} class=\"reshaped\"><del>{}</del> <span aria-hidden=\"true\">→</span> <ins>{}</ins></span> ",
            escaped(&was),
            escaped(&is)
        );
    }
}

fn is_note(passage: &Passage) -> bool {
    matches!(passage, Passage::Words(words) if words.in_note())
}

fn fated(html: &mut String, tag: &str, attributes: &str, said: &str, end: &str, text: &str) {
    let hidden = |words: &str| format!("<span class=\"visually-hidden\">{}</span>", escaped(words));
    let before = hidden(&format!("{said}\u{A0}: "));
    let after = hidden(&format!(" ({end}) "));
    let _ = write!(html, "<{tag}{attributes}>{before}{text}{after}</{tag}>");
}

/// Characters with what they carry, escaped.
pub(crate) fn marked(text: &str, marks: &Marks) -> String {
    let mut html = escaped(text).replace('\n', "<br>\n");
    if marks.em {
        html = format!("<em>{html}</em>");
    }
    if marks.strong {
        html = format!("<strong>{html}</strong>");
    }
    if let Some(link) = &marks.link {
        // A link is seen, with where it leads, and not followed: what changes is what is read here.
        html = format!(
            "<span class=\"linked\" title=\"{}\">{html}</span>",
            escaped(link.href())
        );
    }
    html
}
