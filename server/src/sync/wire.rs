//! The frames of automerge-repo's WebSocket protocol, version 1: one CBOR map in one binary message.
//!
//! Source: `messages.ts` of `@automerge/automerge-repo-network-websocket` and of `@automerge/automerge-repo`. Its
//! encoder writes maps with 16-bit headers, leaves unset fields as `undefined`, and large numbers as floats; unknown
//! fields are skipped, without recursion.

mod frame;
mod gossip;
mod sound;

use dires_domain::ids::DocumentId;
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use uuid::Uuid;

pub use frame::Frame;
pub use gossip::{farewell, heed_presence, with_identity};
pub use sound::is_sound;

/// What a client sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// It says who it is, and which versions of the protocol it speaks.
    Join {
        /// The versions; none said means the first.
        versions: Vec<String>,
    },
    /// A sync message about a document, or a request for it.
    Sync {
        /// Which.
        document: DocumentId,
        /// A message of automerge's sync protocol.
        data: Vec<u8>,
    },
    /// Something that is not kept, for whoever has the document open.
    Ephemeral {
        /// Which.
        document: DocumentId,
        /// The client's counter.
        count: u64,
        /// CBOR.
        data: Vec<u8>,
    },
    /// A document by a name that no document has; the name, to answer with.
    Unknown(String),
    /// What this server has no use for.
    Ignored,
}

/// A frame that is not one of the protocol's.
#[derive(Debug, thiserror::Error)]
#[error("not a frame of the protocol: {0}")]
pub struct NotAFrame(#[from] minicbor::decode::Error);

/// The name of the protocol's version.
pub const VERSION: &str = "1";

/// Bytes of a document's name; 16 bytes and their check make 28.
const NAME: usize = 64;

/// Nobody checks whom a frame is for: one frame serves all.
const EVERYONE: &str = "*";

#[derive(Debug, Default)]
struct Fields {
    kind: String,
    document: String,
    versions: Vec<String>,
    data: Vec<u8>,
    count: u64,
}

/// Reads a frame.
pub fn decode(frame: &[u8]) -> Result<Incoming, NotAFrame> {
    let mut decoder = Decoder::new(frame);
    let fields = fields(&mut decoder)?;
    if decoder.position() != frame.len() {
        return Err(minicbor::decode::Error::message("bytes after the map").into());
    }
    let document = document_id(&fields.document);
    Ok(match (&*fields.kind, document) {
        ("join", _) => Incoming::Join {
            versions: fields.versions,
        },
        ("sync" | "request", Some(document)) => Incoming::Sync {
            document,
            data: fields.data,
        },
        ("ephemeral", Some(document)) => Incoming::Ephemeral {
            document,
            count: fields.count,
            data: fields.data,
        },
        ("sync" | "request", None) => Incoming::Unknown(fields.document),
        _ => Incoming::Ignored,
    })
}

fn fields(decoder: &mut Decoder<'_>) -> Result<Fields, NotAFrame> {
    let mut fields = Fields::default();
    let mut left = decoder.map()?;
    while left != Some(0) {
        if left.is_none() && decoder.datatype()? == Type::Break {
            decoder.skip()?;
            break;
        }
        left = left.map(|left| left - 1);
        match decoder.str()? {
            "type" => decoder.str()?.clone_into(&mut fields.kind),
            "documentId" => text(decoder, &mut fields.document)?,
            "supportedProtocolVersions" => fields.versions = texts(decoder)?,
            "data" => fields.data = bytes(decoder)?,
            "count" => fields.count = number(decoder)?,
            _ => decoder.skip()?,
        }
    }
    Ok(fields)
}

/// A document's name, or nothing. No document has a long one, and reading it as a number takes its length squared.
fn text(decoder: &mut Decoder<'_>, into: &mut String) -> Result<(), NotAFrame> {
    match decoder.datatype()? {
        Type::Undefined | Type::Null => decoder.skip()?,
        _ => match decoder.str()? {
            name if name.len() <= NAME => name.clone_into(into),
            _ => return Err(minicbor::decode::Error::message("a long name").into()),
        },
    }
    Ok(())
}

fn texts(decoder: &mut Decoder<'_>) -> Result<Vec<String>, NotAFrame> {
    if !matches!(decoder.datatype()?, Type::Array | Type::ArrayIndef) {
        decoder.skip()?;
        return Ok(Vec::new());
    }
    let texts: Result<Vec<_>, _> = decoder.array_iter::<&str>()?.take(16).collect();
    Ok(texts?.into_iter().map(str::to_owned).collect())
}

/// A byte string, even one tagged as an array of bytes (RFC 8746).
fn bytes(decoder: &mut Decoder<'_>) -> Result<Vec<u8>, NotAFrame> {
    match decoder.datatype()? {
        Type::Undefined | Type::Null => {
            decoder.skip()?;
            return Ok(Vec::new());
        }
        Type::Tag => {
            decoder.tag()?;
        }
        _ => {}
    }
    Ok(decoder.bytes()?.to_vec())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float to an integer saturates, which is all that a client's counter deserves"
)]
fn number(decoder: &mut Decoder<'_>) -> Result<u64, NotAFrame> {
    match decoder.datatype()? {
        Type::F64 => Ok(decoder.f64()? as u64),
        Type::Undefined | Type::Null => {
            decoder.skip()?;
            Ok(0)
        }
        _ => Ok(decoder.u64()?),
    }
}

/// The name of a document in frames and addresses: base58check of its 16 bytes.
pub fn document_name(id: DocumentId) -> String {
    bs58::encode(id.0.as_bytes()).with_check().into_string()
}

/// The address of a document, as clients write it.
pub fn document_url(id: DocumentId) -> String {
    format!("automerge:{}", document_name(id))
}

fn document_id(name: &str) -> Option<DocumentId> {
    let bytes = bs58::decode(name).with_check(None).into_vec().ok()?;
    Uuid::from_slice(&bytes).ok().map(DocumentId)
}

/// The frames of one server.
#[derive(Debug, Clone)]
pub struct Frames {
    /// What clients know it by: the same after a restart.
    storage_id: String,
}

impl Frames {
    /// Frames of the server whose database has this identifier.
    pub fn new(storage_id: String) -> Self {
        Self { storage_id }
    }

    /// The answer to a join: clients then take the heads that they are sent for what is stored.
    pub fn peer(&self) -> Frame {
        self.frame("peer", 2, |encoder| {
            encoder.str("peerMetadata")?.map(2)?;
            encoder.str("storageId")?.str(&self.storage_id)?;
            encoder.str("isEphemeral")?.bool(false)?;
            encoder.str("selectedProtocolVersion")?.str(VERSION)?;
            Ok(())
        })
    }

    /// A sync message.
    pub fn sync(&self, document: DocumentId, message: &[u8]) -> Frame {
        self.frame("sync", 2, |encoder| {
            encoder.str("documentId")?.str(&document_name(document))?;
            encoder.str("data")?.bytes(message)?;
            Ok(())
        })
    }

    /// There is no such document, or none for this client.
    pub fn unavailable(&self, name: &str) -> Frame {
        self.frame("doc-unavailable", 1, |encoder| {
            encoder.str("documentId")?.str(name)?;
            Ok(())
        })
    }

    /// A sentence for the client's log, and for our own page. About a document, or about the connection.
    pub fn error(&self, message: &str, document: Option<DocumentId>) -> Frame {
        self.frame("error", 1 + u64::from(document.is_some()), |encoder| {
            encoder.str("message")?.str(message)?;
            if let Some(document) = document {
                encoder.str("documentId")?.str(&document_name(document))?;
            }
            Ok(())
        })
    }

    /// Something that is not kept. `session` names the connection it came from: clients tell by it, and by the count,
    /// what they have heard already.
    pub fn ephemeral(&self, document: DocumentId, session: &str, count: u64, data: &[u8]) -> Frame {
        self.frame("ephemeral", 4, |encoder| {
            encoder.str("documentId")?.str(&document_name(document))?;
            encoder.str("sessionId")?.str(session)?;
            encoder.str("count")?.u64(count)?;
            encoder.str("data")?.bytes(data)?;
            Ok(())
        })
    }

    fn frame(
        &self,
        kind: &str,
        more: u64,
        fill: impl FnOnce(&mut Encoder<Vec<u8>>) -> Encoded,
    ) -> Frame {
        let mut encoder = Encoder::new(Vec::new());
        let filled = self
            .begin(&mut encoder, kind, more)
            .and_then(|()| fill(&mut encoder));
        debug_assert!(filled.is_ok(), "writing to memory does not fail");
        Frame::new(&encoder.into_writer())
    }

    fn begin(&self, encoder: &mut Encoder<Vec<u8>>, kind: &str, more: u64) -> Encoded {
        encoder.map(3 + more)?;
        encoder.str("type")?.str(kind)?;
        let sender = format!("dires-{}", self.storage_id);
        encoder.str("senderId")?.str(&sender)?;
        encoder.str("targetId")?.str(EVERYONE)?;
        Ok(())
    }
}

type Encoded = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

#[cfg(test)]
mod tests;
