//! The sync protocol of Yjs, as y-websocket frames it and as Hocuspocus does: with the document's name in front, after
//! an authentication. Clients do not answer updates.

mod update;

use super::{Edit, Heard};
use crate::Outcome;
use crate::varint::{put, put_bytes, take, take_bytes};
use update::{Id, structs};

/// Yjs clients of this program's writers are numbered from here.
const WRITERS: u64 = 1_000;

const SYNC: u64 = 0;
const AUTHENTICATION: u64 = 2;
const SYNC_REPLY: u64 = 4;
const STEP_1: u64 = 0;
const STEP_2: u64 = 1;
const UPDATE: u64 = 2;
const DENIED: u64 = 1;
const AUTHENTICATED: u64 = 2;

/// The number of a writer's Yjs client.
pub fn client_of(writer: u32) -> u64 {
    WRITERS + u64::from(writer)
}

/// What a writer needs.
pub struct Pen {
    writer: u32,
    clock: u64,
    /// The first update, which finds its place in the text.
    first: Vec<u8>,
    /// What stands behind that place.
    right: Option<Id>,
}

impl Pen {
    /// A pen for a writer whose first update this is.
    pub fn new(writer: u32, first: Vec<u8>) -> Self {
        let right = structs(&first).and_then(|found| found.first()?.right);
        Self {
            writer,
            clock: 0,
            first,
            right,
        }
    }

    /// The next update: one character behind the one before.
    fn types(&mut self) -> (Vec<u8>, Edit) {
        self.clock += 1;
        let edit = (self.writer, self.clock);
        if self.clock == 1 {
            return (self.first.clone(), edit);
        }
        let client = client_of(self.writer);
        let left = (client, self.clock - 2);
        let typed = update::one_character((client, self.clock - 1), left, self.right);
        (typed, edit)
    }
}

/// A connection.
pub struct Client {
    /// What stands before each frame: nothing, or the document's name.
    name: Option<String>,
    pen: Option<Pen>,
    /// The bytes of the document that it was sent.
    pub document_bytes: Option<usize>,
    /// All that it was sent, if it is to be kept.
    pub kept: Option<Vec<u8>>,
}

impl Client {
    /// A client; `name` for servers that want the document's name in front of each frame.
    pub fn new(name: Option<String>, pen: Option<Pen>) -> Self {
        Self {
            name,
            pen,
            document_bytes: None,
            kept: None,
        }
    }

    /// It says that it has nothing; or first, who it is.
    pub fn greets(&self) -> Vec<u8> {
        if self.name.is_none() {
            return self.frame(&[SYNC, STEP_1], &[0]);
        }
        self.frame(&[AUTHENTICATION, 0], b"essai")
    }

    fn frame(&self, codes: &[u64], bytes: &[u8]) -> Vec<u8> {
        let mut frame = Vec::with_capacity(bytes.len() + 24);
        if let Some(name) = &self.name {
            put_bytes(&mut frame, name.as_bytes());
        }
        for code in codes {
            put(&mut frame, *code);
        }
        put_bytes(&mut frame, bytes);
        frame
    }

    /// Takes a frame.
    pub fn hears(&mut self, frame: &[u8], heard: &mut Heard) -> Outcome<()> {
        self.understands(frame, heard).ok_or("not a frame")?
    }

    fn understands(&mut self, frame: &[u8], heard: &mut Heard) -> Option<Outcome<()>> {
        let mut rest = frame;
        if self.name.is_some() {
            take_bytes(&mut rest)?;
        }
        match take(&mut rest)? {
            SYNC | SYNC_REPLY => self.syncs(rest, heard)?,
            AUTHENTICATION if self.name.is_some() => match take(&mut rest)? {
                AUTHENTICATED => heard.answers.push(self.frame(&[SYNC, STEP_1], &[0])),
                DENIED => return Some(Err("the server refuses".into())),
                _ => {}
            },
            _ => {}
        }
        Some(Ok(()))
    }

    fn syncs(&mut self, mut rest: &[u8], heard: &mut Heard) -> Option<()> {
        match (take(&mut rest)?, take_bytes(&mut rest)?) {
            (STEP_1, _) => heard.answers.push(self.frame(&[SYNC, STEP_2], &[0, 0])),
            (STEP_2, document) => {
                self.document_bytes.get_or_insert(document.len());
                if let Some(kept) = &mut self.kept {
                    document.clone_into(kept);
                }
            }
            (UPDATE, update) => {
                for found in structs(update)? {
                    let (client, clock) = found.id;
                    let writer = client.checked_sub(WRITERS).map(u32::try_from);
                    if let Some(Ok(writer)) = writer {
                        let clocks = clock + 1..=clock + found.length;
                        heard.edits.extend(clocks.map(|seq| (writer, seq)));
                    }
                }
            }
            _ => {}
        }
        Some(())
    }

    /// Types one character.
    pub fn types(&mut self) -> Outcome<(Vec<u8>, Edit)> {
        let pen = self.pen.as_mut().ok_or("a reader does not write")?;
        let (update, edit) = pen.types();
        Ok((self.frame(&[SYNC, UPDATE], &update), edit))
    }
}
