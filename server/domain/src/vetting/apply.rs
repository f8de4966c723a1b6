//! Changes applied to a copy, which must then be a text.

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
    let copy = AssertUnwindSafe(|| apply_to(doc.clone(), changes, heads, limits));
    catch_unwind(copy).unwrap_or(Err(Refusal::Fatal))
}

/// The same, to a document that nobody else has.
pub(super) fn apply_to(
    mut doc: Automerge,
    changes: Vec<Change>,
    heads: &[ChangeHash],
    limits: &Limits,
) -> Result<Automerge, Refusal> {
    let failed = |error: automerge::AutomergeError| Refusal::NotAText(error.to_string());
    doc.apply_changes(changes).map_err(failed)?;
    let mut found = doc.get_heads();
    found.sort_unstable();
    if found != heads {
        return Err(Refusal::UnknownDependency);
    }
    check(&doc, limits)?;
    Ok(doc)
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
