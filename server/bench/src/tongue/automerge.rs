//! The protocol of automerge-repo. A reader holds the heads only; a writer holds its place in the text, and builds on
//! all that it has heard, as a client does. Like a client, each answers what teaches it something with its new heads.

mod known;
mod message;

use std::cell::RefCell;
use std::rc::Rc;

use ::automerge::{ActorId, ChangeHash};
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

use super::{Edit, Heard};
use crate::Outcome;
use crate::text::{Author, Place, Text};
pub use known::Known;
use message::{Message, said};

/// The first bytes of the replicas that this program invents.
const OURS: [u8; 4] = *b"Essa";

/// What a writer needs.
pub struct Pen {
    /// Which writer it is.
    pub writer: u32,
    /// Tells the writers of one run from those of another.
    pub run: u64,
    /// Where it types.
    pub place: Place,
    /// In which text.
    pub text: Rc<Text>,
}

/// A connection.
pub struct Client {
    peer: String,
    document: String,
    server: String,
    /// What the server said last that it has.
    heads: Vec<ChangeHash>,
    known: Rc<RefCell<Known>>,
    pen: Option<Pen>,
    seq: u64,
    last: Option<ChangeHash>,
    /// The heads that it told last.
    said: Vec<ChangeHash>,
    /// The bytes of the changes or of the document that it was sent first.
    pub document_bytes: Option<usize>,
    /// All that it was sent, if it is to be kept.
    pub kept: Option<Vec<u8>>,
}

impl Client {
    /// A client under a name of its own, of a document by its name.
    pub fn new(peer: String, document: &str, known: Rc<RefCell<Known>>, pen: Option<Pen>) -> Self {
        Self {
            peer,
            document: document.trim_start_matches("automerge:").to_owned(),
            server: String::new(),
            heads: Vec::new(),
            known,
            pen,
            seq: 0,
            last: None,
            said: Vec::new(),
            document_bytes: None,
            kept: None,
        }
    }

    /// It joins; it asks for the document once the server has said who it is.
    pub fn greets(&self) -> Vec<u8> {
        let mut encoder = Encoder::new(Vec::new());
        encoded(|| {
            encoder.map(4)?;
            encoder.str("type")?.str("join")?;
            encoder.str("senderId")?.str(&self.peer)?;
            encoder.str("peerMetadata")?.map(1)?;
            encoder.str("isEphemeral")?.bool(true)?;
            encoder
                .str("supportedProtocolVersions")?
                .array(1)?
                .str("1")?;
            Ok(())
        });
        encoder.into_writer()
    }

    /// Takes a frame.
    pub fn hears(&mut self, frame: &[u8], heard: &mut Heard) -> Outcome<()> {
        let frame = read(frame)?;
        match (frame.kind, frame.data) {
            ("peer", _) => {
                frame.sender.clone_into(&mut self.server);
                heard.answers.push(self.frame("request", &said(&[], None)));
            }
            ("sync", Some(data)) => self.takes(&Message::read(data).ok_or("not a message")?, heard),
            ("error" | "doc-unavailable", _) => {
                return Err(format!("the server says: {} {}", frame.kind, frame.message).into());
            }
            _ => {}
        }
        Ok(())
    }

    fn takes(&mut self, message: &Message<'_>, heard: &mut Heard) {
        if let Some(kept) = &mut self.kept {
            for changes in &message.changes {
                kept.extend_from_slice(changes);
            }
        }
        if self.document_bytes.is_none() {
            let bytes = message.changes.iter().map(|changes| changes.len()).sum();
            if bytes == 0 {
                return;
            }
            self.document_bytes = Some(bytes);
        } else {
            message.edits(&mut heard.edits);
        }
        self.heads.clone_from(&message.heads);
        let mine = self.mine();
        if mine != self.said {
            let data = said(&mine, None);
            heard.answers.push(self.frame("sync", &data));
            self.said = mine;
        }
    }

    /// Its own heads: what it has heard of, and its own last change when nothing of that follows it.
    fn mine(&self) -> Vec<ChangeHash> {
        match &self.last {
            Some(last) => self.known.borrow().merged(&self.heads, last),
            None => self.heads.clone(),
        }
    }

    /// Types one character.
    pub fn types(&mut self) -> Outcome<(Vec<u8>, Edit)> {
        let deps = self.mine();
        let pen = self.pen.as_mut().ok_or("a reader does not write")?;
        let start = self.known.borrow().max_op(&deps)? + 1;
        let actor = actor(pen.run, pen.writer);
        self.seq += 1;
        let author = Author {
            actor: &actor,
            seq: self.seq,
            start,
            deps: deps.clone(),
        };
        let change = pen.text.keystroke(&mut pen.place, author);
        let edit = (pen.writer, self.seq);
        self.known.borrow_mut().learn(change.hash(), start, &deps);
        self.last = Some(change.hash());
        self.said = vec![change.hash()];
        let data = said(&self.said, Some(change.raw_bytes()));
        Ok((self.frame("sync", &data), edit))
    }

    fn frame(&self, kind: &str, data: &[u8]) -> Vec<u8> {
        let mut encoder = Encoder::new(Vec::with_capacity(data.len() + 160));
        encoded(|| {
            encoder.map(5)?;
            encoder.str("type")?.str(kind)?;
            encoder.str("senderId")?.str(&self.peer)?;
            encoder.str("targetId")?.str(&self.server)?;
            encoder.str("documentId")?.str(&self.document)?;
            encoder.str("data")?.bytes(data)?;
            Ok(())
        });
        encoder.into_writer()
    }
}

fn actor(run: u64, writer: u32) -> ActorId {
    let bytes = [&OURS[..], &run.to_be_bytes(), &writer.to_be_bytes()];
    ActorId::from(bytes.concat())
}

/// The writer behind a replica, if it is one of this program's.
fn writer(actor: &[u8]) -> Option<u32> {
    let named = actor.starts_with(&OURS) && actor.len() == 16;
    let number = named.then(|| actor[12..].try_into().ok()).flatten();
    number.map(u32::from_be_bytes)
}

fn encoded(write: impl FnOnce() -> Result<(), minicbor::encode::Error<std::convert::Infallible>>) {
    write().expect("writing to memory does not fail");
}

/// The fields of a frame that matter.
#[derive(Default)]
struct Frame<'f> {
    kind: &'f str,
    sender: &'f str,
    message: &'f str,
    data: Option<&'f [u8]>,
}

fn read(bytes: &[u8]) -> Outcome<Frame<'_>> {
    let mut decoder = Decoder::new(bytes);
    let mut frame = Frame::default();
    let mut left = decoder.map()?.ok_or("a map without its length")?;
    while left > 0 {
        left -= 1;
        match decoder.str()? {
            "type" => frame.kind = decoder.str()?,
            "senderId" => frame.sender = decoder.str()?,
            "message" => frame.message = decoder.str()?,
            "data" => {
                if decoder.datatype()? == Type::Tag {
                    decoder.tag()?;
                }
                frame.data = Some(decoder.bytes()?);
            }
            _ => decoder.skip()?,
        }
    }
    Ok(frame)
}
