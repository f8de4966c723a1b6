//! A text with its suggestions as HTML, its lists and quotes kept. What is said of a suggestion is for the caller to say.

use crate::redline::{framed, marked};
use crate::text::{Block, Draft, DraftBlock, DraftRun, Touch};

impl Draft {
    /// The body, the files of its images under `images`: `wrap` is given what is suggested of some characters, and their HTML; `note` what is suggested of a block,
    /// and gives what is shown before its words.
    pub fn to_html(
        &self,
        images: &str,
        wrap: impl Fn(&[Touch], &str) -> String,
        note: impl Fn(&[Touch]) -> String,
    ) -> String {
        let shown = self.shown();
        let blocks = shown.iter().map(|(block, number)| {
            let own = number.and_then(|number| self.blocks.get(number));
            let html = own.map(|own| content(own, &wrap, &note));
            (
                own.map_or(block, |own| shown_as(own, block)),
                html.unwrap_or_default(),
            )
        });
        framed(images, blocks)
    }
}

/// An image has its words in its own block.
const fn shown_as<'a>(own: &'a DraftBlock, laid_out: &'a Block) -> &'a Block {
    if own.block.image().is_some() {
        &own.block
    } else {
        laid_out
    }
}

fn content(
    block: &DraftBlock,
    wrap: &impl Fn(&[Touch], &str) -> String,
    note: &impl Fn(&[Touch]) -> String,
) -> String {
    let mut html = if block.touches.is_empty() {
        String::new()
    } else {
        note(&block.touches)
    };
    html.push_str(&runs_to_html(&block.runs, wrap));
    html
}

/// Some characters, as [`Draft::to_html`] shows them.
pub fn runs_to_html(runs: &[DraftRun], wrap: impl Fn(&[Touch], &str) -> String) -> String {
    let mut html = String::new();
    for DraftRun { run, touches, .. } in runs {
        let words = marked(&run.text, &run.marks);
        let words = match run.marks.footnote {
            Some(_) => format!("<small> [{words}]</small>"),
            None => words,
        };
        html.push_str(&if touches.is_empty() {
            words
        } else {
            wrap(touches, &words)
        });
    }
    html
}
