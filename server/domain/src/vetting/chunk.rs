//! From bytes to changes, without doing more work than the limits allow.
//!
//! Format: <https://automerge.org/automerge-binary-format-spec/>. The library reads whatever a length or a run claims;
//! a few bytes can claim billions. So the lengths are walked here first.

mod claims;
mod reader;

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::Change;
use flate2::read::DeflateDecoder;
use sha2::{Digest as _, Sha256};

use super::{Candidate, Limits, Refusal};
use reader::Reader;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const DOCUMENT: u8 = 0;
const CHANGE: u8 = 1;
const DEFLATED: u8 = 2;
/// Reads changes that stand one after the other. Whole documents and bundles are refused.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Candidate>, Refusal> {
    read_all([bytes], limits)
}

/// The same for the chunks of one message, which share its limits. Nothing is read after the first fault.
pub fn read_all<'c>(
    chunks: impl IntoIterator<Item = &'c [u8]>,
    limits: &Limits,
) -> Result<Vec<Candidate>, Refusal> {
    let mut message = Message {
        limits,
        bytes: 0,
        operations: 0,
    };
    let mut found = Vec::new();
    for bytes in chunks {
        let mut reader = Reader(bytes);
        while !reader.0.is_empty() {
            found.push(candidate(message.plain_chunk(&mut reader)?)?);
        }
    }
    Ok(found)
}

/// What was read of one message.
struct Message<'l> {
    limits: &'l Limits,
    bytes: usize,
    operations: u64,
}

impl Message<'_> {
    /// The next change chunk, inflated if need be, within the limits.
    fn plain_chunk(&mut self, reader: &mut Reader<'_>) -> Result<Vec<u8>, Refusal> {
        let whole = reader.0;
        if reader.take(4)? != MAGIC {
            return Err(Refusal::NotAChange);
        }
        let checksum = reader.take(4)?;
        let kind = reader.take(1)?[0];
        let length = reader.length()?;
        if length > self.limits.change_bytes {
            return Err(Refusal::TooManyBytes(self.limits.change_bytes));
        }
        let data = reader.take(length)?;
        match kind {
            CHANGE => {
                self.count(data)?;
                Ok(whole[..whole.len() - reader.0.len()].to_vec())
            }
            DEFLATED => {
                let inflated = inflate(data, self.limits)?;
                self.count(&inflated)?;
                Ok(change_chunk(checksum, &inflated))
            }
            kind => Err(Refusal::NotAChangeChunk(kind)),
        }
    }

    fn count(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let limits = self.limits;
        self.bytes = self.bytes.saturating_add(data.len());
        if self.bytes > limits.message_bytes {
            return Err(Refusal::TooManyBytes(limits.message_bytes));
        }
        let claimed = claims::check(data, limits)?;
        self.operations = self.operations.saturating_add(claimed);
        if self.operations > limits.message_operations {
            return Err(Refusal::TooManyOperations(limits.message_operations));
        }
        Ok(())
    }
}

/// Whether the bytes are one whole saved document, with the checksum that is theirs.
pub fn is_intact(bytes: &[u8]) -> bool {
    let mut reader = Reader(bytes);
    let mut intact = || {
        let magic = reader.take(4).ok()? == MAGIC;
        let checksum = reader.take(4).ok()?;
        let summed = reader.0;
        let kind = reader.take(1).ok()?[0];
        let length = reader.length().ok()?;
        reader.take(length).ok()?;
        let whole = reader.0.is_empty() && kind == DOCUMENT;
        Some(magic && whole && Sha256::digest(summed).starts_with(checksum))
    };
    intact().unwrap_or(false)
}

fn inflate(data: &[u8], limits: &Limits) -> Result<Vec<u8>, Refusal> {
    let mut inflated = Vec::new();
    let most = limits.change_bytes as u64 + 1;
    let read = DeflateDecoder::new(data)
        .take(most)
        .read_to_end(&mut inflated);
    read.map_err(|_| Refusal::NotAChange)?;
    if inflated.len() > limits.change_bytes {
        return Err(Refusal::TooManyBytes(limits.change_bytes));
    }
    Ok(inflated)
}

/// Deflating keeps the checksum of the plain change.
fn change_chunk(checksum: &[u8], data: &[u8]) -> Vec<u8> {
    let mut chunk = Vec::with_capacity(data.len() + 16);
    chunk.extend(MAGIC);
    chunk.extend(checksum);
    chunk.push(CHANGE);
    let mut length = data.len();
    while length > 0x7f {
        chunk.push(u8::try_from(length & 0x7f).unwrap_or(0) | 0x80);
        length >>= 7;
    }
    chunk.push(u8::try_from(length).unwrap_or(0));
    chunk.extend(data);
    chunk
}

/// Reads the change, and checks that its bytes are the only ones that say it.
fn candidate(chunk: Vec<u8>) -> Result<Candidate, Refusal> {
    let read = catch_unwind(AssertUnwindSafe(|| {
        let change = Change::from_bytes(chunk).map_err(|_| Refusal::NotAChange)?;
        if !change.extra_bytes().is_empty() {
            return Err(Refusal::Footer);
        }
        let expanded = change.decode();
        let again = Change::from(expanded.clone());
        if again.raw_bytes() != change.raw_bytes() {
            return Err(Refusal::NotCanonical);
        }
        Ok(Candidate { change, expanded })
    }));
    read.unwrap_or(Err(Refusal::Fatal))
}
