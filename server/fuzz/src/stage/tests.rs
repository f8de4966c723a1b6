//! What must be found is found: changes that the vetting refuses, taken all the same.

use automerge::legacy::Key;
use automerge::{Change, ExpandedChange};

use super::*;
use crate::scene::actor;
use crate::scene::texts::{body, mark, write};

impl Stage {
    /// Takes a change without asking.
    fn force(&mut self, change: Change) {
        let applied = self.document.apply_changes([change.clone()]);
        applied.expect("the library takes it");
        self.taken.push(change);
    }
}

/// What is said of an honest mark of the first scene once it was forged, if nobody vets it.
fn found(forge: impl FnOnce(&mut ExpandedChange)) -> String {
    let mut document = Scene::numbered(0).document.clone().with_actor(actor(1));
    let text = body(&document);
    write(&mut document, |tx| mark(tx, &text, "em", true.into(), 2..4));
    let honest = document.get_last_local_change().expect("a change");
    let mut expanded = honest.decode();
    forge(&mut expanded);
    let mut stage = Stage::new(0);
    stage.force(Change::from(expanded));
    stage.close().expect_err("a finding").to_string()
}

#[test]
fn a_document_that_cannot_be_loaded_is_found() {
    let said = found(|change| change.operations[1].key = Key::head());
    assert!(said.contains("saved, but not loaded"), "{said}");
}

#[test]
fn a_change_of_which_the_index_knows_nothing_is_found() {
    let said = found(|_| {});
    assert!(said.contains("other heads"), "{said}");
}

#[test]
fn an_honest_change_is_taken_and_a_forged_one_is_not() {
    let mut stage = Stage::new(1);
    let mut document = Scene::numbered(1).document.clone().with_actor(actor(3));
    let text = body(&document);
    write(&mut document, |tx| mark(tx, &text, "em", true.into(), 2..4));
    let honest = document.get_last_local_change().expect("a change");
    let mut forged = honest.decode();
    forged.operations[1].key = Key::head();
    stage
        .offer(Change::from(forged).raw_bytes())
        .expect("refused");
    stage.offer(honest.raw_bytes()).expect("taken");
    let counts = stage.close().expect("no finding");
    assert_eq!((counts.offered, counts.read, counts.taken), (2, 2, 1));
}
