//! What a connection says and understands, without holding the document: it counts the edits that it hears, answers as
//! a real client would, and writes edits that are valid.

pub mod automerge;
pub mod yjs;

use crate::Outcome;

/// An edit: of which writer, and which of theirs, from 1.
pub type Edit = (u32, u64);

/// What came of a frame.
#[derive(Debug, Default)]
pub struct Heard {
    /// To be sent back.
    pub answers: Vec<Vec<u8>>,
    /// The edits that were in it.
    pub edits: Vec<Edit>,
}

/// One of the two protocols.
pub enum Tongue {
    /// automerge-repo's.
    Automerge(automerge::Client),
    /// y-websocket's, and Hocuspocus's on top of it.
    Yjs(yjs::Client),
}

impl Tongue {
    /// What it says first.
    pub fn greets(&self) -> Vec<u8> {
        match self {
            Self::Automerge(client) => client.greets(),
            Self::Yjs(client) => client.greets(),
        }
    }

    /// Takes a frame.
    pub fn hears(&mut self, frame: &[u8], heard: &mut Heard) -> Outcome<()> {
        match self {
            Self::Automerge(client) => client.hears(frame, heard),
            Self::Yjs(client) => client.hears(frame, heard),
        }
    }

    /// Types one character: the frame, and which edit it is.
    pub fn types(&mut self) -> Outcome<(Vec<u8>, Edit)> {
        match self {
            Self::Automerge(client) => client.types(),
            Self::Yjs(client) => client.types(),
        }
    }

    /// Whether it has been sent the document.
    pub fn has_joined(&self) -> bool {
        match self {
            Self::Automerge(client) => client.document_bytes.is_some(),
            Self::Yjs(client) => client.document_bytes.is_some(),
        }
    }

    /// How many characters the document had that it was sent; none when it did not keep it.
    pub fn length(&self) -> Outcome<Option<usize>> {
        let measured = match self {
            Self::Automerge(client) => client.kept.as_deref().map(crate::text::automerge_length),
            Self::Yjs(client) => client.kept.as_deref().map(crate::text::yjs_length),
        };
        measured.transpose()
    }

    /// Keeps the document that it will be sent.
    pub fn keep(&mut self) {
        match self {
            Self::Automerge(client) => client.kept = Some(Vec::new()),
            Self::Yjs(client) => client.kept = Some(Vec::new()),
        }
    }

    /// The bytes of the document as it was sent.
    pub fn document_bytes(&self) -> Option<usize> {
        match self {
            Self::Automerge(client) => client.document_bytes,
            Self::Yjs(client) => client.document_bytes,
        }
    }
}
