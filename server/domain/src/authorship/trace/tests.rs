use automerge::transaction::Transactable as _;
use automerge::{ActorId, Automerge, ChangeHash, ObjId, ROOT, ReadDoc as _};
use proptest::prelude::*;

use super::{Came, Moment, Step, Trace, traced};
use crate::authorship::{Named, authored};
use crate::text::{Block, BlockKind, Run, Text};

/// A text of paragraphs that people write in, and its moments.
struct Scene {
    doc: Automerge,
    moments: Vec<Moment>,
}

fn paragraph(words: &str) -> Block {
    let mut block = Block::new(BlockKind::Paragraph, Vec::new());
    block.content.push(Run::plain(words));
    block
}

impl Scene {
    fn of(paragraphs: &[&str]) -> Self {
        let text = Text {
            title: "Un texte".to_owned(),
            blocks: paragraphs.iter().map(|it| paragraph(it)).collect(),
        };
        let mut scene = Self {
            doc: text.write(ActorId::from([9; 16]), 0).unwrap(),
            moments: Vec::new(),
        };
        scene.ends_a_moment(&[]);
        scene
    }

    fn ends_a_moment(&mut self, before: &[ChangeHash]) {
        let changes = self.doc.get_changes(before);
        self.moments.push(Moment {
            heads: self.doc.get_heads(),
            changes: changes.iter().map(automerge::Change::hash).collect(),
        });
    }

    fn body(&self) -> ObjId {
        self.doc.get(ROOT, "body").unwrap().unwrap().1
    }

    /// Where words begin in the body, each character for one.
    fn place(&self, words: &str) -> usize {
        let text = self.doc.text(self.body()).unwrap();
        let at = text.find(words).unwrap();
        text[..at].chars().count()
    }

    /// Somebody writes words over others: a moment.
    fn writes(&mut self, hand: u8, over: &str, words: &str) -> ChangeHash {
        let at = self.place(over);
        self.does(hand, |tx, body| {
            let length = isize::try_from(over.chars().count()).unwrap();
            tx.splice_text(body, at, length, words).unwrap();
        })
    }

    /// Somebody parts a paragraph before these words: a moment.
    fn parts(&mut self, hand: u8, before: &str) -> ChangeHash {
        let at = self.place(before);
        self.does(hand, |tx, body| {
            let block = tx.split_block(body, at).unwrap();
            tx.put(&block, "type", "paragraph").unwrap();
            tx.put(&block, "isEmbed", false).unwrap();
            tx.put_object(&block, "parents", automerge::ObjType::List)
                .unwrap();
            tx.put_object(&block, "attrs", automerge::ObjType::Map)
                .unwrap();
        })
    }

    /// Somebody joins to the one before the paragraph that these words begin: a moment.
    fn joins(&mut self, hand: u8, words: &str) -> ChangeHash {
        let at = self.place(words);
        self.does(hand, |tx, body| tx.join_block(body, at - 1).unwrap())
    }

    fn does(
        &mut self,
        hand: u8,
        act: impl FnOnce(&mut automerge::transaction::Transaction<'_>, &ObjId),
    ) -> ChangeHash {
        let (before, body) = (self.doc.get_heads(), self.body());
        self.doc.set_actor(ActorId::from([hand; 16]));
        let mut tx = self.doc.transaction();
        act(&mut tx, &body);
        let hash = tx.commit().0.unwrap();
        self.ends_a_moment(&before);
        hash
    }

    /// What became of the paragraph in which these words stand.
    fn trace(&self, words: &str) -> Trace {
        let named = Named::read(&self.doc, None).unwrap();
        let block = named
            .text
            .blocks
            .iter()
            .position(|it| it.text().contains(words));
        let letters = &named.letters[block.unwrap()];
        let at = named.text.blocks[block.unwrap()]
            .text()
            .find(words)
            .unwrap();
        traced(&self.doc, &self.moments, &letters[at].1)
            .unwrap()
            .unwrap()
    }
}

/// What was read before and after, paragraphs parted by a bar.
fn told(step: &Step) -> (String, String) {
    let lines = |text: Text| {
        let lines = text.blocks.iter().map(Block::text);
        lines.collect::<Vec<_>>().join(" | ")
    };
    match &step.came {
        Came::Changed(redline) => (lines(redline.before()), lines(redline.after())),
        Came::Moved => (String::new(), "moved".to_owned()),
        Came::Begun(text) => (String::new(), lines(text.clone())),
    }
}

fn all_told(trace: &Trace) -> Vec<(usize, String, String)> {
    let steps = trace.steps.iter();
    steps
        .map(|step| {
            let (before, after) = told(step);
            (step.moment, before, after)
        })
        .collect()
}

fn said(steps: &[(usize, &str, &str)]) -> Vec<(usize, String, String)> {
    let owned = |(moment, before, after): &(usize, &str, &str)| {
        (*moment, (*before).to_owned(), (*after).to_owned())
    };
    steps.iter().map(owned).collect()
}

#[test]
fn each_who_changed_a_paragraph_is_told_with_what_stood_before() {
    let mut scene = Scene::of(&["Le rail relie.", "L’eau manque."]);
    let two = scene.writes(2, "relie", "relie et partage");
    scene.writes(3, "manque", "revient");
    let four = scene.writes(4, " et partage", "");
    let trace = scene.trace("rail");
    assert_eq!(
        all_told(&trace),
        said(&[
            (3, "Le rail relie et partage.", "Le rail relie."),
            (1, "Le rail relie.", "Le rail relie et partage."),
            (0, "", "Le rail relie."),
        ])
    );
    // What somebody took out is theirs, though nothing of it is left.
    assert_eq!(trace.steps[0].changes, [four].into());
    assert_eq!(trace.steps[1].changes, [two].into());
    assert_eq!(trace.steps[2].changes.len(), 1);
}

#[test]
fn a_paragraph_that_was_parted_and_joined_is_followed_with_its_other_half() {
    let mut scene = Scene::of(&["Le rail relie. La route sépare."]);
    scene.parts(2, " La route");
    scene.writes(3, "sépare", "rapproche");
    scene.joins(2, " La route");
    assert_eq!(
        all_told(&scene.trace("rapproche")),
        said(&[
            (
                3,
                "Le rail relie. |  La route rapproche.",
                "Le rail relie. La route rapproche."
            ),
            (2, " La route sépare.", " La route rapproche."),
            (
                1,
                "Le rail relie. La route sépare.",
                "Le rail relie. |  La route sépare."
            ),
            (0, "", "Le rail relie. La route sépare."),
        ])
    );
}

#[test]
fn what_was_written_over_stood_there_before() {
    let mut scene = Scene::of(&["Un.", "Le rail relie.", "Trois."]);
    let two = scene.writes(2, "Le rail relie.", "Tout autre chose");
    let trace = scene.trace("Tout autre");
    assert_eq!(
        all_told(&trace),
        said(&[
            (1, "Le rail relie.", "Tout autre chose"),
            (0, "", "Le rail relie.")
        ])
    );
    assert_eq!(trace.steps[0].changes, [two].into());
}

#[test]
fn a_paragraph_that_came_between_two_others_was_nothing_before() {
    let mut scene = Scene::of(&["Un.", "Deux."]);
    scene.parts(2, "\u{FFFC}Deux");
    let at = scene.place("\u{FFFC}Deux");
    scene.does(3, |tx, body| {
        tx.splice_text(body, at, 0, "Entre deux.").unwrap();
    });
    assert_eq!(
        all_told(&scene.trace("Entre")),
        said(&[(2, "", "Entre deux.")])
    );
}

#[test]
fn words_written_anew_elsewhere_are_followed_to_where_they_stood() {
    const WORDS: &str = "Le rail relie les territoires.";
    let mut scene = Scene::of(&[WORDS, "Deux.", "Trois."]);
    let before = scene.doc.get_heads();
    scene.parts(2, "Trois.");
    let at = scene.place("Trois.") - 1;
    scene.does(2, |tx, body| {
        tx.splice_text(body, at, 0, WORDS).unwrap();
        let length = isize::try_from(WORDS.chars().count()).unwrap();
        tx.splice_text(body, 1, length, "").unwrap();
    });
    // All of it was one moment.
    scene.moments.truncate(1);
    scene.ends_a_moment(&before);
    assert_eq!(
        all_told(&scene.trace("Le rail")),
        said(&[(1, "", "moved"), (0, "", WORDS)])
    );
}

#[test]
fn a_character_that_is_not_there_has_no_history() {
    let mut scene = Scene::of(&["Le rail relie."]);
    let gone = Named::read(&scene.doc, None).unwrap().letters[0][0]
        .1
        .clone();
    scene.writes(2, "Le ", "");
    assert!(traced(&scene.doc, &scene.moments, &gone).unwrap().is_none());
    assert!(traced(&scene.doc, &[], &gone).unwrap().is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    /// Whatever was done: moments only go back, what is told last is what is read, and what begins was nothing.
    #[test]
    fn any_passage_is_followed_back_to_its_first_words(
        deeds in prop::collection::vec((1_u8..4, 0_usize..1_000, 0_usize..12, "[a-zé 0-9]{0,6}", any::<bool>()), 1..25)
    ) {
        let mut scene = Scene::of(&["Le rail relie les territoires.", "L’eau manque partout.", "Fin."]);
        for (hand, place, over, words, parts) in deeds {
            let text: Vec<char> = scene.doc.text(scene.body()).unwrap().chars().collect();
            let at = 1 + place * (text.len() - 1) / 1_000;
            let run = text[at..].iter().take(over).take_while(|it| **it != '\u{FFFC}').count();
            if run == 0 && words.is_empty() {
                continue;
            }
            scene.does(hand, |tx, body| {
                tx.splice_text(body, at, isize::try_from(run).unwrap(), &words).unwrap();
                if parts {
                    let block = tx.split_block(body, at).unwrap();
                    tx.put(&block, "type", "paragraph").unwrap();
                    tx.put(&block, "isEmbed", false).unwrap();
                    tx.put_object(&block, "parents", automerge::ObjType::List).unwrap();
                    tx.put_object(&block, "attrs", automerge::ObjType::Map).unwrap();
                }
            });
        }
        let whole = authored(&scene.doc, |hash| Some(*hash)).unwrap();
        for (block, passage) in whole.text.blocks.iter().zip(&whole.blocks).filter_map(|(block, its)| Some((block, its.first()?))) {
            let trace = traced(&scene.doc, &scene.moments, &passage.first).unwrap().unwrap();
            prop_assert_eq!(trace.text.blocks[0].text(), block.text());
            prop_assert!(trace.steps.is_sorted_by(|a, b| a.moment > b.moment));
            let (first, rest) = trace.steps.split_last().unwrap();
            prop_assert!(matches!(first.came, Came::Begun(_)));
            prop_assert!(rest.iter().all(|step| !matches!(step.came, Came::Begun(_))));
            prop_assert!(told(&trace.steps[0]).1 == "moved" || told(&trace.steps[0]).1.contains(&block.text()));
        }
    }
}
