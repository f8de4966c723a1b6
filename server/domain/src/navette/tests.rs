use automerge::marks::{ExpandMark, Mark};
use automerge::transaction::{Transactable as _, Transaction};
use automerge::{ActorId, Automerge, ChangeHash, ObjId, ObjType, ROOT, ReadDoc as _};
use std::collections::HashMap;

use super::{Label, Led, Navette, Side, Validated};
use crate::text::{Block, Text};

mod property;

/// A text that the directions validated, and what hands do to it since.
struct Scene {
    doc: Automerge,
    validated: Validated,
    causes: HashMap<ChangeHash, u8>,
}

impl Scene {
    fn of(title: &str, paragraphs: &[&str]) -> Self {
        let text = Text {
            title: title.to_owned(),
            blocks: paragraphs.iter().map(|it| Block::paragraph(it)).collect(),
        };
        let doc = text.write(ActorId::from([9; 16]), 0).unwrap();
        Self {
            validated: Validated {
                text: text.normalised(),
                heads: Some(doc.get_heads()),
            },
            doc,
            causes: HashMap::new(),
        }
    }

    /// Somebody writes words over others; of this cause, or of none.
    fn writes(&mut self, cause: Option<u8>, over: &str, words: &str) {
        let body = self.doc.get(ROOT, "body").unwrap().unwrap().1;
        let text = self.doc.text(&body).unwrap();
        let at = text[..text.find(over).unwrap()].chars().count();
        let length = isize::try_from(over.chars().count()).unwrap();
        does(&mut self.doc, &mut self.causes, cause, |tx, body| {
            tx.splice_text(body, at, length, words).unwrap();
        });
    }

    fn does(&mut self, cause: Option<u8>, act: impl FnOnce(&mut Transaction<'_>, &ObjId)) {
        does(&mut self.doc, &mut self.causes, cause, act);
    }

    fn navette(&self, labels: &[(u8, Label)]) -> Navette<u8> {
        let cause = |hash: &ChangeHash| self.causes.get(hash).copied();
        Navette::of(&self.doc, &self.validated, cause, labels).unwrap()
    }

    /// The runs of each change: what came (+), went (−), looks otherwise (~), and its cause.
    fn told(&self) -> Vec<String> {
        self.navette(&[]).changes.iter().map(told).collect()
    }
}

fn does(
    doc: &mut Automerge,
    causes: &mut HashMap<ChangeHash, u8>,
    cause: Option<u8>,
    act: impl FnOnce(&mut Transaction<'_>, &ObjId),
) {
    let body = doc.get(ROOT, "body").unwrap().unwrap().1;
    doc.set_actor(ActorId::random());
    let mut tx = doc.transaction();
    act(&mut tx, &body);
    let hash = tx.commit().0;
    causes.extend(hash.zip(cause));
}

fn parts(tx: &mut Transaction<'_>, body: &ObjId, at: usize) {
    let block = tx.split_block(body, at).unwrap();
    tx.put(&block, "type", "paragraph").unwrap();
    tx.put(&block, "isEmbed", false).unwrap();
    tx.put_object(&block, "parents", ObjType::List).unwrap();
    tx.put_object(&block, "attrs", ObjType::Map).unwrap();
}

fn told(led: &Led<u8>) -> String {
    let runs = led.runs.iter().map(|run| {
        let side = match run.side {
            Side::Added => '+',
            Side::Removed => '−',
            Side::Formed => '~',
        };
        let cause = run.cause.map_or("?".to_owned(), |it| it.to_string());
        format!("{side}{}[{cause}]", run.text.replace('\n', "¶"))
    });
    runs.collect()
}

#[test]
fn each_hand_answers_for_its_own_words_and_nobody_for_the_others() {
    let mut scene = Scene::of(
        "Un texte",
        &[
            "Le rail avance partout et les gares vivent bien.",
            "La route recule presque partout dans la plaine.",
        ],
    );
    scene.writes(Some(1), "avance", "progresse");
    scene.writes(None, "bien", "mal");
    scene.writes(Some(2), "La route", "Le vélo");
    scene.writes(Some(3), " dans la plaine", "");
    let expected = [
        "−avance[1]+progresse[1]",
        "−bien[?]+mal[?]",
        "−La route[2]+Le vélo[2]",
        "− dans la plaine[3]",
    ];
    assert_eq!(scene.told(), expected);
    assert_eq!(scene.navette(&[]).nowhere(), 1);
}

#[test]
fn a_text_that_says_what_it_said_has_no_change() {
    let mut scene = Scene::of("Un texte", &["Le rail avance."]);
    assert!(scene.told().is_empty());
    scene.writes(None, "avance", "avance");
    scene.writes(Some(1), "rail", "train");
    scene.writes(Some(2), "train", "rail");
    assert!(scene.told().is_empty());
}

/// The redline may show another of two words that read the same than the one that the hand took out.
#[test]
fn the_same_word_elsewhere_answers_by_what_the_hand_did() {
    for cause in [Some(4), None] {
        let mut scene = Scene::of("", &["un très très très bon texte"]);
        scene.writes(cause, "très ", "");
        let expected = format!(
            "−très [{}]",
            cause.map_or("?".to_owned(), |it| it.to_string())
        );
        assert_eq!(scene.told(), [expected]);
    }
}

#[test]
fn words_that_the_hand_left_between_words_that_it_changed_go_with_these() {
    let mut scene = Scene::of("", &["le chat de Paul dort"]);
    scene.writes(Some(1), "chat", "chien");
    scene.writes(Some(1), "Paul", "Pierre");
    let navette = scene.navette(&[]);
    assert_eq!(navette.nowhere(), 0);
    assert!(navette.changes.iter().all(|led| led.causes() == [1]));
}

#[test]
fn blocks_marks_and_the_title_lead_to_their_causes_too() {
    let mut scene = Scene::of("Un titre", &["Premier.", "Deuxième.", "Troisième."]);
    scene.does(Some(1), |tx, body| tx.join_block(body, 9).unwrap());
    scene.does(Some(2), |tx, body| {
        let mark = Mark::new("strong".to_owned(), true, 19, 24);
        tx.mark(body, mark, ExpandMark::None).unwrap();
    });
    scene.does(None, |tx, body| {
        let block = tx.get(body, 18).unwrap().unwrap().1;
        tx.put(&block, "type", "heading").unwrap();
        let attributes = tx.get(&block, "attrs").unwrap().unwrap().1;
        tx.put(&attributes, "level", 2).unwrap();
    });
    scene.does(Some(3), |tx, _| {
        let title = tx.get(ROOT, "title").unwrap().unwrap().1;
        tx.splice_text(&title, 0, 2, "Le").unwrap();
    });
    let told = scene.told();
    assert_eq!(told[0], "−Un[3]+Le[3]");
    assert_eq!(told[1], "−¶[1]");
    assert!(told[2..].contains(&"~¶[?]".to_owned()), "{told:?}");
    assert!(told[2..].iter().any(|it| it.ends_with("[2]")), "{told:?}");
}

#[test]
fn what_is_said_of_a_change_answers_for_it_and_for_no_other() {
    let mut scene = Scene::of("", &["une petite gare ouvre chaque matin à Foix"]);
    scene.writes(None, "petite", "grande");
    scene.writes(None, "Foix", "Pamiers");
    let navette = scene.navette(&[]);
    assert_eq!(navette.nowhere(), 2);
    let label = Label::read(&Label::write(&navette.changes[0])).unwrap();
    let labels = [(7, label)];
    let said = scene.navette(&labels);
    assert_eq!((said.nowhere(), said.changes[0].causes()), (1, vec![7]));
    scene.writes(None, "grande", "immense");
    assert_eq!(scene.navette(&labels).nowhere(), 2);
    let odd = super::Written {
        added: "n’importe quoi".to_owned(),
        ..Label::write(&navette.changes[0])
    };
    assert_eq!(Label::read(&odd), None);
}

/// A state that the document does not know any more: what is there leads to its cause, what is gone leads nowhere and is told
/// by its words.
#[test]
fn words_that_vanished_from_the_document_lead_nowhere_until_it_is_said_why() {
    let mut scene = Scene::of("", &["une petite gare ouvre chaque matin à Foix"]);
    scene.validated.text.blocks[0].content[0].text =
        "une petite gare ouvre chaque beau matin à Foix".to_owned();
    scene.validated.heads = None;
    scene.writes(Some(1), "petite", "grande");
    let navette = scene.navette(&[]);
    let all: Vec<_> = navette.changes.iter().map(told).collect();
    assert_eq!(all, ["−petite[?]+grande[1]", "−beau [?]"]);
    let labels: Vec<_> = navette
        .changes
        .iter()
        .map(|led| (9, Label::read(&Label::write(led)).unwrap()))
        .collect();
    assert_eq!(scene.navette(&labels).nowhere(), 0);
}
