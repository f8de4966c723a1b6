//! The characters of a body with the names that they keep for ever.

use std::collections::HashSet;

use automerge::marks::Mark;
use automerge::{Automerge, ChangeHash, ObjId, ROOT, ReadDoc as _, ScalarValue, Value};

use crate::text::Malformed;

/// What stands for a marker in the text of the body.
pub const MARKER: &str = "\u{FFFC}";

/// Calls `each` with every element of the body in order: its name, what is written there ([`MARKER`] for a block's marker),
/// and its index in UTF-16 units.
///
/// The library lists the beginnings of marks among the characters, and does not tell them apart: what it lists is followed
/// along the text itself, and where the value of a mark could be a character, the character's own cursor decides.
pub fn each_element(
    doc: &Automerge,
    each: impl FnMut(&ObjId, &str, usize),
) -> Result<(), Malformed> {
    each_element_at(doc, None, each)
}

/// The same in the state `heads`, or as the document is.
pub fn each_element_at(
    doc: &Automerge,
    heads: Option<&[ChangeHash]>,
    mut each: impl FnMut(&ObjId, &str, usize),
) -> Result<(), Malformed> {
    let Some((_, body)) = doc.get(ROOT, "body")? else {
        return Err(Malformed::NotOneText("body"));
    };
    let (text, elements, marks) = match heads {
        Some(heads) => (
            doc.text_at(&body, heads)?,
            doc.list_range_at(&body, .., heads),
            doc.marks_at(&body, heads)?,
        ),
        None => (
            doc.text(&body)?,
            doc.list_range(&body, ..),
            doc.marks(&body)?,
        ),
    };
    let doubtful = mark_values(&marks);
    let (mut rest, mut at) = (text.as_str(), 0);
    for element in elements {
        let id = element.id();
        let written = match element.value.into_value() {
            Value::Object(_) => MARKER.to_owned(),
            Value::Scalar(value) => match value.as_ref() {
                ScalarValue::Str(written) => written.to_string(),
                _ => continue,
            },
        };
        let Some(left) = rest.strip_prefix(written.as_str()) else {
            continue;
        };
        let is_doubtful =
            doubtful.contains(&written) || written.bytes().all(|it| it.is_ascii_digit());
        if is_doubtful && !is_at(doc, &body, (at, heads), &id)? {
            continue;
        }
        each(&id, &written, at);
        (rest, at) = (left, at + written.encode_utf16().count());
    }
    Ok(())
}

/// Calls `each` with every element of the title in order: its name, and what is written there. Nothing is marked in a title.
pub fn each_of_title(
    doc: &Automerge,
    heads: Option<&[ChangeHash]>,
    mut each: impl FnMut(&ObjId, &str),
) -> Result<(), Malformed> {
    let Some((_, title)) = doc.get(ROOT, "title")? else {
        return Err(Malformed::NotOneText("title"));
    };
    let elements = match heads {
        Some(heads) => doc.list_range_at(&title, .., heads),
        None => doc.list_range(&title, ..),
    };
    for element in elements {
        let id = element.id();
        if let Value::Scalar(value) = element.value.into_value()
            && let ScalarValue::Str(written) = value.as_ref()
        {
            each(&id, written);
        }
    }
    Ok(())
}

fn mark_values(marks: &[Mark]) -> HashSet<String> {
    let values = marks.iter().filter_map(|mark| match mark.value() {
        ScalarValue::Str(value) => Some(value.to_string()),
        _ => None,
    });
    values.collect()
}

/// Whether the character at `at` (UTF-16 units, markers counted) is the one with this id.
fn is_at(
    doc: &Automerge,
    body: &ObjId,
    (at, heads): (usize, Option<&[ChangeHash]>),
    id: &ObjId,
) -> Result<bool, Malformed> {
    let ObjId::Id(counter, actor, _) = id else {
        return Ok(false);
    };
    let cursor = doc.get_cursor(body, at, heads)?.to_string();
    Ok(cursor.trim_start_matches('-') == format!("{counter}@{actor}"))
}
