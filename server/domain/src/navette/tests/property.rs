use proptest::prelude::*;
use proptest::sample::Index;

use super::super::{Label, Navette, Side};
use super::{Scene, does, parts};
use crate::redline::Passage;
use automerge::transaction::Transactable as _;
use automerge::{Automerge, ROOT, ReadDoc as _};

/// What a hand does: over so many characters it writes so many of a few words, or parts a paragraph there.
#[derive(Debug, Clone)]
struct Stroke {
    at: Index,
    over: usize,
    words: String,
    parts: bool,
    titles: bool,
    branches: bool,
    cause: Option<u8>,
}

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec!["de ", "très ", "le rail ", "bien", "é", ", "]);
    prop::collection::vec(word, 0..4).prop_map(|words| words.concat())
}

fn stroke(cause: impl Strategy<Value = Option<u8>>) -> impl Strategy<Value = Stroke> {
    let kinds = (
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.3),
    );
    (any::<Index>(), 0..12_usize, words(), kinds, cause).prop_map(
        |(at, over, words, (parts, titles, branches), cause)| Stroke {
            at,
            over,
            words,
            parts,
            titles,
            branches,
            cause,
        },
    )
}

fn strokes(cause: impl Strategy<Value = Option<u8>>) -> impl Strategy<Value = Vec<Stroke>> {
    prop::collection::vec(stroke(cause), 0..6)
}

fn scene(strokes: &[Stroke]) -> Scene {
    let mut scene = Scene::of(
        "Un très très bon titre",
        &[
            "le rail de très bien de très bien",
            "de le rail de",
            "bien, bien, bien",
        ],
    );
    let first: Automerge = scene.doc.clone();
    for it in strokes {
        let mut doc = if it.branches {
            first.clone()
        } else {
            scene.doc.clone()
        };
        let name = if it.titles { "title" } else { "body" };
        let object = doc.get(ROOT, name).unwrap().unwrap().1;
        let length = doc.length(&object);
        let from = usize::from(!it.titles).min(length);
        let at = from + it.at.index(length - from + 1);
        let over = isize::try_from(it.over.min(length - at)).unwrap();
        does(&mut doc, &mut scene.causes, it.cause, |tx, body| {
            if it.parts && !it.titles {
                parts(tx, body, at);
            } else {
                tx.splice_text(&object, at, over, &it.words).unwrap();
            }
        });
        scene.doc.merge(&mut doc).unwrap();
    }
    scene
}

/// The characters of each change that are shown as taken out, and brought.
fn shown(navette: &Navette<u8>) -> Vec<(String, String)> {
    let (changes, places) = navette.redline.changes();
    let mut shown = vec![(String::new(), String::new()); changes.len()];
    for (passage, place) in navette.redline.body.iter().zip(places) {
        let (text, old, new) = match passage {
            Passage::Break(its) => ("\n", its.before.is_some(), its.after.is_some()),
            Passage::Words(its) => (its.text.as_str(), its.before.is_some(), its.after.is_some()),
        };
        match (place, old, new) {
            (Some(place), true, false) => shown[place].0.push_str(text),
            (Some(place), false, true) => shown[place].1.push_str(text),
            _ => {}
        }
    }
    shown
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Words that went are covered as those that came are, and nothing twice.
    #[test]
    fn each_changed_character_has_exactly_one_answer(
        strokes in strokes(prop::option::of(0..3_u8)),
    ) {
        let navette = scene(&strokes).navette(&[]);
        let shown = shown(&navette);
        let numbers: Vec<_> = navette.changes.iter().filter_map(|it| it.number).collect();
        prop_assert_eq!(numbers, (0..shown.len()).collect::<Vec<_>>());
        for led in &navette.changes {
            let Some(number) = led.number else { continue };
            let text = |side| -> String {
                let runs = led.runs.iter().filter(|run| run.side == side);
                runs.map(|run| run.text.as_str()).collect()
            };
            let told = (text(Side::Removed), text(Side::Added));
            prop_assert_eq!(&told, &shown[number]);
        }
    }

    #[test]
    fn where_every_hand_has_a_cause_nothing_leads_nowhere(strokes in strokes((0..4_u8).prop_map(Some))) {
        let scene = scene(&strokes);
        prop_assert_eq!(scene.navette(&[]).nowhere(), 0, "{:?}", scene.told());
    }

    /// And of two causes none is named that did nothing.
    #[test]
    fn where_no_hand_has_one_everything_does_until_it_is_labelled(strokes in strokes(Just(None))) {
        let scene = scene(&strokes);
        let navette = scene.navette(&[]);
        prop_assert_eq!(navette.nowhere(), navette.changes.len());
        let written = navette.changes.iter().map(Label::write);
        let labels: Vec<_> = written.map(|it| (0, Label::read(&it).unwrap())).collect();
        prop_assert_eq!(scene.navette(&labels).nowhere(), 0);
        prop_assert_eq!(navette.redline.is_empty(), navette.changes.is_empty());
    }

    /// A hand without a cause is found wherever what it did is seen: the text would say something else without it.
    #[test]
    fn one_hand_without_a_cause_is_not_hidden_by_the_others(
        strokes in strokes((0..4_u8).prop_map(Some)),
        silent in stroke(Just(None)),
    ) {
        let without = scene(&strokes);
        let mut all = strokes;
        all.push(silent);
        let with = scene(&all);
        let said = |scene: &Scene| scene.navette(&[]).redline.after();
        let seen = said(&without) != said(&with) && without.navette(&[]).redline.is_empty();
        prop_assert!(!seen || with.navette(&[]).nowhere() > 0, "{:?}", with.told());
    }
}
