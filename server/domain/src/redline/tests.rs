//! Redlines of amendments as people write them, and of anything at all.

mod amendments;
mod sketch;
mod tables;

use proptest::prelude::*;

use super::Redline;
use crate::text::samples::{any_text, demonstration};
use crate::text::{Block, BlockKind, Container, Marks, Run, Text};

/// Some text, and the same with blocks and words taken away, said twice, put elsewhere or changed.
fn any_pair() -> impl Strategy<Value = (Text, Text)> {
    (any_text(), any_text(), any::<u64>()).prop_map(|(old, other, seed)| {
        let mut blocks = old.blocks.clone();
        let mut dice = seed;
        let mut roll = |sides: usize| {
            dice = dice
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(dice >> 33).unwrap_or(0) % sides.max(1)
        };
        for _ in 0..roll(6) {
            let at = roll(blocks.len());
            match roll(5) {
                0 => drop((at < blocks.len()).then(|| blocks.remove(at))),
                1 => blocks.extend(other.blocks.get(at).cloned()),
                2 => blocks.rotate_left(at),
                3 => {
                    if let Some((first, second)) =
                        blocks.get(at).cloned().zip(blocks.get(at + 1).cloned())
                    {
                        blocks[at].content = [first.content, second.content].concat();
                        blocks.remove(at + 1);
                    }
                }
                _ => {
                    if let Some(run) = blocks
                        .get_mut(at)
                        .and_then(|block| block.content.first_mut())
                    {
                        run.marks.strong = !run.marks.strong;
                        run.text.push_str(" changé");
                    }
                }
            }
        }
        let title = if roll(2) == 0 {
            old.title.clone()
        } else {
            other.title
        };
        (old, Text { title, blocks }.normalised())
    })
}

/// A block as readers see it.
type Seen = (BlockKind, Vec<Container>, Vec<(char, Marks)>);

/// What readers see of a text: the numbers of notes follow from their places.
fn seen(text: &Text) -> Vec<Seen> {
    let letters = |run: &Run| {
        let mut marks = run.marks.clone();
        marks.footnote = marks.footnote.map(|_| String::new());
        run.text
            .chars()
            .map(move |letter| (letter, marks.clone()))
            .collect::<Vec<_>>()
    };
    let block = |block: &Block| {
        let content = block.content.iter().flat_map(letters).collect();
        (block.kind, block.parents.clone(), content)
    };
    text.blocks.iter().map(block).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn both_texts_can_be_read_from_it((old, new) in any_pair()) {
        let redline = Redline::between(&old, &new);
        prop_assert_eq!(redline.before(), old.clone());
        prop_assert_eq!(redline.after(), new.clone());
        prop_assert_eq!(redline.is_empty(), old == new);
        let (changes, places) = redline.changes();
        prop_assert_eq!(places.len(), redline.body.len());
        let used: std::collections::BTreeSet<_> = places.into_iter().flatten().collect();
        prop_assert_eq!(used.into_iter().collect::<Vec<_>>(), (0..changes.len()).collect::<Vec<_>>());
        prop_assert_eq!(changes.is_empty(), seen(&old) == seen(&new));
    }

    #[test]
    fn what_moved_is_the_same_in_both_places((old, new) in any_pair()) {
        let redline = Redline::between(&old, &new);
        let mut moves: std::collections::BTreeMap<usize, (String, String)> = std::collections::BTreeMap::new();
        for passage in &redline.body {
            if let super::Passage::Words(words) = passage && let Some(number) = words.moved {
                let (away, here) = moves.entry(number).or_default();
                if words.before.is_some() { away.push_str(&words.text) } else { here.push_str(&words.text) }
            }
        }
        for (away, here) in moves.values() {
            prop_assert_eq!(away, here);
        }
    }
}

#[test]
fn a_text_beside_itself_shows_nothing() {
    let text = demonstration();
    let redline = Redline::between(&text, &text);
    assert!(redline.is_empty());
    assert_eq!(redline.extent().percent(), 0);
}

#[test]
fn everything_may_be_new() {
    let new = demonstration();
    let old = Text::default().normalised();
    let redline = Redline::between(&old, &new);
    assert_eq!((redline.before(), redline.after()), (old, new));
    assert!(redline.extent().percent() > 99);
}

#[test]
fn a_text_of_thousands_of_words_without_a_break_is_compared_too() {
    let words = |changed: usize| {
        let word = |at: usize| {
            if at.is_multiple_of(changed) {
                format!("autre{at} ")
            } else {
                format!("mot{} ", at % 4_000)
            }
        };
        (0..8_000).map(word).collect::<String>()
    };
    let text = |words: String| Text {
        title: String::new(),
        blocks: vec![Block::paragraph(words.trim())],
    };
    let (old, new) = (text(words(9_999)), text(words(100)));
    let redline = Redline::between(&old, &new);
    assert_eq!((redline.before(), redline.after()), (old, new));
    assert!(redline.extent().percent() < 5, "{:?}", redline.extent());
}
