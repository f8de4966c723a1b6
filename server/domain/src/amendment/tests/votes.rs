//! The order of the votes, and what falls.

use super::super::order::{Candidate, before, falls, passages, voting_order};
use super::{candidate, id};

const TEXT: &[&str] = &["Le délai est de dix ans.", "La région finance la moitié."];

/// Five amendments of the text: three of the first paragraph, two of the second.
fn five() -> Vec<Candidate> {
    let region = |words| candidate(4, TEXT, &[TEXT[0], words]);
    vec![
        candidate(1, TEXT, &["Le délai est de onze ans.", TEXT[1]]),
        candidate(
            2,
            TEXT,
            &[
                "Le délai est de quatre-vingt-dix-neuf longues années.",
                TEXT[1],
            ],
        ),
        candidate(3, TEXT, &[TEXT[1]]),
        region("La région finance le tiers."),
        Candidate {
            id: id(5),
            number: 5,
            ..region("La région finance la moitié des études.")
        },
    ]
}

fn numbers(all: &[Candidate], ids: &[crate::ids::AmendmentId]) -> Vec<i32> {
    let number = |id| {
        all.iter()
            .find(|it| it.id == id)
            .expect("one of them")
            .number
    };
    ids.iter().map(|it| number(*it)).collect()
}

#[test]
fn on_a_passage_what_takes_it_out_comes_first_then_the_farthest_from_the_text() {
    let all = five();
    assert_eq!(numbers(&all, &voting_order(&all)), [3, 2, 1, 4, 5]);
}

#[test]
fn the_order_in_which_they_are_listed_changes_nothing() {
    let mut all = five();
    let order = voting_order(&all);
    all.reverse();
    assert_eq!(voting_order(&all), order);
    all.rotate_left(2);
    assert_eq!(voting_order(&all), order);
}

#[test]
fn passages_are_discussed_one_after_the_other() {
    let all = five();
    let mut passages: Vec<_> = passages(&all)
        .iter()
        .map(|passage| numbers(&all, passage))
        .collect();
    for passage in &mut passages {
        passage.sort_unstable();
    }
    passages.sort();
    assert_eq!(passages, [vec![1, 2, 3], vec![4, 5]]);
}

#[test]
fn the_secretariat_may_put_them_otherwise() {
    let mut all = five();
    for (one, rank) in all.iter_mut().zip([1, 2, 3, 4, 5]) {
        one.rank = Some(rank);
    }
    assert_eq!(numbers(&all, &voting_order(&all)), [1, 2, 3, 4, 5]);
    // One that is tabled since comes after them.
    all[0].rank = None;
    assert_eq!(numbers(&all, &voting_order(&all)), [2, 3, 4, 5, 1]);
}

#[test]
fn what_amends_an_amendment_comes_before_it() {
    let mut all = five();
    all[4] = Candidate {
        parent: Some(id(2)),
        ..candidate(5, &["Un."], &["Deux."])
    };
    assert_eq!(numbers(&all, &voting_order(&all)), [3, 5, 2, 1, 4]);
    assert_eq!(before(&all, id(5)), None);
    // The third, which is put first, takes out what the second amends.
    assert_eq!(before(&all, id(2)), Some(id(3)));
    all.remove(2);
    assert_eq!(before(&all, id(2)), Some(id(5)));
}

#[test]
fn what_the_accepted_one_excludes_falls_with_what_amends_it() {
    let mut all = five();
    all.push(Candidate {
        parent: Some(id(1)),
        ..candidate(6, &["Un."], &["Deux."])
    });
    assert_eq!(numbers(&all, &falls(&all, id(3))), [1, 6, 2]);
    // Of the second paragraph: « le tiers » and « la moitié des études » cannot both be.
    assert_eq!(numbers(&all, &falls(&all, id(5))), [4]);
    assert_eq!(falls(&all, id(6)), []);
}

#[test]
fn one_waits_for_those_only_that_may_make_it_fall() {
    let all = five();
    assert_eq!(before(&all, id(3)), None);
    assert_eq!(before(&all, id(1)), Some(id(3)));
    assert_eq!(before(&all, id(4)), None);
    assert_eq!(before(&all, id(5)), Some(id(4)));
}
