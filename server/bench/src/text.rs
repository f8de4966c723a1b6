//! A text with its history, twice: as an Automerge document of the shape that the site writes, and as a Yjs document.

use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType, SortedVec};
use automerge::{ActorId, Automerge, Change, ChangeHash, ExpandedChange, ROOT, ReadDoc};
use dires_domain::text::{Block, Text as Words};
use yrs::updates::decoder::Decode as _;
use yrs::{Doc, GetString as _, ReadTxn as _, StateVector, Text as _, Transact as _, Update};

use crate::Outcome;
use crate::trace::Edit;

/// When all of it was written, Unix seconds.
const WRITTEN: i64 = 1_774_000_000;
/// The Yjs client that wrote it.
const AUTHOR: u64 = 1;
/// Yjs writes in this type; its name is of no consequence.
const BODY: &str = "body";

/// A place in the Automerge body: the element that is typed after.
#[derive(Debug, Clone)]
pub struct Place(OpId);

/// A text, and what is needed to write in it without holding it.
pub struct Text {
    /// The document.
    pub doc: Automerge,
    /// The document, saved.
    pub automerge: Vec<u8>,
    /// The document as one Yjs update.
    pub yjs: Vec<u8>,
    /// Its characters.
    pub characters: usize,
    /// How many edits made it.
    pub edits: usize,
    /// The heads of the Automerge document.
    pub heads: Vec<ChangeHash>,
    /// The highest operation number in it.
    pub max_op: u64,
    body: ObjectId,
    /// The visible elements, the block marker first.
    elements: Vec<OpId>,
}

impl Text {
    /// The text that these edits make, of which `together` at a time were one change.
    pub fn typed(edits: &[Edit], together: usize) -> Outcome<Self> {
        let words = Words {
            title: "Essai".to_owned(),
            blocks: vec![Block::paragraph("")],
        };
        let mut doc = words.write(ActorId::from([0; 16]), WRITTEN)?;
        let body = body(&doc)?;
        let marker = doc.get(&body, 0)?.ok_or("no marker")?.1;
        let mut pen = Pen {
            actor: ActorId::from([1; 16]),
            body: ObjectId::Id(op_id(&body)?),
            elements: vec![op_id(&marker)?],
            counter: highest(&doc),
            heads: doc.get_heads(),
            seq: 0,
        };
        let changes: Vec<_> = edits.chunks(together).map(|some| pen.types(some)).collect();
        doc.apply_changes(changes)?;
        Ok(Self {
            automerge: doc.save(),
            yjs: yjs(edits)?,
            characters: pen.elements.len() - 1,
            edits: edits.len(),
            heads: doc.get_heads(),
            max_op: pen.counter,
            body: pen.body,
            elements: pen.elements,
            doc,
        })
    }

    /// The place of one of `writers`, spread over the text.
    pub fn place(&self, writer: usize, writers: usize) -> Place {
        let index = (writer + 1) * (self.elements.len() - 1) / (writers + 1);
        Place(self.elements[index].clone())
    }

    /// A change that types one character at a place, which moves behind it.
    pub fn keystroke(&self, place: &mut Place, author: Author<'_>) -> Change {
        let op = insert(&self.body, &place.0, 'x');
        place.0 = OpId(author.start, author.actor.clone());
        change(author, vec![op])
    }

    /// The update with which a Yjs client types its first character at its place.
    pub fn first_update(&self, client: u64, writer: usize, writers: usize) -> Outcome<Vec<u8>> {
        let doc = Doc::with_client_id(client);
        let text = doc.get_or_insert_text(BODY);
        let mut tx = doc.transact_mut();
        tx.apply_update(Update::decode_v1(&self.yjs)?)?;
        let before = tx.state_vector();
        let index = (writer + 1) * self.characters / (writers + 1);
        text.insert(&mut tx, u32::try_from(index)?, "x");
        Ok(tx.encode_diff_v1(&before))
    }
}

/// How many characters the body of a saved Automerge document has, or of one that is one chunk after another.
pub fn automerge_length(chunks: &[u8]) -> Outcome<usize> {
    let mut doc = Automerge::new();
    doc.load_incremental(chunks)?;
    let body = body(&doc)?;
    Ok(doc
        .text(&body)?
        .chars()
        .filter(|it| *it != '\u{fffc}')
        .count())
}

/// How many characters the body of a Yjs update has.
pub fn yjs_length(update: &[u8]) -> Outcome<usize> {
    let doc = Doc::new();
    let text = doc.get_or_insert_text(BODY);
    let mut tx = doc.transact_mut();
    tx.apply_update(Update::decode_v1(update)?)?;
    Ok(text.get_string(&tx).chars().count())
}

/// Whose a change is, and what it follows.
pub struct Author<'a> {
    /// The replica.
    pub actor: &'a ActorId,
    /// Which of its changes, from 1.
    pub seq: u64,
    /// Its first operation's number.
    pub start: u64,
    /// What it follows directly.
    pub deps: Vec<ChangeHash>,
}

/// Somebody typing alone.
struct Pen {
    actor: ActorId,
    body: ObjectId,
    elements: Vec<OpId>,
    counter: u64,
    heads: Vec<ChangeHash>,
    seq: u64,
}

impl Pen {
    fn types(&mut self, edits: &[Edit]) -> Change {
        self.seq += 1;
        let start = self.counter + 1;
        let ops = edits.iter().map(|edit| self.op(*edit)).collect();
        let author = Author {
            actor: &self.actor,
            seq: self.seq,
            start,
            deps: std::mem::take(&mut self.heads),
        };
        let change = change(author, ops);
        self.heads.push(change.hash());
        change
    }

    /// Positions count the marker, which stands first.
    fn op(&mut self, edit: Edit) -> Op {
        self.counter += 1;
        match edit {
            Edit::Insert(at, character) => {
                let op = insert(&self.body, &self.elements[at], character);
                let new = OpId(self.counter, self.actor.clone());
                self.elements.insert(at + 1, new);
                op
            }
            Edit::Delete(at) => {
                let gone = self.elements.remove(at + 1);
                Op {
                    action: OpType::Delete,
                    obj: self.body.clone(),
                    key: Key::Seq(ElementId::Id(gone.clone())),
                    pred: SortedVec::from(vec![gone]),
                    insert: false,
                }
            }
        }
    }
}

fn insert(body: &ObjectId, after: &OpId, character: char) -> Op {
    Op {
        action: OpType::Put(character.to_string().as_str().into()),
        obj: body.clone(),
        key: Key::Seq(ElementId::Id(after.clone())),
        pred: SortedVec::new(),
        insert: true,
    }
}

fn change(author: Author<'_>, operations: Vec<Op>) -> Change {
    ExpandedChange {
        operations,
        actor_id: author.actor.clone(),
        hash: None,
        seq: author.seq,
        start_op: author.start.try_into().expect("operations count from 1"),
        time: WRITTEN,
        message: None,
        deps: author.deps,
        extra_bytes: Vec::new(),
        author: None,
    }
    .into()
}

fn body(doc: &Automerge) -> Outcome<automerge::ObjId> {
    Ok(doc.get(ROOT, "body")?.ok_or("no body")?.1)
}

fn op_id(object: &automerge::ObjId) -> Outcome<OpId> {
    match object {
        automerge::ObjId::Id(counter, actor, _) => Ok(OpId(*counter, actor.clone())),
        automerge::ObjId::Root => Err("the root has no number".into()),
    }
}

fn highest(doc: &Automerge) -> u64 {
    let changes = doc.get_changes(&[]);
    changes.iter().map(Change::max_op).max().unwrap_or(0)
}

/// The same edits, by one Yjs client.
fn yjs(edits: &[Edit]) -> Outcome<Vec<u8>> {
    let doc = Doc::with_client_id(AUTHOR);
    let text = doc.get_or_insert_text(BODY);
    for some in edits.chunks(100) {
        let mut tx = doc.transact_mut();
        for edit in some {
            match edit {
                Edit::Insert(at, character) => {
                    text.insert(
                        &mut tx,
                        u32::try_from(*at)?,
                        character.encode_utf8(&mut [0; 4]),
                    );
                }
                Edit::Delete(at) => text.remove_range(&mut tx, u32::try_from(*at)?, 1),
            }
        }
    }
    Ok(doc.transact().encode_diff_v1(&StateVector::default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> Text {
        let typed = "Bonjour".chars().enumerate();
        let mut edits: Vec<_> = typed.map(|(at, it)| Edit::Insert(at, it)).collect();
        edits.extend([Edit::Delete(0), Edit::Insert(0, 'b')]);
        Text::typed(&edits, 2).unwrap()
    }

    #[test]
    fn both_documents_hold_the_text_and_keystrokes_fit_in_them() {
        let mut text = text();
        assert_eq!(automerge_length(&text.automerge).unwrap(), 7);
        assert_eq!(yjs_length(&text.yjs).unwrap(), 7);
        let actor = ActorId::from([9; 16]);
        let mut place = text.place(0, 1);
        let author = Author {
            actor: &actor,
            seq: 1,
            start: text.max_op + 1,
            deps: text.heads.clone(),
        };
        let change = text.keystroke(&mut place, author);
        text.doc.apply_changes([change]).unwrap();
        assert_eq!(automerge_length(&text.doc.save()).unwrap(), 8);
        let body = body(&text.doc).unwrap();
        assert_eq!(text.doc.text(&body).unwrap(), "\u{fffc}bonxjour");
    }

    #[test]
    fn what_the_site_refuses_is_not_measured() {
        use dires_domain::vetting::History;
        assert!(History::of(&text().doc).is_ok());
        assert!(Words::read(&text().doc, None).is_ok());
    }
}
