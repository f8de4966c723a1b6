//! From HTML, a word processor's or the web's, to the text.
//!
//! The source is read as a stream of tags and never as a tree, so that no nesting, however deep, costs more than its
//! length. What is not known here is read through: its words stay.

mod builder;
mod element;
mod frame;
mod notes;
mod paragraph;
mod table;
mod word;

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{RawKind, Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::{LeadingHeading, Text, import};
use builder::Builder;
use element::Element;

/// The text of HTML `source`, in normal form: what a word processor or a page put on the clipboard or in a file.
///
/// Any source is accepted. Headings, lists (nested, or Word's paragraphs that look like lists), quotes, strong,
/// emphasis, links (http, https, mailto), rules, line breaks, notes and tables are kept. What a table's cell spans becomes
/// empty cells. In a table in another one, in a list or a quote, or of one column, more than
/// [`MAX_COLUMNS`](super::MAX_COLUMNS) or thousands of cells, a row becomes a paragraph, its cells apart by ` | `, unless
/// they hold more than a paragraph each. Scripts, styles, comments, hidden and deleted
/// words are dropped; empty paragraphs too. Everything else becomes paragraphs.
pub fn from_html(source: &str, heading: LeadingHeading) -> Text {
    let sink = Sink {
        builder: RefCell::new(Builder::default()),
    };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(source));
    // The sink asks for no script, so the tokenizer stops only where the input does.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let blocks = tokenizer.sink.builder.into_inner().finish();
    import::settle(
        Text {
            title: String::new(),
            blocks,
        },
        heading,
    )
}

struct Sink {
    builder: RefCell<Builder>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut builder = self.builder.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let raw = raw_kind(&tag.name);
                builder.open(&Element::new(&tag));
                return raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData);
            }
            Token::TagToken(tag) => builder.close(&tag.name),
            Token::CharacterTokens(text) => builder.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// How the characters inside an element are read, when not as HTML.
fn raw_kind(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(Rawtext),
        "title" | "textarea" => Some(Rcdata),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
