//! What nobody does by hand to somebody else's suggestion, told from changes alone.

use automerge::marks::{ExpandMark, Mark};
use automerge::transaction::Transactable as _;
use automerge::{Automerge, Change, ScalarValue};
use chrono::DateTime;

use super::{adds, decides, key, name, owner, person, proposes};
use crate::vetting::testing::{NOW, actor, body, founded, replica, types, write};
use crate::vetting::{Candidate, History, Limits, Refusal};

/// Vets the changes of `doc` that `history` lacks, each in the name of its replica's person; the answer to the last.
pub(super) fn vets(history: &mut History, doc: &Automerge) -> Result<(), Refusal> {
    let mut answer = Ok(());
    for change in doc.get_changes(&[]) {
        if !history.contains(&change.hash()) {
            answer = vet(history, change);
        }
    }
    answer
}

fn vet(history: &mut History, change: Change) -> Result<(), Refusal> {
    let who = owner(change.actor_id());
    let expanded = change.decode();
    let length = history.len();
    let now = DateTime::from_timestamp(NOW, 0).unwrap();
    history.admit(&Candidate { change, expanded }, &Limits::default(), now)?;
    // What the server dictates is asked nothing.
    let answer = who.map_or(Ok(()), |who| history.claims().are_of(who, owner));
    if answer.is_err() {
        history.retract_to(length);
    }
    answer
}

/// A text in which person 1 suggests, in the hands of person 2.
fn suggested() -> (Automerge, History) {
    let mut doc = replica(&founded("Titre", "Un dire commun."), 1);
    adds(&mut doc, 1, "a", 3, " beau");
    types(&mut doc, 8, " et long");
    proposes(&mut doc, ("delete", 1, "b"), (21, 28), true);
    proposes(&mut doc, ("strong", 1, "c"), (1, 3), true);
    let mut history = History::of(&founded("Titre", "Un dire commun.")).unwrap();
    assert_eq!(vets(&mut history, &doc), Ok(()));
    doc.set_actor(actor(2));
    (doc, history)
}

fn is_refused(doc: &Automerge, history: &History) -> bool {
    matches!(vets(&mut history.clone(), doc), Err(Refusal::Suggestion(_)))
}

#[test]
fn a_suggestion_in_another_s_name_is_refused() {
    let (doc, history) = suggested();
    let mut forged = doc.clone();
    adds(&mut forged, 1, "z", 3, "x");
    assert!(is_refused(&forged, &history));
    for kind in ["delete", "strong", "em"] {
        let mut forged = doc.clone();
        proposes(&mut forged, (kind, 1, "z"), (1, 3), true);
        assert!(is_refused(&forged, &history), "{kind}");
    }
}

#[test]
fn another_s_suggestion_is_neither_taken_back_nor_changed() {
    let (doc, history) = suggested();
    for (kind, code, from, to) in [
        ("insert", "a", 3, 8),
        ("insert", "a", 3, 4),
        ("insert", "a", 1, 20),
        ("delete", "b", 21, 28),
        ("delete", "b", 22, 23),
        ("strong", "c", 1, 3),
    ] {
        let mut doc = doc.clone();
        proposes(&mut doc, (kind, 1, code), (from, to), ScalarValue::Null);
        assert!(is_refused(&doc, &history), "{kind} {from}");
    }
    let mut changed = doc.clone();
    proposes(&mut changed, ("strong", 1, "c"), (1, 3), false);
    assert!(is_refused(&changed, &history));
}

#[test]
fn words_that_another_suggests_are_not_deleted_nor_those_typed_on() {
    let (doc, history) = suggested();
    for at in [3, 7, 8, 15] {
        let mut doc = doc.clone();
        let body = body(&doc);
        write(&mut doc, |tx| tx.splice_text(&body, at, 1, ""));
        assert!(is_refused(&doc, &history), "{at}");
    }
    for at in [1, 2, 16, 22] {
        let mut doc = doc.clone();
        let body = body(&doc);
        write(&mut doc, |tx| tx.splice_text(&body, at, 1, ""));
        assert!(!is_refused(&doc, &history), "{at}");
    }
}

#[test]
fn one_deletes_one_s_own_suggestion_and_takes_it_back() {
    let (mut doc, history) = suggested();
    doc.set_actor(actor(1));
    let body = body(&doc);
    write(&mut doc, |tx| tx.splice_text(&body, 4, 3, ""));
    proposes(&mut doc, ("strong", 1, "c"), (1, 3), ScalarValue::Null);
    assert_eq!(vets(&mut history.clone(), &doc), Ok(()));
}

#[test]
fn words_that_were_there_are_not_suggested_as_new() {
    let (mut doc, history) = suggested();
    for (from, to) in [(1, 3), (3, 5), (20, 22)] {
        let mut doc = doc.clone();
        proposes(&mut doc, ("insert", 2, "z"), (from, to), true);
        assert!(is_refused(&doc, &history), "{from}");
    }
    // Nor are they taken along with new ones.
    let body = body(&doc);
    write(&mut doc, |tx| {
        tx.splice_text(&body, 21, 0, "xy")?;
        let mark = Mark::new(name("insert", 2, "z"), true, 20, 23);
        tx.mark(&body, mark, ExpandMark::After)
    });
    assert!(is_refused(&doc, &history));
}

#[test]
fn new_words_shed_the_suggestion_that_they_fell_into_and_no_others() {
    let (doc, history) = suggested();
    let null = || Mark::new(name("delete", 1, "b"), ScalarValue::Null, 23, 26);
    let at = body(&doc);
    let mut shed = doc.clone();
    write(&mut shed, |tx| tx.splice_text(&at, 23, 0, "n😀"));
    write(&mut shed, |tx| tx.mark(&at, null(), ExpandMark::After));
    assert_eq!(vets(&mut history.clone(), &shed), Ok(()));
    for (from, to) in [(22, 26), (23, 27), (21, 28)] {
        let mut shed = doc.clone();
        write(&mut shed, |tx| tx.splice_text(&at, 23, 0, "n😀"));
        let wide = Mark::new(name("delete", 1, "b"), ScalarValue::Null, from, to);
        write(&mut shed, |tx| tx.mark(&at, wide, ExpandMark::After));
        assert!(is_refused(&shed, &history), "{from} to {to}");
    }
    // Only at once: later somebody may have suggested something within.
    let mut late = doc.clone();
    write(&mut late, |tx| tx.splice_text(&at, 23, 0, "n😀"));
    types(&mut late, 1, "x");
    let later = Mark::new(name("delete", 1, "b"), ScalarValue::Null, 24, 27);
    write(&mut late, |tx| tx.mark(&at, later, ExpandMark::After));
    assert!(is_refused(&late, &history));
}

#[test]
fn what_was_accepted_is_anybody_s() {
    let (mut doc, mut history) = suggested();
    decides(&mut doc, &[key(1, "a")], true);
    assert_eq!(vets(&mut history, &doc), Ok(()));
    doc.set_actor(actor(2));
    let body = body(&doc);
    write(&mut doc, |tx| tx.splice_text(&body, 3, 5, ""));
    assert_eq!(vets(&mut history, &doc), Ok(()));
}

#[test]
fn a_change_that_was_not_stored_leaves_nothing_behind() {
    let (mut doc, mut history) = suggested();
    let length = history.len();
    decides(&mut doc, &[key(1, "a")], true);
    assert_eq!(vets(&mut history, &doc), Ok(()));
    history.retract_to(length);
    let (mut again, _) = suggested();
    let body = body(&again);
    write(&mut again, |tx| tx.splice_text(&body, 3, 1, ""));
    assert!(is_refused(&again, &history));
}

#[test]
fn a_history_that_is_read_again_knows_what_is_suggested() {
    let (mut doc, _) = suggested();
    let history = History::of(&doc).unwrap();
    let at = body(&doc);
    write(&mut doc, |tx| tx.splice_text(&at, 3, 1, ""));
    assert!(is_refused(&doc, &history));
    assert_eq!(person(1), owner(&actor(1)).unwrap());
}
