//! The last look: everything that came, applied to a copy, must give a text.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::iter::Span;
use automerge::{Automerge, Change, ChangeHash, ObjId, ObjType, ROOT, ReadDoc, Value};

use super::{Limits, Refusal};

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
    let title = text_object(doc, "title")?;
    let body = text_object(doc, "body")?;
    if doc.length(&title) > limits.title {
        return Err(Refusal::TitleTooLong(limits.title));
    }
    if doc.length(&body) > limits.body {
        return Err(Refusal::BodyTooLong(limits.body));
    }
    let failed = |error: automerge::AutomergeError| Refusal::NotAText(error.to_string());
    let mut spans = doc.spans(&title).map_err(failed)?;
    let plain = |span: Span| matches!(span, Span::Text { marks: None, .. });
    if spans.all(plain) {
        Ok(())
    } else {
        Err(Refusal::NotAText("the title is not plain".to_owned()))
    }
}

fn text_object(doc: &Automerge, name: &str) -> Result<ObjId, Refusal> {
    match doc.get_all(ROOT, name).as_deref() {
        Ok([(Value::Object(ObjType::Text), id)]) => Ok(id.clone()),
        _ => Err(Refusal::NotAText(format!("`{name}` is not one text"))),
    }
}
