//! Messages of automerge's sync protocol, built by hand.
//!
//! None carries flags: without them the library's clients answer with one change a chunk and never with a whole
//! document. `have` says what the server needs nothing of: everything up to its own heads.

use std::panic::catch_unwind;

use automerge::ChangeHash;
use automerge::sync::{ChunkList, Have, Message, MessageVersion};

use crate::vetting::{Limits, Refusal};

/// What the library's filters are made with; its decoder takes others, and then works as long as they say.
const BITS_AND_PROBES: [u8; 2] = [10, 7];

/// Reads a message from a client.
pub(super) fn decode(data: &[u8], limits: &Limits) -> Result<Message, Refusal> {
    let read = catch_unwind(|| Message::decode(data));
    let message = read
        .map_err(|_| Refusal::Fatal)?
        .map_err(|_| Refusal::NotAChange)?;
    let hashes = message.have.iter().map(|have| have.last_sync.len());
    let hashes = hashes.sum::<usize>() + message.heads.len() + message.need.len();
    if hashes as u64 > 3 * limits.dependencies {
        return Err(Refusal::TooManyDependencies(limits.dependencies));
    }
    if message.have.len() <= 1 && message.have.iter().all(is_filter_usual) {
        Ok(message)
    } else {
        Err(Refusal::NotAChange)
    }
}

fn is_filter_usual(have: &Have) -> bool {
    let bytes = have.bloom.to_bytes();
    if bytes.is_empty() {
        return true;
    }
    let entries = bytes.iter().take_while(|byte| **byte & 0x80 != 0).count() + 1;
    bytes.get(entries..entries + 2) == Some(&BITS_AND_PROBES[..])
}

/// Our heads, and that we need nothing.
pub(super) fn announce(heads: Vec<ChangeHash>) -> Vec<u8> {
    parcel(heads, Vec::new())
}

/// The message that brings raw changes which lead to these heads.
pub fn parcel(heads: Vec<ChangeHash>, changes: Vec<Vec<u8>>) -> Vec<u8> {
    complete(heads, changes, MessageVersion::V1)
}

/// The message that brings a whole document, in one piece.
pub(super) fn whole(heads: Vec<ChangeHash>, bytes: Vec<u8>) -> Vec<u8> {
    complete(heads, vec![bytes], MessageVersion::V2)
}

fn complete(heads: Vec<ChangeHash>, changes: Vec<Vec<u8>>, version: MessageVersion) -> Vec<u8> {
    let message = Message {
        have: vec![everything_up_to(&heads)],
        heads,
        need: Vec::new(),
        changes: ChunkList::from(changes),
        flags: None,
        version,
    };
    message.encode()
}

/// Pretends to have lost everything, so that the peer forgets what it believes to have sent, and sends what follows
/// `heads` again.
pub(super) fn send_again(heads: &[ChangeHash]) -> Vec<u8> {
    let message = Message {
        heads: Vec::new(),
        need: Vec::new(),
        have: vec![everything_up_to(heads)],
        changes: ChunkList::empty(),
        flags: None,
        version: MessageVersion::V1,
    };
    message.encode()
}

fn everything_up_to(heads: &[ChangeHash]) -> Have {
    Have {
        last_sync: heads.to_vec(),
        ..Have::default()
    }
}
