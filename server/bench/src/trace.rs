//! How somebody wrote a paper: one edit after another, each one character put in or taken out.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use flate2::bufread::GzDecoder;

use crate::Outcome;

/// One keystroke, at a position among the characters that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// A character comes in.
    Insert(usize, char),
    /// A character goes.
    Delete(usize),
}

/// The edits, and where they come from.
pub struct Trace {
    /// In order.
    pub edits: Vec<Edit>,
    /// For the report.
    pub source: &'static str,
}

impl Trace {
    /// The trace in this file; when there is none, an invented one of the same size.
    pub fn read(path: &Path) -> Outcome<Self> {
        if !path.exists() {
            eprintln!(
                "{} is absent: inventing a history of the same size",
                path.display()
            );
            let source = "invented, 260,000 edits";
            return Ok(Self {
                edits: invented(),
                source,
            });
        }
        let file = GzDecoder::new(BufReader::new(File::open(path)?));
        let json: serde_json::Value = serde_json::from_reader(file)?;
        let edits = json["txns"].as_array().into_iter().flatten();
        let edits = edits.flat_map(|txn| txn["patches"].as_array().into_iter().flatten());
        let edits: Option<Vec<_>> = edits.map(edit).collect();
        Ok(Self {
            edits: edits.ok_or("not a trace of single characters")?,
            source: "automerge-paper",
        })
    }

    /// The first edits, up to where the text has this many characters; all of them when it never has.
    pub fn until(&self, characters: usize) -> &[Edit] {
        let mut there = 0;
        let ends = |edit: &Edit| {
            match edit {
                Edit::Insert(..) => there += 1,
                Edit::Delete(_) => there -= 1,
            }
            there == characters
        };
        let length = self.edits.iter().position(ends);
        &self.edits[..length.map_or(self.edits.len(), |last| last + 1)]
    }
}

fn edit(patch: &serde_json::Value) -> Option<Edit> {
    let at = usize::try_from(patch[0].as_u64()?).ok()?;
    let mut inserted = patch[2].as_str()?.chars();
    match (patch[1].as_u64()?, inserted.next(), inserted.next()) {
        (0, Some(character), None) => Some(Edit::Insert(at, character)),
        (1, None, None) => Some(Edit::Delete(at)),
        _ => None,
    }
}

/// Runs of typing at wandering places, each followed by some corrections.
fn invented() -> Vec<Edit> {
    let mut state = 7_u64;
    let mut number = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).unwrap_or(0) % below.max(1)
    };
    let mut edits = Vec::with_capacity(260_000);
    let mut length = 0;
    while edits.len() < 260_000 {
        let (mut at, typed) = (number(length + 1), 20 + number(60));
        for step in 0..typed {
            let character = if step % 6 == 5 { ' ' } else { 'e' };
            edits.push(Edit::Insert(at, character));
            at += 1;
        }
        let taken = typed * 3 / 10;
        edits.extend((1..=taken).map(|back| Edit::Delete(at - back)));
        length += typed - taken;
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_is_cut_where_the_text_is_long_enough() {
        let edits = invented();
        let trace = Trace { edits, source: "" };
        let mut text = Vec::new();
        for edit in trace.until(3_000) {
            match edit {
                Edit::Insert(at, character) => text.insert(*at, *character),
                Edit::Delete(at) => drop(text.remove(*at)),
            }
        }
        assert_eq!(text.len(), 3_000);
    }
}
