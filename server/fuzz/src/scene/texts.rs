//! Texts with a past: two people, blocks of each kind, marks that overlap, deletions, edits made at once.

use automerge::marks::{ExpandMark, Mark};
use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{
    Automerge, AutomergeError, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, TextEncoding,
};

use super::{NOW, actor};

/// Every document, the simplest first.
pub(super) fn all() -> Vec<Automerge> {
    vec![founded(), lived_in()]
}

/// As the server founds a text.
fn founded() -> Automerge {
    let encoding = TextEncoding::Utf16CodeUnit;
    let mut document = Automerge::new_with_encoding(encoding).with_actor(actor(0));
    write(&mut document, |tx| {
        let title = tx.put_object(ROOT, "title", ObjType::Text)?;
        tx.splice_text(&title, 0, 0, "Titre")?;
        let body = tx.put_object(ROOT, "body", ObjType::Text)?;
        block(tx, &body, 0, "paragraph", None)?;
        tx.splice_text(&body, 1, 0, "Bonjour")
    });
    document
}

/// With two people's history.
fn lived_in() -> Automerge {
    let mut alice = founded().with_actor(actor(1));
    let mut bob = alice.clone().with_actor(actor(2));
    first_draft(&mut alice);
    meet(&mut alice, &mut bob);
    reshape(&mut alice, "heading", Some(2));
    reshape(&mut bob, "unordered-list-item", None);
    let text = body(&bob);
    write(&mut bob, |tx| tx.splice_text(&text, 3, 4, "soir 😀"));
    write(&mut alice, |tx| tx.splice_text(&text, 5, 6, ""));
    meet(&mut alice, &mut bob);
    write(&mut bob, |tx| {
        tx.unmark(&text, "strong", 4, 6, ExpandMark::After)
    });
    write(&mut alice, |tx| tx.delete(&text, 0));
    meet(&mut alice, &mut bob);
    alice
}

fn first_draft(alice: &mut Automerge) {
    let text = body(alice);
    write(alice, |tx| {
        let end = tx.length(&text);
        block(tx, &text, end, "horizontal-rule", None)?;
        block(tx, &text, end + 1, "ordered-list-item", None)?;
        tx.splice_text(&text, end + 2, 0, "premier\nrang")
    });
    let link = r#"{"href":"https://exemple.fr/","title":""}"#;
    write(alice, |tx| mark(tx, &text, "strong", true.into(), 2..9));
    write(alice, |tx| mark(tx, &text, "link", link.into(), 4..7));
    write(alice, |tx| {
        mark(tx, &text, "em", true.into(), 5..12)?;
        mark(tx, &text, "footnote", "n1".into(), 3..4)
    });
}

fn reshape(document: &mut Automerge, kind: &str, level: Option<i64>) {
    let (_, marker) = document
        .get(body(document), 0)
        .expect("a body")
        .expect("a marker");
    write(document, |tx| {
        tx.put(&marker, "type", kind)?;
        let attrs = tx.put_object(&marker, "attrs", ObjType::Map)?;
        if let Some(level) = level {
            tx.put(&attrs, "level", level)?;
        }
        let parents = tx.put_object(&marker, "parents", ObjType::List)?;
        tx.insert(&parents, 0, "blockquote")
    });
}

fn meet(one: &mut Automerge, other: &mut Automerge) {
    one.merge(other).expect("good changes");
    other.merge(one).expect("good changes");
}

/// Changes the document as an honest client does.
pub fn write(
    document: &mut Automerge,
    what: impl FnOnce(&mut Transaction<'_>) -> Result<(), AutomergeError>,
) {
    let at = |(): &()| CommitOptions::default().with_time(NOW);
    document.transact_with(at, what).expect("a change");
}

/// Puts a whole block marker.
pub fn block(
    tx: &mut Transaction<'_>,
    text: &ObjId,
    at: usize,
    kind: &str,
    level: Option<i64>,
) -> Result<(), AutomergeError> {
    let marker = tx.split_block(text, at)?;
    tx.put(&marker, "type", kind)?;
    tx.put_object(&marker, "parents", ObjType::List)?;
    let attrs = tx.put_object(&marker, "attrs", ObjType::Map)?;
    if let Some(level) = level {
        tx.put(&attrs, "level", level)?;
    }
    tx.put(&marker, "isEmbed", false)
}

/// Marks a part of the text.
pub fn mark(
    tx: &mut Transaction<'_>,
    text: &ObjId,
    name: &str,
    value: ScalarValue,
    range: std::ops::Range<usize>,
) -> Result<(), AutomergeError> {
    let mark = Mark::new(name.to_owned(), value, range.start, range.end);
    tx.mark(text, mark, ExpandMark::After)
}

/// The body's text object.
pub fn body(document: &impl ReadDoc) -> ObjId {
    document
        .get(ROOT, "body")
        .expect("a root")
        .expect("a body")
        .1
}
