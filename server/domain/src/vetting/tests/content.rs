//! What changes may write in a text.

use automerge::legacy::{ElementId, Key, OpId};
use automerge::marks::{ExpandMark, Mark};
use automerge::transaction::{Transactable, Transaction};
use automerge::{AutomergeError, ObjType, ROOT, ReadDoc, ScalarValue};
use chrono::DateTime;

use super::{forged, refusal, refused, vet, vet_with};
use crate::text::Text;
use crate::vetting::testing::{
    NOW, actor, block, body, founded, marker, replica, title, types, write,
};
use crate::vetting::{Admission, History, Limits, Refusal, read};

#[test]
fn nothing_is_written_but_in_the_two_texts() {
    let text = founded("Titre", "Bonjour");
    let (first, body, title) = (marker(&text, 0), body(&text), title(&text));
    let at = text.get_changes(&[])[0].max_op() + 1;
    let forbidden = Refusal::Forbidden(at);
    assert_eq!(refused(|tx| tx.put(ROOT, "autre", 1)), forbidden);
    assert_eq!(refused(|tx| tx.put(ROOT, "title", "x")), forbidden);
    assert_eq!(refused(|tx| tx.delete(ROOT, "body")), forbidden);
    assert_eq!(
        refused(|tx| tx.put_object(ROOT, "title", ObjType::Text).map(drop)),
        forbidden
    );
    assert_eq!(
        refused(|tx| tx.insert_object(&body, 0, ObjType::List).map(drop)),
        forbidden
    );
    assert_eq!(
        refused(|tx| tx.insert_object(&title, 0, ObjType::Map).map(drop)),
        forbidden
    );
    assert_eq!(refused(|tx| tx.put(&first, "autre", true)), forbidden);
    assert_eq!(refused(|tx| tx.delete(&first, "type")), forbidden);
    assert_eq!(
        refused(|tx| tx.put(&body, 2, "a")),
        forbidden,
        "characters are not replaced"
    );
    let strong = || Mark::new("strong".to_owned(), true, 0, 2);
    assert_eq!(
        refused(|tx| tx.mark(&title, strong(), ExpandMark::None)),
        forbidden
    );
}

#[test]
fn values_are_those_of_a_text() {
    let text = founded("Titre", "Bonjour");
    let (first, body, title) = (marker(&text, 0), body(&text), title(&text));
    let at = text.get_changes(&[])[0].max_op() + 1;
    let bad = Refusal::Value(at);
    for character in ["\u{0}", "\r", "\u{7f}", "\u{FFFC}", "\u{FFFF}"] {
        assert_eq!(refused(|tx| tx.splice_text(&body, 1, 0, character)), bad);
    }
    assert_eq!(refused(|tx| tx.splice_text(&title, 1, 0, "\n")), bad);
    assert_eq!(refused(|tx| tx.insert(&body, 1, 3)), bad);
    assert_eq!(
        refused(|tx| tx.insert(&body, 1, "deux")),
        bad,
        "one character an operation"
    );
    assert_eq!(refused(|tx| tx.put(&first, "type", "tableau")), bad);
    assert_eq!(refused(|tx| tx.put(&first, "isEmbed", true)), bad);
    let mark = |name: &str, value: &str| Mark::new(name.to_owned(), value, 1, 2);
    for (name, value) in [
        ("em", "oui"),
        ("couleur", "rouge"),
        ("footnote", ""),
        ("link", r#"{"href":"javascript:alert(1)","title":""}"#),
        ("link", "https://exemple.fr"),
    ] {
        assert_eq!(
            refused(|tx| tx.mark(&body, mark(name, value), ExpandMark::None)),
            bad
        );
    }
    let level = |tx: &mut Transaction<'_>| block(tx, &body, 0, "heading", Some(5));
    assert_eq!(refused(level), Refusal::Value(at + 4));
}

#[test]
fn a_heading_changes_its_level_alone() {
    let mut text = founded("Titre", "Bonjour");
    let first = marker(&text, 0);
    let level = |tx: &mut Transaction<'_>, level: i64| {
        tx.put(&first, "type", "heading")?;
        let attrs = tx.put_object(&first, "attrs", ObjType::Map)?;
        tx.put(&attrs, "level", level)
    };
    let mut alice = replica(&text, 1);
    let heading = write(&mut alice, |tx| level(tx, 2));
    text.apply_changes([heading]).expect("a change");
    let deeper = write(&mut alice, |tx| level(tx, 3));
    assert_eq!(
        deeper.len(),
        2,
        "a type that is there already is not written"
    );
    assert_eq!(vet(&text, &deeper), Ok(Admission::New { titled: false }));
    let plain = write(&mut alice, |tx| {
        tx.put_object(&first, "attrs", ObjType::Map).map(drop)
    });
    text.apply_changes([deeper]).expect("a change");
    assert_eq!(vet(&text, &plain), Ok(Admission::New { titled: false }));
}

#[test]
fn a_block_is_whole() {
    let text = founded("Titre", "Bonjour");
    let (first, body) = (marker(&text, 0), body(&text));
    assert_eq!(
        refused(|tx| tx.split_block(&body, 0).map(drop)),
        Refusal::Block
    );
    assert_eq!(
        refused(|tx| block(tx, &body, 0, "heading", None)),
        Refusal::Block
    );
    assert_eq!(
        refused(|tx| block(tx, &body, 0, "paragraph", Some(1))),
        Refusal::Block
    );
    assert_eq!(
        refused(|tx| tx.put(&first, "type", "heading")),
        Refusal::Block
    );
    let deep = refused(|tx| {
        let parents = tx.put_object(&first, "parents", ObjType::List)?;
        (0..9).try_for_each(|at| tx.insert(&parents, at, "blockquote"))
    });
    assert!(matches!(deep, Refusal::Forbidden(_)));
}

/// Puts a whole cell with these attributes at the beginning of a text.
fn cell(
    tx: &mut Transaction<'_>,
    attributes: &[(&str, ScalarValue)],
) -> Result<(), AutomergeError> {
    let body = tx.get(ROOT, "body")?.expect("a body").1;
    let marker = tx.split_block(&body, 0)?;
    tx.put(&marker, "type", "table-cell")?;
    tx.put_object(&marker, "parents", ObjType::List)?;
    let attrs = tx.put_object(&marker, "attrs", ObjType::Map)?;
    for (name, value) in attributes {
        tx.put(&attrs, *name, value.clone())?;
    }
    tx.put(&marker, "isEmbed", false)
}

#[test]
fn a_cell_has_a_place() {
    let text = founded("Titre", "Bonjour");
    let place = |id: &str| ["table", "row", "column"].map(|name| (name, ScalarValue::from(id)));
    let takes = |attributes: &[(&str, ScalarValue)]| {
        let change = write(&mut replica(&text, 1), |tx| cell(tx, attributes));
        vet(&text, &change)
    };
    let new = Ok(Admission::New { titled: false });
    assert_eq!(takes(&place("a1")), new);
    let header = [&place("a1")[..], &[("header", true.into())]].concat();
    assert_eq!(takes(&header), new);
    let at = text.get_changes(&[])[0].max_op() + 1;
    let value = |number: u64| Err(Refusal::Value(at + number));
    assert_eq!(takes(&place("A")), value(4));
    assert_eq!(takes(&place("")), value(4));
    assert_eq!(takes(&place(&"a".repeat(33))), value(4));
    let unheaded = [&place("a1")[..], &[("header", false.into())]].concat();
    assert_eq!(takes(&unheaded), value(7));
    assert_eq!(takes(&[]), Err(Refusal::Block));
    assert_eq!(takes(&place("a1")[..2]), Err(Refusal::Block));
    let level = [&place("a1")[..], &[("level", 1.into())]].concat();
    assert_eq!(takes(&level), Err(Refusal::Block));
    let other = [&place("a1")[..], &[("couleur", "rouge".into())]].concat();
    assert_eq!(takes(&other), Err(Refusal::Forbidden(at + 7)));
}

#[test]
fn only_a_cell_has_a_place_and_a_row_ends_without_one() {
    let text = founded("Titre", "Bonjour");
    let (first, body) = (marker(&text, 0), body(&text));
    let end = write(&mut replica(&text, 1), |tx| {
        block(tx, &body, 0, "table-row-end", None)
    });
    assert_eq!(vet(&text, &end), Ok(Admission::New { titled: false }));
    let placed = refused(|tx| {
        tx.put(&first, "type", "heading")?;
        let attrs = tx.put_object(&first, "attrs", ObjType::Map)?;
        ["table", "row", "column"]
            .iter()
            .try_for_each(|name| tx.put(&attrs, *name, "a1"))
    });
    assert_eq!(placed, Refusal::Block);
}

#[test]
fn two_people_who_make_a_heading_and_a_header_of_one_cell_leave_a_text() {
    let mut text = founded("Titre", "Bonjour");
    let place = ["table", "row", "column"].map(|name| (name, ScalarValue::from("a1")));
    let made = write(&mut replica(&text, 3), |tx| cell(tx, &place));
    text.apply_changes([made]).expect("a change");
    let (mut alice, mut bob) = (replica(&text, 1), replica(&text, 2));
    let first = marker(&text, 0);
    let heading = write(&mut alice, |tx| {
        tx.put(&first, "type", "heading")?;
        let attrs = tx.put_object(&first, "attrs", ObjType::Map)?;
        tx.put(&attrs, "level", 2)
    });
    let header = write(&mut bob, |tx| {
        let attrs = tx.put_object(&first, "attrs", ObjType::Map)?;
        tx.put(&attrs, "header", true)?;
        ["table", "row", "column"]
            .iter()
            .try_for_each(|name| tx.put(&attrs, *name, "a1"))
    });
    assert_eq!(vet(&text, &heading), Ok(Admission::New { titled: false }));
    text.apply_changes([heading]).expect("a change");
    assert_eq!(vet(&text, &header), Ok(Admission::New { titled: false }));
    text.apply_changes([header]).expect("a change");
    assert!(Text::read(&text, None).is_ok());
}

#[test]
fn a_mark_ends_after_it_begins() {
    let text = founded("Titre", "Bonjour");
    let mut alice = replica(&text, 1);
    let body = body(&text);
    let mark = Mark::new("em".to_owned(), true, 3, 5);
    let change = write(&mut alice, |tx| tx.mark(&body, mark, ExpandMark::None));
    let at = change.start_op().get();
    assert!(vet(&text, &change).is_ok());
    let ends_after = |key: Key| forged(&change, |change| change.operations[1].key = key.clone());
    let element = |counter: u64| Key::Seq(ElementId::Id(OpId::new(counter, &actor(0))));
    let Key::Seq(ElementId::Id(begins_after)) = &change.decode().operations[0].key else {
        panic!("a mark stands in a text");
    };
    let same = begins_after.counter();
    for bad in [Key::head(), element(same), element(same - 1)] {
        assert_eq!(refusal(&text, &ends_after(bad)), Refusal::Forbidden(at + 1));
    }
    let begin = Key::Seq(ElementId::Id(OpId::new(at, &actor(1))));
    for good in [element(same + 1), begin] {
        assert!(vet(&text, &ends_after(good)).is_ok());
    }
}

#[test]
fn two_people_who_reshape_one_block_at_once_leave_a_text() {
    let mut text = founded("Titre", "Bonjour");
    let (mut alice, mut bob) = (replica(&text, 1), replica(&text, 2));
    let first = marker(&text, 0);
    let heading = write(&mut alice, |tx| {
        let attrs = tx.put_object(&first, "attrs", ObjType::Map)?;
        tx.put(&attrs, "level", 2)?;
        tx.put(&first, "type", "heading")
    });
    let item = write(&mut bob, |tx| {
        tx.put(&first, "type", "unordered-list-item")?;
        tx.put_object(&first, "attrs", ObjType::Map).map(drop)
    });
    assert_eq!(vet(&text, &heading), Ok(Admission::New { titled: false }));
    text.apply_changes([heading]).expect("a change");
    assert_eq!(vet(&text, &item), Ok(Admission::New { titled: false }));
}

#[test]
fn a_text_stays_within_its_limits() {
    let text = founded("Titre", "Bonjour");
    let limits = Limits {
        title: 6,
        body: 10,
        ..Limits::default()
    };
    let change = types(&mut replica(&text, 1), 1, "😀");
    assert_eq!(
        vet_with(&text, &change, &limits),
        Ok(Admission::New { titled: false })
    );
    let change = types(&mut replica(&text, 1), 1, "😀x");
    assert_eq!(
        vet_with(&text, &change, &limits),
        Err(Refusal::BodyTooLong(10))
    );
    let title = title(&text);
    let change = write(&mut replica(&text, 1), |tx| {
        tx.splice_text(&title, 0, 0, "Le")
    });
    assert_eq!(
        vet_with(&text, &change, &limits),
        Err(Refusal::TitleTooLong(6))
    );
}

#[test]
fn a_text_is_measured_without_it_as_with_it() {
    let text = founded("Titre", "Bonjour");
    let mut alice = replica(&text, 1);
    let (body, title) = (body(&text), title(&text));
    write(&mut alice, |tx| {
        tx.splice_text(&body, 1, 0, "😀é😀")?;
        tx.splice_text(&title, 0, 0, "😀")
    });
    write(&mut alice, |tx| {
        tx.splice_text(&body, 1, 2, "")?;
        tx.splice_text(&title, 2, 1, "")
    });
    for (limits, fits) in
        [(7, 13, true), (6, 13, false), (7, 12, false)].map(|(title, body, fits)| {
            (
                Limits {
                    title,
                    body,
                    ..Limits::default()
                },
                fits,
            )
        })
    {
        let mut history = History::of(&text).expect("a good text");
        let now = DateTime::from_timestamp(NOW, 0).expect("an instant");
        let admitted = alice
            .get_changes(&text.get_heads())
            .into_iter()
            .map(|change| {
                let candidates = read(change.raw_bytes(), &Limits::default()).expect("a change");
                history.admit(&candidates[0], &limits, now)
            });
        // The first change is over the smaller limits before the second takes something away.
        assert_eq!(admitted.flatten().count() == 2, fits, "{limits:?}");
    }
}

/// Puts a whole image with these attributes at the beginning of a text.
fn image(
    tx: &mut Transaction<'_>,
    attributes: &[(&str, ScalarValue)],
) -> Result<(), AutomergeError> {
    let body = tx.get(ROOT, "body")?.expect("a body").1;
    let marker = tx.split_block(&body, 0)?;
    tx.put(&marker, "type", "image")?;
    tx.put_object(&marker, "parents", ObjType::List)?;
    let attrs = tx.put_object(&marker, "attrs", ObjType::Map)?;
    for (name, value) in attributes {
        tx.put(&attrs, *name, value.clone())?;
    }
    tx.put(&marker, "isEmbed", false)
}

#[test]
fn an_image_has_a_file_a_size_and_words_or_none() {
    let text = founded("Titre", "Bonjour");
    let file = format!("{}.png", "ab".repeat(32));
    let whole = |file: &str, width: i64| {
        vec![
            ("file", ScalarValue::from(file)),
            ("width", width.into()),
            ("height", 480.into()),
        ]
    };
    let takes = |attributes: &[(&str, ScalarValue)]| {
        let change = write(&mut replica(&text, 1), |tx| image(tx, attributes));
        let taken = vet(&text, &change);
        if taken.is_ok() {
            let mut text = text.clone();
            text.apply_changes([change]).expect("a change");
            let read = Text::read(&text, None).expect("a text");
            assert_eq!(read.images().count(), 1);
        }
        taken
    };
    let with = |name: &'static str, value: ScalarValue| {
        let mut attributes = whole(&file, 640);
        attributes.push((name, value));
        takes(&attributes)
    };
    let new = || Ok(Admission::New { titled: false });
    assert_eq!(takes(&whole(&file, 640)), new());
    assert_eq!(with("alt", "Une carte".into()), new());
    assert_eq!(with("decorative", true.into()), new());
    let at = text.get_changes(&[])[0].max_op() + 1;
    let value = |number: u64| Err(Refusal::Value(at + number));
    assert_eq!(
        takes(&whole("https://ailleurs.example/x.png", 640)),
        value(4)
    );
    assert_eq!(takes(&whole(&file, 0)), value(5));
    assert_eq!(takes(&whole(&file, 4_097)), value(5));
    for alt in ["", " Une carte", "Une\ncarte"] {
        assert_eq!(with("alt", alt.into()), value(7), "{alt:?}");
    }
    assert_eq!(with("alt", "a".repeat(1_001).into()), value(7));
    assert_eq!(with("decorative", false.into()), value(7));
    assert_eq!(with("level", 1.into()), Err(Refusal::Block));
    assert_eq!(takes(&whole(&file, 640)[..2]), Err(Refusal::Block));
    let both = [
        &whole(&file, 640)[..],
        &[("alt", "Une carte".into()), ("decorative", true.into())],
    ];
    assert_eq!(takes(&both.concat()), Err(Refusal::Block));
}
