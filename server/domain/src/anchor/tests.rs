//! A passage is held through whatever is done around it and in it; gone, it is said to be.

use automerge::transaction::Transactable as _;
use automerge::{ActorId, Automerge, Cursor, ObjId, ROOT, ReadDoc as _};
use proptest::prelude::*;

use super::{Body, Element, NoPassage, NotFound, Passage, Place, Quote};
use crate::text::samples::demonstration;
use crate::text::{Block, Text};

fn body(doc: &Automerge) -> ObjId {
    doc.get(ROOT, "body").unwrap().unwrap().1
}

fn document(text: &Text) -> Automerge {
    text.write(ActorId::from([9; 16]), 0).unwrap()
}

fn paragraphs(texts: &[&str]) -> Automerge {
    document(&Text {
        title: "Essai".to_owned(),
        blocks: texts.iter().map(|text| Block::paragraph(text)).collect(),
    })
}

/// A copy of a document with another hand.
fn hand(doc: &Automerge, number: u8) -> Automerge {
    doc.clone().with_actor(ActorId::from([number; 16]))
}

fn units(doc: &Automerge) -> Vec<u16> {
    doc.text(body(doc)).unwrap().encode_utf16().collect()
}

fn now(doc: &Automerge) -> Body {
    Body::of(doc).unwrap()
}

/// The passage that reads so, and its quote.
fn passage(doc: &Automerge, words: &str) -> (Passage, Quote) {
    let text = doc.text(body(doc)).unwrap();
    let start = text.split(words).next().unwrap().encode_utf16().count();
    let body = now(doc);
    let (first, last) = body
        .ends(start..start + words.encode_utf16().count())
        .unwrap();
    body.passage(first, last).unwrap()
}

/// Replaces the first occurrence of words, keeping the letters at both ends that stay, as the editor does.
fn replace(doc: &mut Automerge, words: &str, by: &str) {
    let object = body(doc);
    let text = doc.text(&object).unwrap();
    let count = |part: &str| part.encode_utf16().count();
    let same = words.chars().zip(by.chars()).take_while(|(a, b)| a == b);
    let head: String = same.map(|(a, _)| a).collect();
    let (old, new) = (&words[head.len()..], &by[head.len()..]);
    let same = old
        .chars()
        .rev()
        .zip(new.chars().rev())
        .take_while(|(a, b)| a == b);
    let tail: usize = same.map(|(a, _)| a.len_utf8()).sum();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    let at = count(text.split(words).next().unwrap()) + count(&head);
    let length = isize::try_from(count(old)).unwrap();
    doc.transact(|tx| tx.splice_text(&object, at, length, new))
        .unwrap();
}

/// What the passage reads now, after a sign that says how it was found.
fn reads(doc: &Automerge, (passage, quote): &(Passage, Quote)) -> String {
    let body = now(doc);
    match body.place(passage, quote) {
        Place::At(range) => format!("= {}", body.words(&range)),
        Place::Moved(range) => format!("→ {}", body.words(&range)),
        Place::Gone => "∅".to_owned(),
    }
}

#[test]
fn words_are_found_once_in_a_range_whatever_their_blanks() {
    let doc = paragraphs(&["Le rail\u{202f}: vite, vite.", "Le rail"]);
    let body = now(&doc);
    let first = 1..22;
    assert_eq!(body.find(&first, " rail :\u{a0}vite, "), Ok(4..16));
    assert_eq!(body.words(&(4..16)), "rail\u{202f}: vite,");
    assert_eq!(body.find(&first, "vite"), Err(NotFound::Often));
    for absent in ["Rail", "", " ", "vite. Le"] {
        assert_eq!(
            body.find(&first, absent),
            Err(NotFound::Nowhere),
            "{absent}"
        );
    }
    assert_eq!(
        body.find(&(0..100), "rail"),
        Err(NotFound::Nowhere),
        "no such range"
    );
}

#[test]
fn a_quote_has_the_words_and_those_around_them_in_the_block() {
    let doc = paragraphs(&["Avant.", "Les dix communes demandent", "Après."]);
    let (_, quote) = passage(&doc, " dix communes ");
    assert_eq!(
        quote,
        Quote {
            words: "dix communes".to_owned(),
            before: "Les ".to_owned(),
            after: " demandent".to_owned(),
        }
    );
    let (_, whole) = passage(&doc, "Avant.\u{FFFC}Les");
    assert_eq!(whole.words, "Avant.\nLes");
}

#[test]
fn a_long_quote_is_cut() {
    let doc = paragraphs(&[&"mot ".repeat(400)]);
    let body = now(&doc);
    let (first, last) = body.ends(0..5_000).unwrap();
    let (_, quote) = body.passage(first, last).unwrap();
    assert!(quote.words.ends_with('…') && quote.words.chars().count() == 1_001);
}

#[test]
fn what_is_written_in_it_is_of_it_and_what_is_written_beside_is_not() {
    let mut doc = hand(&paragraphs(&["Les dix communes demandent"]), 1);
    let held = passage(&doc, "dix communes");
    replace(&mut doc, "x c", "x autres c");
    replace(&mut doc, "Les ", "Toutes les ");
    replace(&mut doc, " demandent", " de l’est demandent");
    assert_eq!(reads(&doc, &held), "= dix autres communes");
    replace(&mut doc, "dix ", "");
    replace(&mut doc, "communes", "commun");
    assert_eq!(reads(&doc, &held), "= commun");
}

#[test]
fn blocks_are_split_in_it_and_joined_again() {
    let mut doc = hand(&paragraphs(&["Les dix communes", "demandent"]), 1);
    let held = passage(&doc, "dix communes\u{FFFC}demandent");
    let object = body(&doc);
    let at = units(&doc)
        .iter()
        .position(|it| *it == u16::from(b'x'))
        .unwrap();
    let mut tx = doc.transaction();
    tx.split_block(&object, at).unwrap();
    tx.commit();
    assert_eq!(reads(&doc, &held), "= di\nx communes\ndemandent");
    while let Some(at) = units(&doc).iter().skip(1).position(|it| *it == 0xFFFC) {
        doc.transact(|tx| tx.join_block(&object, at + 1)).unwrap();
    }
    assert_eq!(reads(&doc, &held), "= dix communesdemandent");
}

#[test]
fn it_is_gone_with_its_last_character_and_found_where_the_same_words_stand_once() {
    let start = paragraphs(&["Un début.", "Les dix communes demandent un train.", "Fin."]);
    let (long, short) = (
        passage(&start, "Les dix communes demandent un train."),
        passage(&start, "dix"),
    );
    let mut doc = hand(&start, 1);
    replace(&mut doc, "Les dix communes demandent un train.", "");
    assert_eq!([reads(&doc, &long), reads(&doc, &short)], ["∅", "∅"]);
    // The block is put back further down, as cut and paste do.
    replace(&mut doc, "Fin.", "Les dix communes demandent un train.");
    assert_eq!(reads(&doc, &long), "→ Les dix communes demandent un train.");
    assert_eq!(reads(&doc, &short), "→ dix");
    // A short word is not found by itself; words that stand twice are not guessed.
    replace(&mut doc, "communes", "villes");
    assert_eq!([reads(&doc, &long), reads(&doc, &short)], ["∅", "∅"]);
    replace(&mut doc, "villes", "communes");
    replace(
        &mut doc,
        "Un début.",
        "Les dix communes demandent un train.",
    );
    assert_eq!([reads(&doc, &long), reads(&doc, &short)], ["∅", "∅"]);
}

#[test]
fn what_colleagues_put_in_it_does_not_keep_it_alive() {
    let start = paragraphs(&["Les dix communes demandent un train.", "Fin."]);
    let held = passage(&start, "dix communes");
    let (mut one, mut two) = (hand(&start, 1), hand(&start, 2));
    replace(&mut one, "dix communes", "onze villages ou");
    replace(&mut two, "x c", "x bonnes c");
    one.merge(&mut two).unwrap();
    assert_eq!(reads(&one, &held), "∅");
}

#[test]
fn what_is_no_character_of_this_body_is_no_passage() {
    let doc = hand(&paragraphs(&["Les dix", "  ", ""]), 1);
    let now = now(&doc);
    let element = |text: &str| text.parse::<Element>().unwrap();
    let (_, title) = doc.get(ROOT, "title").unwrap().unwrap();
    let of_title = doc.get_cursor(&title, 0, None).unwrap().to_string();
    let at = |index: usize| element(&doc.get_cursor(body(&doc), index, None).unwrap().to_string());
    let odd = [
        of_title.as_str(),
        "4000@09090909090909090909090909090909",
        "1@ab",
    ];
    for one in odd {
        for (first, last) in [(element(one), at(2)), (at(2), element(one))] {
            assert_eq!(now.passage(&first, &last), Err(NoPassage::Absent), "{one}");
        }
    }
    assert_eq!(now.passage(&at(3), &at(2)), Err(NoPassage::Absent));
    assert_eq!(now.passage(&at(0), &at(0)), Err(NoPassage::Blank));
    assert_eq!(now.passage(&at(9), &at(10)), Err(NoPassage::Blank));
    assert_eq!(now.passage(&at(0), &at(9)).unwrap().1.words, "Les dix");
    let long = paragraphs(&[&"x".repeat(5_001)]);
    let whole = Body::of(&long).unwrap();
    let (first, last) = whole.ends(0..9_000).unwrap();
    assert_eq!(whole.passage(first, last), Err(NoPassage::TooLong));
}

#[test]
fn each_block_has_its_range() {
    let text = demonstration();
    let doc = document(&text);
    let text = Text::read(&doc, None).unwrap();
    let body = now(&doc);
    for (block, range) in text.blocks.iter().zip(body.blocks(&text)) {
        let content: String = block.content.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(body.words(&range), content);
    }
}

/// What somebody does to a body: where, in thousandths of its length, and what.
#[derive(Debug, Clone)]
enum Deed {
    Types(String),
    Deletes(usize),
    Splits,
    Joins,
    /// Cuts so many characters, and pastes them elsewhere.
    Moves(usize, usize),
}

fn any_deed() -> impl Strategy<Value = (usize, usize, Deed)> {
    let deed = prop_oneof![
        3 => "[a-zé😀 ]{1,6}".prop_map(Deed::Types),
        3 => (1_usize..12).prop_map(Deed::Deletes),
        2 => Just(Deed::Splits),
        1 => Just(Deed::Joins),
        1 => (1_usize..20, 0_usize..=1_000).prop_map(|(count, to)| Deed::Moves(count, to)),
    ];
    (0_usize..3, 0_usize..=1_000, deed)
}

/// The index at so many thousandths, never within a character that takes two units.
fn index(units: &[u16], thousandths: usize) -> usize {
    let at = thousandths * units.len() / 1_000;
    let within = units
        .get(at)
        .is_some_and(|it| (0xDC00..0xE000).contains(it));
    at - usize::from(within)
}

fn does(doc: &mut Automerge, place: usize, deed: &Deed) {
    let object = body(doc);
    let units = units(doc);
    let at = index(&units, place).max(1);
    let until = |count: usize| {
        let end = (at + count).min(units.len());
        let within = units
            .get(end)
            .is_some_and(|it| (0xDC00..0xE000).contains(it));
        end + usize::from(within)
    };
    let length = |end: usize| isize::try_from(end - at).unwrap();
    let mut tx = doc.transaction();
    match deed {
        Deed::Types(words) => tx.splice_text(&object, at, 0, words).unwrap(),
        Deed::Deletes(count) => tx
            .splice_text(&object, at, length(until(*count)), "")
            .unwrap(),
        Deed::Splits => drop(tx.split_block(&object, at).unwrap()),
        Deed::Joins => {
            if let Some(marker) = units.iter().skip(at).position(|it| *it == 0xFFFC) {
                tx.join_block(&object, at + marker).unwrap();
            }
        }
        Deed::Moves(count, to) => {
            let end = until(*count);
            let words: String = String::from_utf16_lossy(&units[at..end]).replace('\u{FFFC}', "");
            tx.splice_text(&object, at, length(end), "").unwrap();
            let mut left = units.clone();
            left.drain(at..end);
            tx.splice_text(&object, index(&left, *to).max(1), 0, &words)
                .unwrap();
        }
    }
    tx.commit();
}

/// The elements of a body, by index, those of characters of two units once.
fn elements(doc: &Automerge) -> Vec<(usize, Cursor)> {
    let units = units(doc);
    let starts = (0..units.len()).filter(|at| !(0xDC00..0xE000).contains(&units[*at]));
    starts
        .map(|at| (at, doc.get_cursor(body(doc), at, None).unwrap()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// What stood in the passage and still stands is in it, what stood around is not, whoever wrote what at once.
    #[test]
    fn a_passage_holds_what_it_held(
        from in 0_usize..1_000,
        long in 1_usize..60,
        deeds in prop::collection::vec(any_deed(), 1..30),
    ) {
        let start = document(&demonstration());
        let before = units(&start);
        let first = index(&before, from);
        let read = now(&start);
        let Some((from, to)) = read.ends(first..index(&before, 1_000).min(first + long)) else { return Ok(()) };
        let (anchor, quote) = read.passage(from, to).unwrap();
        prop_assert_eq!(anchor.to_string().parse::<Passage>().unwrap(), anchor.clone());
        let Place::At(range) = read.place(&anchor, &quote) else { panic!("it stands there") };
        let (inside, outside): (Vec<_>, Vec<_>) = elements(&start)
            .into_iter()
            .filter(|(at, _)| before[*at] != 0xFFFC)
            .partition(|(at, _)| range.contains(at));
        let telling = |doc: &Automerge, at: usize| !char::from_u32(units(doc)[at].into()).is_some_and(char::is_whitespace);

        let mut hands: Vec<Automerge> = (1..=3).map(|number| hand(&start, number)).collect();
        for (who, place, deed) in &deeds {
            does(&mut hands[*who], *place, deed);
            if place % 5 == 0 {
                let mut others = hands.clone();
                for other in &mut others {
                    hands[*who].merge(other).unwrap();
                }
            }
        }
        let mut doc = hand(&start, 8);
        for other in &mut hands {
            doc.merge(other).unwrap();
        }
        let body_now = now(&doc);
        let standing = elements(&doc);
        let stands = |some: &[(usize, Cursor)]| -> Vec<usize> {
            standing.iter().filter(|(_, it)| some.iter().any(|(_, one)| one == it)).map(|(at, _)| *at).collect()
        };
        let (kept, around) = (stands(&inside), stands(&outside));
        let said = kept.iter().any(|at| telling(&doc, *at));
        match body_now.place(&anchor, &quote) {
            Place::At(now) => {
                prop_assert!(kept.iter().all(|at| now.contains(at) || !telling(&doc, *at)));
                prop_assert!(around.iter().all(|at| !now.contains(at)));
            }
            Place::Moved(now) => {
                prop_assert!(!said);
                prop_assert_eq!(body_now.words(&now), quote.words);
            }
            Place::Gone => prop_assert!(!said),
        }
    }
}
