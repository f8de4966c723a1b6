//! A founded text, and people who write in it, for tests.

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{
    ActorId, Automerge, AutomergeError, Change, ObjId, ObjType, ROOT, ReadDoc, TextEncoding,
};

/// When everything in tests happens, Unix seconds.
pub(crate) const NOW: i64 = 1_774_000_000;

/// The replica numbered `number`.
pub(crate) fn actor(number: u8) -> ActorId {
    ActorId::from([number; 16])
}

/// A text as the server founds it: a title, and one paragraph.
pub(crate) fn founded(title: &str, paragraph: &str) -> Automerge {
    let mut doc = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit).with_actor(actor(0));
    write(&mut doc, |tx| {
        let object = tx.put_object(ROOT, "title", ObjType::Text)?;
        tx.splice_text(&object, 0, 0, title)?;
        let body = tx.put_object(ROOT, "body", ObjType::Text)?;
        block(tx, &body, 0, "paragraph", None)?;
        tx.splice_text(&body, 1, 0, paragraph)
    });
    doc
}

/// A copy of the text in somebody's hands.
pub(crate) fn replica(doc: &Automerge, number: u8) -> Automerge {
    let mut copy = doc.clone();
    copy.set_actor(actor(number));
    copy
}

/// Changes the document, and gives the change.
pub(crate) fn write(
    doc: &mut Automerge,
    what: impl FnOnce(&mut Transaction<'_>) -> Result<(), AutomergeError>,
) -> Change {
    let at = |(): &()| CommitOptions::default().with_time(NOW);
    doc.transact_with(at, what).expect("a change");
    doc.get_last_local_change().expect("a change was made")
}

/// Types in the body.
pub(crate) fn types(doc: &mut Automerge, at: usize, text: &str) -> Change {
    let body = body(doc);
    write(doc, |tx| tx.splice_text(&body, at, 0, text))
}

/// Puts a whole block marker in the body.
pub(crate) fn block(
    tx: &mut Transaction<'_>,
    body: &ObjId,
    at: usize,
    kind: &str,
    level: Option<i64>,
) -> Result<(), AutomergeError> {
    let marker = tx.split_block(body, at)?;
    tx.put(&marker, "type", kind)?;
    tx.put_object(&marker, "parents", ObjType::List)?;
    let attrs = tx.put_object(&marker, "attrs", ObjType::Map)?;
    if let Some(level) = level {
        tx.put(&attrs, "level", level)?;
    }
    tx.put(&marker, "isEmbed", false)
}

/// The body object.
pub(crate) fn body(doc: &impl ReadDoc) -> ObjId {
    object(doc, "body")
}

/// The title object.
pub(crate) fn title(doc: &impl ReadDoc) -> ObjId {
    object(doc, "title")
}

/// The marker at an index of the body.
pub(crate) fn marker(doc: &impl ReadDoc, at: usize) -> ObjId {
    doc.get(body(doc), at).expect("a body").expect("a marker").1
}

fn object(doc: &impl ReadDoc, name: &str) -> ObjId {
    doc.get(ROOT, name).expect("a root").expect("a text").1
}
