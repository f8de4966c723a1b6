//! The last look: everything that came, applied to a copy, must give a text.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{Automerge, Change, ChangeHash, ROOT, ReadDoc};

use super::{Limits, Refusal};
use crate::text::Text;

/// Applies the changes to a copy of the document, whose heads must then be `heads` (sorted). A failure of the library
/// costs the copy and nothing else.
pub fn apply(
    doc: &Automerge,
    changes: Vec<Change>,
    heads: &[ChangeHash],
    limits: &Limits,
) -> Result<Automerge, Refusal> {
    let applied = catch_unwind(AssertUnwindSafe(|| {
        let mut copy = doc.clone();
        let failed = |error: automerge::AutomergeError| Refusal::NotAText(error.to_string());
        copy.apply_changes(changes).map_err(failed)?;
        let mut found = copy.get_heads();
        found.sort_unstable();
        if found != heads {
            return Err(Refusal::UnknownDependency);
        }
        check(&copy, limits)?;
        Ok(copy)
    }));
    applied.unwrap_or(Err(Refusal::Fatal))
}

/// Whether the document is a text within the limits.
fn check(doc: &Automerge, limits: &Limits) -> Result<(), Refusal> {
    if length(doc, "title") > limits.title {
        return Err(Refusal::TitleTooLong(limits.title));
    }
    if length(doc, "body") > limits.body {
        return Err(Refusal::BodyTooLong(limits.body));
    }
    let read = Text::read(doc, None);
    read.map(drop)
        .map_err(|error| Refusal::NotAText(error.to_string()))
}

/// UTF-16 units, each block marker counting for one; 0 for what is not there.
fn length(doc: &Automerge, name: &str) -> usize {
    match doc.get(ROOT, name) {
        Ok(Some((_, object))) => doc.length(object),
        _ => 0,
    }
}
