//! Whatever is suggested: all accepted is the text with what is to be added and without what is to go; all refused is the
//! text as it was.

use automerge::{Automerge, ReadDoc as _, ScalarValue};
use proptest::prelude::*;

use super::{adds, decides, owner, proposes};
use crate::suggestion::{Kind, Name, proposals};
use crate::text::{Draft, Proposed, Text, Touch};
use crate::vetting::testing::{actor, block, body, founded, replica, write};

/// One thing that somebody does, at places given in thousandths of the text.
#[derive(Debug, Clone)]
enum Deed {
    Adds(u8, usize, String),
    Deletes(u8, usize, usize),
    Marks(u8, usize, usize, bool, bool),
    Splits(usize),
    Meets,
}

fn deed() -> impl Strategy<Value = Deed> {
    let person = 1..4_u8;
    let place = 0..1000_usize;
    prop_oneof![
        4 => (person.clone(), place.clone(), "[a-zé 😀]{1,8}").prop_map(|(who, at, words)| Deed::Adds(who, at, words)),
        4 => (person.clone(), place.clone(), 1..200_usize).prop_map(|(who, at, long)| Deed::Deletes(who, at, long)),
        3 => (person, place.clone(), 1..200_usize, any::<bool>(), any::<bool>())
            .prop_map(|(who, at, long, strong, on)| Deed::Marks(who, at, long, strong, on)),
        1 => place.prop_map(Deed::Splits),
        1 => Just(Deed::Meets),
    ]
}

/// Three people, each with a replica.
struct People(Vec<Automerge>);

impl People {
    fn of(who: u8, people: &mut Self) -> &mut Automerge {
        &mut people.0[usize::from(who) - 1]
    }

    fn meet(&mut self) {
        for _ in 0..2 {
            for from in 0..3 {
                let mut other = self.0[from].clone();
                for to in 0..3 {
                    if to != from {
                        self.0[to].merge(&mut other).unwrap();
                    }
                }
            }
        }
    }

    fn does(&mut self, number: usize, deed: &Deed) {
        let code = format!("s{number}");
        match deed {
            Deed::Adds(who, at, words) => {
                let doc = Self::of(*who, self);
                let at = place(doc, *at);
                adds(doc, *who, &code, at, words);
                shed(doc, at, at + words.encode_utf16().count());
            }
            Deed::Deletes(who, at, long) => {
                let doc = Self::of(*who, self);
                let range = range(doc, *at, *long);
                proposes(doc, ("delete", *who, &code), range, true);
            }
            Deed::Marks(who, at, long, strong, on) => {
                let doc = Self::of(*who, self);
                let range = range(doc, *at, *long);
                let kind = if *strong { "strong" } else { "em" };
                proposes(doc, (kind, *who, &code), range, *on);
            }
            Deed::Splits(at) => {
                let doc = Self::of(1, self);
                let (at, body) = (place(doc, *at), body(doc));
                write(doc, |tx| block(tx, &body, at, "paragraph", None));
            }
            Deed::Meets => self.meet(),
        }
    }
}

/// New words are not to go with those around them, as the editor sees to.
fn shed(doc: &mut Automerge, start: usize, end: usize) {
    let draft = Draft::read(doc, None).unwrap();
    let mut runs = draft.blocks.iter().flat_map(|block| &block.runs);
    let at = runs.rfind(|run| run.at <= start).unwrap();
    let names: Vec<Name> = at.touches.iter().map(Touch::name).collect();
    for name in names {
        if name.kind == Kind::Delete {
            let who = name.key.person.0.as_bytes()[0];
            proposes(
                doc,
                ("delete", who, &name.key.code),
                (start, end),
                ScalarValue::Null,
            );
        }
    }
}

/// A place after the first marker, and inside no character.
fn place(doc: &Automerge, thousandths: usize) -> usize {
    let text = doc.text(body(doc)).unwrap();
    let ends: Vec<usize> = text
        .chars()
        .scan(0, |at, character| {
            *at += character.len_utf16();
            Some(*at)
        })
        .collect();
    ends[thousandths * ends.len() / 1000]
}

fn range(doc: &Automerge, at: usize, long: usize) -> (usize, usize) {
    let end = (at + long).min(999);
    let (start, end) = (place(doc, at), place(doc, end));
    if start < end {
        (start, end)
    } else {
        (1, place(doc, 0).max(2))
    }
}

/// What the text is when everything is accepted, from what is seen of it.
fn accepted(draft: &Draft) -> Vec<String> {
    let goes = |to: &Proposed| *to == Proposed::Delete;
    let blocks = draft.blocks.iter().map(|block| {
        let stays = block
            .runs
            .iter()
            .filter(|run| !run.touches.iter().any(|touch| goes(&touch.to)));
        stays.map(|run| run.run.text.as_str()).collect()
    });
    blocks.collect()
}

fn lines(text: &Text) -> Vec<String> {
    let blocks = text.blocks.iter();
    let words = |block: &crate::text::Block| -> String {
        block.content.iter().map(|run| run.text.as_str()).collect()
    };
    blocks.map(words).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn all_accepted_and_all_refused(deeds in prop::collection::vec(deed(), 1..24)) {
        let text = founded("Titre", "Le dire métropolitain se prononce sur les enjeux communs.");
        let mut people = People((1..4).map(|number| replica(&text, number)).collect());
        for (number, deed) in deeds.iter().enumerate() {
            people.does(number, deed);
            // Everybody has seen what the others wrote before suggesting to take it out: what they had not is told apart.
            people.meet();
        }
        let doc = &people.0[0];
        let draft = Draft::read(doc, None).unwrap();
        let keys: Vec<_> = proposals(&draft).into_iter().map(|it| it.key).collect();
        let mut all = doc.clone();
        decides(&mut all, &keys, true);
        prop_assert_eq!(lines(&Text::read(&all, None).unwrap()), accepted(&draft));
        prop_assert!(Draft::read(&all, None).unwrap().is_settled());
        let mut none = doc.clone();
        decides(&mut none, &keys, false);
        prop_assert_eq!(Text::read(&none, None).unwrap(), Text::read(doc, None).unwrap());
        prop_assert!(Draft::read(&none, None).unwrap().is_settled());
        prop_assert_eq!(owner(&actor(1)), owner(doc.get_actor()));
    }

    #[test]
    fn one_after_the_other_is_as_all_at_once(deeds in prop::collection::vec(deed(), 1..16), accepts in any::<bool>()) {
        let text = founded("Titre", "Le dire métropolitain se prononce sur les enjeux communs.");
        let mut people = People((1..4).map(|number| replica(&text, number)).collect());
        for (number, deed) in deeds.iter().enumerate() {
            people.does(number, deed);
        }
        people.meet();
        let doc = &people.0[0];
        let keys: Vec<_> = proposals(&Draft::read(doc, None).unwrap()).into_iter().map(|it| it.key).collect();
        let (mut at_once, mut by_one) = (doc.clone(), doc.clone());
        decides(&mut at_once, &keys, accepts);
        for key in keys {
            decides(&mut by_one, &[key], accepts);
        }
        prop_assert_eq!(lines(&Text::read(&at_once, None).unwrap()), lines(&Text::read(&by_one, None).unwrap()));
        prop_assert!(Draft::read(&by_one, None).unwrap().is_settled());
    }
}
