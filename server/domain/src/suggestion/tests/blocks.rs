//! What is suggested of blocks, as keys of their markers.

use automerge::transaction::Transactable as _;
use automerge::{Automerge, ScalarValue};

use super::claims::vets;
use super::{decides, key, name, settled};
use crate::suggestion::proposals;
use crate::text::{BlockKind, Draft, Level, Text};
use crate::vetting::testing::{actor, block, body, founded, marker, replica, types, write};
use crate::vetting::{History, Refusal};

const HEADING: &str = r#"{"type":"heading","level":2,"parents":[]}"#;

/// A text of two paragraphs, in which person 1 suggests to part the first, to join the second and to raise the first.
fn suggested() -> (Automerge, History) {
    let mut doc = founded("Titre", "Un dire.");
    let at = body(&doc);
    write(&mut doc, |tx| block(tx, &at, 9, "paragraph", None));
    types(&mut doc, 10, "Deux.");
    let mut history = History::of(&doc).unwrap();
    doc.set_actor(actor(1));
    says(&mut doc, 9, ("delete", 1, "j"), true);
    says(&mut doc, 0, ("shape", 1, "h"), HEADING);
    write(&mut doc, |tx| {
        block(tx, &at, 3, "paragraph", None)?;
        Ok(())
    });
    let mut parted = replica(&doc, 1);
    let whole = parted.get_changes(&[]).len();
    // In one change, as the editor would: here the marker is born first.
    let fresh = |doc: &mut Automerge| {
        let body = body(doc);
        write(doc, |tx| {
            block(tx, &body, 5, "paragraph", None)?;
            let born = automerge::ReadDoc::get(tx, &body, 5)?.map(|(_, id)| id);
            tx.put(born.as_ref().unwrap(), name("insert", 1, "s"), true)
        })
    };
    fresh(&mut parted);
    assert_eq!(parted.get_changes(&[]).len(), whole + 1);
    assert_eq!(vets(&mut history, &parted), Ok(()));
    parted.set_actor(actor(2));
    (parted, history)
}

fn says(
    doc: &mut Automerge,
    at: usize,
    (kind, who, code): (&str, u8, &str),
    value: impl Into<ScalarValue>,
) {
    let marker = marker(doc, at);
    let value = value.into();
    write(doc, |tx| tx.put(&marker, name(kind, who, code), value));
}

#[test]
fn blocks_stay_as_they_are_until_it_is_decided() {
    let (doc, _) = suggested();
    assert_eq!(settled(&doc), "Un\n dire.\nDeux.");
    assert_eq!(proposals(&Draft::read(&doc, None).unwrap()).len(), 3);
    let all = [key(1, "j"), key(1, "h"), key(1, "s")];
    let mut accepted = doc.clone();
    decides(&mut accepted, &all, true);
    let text = Text::read(&accepted, None).unwrap();
    assert_eq!(text.plain(), "Un\n \ndire.Deux.");
    assert_eq!(
        text.blocks[0].kind,
        BlockKind::Heading(Level::new(2).unwrap())
    );
    assert!(Draft::read(&accepted, None).unwrap().is_settled());
    let before = Text::read(&doc, None).unwrap();
    let mut refused = doc;
    decides(&mut refused, &all, false);
    assert_eq!(Text::read(&refused, None).unwrap(), before);
    assert!(Draft::read(&refused, None).unwrap().is_settled());
}

#[test]
fn another_s_suggestion_of_a_block_is_neither_made_nor_taken_back_nor_deleted() {
    let (doc, history) = suggested();
    let refused =
        |doc: &Automerge| matches!(vets(&mut history.clone(), doc), Err(Refusal::Suggestion(_)));
    let mut forged = doc.clone();
    says(&mut forged, 0, ("delete", 1, "z"), true);
    assert!(refused(&forged));
    for (at, kind, code) in [(11, "delete", "j"), (0, "shape", "h"), (5, "insert", "s")] {
        let mut doc = doc.clone();
        let marker = marker(&doc, at);
        write(&mut doc, |tx| tx.delete(&marker, name(kind, 1, code)));
        assert!(refused(&doc), "{kind}");
        doc = suggested().0;
        doc.set_actor(actor(1));
        let own = crate::vetting::testing::marker(&doc, at);
        write(&mut doc, |tx| tx.delete(&own, name(kind, 1, code)));
        assert_eq!(vets(&mut history.clone(), &doc), Ok(()), "{kind}");
    }
    let mut joined = doc.clone();
    let at = body(&joined);
    write(&mut joined, |tx| tx.splice_text(&at, 5, 1, ""));
    assert!(
        refused(&joined),
        "a paragraph that another suggests is not joined by hand"
    );
}

#[test]
fn words_written_in_a_suggested_block_are_words_like_any() {
    let (mut doc, mut history) = suggested();
    doc.set_actor(actor(1));
    types(&mut doc, 6, "x");
    assert_eq!(vets(&mut history, &doc), Ok(()));
    doc.set_actor(actor(2));
    let at = body(&doc);
    write(&mut doc, |tx| tx.splice_text(&at, 6, 1, ""));
    assert_eq!(vets(&mut history, &doc), Ok(()));
}

#[test]
fn a_block_s_suggestion_has_a_shape_that_a_block_may_have_and_one_name() {
    let (doc, history) = suggested();
    let answer = |doc: &Automerge| vets(&mut history.clone(), doc);
    for shape in [
        "",
        "{}",
        r#"{"type":"heading","parents":[]}"#,
        r#"{"type":"horizontal-rule","parents":[]}"#,
    ] {
        let mut doc = doc.clone();
        says(&mut doc, 0, ("shape", 2, "z"), shape);
        assert!(matches!(answer(&doc), Err(Refusal::Value(_))), "{shape}");
    }
    for (kind, value) in [("insert", true), ("delete", false), ("strong", true)] {
        let mut doc = doc.clone();
        says(&mut doc, 0, (kind, 2, "z"), value);
        assert!(answer(&doc).is_err(), "{kind}");
    }
    let mut twice = doc.clone();
    says(&mut twice, 0, ("shape", 2, "z"), HEADING);
    assert_eq!(answer(&twice), Ok(()));
    says(
        &mut twice,
        0,
        ("shape", 2, "z"),
        r#"{"type":"paragraph","parents":[]}"#,
    );
    assert!(matches!(answer(&twice), Err(Refusal::Forbidden(_))));
}
