//! Suggestions made, read, accepted and refused.

mod blocks;
mod claims;
mod property;
mod recorded;

use std::collections::HashSet;

use automerge::marks::{ExpandMark, Mark};
use automerge::transaction::Transactable as _;
use automerge::{ActorId, Automerge, Change, ReadDoc as _, ScalarValue};
use uuid::Uuid;

use super::{Decision, Key, Name, decide, proposals, sentences};
use crate::ids::PersonId;
use crate::text::{Draft, Proposed, Text};
use crate::vetting::testing::{NOW, actor, body, founded, replica, types, write};

/// The person of whom this is the replica: in these tests each has one, and its number.
pub(super) fn owner(replica: &ActorId) -> Option<PersonId> {
    let number = *replica.to_bytes().first()?;
    (number < 200).then(|| person(number))
}

pub(super) fn person(number: u8) -> PersonId {
    Uuid::from_bytes([number; 16]).into()
}

pub(super) fn key(number: u8, code: &str) -> Key {
    Key {
        person: person(number),
        code: code.to_owned(),
    }
}

pub(super) fn name(kind: &str, number: u8, code: &str) -> String {
    format!("{kind}:{}:{code}", person(number).0.simple())
}

/// Suggests to add words, as the editor does: in the change that inserts them.
pub(super) fn adds(doc: &mut Automerge, number: u8, code: &str, at: usize, words: &str) -> Change {
    let body = body(doc);
    let end = at + words.encode_utf16().count();
    let mark = Mark::new(name("insert", number, code), true, at, end);
    write(doc, |tx| {
        tx.splice_text(&body, at, 0, words)?;
        tx.mark(&body, mark, ExpandMark::After)
    })
}

/// Suggests something of the words between two places.
pub(super) fn proposes(
    doc: &mut Automerge,
    (kind, number, code): (&str, u8, &str),
    (start, end): (usize, usize),
    value: impl Into<ScalarValue>,
) -> Change {
    let body = body(doc);
    let mark = Mark::new(name(kind, number, code), value.into(), start, end);
    write(doc, |tx| tx.mark(&body, mark, ExpandMark::None))
}

/// The server decides.
pub(super) fn decides(doc: &mut Automerge, keys: &[Key], accepted: bool) -> Option<Change> {
    doc.set_actor(actor(250));
    let decision = Decision {
        keys: keys.iter().cloned().collect::<HashSet<_>>(),
        accepted,
    };
    decide(doc, &decision, &owner, NOW).expect("a text")
}

pub(super) fn settled(doc: &Automerge) -> String {
    Text::read(doc, None).expect("a text").plain()
}

pub(super) fn with_all(doc: &Automerge) -> String {
    let draft = Draft::read(doc, None).expect("a text");
    let runs = draft.blocks.iter().flat_map(|block| &block.runs);
    runs.map(|run| run.run.text.as_str()).collect()
}

#[test]
fn a_name_is_read_in_the_one_way_in_which_it_is_written() {
    let one = name("insert", 7, "a1");
    assert_eq!(
        Name::parse(&one).map(|it| it.to_string()),
        Some(one.clone())
    );
    let key = key(7, "a1");
    assert_eq!(key.to_string().parse(), Ok(key));
    for other in [
        "insert",
        "insert:a:b",
        &one.to_uppercase(),
        &format!("{one}-"),
        &format!("{one}{}", "x".repeat(16)),
        &one.replace("insert", "ajout"),
        &one.replace(":a1", ":"),
    ] {
        assert_eq!(Name::parse(other), None, "{other}");
    }
}

#[test]
fn what_is_suggested_changes_nothing_until_it_is_decided() {
    let mut doc = replica(&founded("Titre", "Un dire commun."), 1);
    adds(&mut doc, 1, "a", 3, " beau");
    proposes(&mut doc, ("delete", 1, "b"), (13, 20), true);
    proposes(&mut doc, ("strong", 1, "c"), (1, 3), true);
    assert_eq!(with_all(&doc), "Un beau dire commun.");
    assert_eq!(settled(&doc), "Un dire commun.");
    let mut accepted = doc.clone();
    decides(
        &mut accepted,
        &[key(1, "a"), key(1, "b"), key(1, "c")],
        true,
    );
    let text = Text::read(&accepted, None).unwrap();
    assert_eq!(text.plain(), "Un beau dire.");
    assert!(text.blocks[0].content[0].marks.strong);
    assert!(Draft::read(&accepted, None).unwrap().is_settled());
    let before = Text::read(&founded("Titre", "Un dire commun."), None).unwrap();
    decides(&mut doc, &[key(1, "a"), key(1, "b"), key(1, "c")], false);
    assert_eq!(Text::read(&doc, None).unwrap(), before);
    assert!(Draft::read(&doc, None).unwrap().is_settled());
}

#[test]
fn only_what_is_named_is_decided_and_nothing_is_decided_twice() {
    let mut doc = replica(&founded("Titre", "Un dire."), 1);
    adds(&mut doc, 1, "a", 3, " premier");
    adds(&mut doc, 1, "b", 16, " second");
    assert!(decides(&mut doc, &[key(1, "a")], true).is_some());
    assert_eq!(settled(&doc), "Un premier dire.");
    assert_eq!(with_all(&doc), "Un premier dire second.");
    assert!(decides(&mut doc, &[key(1, "a")], false).is_none());
    assert!(decides(&mut doc, &[key(2, "b")], false).is_none());
}

#[test]
fn what_others_typed_in_a_passage_that_goes_stays() {
    let text = founded("Titre", "Un dire commun.");
    let (mut one, mut two) = (replica(&text, 1), replica(&text, 2));
    proposes(&mut one, ("delete", 1, "a"), (3, 15), true);
    types(&mut two, 8, " MOT");
    one.merge(&mut two).unwrap();
    decides(&mut one, &[key(1, "a")], true);
    assert_eq!(settled(&one), "Un MOT.");
    // Seen and proposed again: then it goes.
    let mut again = replica(&one, 1);
    proposes(&mut again, ("delete", 1, "b"), (3, 7), true);
    decides(&mut again, &[key(1, "b")], true);
    assert_eq!(settled(&again), "Un.");
}

#[test]
fn a_suggestion_within_a_suggestion_is_decided_by_itself() {
    let mut doc = replica(&founded("Titre", "Un dire."), 1);
    adds(&mut doc, 1, "a", 3, " très beau");
    doc.set_actor(actor(2));
    adds(&mut doc, 2, "b", 8, " très");
    let mut refused = doc.clone();
    decides(&mut refused, &[key(1, "a")], false);
    assert_eq!(settled(&refused), "Un dire.");
    assert_eq!(with_all(&refused), "Un très dire.");
    decides(&mut refused, &[key(2, "b")], true);
    assert_eq!(settled(&refused), "Un très dire.");
    decides(&mut doc, &[key(1, "a")], true);
    assert_eq!(settled(&doc), "Un très beau dire.");
}

#[test]
fn typing_where_a_decided_suggestion_stood_is_plain_typing() {
    let mut doc = replica(&founded("Titre", "Un dire."), 1);
    adds(&mut doc, 1, "a", 3, " beau");
    proposes(&mut doc, ("delete", 1, "b"), (8, 13), true);
    decides(&mut doc, &[key(1, "a"), key(1, "b")], true);
    assert_eq!(settled(&doc), "Un beau.");
    doc.set_actor(actor(2));
    types(&mut doc, 8, " mot");
    types(&mut doc, 5, "-");
    assert!(Draft::read(&doc, None).unwrap().is_settled());
    assert_eq!(doc.text(body(&doc)).unwrap(), "\u{FFFC}Un b-eau mot.");
}

#[test]
fn suggestions_are_told_with_their_words_and_grouped_where_they_meet() {
    let text = founded("Titre", "Dix ans. Vingt ans. Trente ans.");
    let mut doc = replica(&text, 1);
    proposes(&mut doc, ("delete", 1, "a"), (1, 4), true);
    adds(&mut doc, 1, "a", 4, "Douze");
    doc.set_actor(actor(2));
    proposes(&mut doc, ("em", 2, "x"), (9, 14), true);
    proposes(&mut doc, ("delete", 2, "y"), (26, 32), true);
    let draft = Draft::read(&doc, None).unwrap();
    let told: Vec<_> = proposals(&draft)
        .into_iter()
        .map(|it| {
            (
                it.key,
                it.pieces
                    .into_iter()
                    .map(|it| (it.to, it.words))
                    .collect::<Vec<_>>(),
            )
        })
        .collect();
    let words = |words: &str| words.to_owned();
    assert_eq!(
        told,
        [
            (
                key(1, "a"),
                vec![
                    (Proposed::Delete, words("Dix")),
                    (Proposed::Insert, words("Douze"))
                ]
            ),
            (key(2, "x"), vec![(Proposed::Em(true), words(" ans."))]),
            (key(2, "y"), vec![(Proposed::Delete, words("Trente"))]),
        ]
    );
    let groups = sentences(&draft);
    let keys: Vec<Vec<_>> = groups
        .iter()
        .map(|group| group.iter().flat_map(|it| it.keys.clone()).collect())
        .collect();
    assert_eq!(keys, [vec![key(1, "a"), key(2, "x")], vec![key(2, "y")]]);
}
