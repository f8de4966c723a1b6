//! Messages of automerge's sync protocol, built by hand.
//!
//! None carries flags: without them the library's clients answer with one change a chunk and never with a whole
//! document. `have` says what the server needs nothing of: everything up to its own heads.

use std::panic::catch_unwind;

use automerge::ChangeHash;
use automerge::sync::{ChunkList, Have, Message, MessageVersion};

use crate::vetting::Refusal;

/// What the library's filters are made with; its decoder takes others, and then works as long as they say.
const BITS_AND_PROBES: [u8; 2] = [10, 7];

/// Reads a message from a client.
pub(super) fn decode(data: &[u8]) -> Result<Message, Refusal> {
    let read = catch_unwind(|| Message::decode(data));
    let message = read
        .map_err(|_| Refusal::Fatal)?
        .map_err(|_| Refusal::NotAChange)?;
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

/// Whether the peer says that it does not know what we believe to share: it wants everything that it lacks.
pub(super) fn is_reset(message: &Message) -> bool {
    message.have == [Have::default()] && !message.heads.is_empty()
}

/// Our heads, and that we need nothing.
pub(super) fn announce(heads: Vec<ChangeHash>) -> Vec<u8> {
    changes(heads, Vec::new(), MessageVersion::V1)
}

/// Changes that lead to our heads: raw ones, or one whole document if `version` is the second.
pub(super) fn changes(
    heads: Vec<ChangeHash>,
    changes: Vec<Vec<u8>>,
    version: MessageVersion,
) -> Vec<u8> {
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
