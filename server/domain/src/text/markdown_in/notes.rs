//! The notes of a Markdown file, put where they are called.

use std::collections::HashMap;

use comrak::nodes::{Node, NodeValue};

use super::super::normal::push_run;
use super::super::{Block, Run};
use super::blocks::Reader;

/// How many characters notes called more than once may repeat, all together: a file of a few kilobytes could
/// otherwise say millions.
const MAX_REPEATED: usize = 100_000;

/// The notes of a file.
pub struct Notes<'a> {
    definitions: Vec<Definition<'a>>,
    by_name: HashMap<String, usize>,
    calls: usize,
    repeated: usize,
    /// The note being read: notes do not nest.
    reading: bool,
}

struct Definition<'a> {
    node: Node<'a>,
    used: bool,
}

impl<'a> Notes<'a> {
    /// The notes that `root` defines, wherever it does.
    pub fn of(root: Node<'a>) -> Self {
        let mut notes = Self {
            definitions: Vec::new(),
            by_name: HashMap::new(),
            calls: 0,
            repeated: 0,
            reading: false,
        };
        for node in root.descendants() {
            if let NodeValue::FootnoteDefinition(definition) = &node.data().value {
                notes
                    .by_name
                    .entry(folded(&definition.name))
                    .or_insert(notes.definitions.len());
                notes.definitions.push(Definition { node, used: false });
            }
        }
        notes
    }

    /// The words of the note `name`, marked as a note of their own. Within a note, its name in brackets.
    pub fn call(&mut self, name: &str) -> Vec<Run> {
        let Some(&index) = self.by_name.get(&folded(name)) else {
            return Vec::new();
        };
        let repeats = self.definitions[index].used;
        if self.reading || (repeats && self.repeated > MAX_REPEATED) {
            return vec![Run::plain(&format!("[{name}]"))];
        }
        self.definitions[index].used = true;
        let mut words = self.words(self.definitions[index].node);
        self.calls += 1;
        if repeats {
            self.repeated += words.iter().map(|run| run.text.len()).sum::<usize>() + 1;
        }
        for run in &mut words {
            run.marks.footnote = Some(self.calls.to_string());
        }
        words
    }

    /// The first note that nothing called yet, which counts as called from now on.
    pub fn next_unused(&mut self) -> Option<Node<'a>> {
        let definition = self
            .definitions
            .iter_mut()
            .find(|definition| !definition.used)?;
        definition.used = true;
        Some(definition.node)
    }

    fn words(&mut self, definition: Node<'a>) -> Vec<Run> {
        self.reading = true;
        let mut reader = Reader {
            notes: self,
            blocks: Vec::new(),
        };
        reader.siblings(definition.children(), &[], 0);
        let blocks = reader.blocks;
        self.reading = false;
        joined(blocks)
    }
}

fn joined(blocks: Vec<Block>) -> Vec<Run> {
    let mut words = Vec::new();
    for block in blocks {
        if !words.is_empty() {
            push_run(&mut words, Run::plain("\n"));
        }
        for run in block.content {
            push_run(&mut words, run);
        }
    }
    words
}

fn folded(name: &str) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}
