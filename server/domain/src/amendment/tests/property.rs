//! Whatever is amended: those that do not exclude each other give one text in any order, with what each of them says; and what
//! is read of an accepted one is what it does to the text.

use automerge::transaction::Transactable as _;
use automerge::{Automerge, ReadDoc as _};
use proptest::prelude::*;

use super::super::order::Candidate;
use super::super::strokes::Strokes;
use super::super::touch::Touch;
use crate::redline::Redline;
use crate::text::Text;
use crate::vetting::testing::{body, founded, replica, write};

/// A paragraph of so many words, no two alike.
const WORDS: usize = 12;

/// One word that becomes another, or goes, or another that comes after it: where, and which of the three.
type Edit = (usize, u8);

/// What an author changes, and whether they write the whole paragraph anew for it.
type Hand = (bool, Vec<Edit>);

fn hands() -> impl Strategy<Value = Vec<Hand>> {
    let edit = (0..WORDS, 0..3_u8);
    prop::collection::vec((any::<bool>(), prop::collection::vec(edit, 1..3)), 2..4)
}

fn word(at: usize) -> String {
    format!("mot{at:02}")
}

fn base() -> Automerge {
    let words: Vec<_> = (0..WORDS).map(word).collect();
    founded("Titre", &words.join(" "))
}

/// The word that an author brings at a place.
fn brought(author: usize, at: usize) -> String {
    format!("auteur{author}lieu{at:02}")
}

/// The branch of an author.
fn branch(base: &Automerge, author: usize, (anew, edits): &Hand) -> Automerge {
    let number = u8::try_from(author).expect("a few authors") + 1;
    let mut doc = replica(base, number);
    let body = body(&doc);
    if *anew {
        let words = expected(&[(author, edits.clone())]).join(" ");
        let length = isize::try_from(doc.length(&body)).expect("a short text") - 1;
        write(&mut doc, |tx| tx.splice_text(&body, 1, length, &words));
        return doc;
    }
    for (at, kind) in places(edits) {
        let from = 1 + at * 6;
        let new = brought(author, at);
        write(&mut doc, |tx| match kind {
            0 => tx.splice_text(&body, from, 5, &new),
            1 => tx.splice_text(&body, from, 5, ""),
            _ => tx.splice_text(&body, from + 5, 0, &format!(" {new}")),
        });
    }
    doc
}

/// One change a place, the last place first, so that those before keep theirs.
fn places(edits: &[Edit]) -> Vec<Edit> {
    let mut places = edits.to_vec();
    places.sort_unstable();
    places.dedup_by_key(|(at, _)| *at);
    places.reverse();
    places
}

fn read(doc: &Automerge) -> Text {
    Text::read(doc, None).expect("a text").normalised()
}

fn candidate(base: &Automerge, at: usize, branch: &Automerge) -> Candidate {
    let number = i32::try_from(at).expect("a few") + 1;
    Candidate {
        id: super::id(number),
        number,
        parent: None,
        rank: None,
        touch: Touch::between(&read(base), &read(branch)),
        strokes: Strokes::between(base, branch).expect("texts"),
    }
}

fn merged(base: &Automerge, branches: &[&Automerge]) -> Automerge {
    let mut doc = base.clone();
    for branch in branches {
        doc.merge(&mut (*branch).clone()).expect("branches of it");
    }
    doc
}

/// What all these changes make of the words, one after the other.
fn expected(all: &[(usize, Vec<Edit>)]) -> Vec<String> {
    let mut words: Vec<Vec<String>> = (0..WORDS).map(|at| vec![word(at)]).collect();
    for (author, edits) in all {
        for (at, kind) in places(edits) {
            let new = brought(*author, at);
            match kind {
                0 => words[at][0] = new,
                1 => words[at][0].clear(),
                _ => words[at].push(new),
            }
        }
    }
    let words = words.into_iter().flatten();
    words.filter(|it| !it.is_empty()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn those_that_do_not_exclude_each_other_give_one_text_in_any_order(hands in hands()) {
        let base = base();
        let branches: Vec<_> = hands.iter().enumerate().map(|(author, hand)| branch(&base, author, hand)).collect();
        let all: Vec<_> = branches.iter().enumerate().map(|(at, branch)| candidate(&base, at, branch)).collect();
        let mut kept: Vec<usize> = Vec::new();
        for one in 0..branches.len() {
            if kept.iter().all(|other| !all[*other].excludes(&all[one])) {
                kept.push(one);
            }
        }
        let forwards: Vec<_> = kept.iter().map(|it| &branches[*it]).collect();
        let backwards: Vec<_> = forwards.iter().rev().copied().collect();
        let text = read(&merged(&base, &forwards));
        prop_assert_eq!(&text, &read(&merged(&base, &backwards)));
        let only: Vec<_> = kept.iter().map(|at| (*at, hands[*at].1.clone())).collect();
        let plain = text.plain();
        let words: Vec<_> = plain.split_whitespace().map(str::to_owned).collect();
        prop_assert_eq!(words, expected(&only));
    }

    #[test]
    fn two_that_change_the_same_word_exclude_each_other(at in 0..WORDS, kinds in (0..2_u8, 0..2_u8)) {
        let base = base();
        let one = |author, kind| candidate(&base, author, &branch(&base, author, &(false, vec![(at, kind)])));
        prop_assert!(one(0, kinds.0).excludes(&one(1, kinds.1)));
    }

    #[test]
    fn what_is_read_of_an_accepted_one_is_what_it_does(hands in hands()) {
        let base = base();
        let branch = branch(&base, 0, &hands[0]);
        let redline = Redline::between(&read(&base), &read(&branch));
        let accepted = merged(&base, &[&branch]);
        prop_assert_eq!(redline.before(), read(&base));
        prop_assert_eq!(redline.after(), read(&accepted));
        prop_assert_eq!(accepted.get_heads(), branch.get_heads());
    }
}
