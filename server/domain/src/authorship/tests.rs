use std::collections::HashMap;

use automerge::transaction::Transactable as _;
use automerge::{ActorId, Automerge, ChangeHash, ObjId, ROOT, ReadDoc as _};
use proptest::prelude::*;

use super::authored;
use crate::text::samples::demonstration;

/// What somebody does to a body: where, in thousandths of its length, and what.
#[derive(Debug, Clone)]
enum Deed {
    Types(String),
    Deletes(usize),
    /// A block begins there.
    Splits,
}

fn any_deed() -> impl Strategy<Value = (usize, usize, Deed)> {
    let deed = prop_oneof![
        "[a-zé😀 ]{1,6}".prop_map(Deed::Types),
        (1_usize..8).prop_map(Deed::Deletes),
        Just(Deed::Splits),
    ];
    (0_usize..3, 0_usize..=1_000, deed)
}

fn body(doc: &Automerge) -> ObjId {
    doc.get(ROOT, "body").unwrap().unwrap().1
}

/// A copy of a document with another hand, and whose its changes are.
fn hand(doc: &Automerge, number: u8) -> Automerge {
    doc.clone().with_actor(ActorId::from([number; 16]))
}

fn does(doc: &mut Automerge, place: usize, deed: &Deed) -> ChangeHash {
    let object = body(doc);
    let length = doc.length(&object);
    // Between two characters: never within one that takes two units.
    let text: Vec<u16> = doc.text(&object).unwrap().encode_utf16().collect();
    let mut at = (place * length / 1_000).min(length);
    if text
        .get(at)
        .is_some_and(|unit| (0xDC00..0xE000).contains(unit))
    {
        at -= 1;
    }
    let mut tx = doc.transaction();
    match deed {
        Deed::Types(words) => tx.splice_text(&object, at, 0, words).unwrap(),
        Deed::Deletes(count) => {
            let mut end = (at + count).min(length);
            if text
                .get(end)
                .is_some_and(|unit| (0xDC00..0xE000).contains(unit))
            {
                end += 1;
            }
            tx.splice_text(&object, at, isize::try_from(end - at).unwrap(), "")
                .unwrap();
        }
        Deed::Splits => {
            tx.splice_text(&object, at, 0, "|").unwrap();
        }
    }
    tx.commit().0.unwrap_or(ChangeHash([0; 32]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn every_character_has_its_author_and_none_is_counted_twice(deeds in prop::collection::vec(any_deed(), 1..40)) {
        let start = demonstration().write(ActorId::from([9; 16]), 0).unwrap();
        let mut hands: Vec<Automerge> = (1..=3).map(|number| hand(&start, number)).collect();
        let mut authors: HashMap<ChangeHash, u8> = HashMap::new();
        for (who, place, deed) in &deeds {
            let hash = does(&mut hands[*who], *place, deed);
            authors.insert(hash, u8::try_from(*who).unwrap() + 1);
            if place % 7 == 0 {
                let mut others = hands.clone();
                for other in &mut others {
                    hands[*who].merge(other).unwrap();
                }
            }
        }
        let mut doc = start.clone();
        for other in &mut hands {
            doc.merge(other).unwrap();
        }
        let whole = authored(&doc, |hash| authors.get(hash).copied());
        // Somebody may have deleted or written over a marker: what is no text has no authors.
        let Ok(whole) = whole else { return Ok(()) };
        for (block, passages) in whole.text.blocks.iter().zip(&whole.blocks) {
            let content: String = block.content.iter().map(|run| run.text.as_str()).collect();
            let said: String = passages.iter().map(|passage| passage.text.as_str()).collect();
            prop_assert_eq!(content, said);
        }
        let all = 0..whole.blocks.len();
        let length: usize = whole.text.blocks.iter().flat_map(|it| &it.content).map(|run| run.text.chars().count()).sum();
        let shares = whole.shares(all, |author| *author);
        prop_assert_eq!(shares.iter().map(|(_, share)| share).sum::<usize>(), length);
        let sections: usize = whole.sections().into_iter().flat_map(|(_, range)| whole.shares(range, |author| *author)).map(|(_, share)| share).sum();
        prop_assert_eq!(sections, length);
        let typed = |number: u8| {
            let own = deeds.iter().filter(|(who, ..)| u8::try_from(*who).unwrap() + 1 == number);
            own.map(|(.., deed)| match deed {
                Deed::Types(words) => words.chars().count(),
                Deed::Splits => 1,
                Deed::Deletes(_) => 0,
            }).sum::<usize>()
        };
        for number in 1..=3 {
            let passages = whole.blocks.iter().flatten().filter(|it| it.author == Some(number));
            let share: usize = passages.map(|it| it.text.chars().count()).sum();
            prop_assert!(share <= typed(number), "{} has {} of {}", number, share, typed(number));
        }
    }
}

#[test]
fn words_stay_their_authors_when_others_write_around_them_and_in_them() {
    let start = demonstration().write(ActorId::from([9; 16]), 0).unwrap();
    let mut one = hand(&start, 1);
    let first = does(&mut one, 1_000, &Deed::Types("bassin".to_owned()));
    let mut two = hand(&one, 2);
    let object = body(&two);
    let at = two.text(&object).unwrap().encode_utf16().count() - 3;
    let second = two
        .transact(|tx| tx.splice_text(&object, at, 0, "XY"))
        .unwrap()
        .hash
        .unwrap();
    let authors = HashMap::from([(first, "Sicoval"), (second, "Montauban")]);
    let whole = authored(&two, |hash| authors.get(hash).copied()).unwrap();
    let last: Vec<_> = whole
        .blocks
        .last()
        .unwrap()
        .iter()
        .map(|it| (it.text.as_str(), it.author))
        .collect();
    assert_eq!(
        last,
        [
            ("Fin.", None),
            ("bas", Some("Sicoval")),
            ("XY", Some("Montauban")),
            ("sin", Some("Sicoval"))
        ]
    );
}
