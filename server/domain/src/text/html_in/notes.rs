//! Notes: their calls are links to a place in the page, their words stand at that place.

use std::collections::{HashMap, HashSet};

use super::super::normal::push_run;
use super::super::{Block, Run};
use super::element::Element;

/// Stands for a note until its words are known. No text holds this character.
pub const PLACEHOLDER: &str = "\u{FFFC}";

/// The notes met so far.
#[derive(Default)]
pub struct Notes {
    calls: Vec<Call>,
    called: HashSet<String>,
    words: HashMap<String, Vec<Run>>,
    /// Keys in the order of their words.
    order: Vec<String>,
}

struct Call {
    key: String,
    label: String,
}

impl Notes {
    /// Remembers a call of the note `key` and gives its index.
    pub fn call(&mut self, key: String) -> usize {
        self.called.insert(key.clone());
        self.calls.push(Call {
            key,
            label: String::new(),
        });
        self.calls.len() - 1
    }

    /// Adds to the words by which the note is called (« [1] »).
    pub fn label(&mut self, call: usize, text: &str) {
        if let Some(call) = self.calls.get_mut(call) {
            call.label.push_str(text);
        }
    }

    /// Whether a call for `key` was met.
    pub fn is_called(&self, key: &str) -> bool {
        self.called.contains(key)
    }

    /// Adds a paragraph to the note `key`.
    pub fn add(&mut self, key: &str, content: Vec<Run>) {
        if !self.words.contains_key(key) {
            self.order.push(key.to_owned());
        }
        let words = self.words.entry(key.to_owned()).or_default();
        if !words.is_empty() {
            push_run(words, Run::plain("\n"));
        }
        for run in content {
            push_run(words, run);
        }
    }

    /// Puts the words of the notes where they are called first; words that nothing called become paragraphs.
    pub fn settle(mut self, blocks: &mut Vec<Block>) {
        for block in blocks.iter_mut() {
            block.content = std::mem::take(&mut block.content)
                .into_iter()
                .flat_map(|run| self.settled(run))
                .collect();
        }
        for key in std::mem::take(&mut self.order) {
            let left = self.words.remove(&key).map(|content| Block {
                content,
                ..Block::paragraph("")
            });
            blocks.extend(left);
        }
    }

    fn settled(&mut self, run: Run) -> Vec<Run> {
        let index = run
            .marks
            .footnote
            .as_deref()
            .and_then(|index| index.parse::<usize>().ok());
        let Some(call) = index.and_then(|index| self.calls.get(index)) else {
            return vec![run];
        };
        let Some(mut words) = self.words.remove(&call.key) else {
            return vec![Run::plain(call.label.trim())];
        };
        for word in &mut words {
            word.marks.footnote.clone_from(&run.marks.footnote);
        }
        words
    }
}

/// The key of the note that the link `element` calls.
pub fn called(element: &Element) -> Option<String> {
    let place = element
        .attribute("href")
        .rsplit_once('#')
        .map(|(_, place)| place)?;
    let known = element.attribute("role") == "doc-noteref"
        || ["footnote-ref", "sdfootnoteanc", "sdendnoteanc"]
            .iter()
            .any(|class| element.has_class(class))
        || [
            "_ftn",
            "_edn",
            "fn",
            "fn:",
            "fn-",
            "footnote-",
            "cite_note-",
        ]
        .iter()
        .any(|prefix| numbered(place, prefix));
    (known && !place.is_empty()).then(|| key(place))
}

/// Whether the link `element` leads from a note back to its call.
pub fn leads_back(element: &Element) -> bool {
    let place = element
        .attribute("href")
        .rsplit_once('#')
        .map_or("", |(_, place)| place);
    element.attribute("role") == "doc-backlink"
        || ["footnote-back", "sdfootnotesym", "sdendnotesym"]
            .iter()
            .any(|class| element.has_class(class))
        || ["_ftnref", "_ednref", "fnref", "cite_ref-"]
            .iter()
            .any(|prefix| place.starts_with(prefix))
}

/// The key of a place in the page: Word calls `_ftn1` what it keeps in `ftn1`, and other word
/// processors call `sdfootnote1sym` what they keep in `sdfootnote1`.
pub fn key(place: &str) -> String {
    place
        .trim_start_matches('_')
        .trim_end_matches("sym")
        .to_owned()
}

fn numbered(place: &str, prefix: &str) -> bool {
    place
        .strip_prefix(prefix)
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}
