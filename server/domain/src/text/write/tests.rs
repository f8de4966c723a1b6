//! What is written is read back, and what does not fit is named.

use automerge::marks::{ExpandMark, Mark};
use automerge::transaction::Transactable;
use automerge::{ActorId, AutoCommit, Automerge, ObjId, ObjType, ROOT, ReadDoc, TextEncoding};
use proptest::prelude::*;

use super::super::samples::{any_text, demonstration};
use super::super::{Malformed, Text};

fn actor() -> ActorId {
    ActorId::from([7; 16])
}

fn written(text: &Text) -> Automerge {
    text.write(actor(), 1_700_000_000).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_written_is_read_back(text in any_text()) {
        prop_assert_eq!(Text::read(&written(&text), None).unwrap(), text);
    }
}

#[test]
fn a_document_begins_with_one_change_that_anyone_can_load() {
    let text = demonstration();
    let doc = written(&text);
    let changes = doc.get_changes(&[]);
    assert_eq!((changes.len(), changes[0].timestamp()), (1, 1_700_000_000));
    let loaded = Automerge::load(&doc.save()).unwrap();
    assert_eq!(Text::read(&loaded, None).unwrap(), text);
}

#[test]
fn an_earlier_state_stays_readable() {
    let text = demonstration();
    let mut doc = AutoCommit::load(&written(&text).save()).unwrap();
    let heads = doc.get_heads();
    let title = object(&doc, "title");
    doc.splice_text(&title, 0, 0, "Nouveau : ").unwrap();
    assert!(
        Text::read(&doc, None)
            .unwrap()
            .title
            .starts_with("Nouveau : ")
    );
    assert_eq!(Text::read(&doc, Some(&heads)).unwrap(), text);
}

#[test]
fn text_without_a_marker_is_a_paragraph() {
    let mut doc = empty();
    let body = object(&doc, "body");
    doc.splice_text(&body, 0, 0, "avant après").unwrap();
    let rule = doc.split_block(&body, 6).unwrap();
    marker(&mut doc, &rule, "horizontal-rule");
    let text = Text::read(&doc, None).unwrap();
    let texts: Vec<_> = text.blocks.iter().map(super::super::Block::text).collect();
    assert_eq!(texts, ["avant ", "", "après"]);
}

fn empty() -> AutoCommit {
    let mut doc = AutoCommit::new_with_encoding(TextEncoding::Utf16CodeUnit);
    doc.put_object(ROOT, "title", ObjType::Text).unwrap();
    doc.put_object(ROOT, "body", ObjType::Text).unwrap();
    doc
}

fn object(doc: &AutoCommit, name: &str) -> ObjId {
    doc.get(ROOT, name).unwrap().unwrap().1
}

fn marker(doc: &mut AutoCommit, block: &ObjId, kind: &str) {
    doc.put(block, "type", kind).unwrap();
    doc.put_object(block, "parents", ObjType::List).unwrap();
    doc.put_object(block, "attrs", ObjType::Map).unwrap();
    doc.put(block, "isEmbed", false).unwrap();
}

/// What is said of a document that holds « mot » in one paragraph and to which `change` is done.
fn refusal(change: impl FnOnce(&mut AutoCommit, &ObjId, &ObjId)) -> String {
    let mut doc = empty();
    let body = object(&doc, "body");
    let block = doc.split_block(&body, 0).unwrap();
    marker(&mut doc, &block, "paragraph");
    doc.splice_text(&body, 1, 0, "mot").unwrap();
    change(&mut doc, &body, &block);
    Text::read(&doc, None).map_or_else(|error| error.to_string(), |_| "nothing".to_owned())
}

#[test]
fn a_stranger_at_the_root_is_refused() {
    let said = refusal(|doc, _, _| doc.put(ROOT, "autre", 1).unwrap());
    assert_eq!(
        said,
        r#"the root holds ["autre", "body", "title"] instead of exactly `title` and `body`"#
    );
    let said = refusal(|doc, _, _| doc.put(ROOT, "title", "mot").unwrap());
    assert_eq!(said, "`title` is not one text object");
    assert!(
        matches!(Text::read(&Automerge::new(), None), Err(Malformed::Root(keys)) if keys.is_empty())
    );
}

#[test]
fn a_block_has_its_four_fields_and_no_other() {
    let field = |name: &'static str| format!("the {name} of block 0 does not fit");
    assert_eq!(refusal(|_, _, _| ()), "nothing");
    assert_eq!(
        refusal(|doc, _, block| doc.put(block, "type", "table").unwrap()),
        field("type")
    );
    assert_eq!(
        refusal(|doc, _, block| doc.put(block, "type", "heading").unwrap()),
        "nothing",
        "a heading that lost its level in a merge"
    );
    assert_eq!(
        refusal(|doc, _, block| {
            let attrs = doc.put_object(block, "attrs", ObjType::Map).unwrap();
            doc.put(&attrs, "couleur", "rouge").unwrap();
        }),
        field("attrs")
    );
    assert_eq!(
        refusal(|doc, _, block| doc.put(block, "isEmbed", true).unwrap()),
        field("isEmbed")
    );
    assert_eq!(
        refusal(|doc, _, block| doc.put(block, "parents", "blockquote").unwrap()),
        field("parents")
    );
    assert_eq!(
        refusal(|doc, _, block| doc.put(block, "couleur", "rouge").unwrap()),
        field("set of fields")
    );
    assert_eq!(
        refusal(|doc, _, block| doc.delete(block, "attrs").unwrap()),
        field("set of fields")
    );
}

#[test]
fn containers_are_known_and_few() {
    let with = |names: Vec<&'static str>| {
        refusal(move |doc, _, block| {
            let parents = doc.put_object(block, "parents", ObjType::List).unwrap();
            for (index, name) in names.into_iter().enumerate() {
                doc.insert(&parents, index, name).unwrap();
            }
        })
    };
    assert_eq!(with(vec!["blockquote"; 8]), "nothing");
    assert_eq!(
        with(vec!["blockquote"; 9]),
        "the parents of block 0 does not fit"
    );
    assert_eq!(with(vec!["table"]), "the parents of block 0 does not fit");
}

#[test]
fn marks_are_known_and_have_their_values() {
    let with = |name: &'static str, value: automerge::ScalarValue| {
        refusal(move |doc, body, _| {
            doc.mark(
                body,
                Mark::new(name.to_owned(), value, 1, 3),
                ExpandMark::None,
            )
            .unwrap();
        })
    };
    assert_eq!(with("strong", true.into()), "nothing");
    assert_eq!(with("strong", "oui".into()), "mark `strong` does not fit");
    assert_eq!(with("couleur", true.into()), "mark `couleur` does not fit");
    assert_eq!(with("footnote", "".into()), "mark `footnote` does not fit");
    assert_eq!(
        with("link", r#"{"href":"https://a.fr","title":null}"#.into()),
        "nothing"
    );
    assert_eq!(
        with(
            "link",
            r#"{"href":"javascript:alert(1)","title":""}"#.into()
        ),
        "mark `link` does not fit"
    );
    assert_eq!(
        with("link", "https://a.fr".into()),
        "mark `link` does not fit"
    );
}

#[test]
fn a_title_is_one_short_line() {
    let with = |title: String| {
        refusal(move |doc, _, _| {
            let object = object(doc, "title");
            doc.splice_text(&object, 0, 0, &title).unwrap();
        })
    };
    assert_eq!(with("é".repeat(5_000)), "nothing");
    assert_eq!(
        with("é".repeat(5_001)),
        "`title` is 5001 units long, and may be 5000"
    );
    assert_eq!(
        with("deux\nlignes".to_owned()),
        "the title is not one line of plain text"
    );
}

#[test]
fn control_characters_are_refused() {
    let said = refusal(|doc, body, _| doc.splice_text(body, 2, 0, "\u{7}").unwrap());
    assert_eq!(said, "character U+0007 is not allowed");
}
