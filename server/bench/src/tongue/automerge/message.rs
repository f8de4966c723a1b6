//! Messages of automerge's sync protocol, read only as far as counting needs, and written as the library writes them.

use ::automerge::ChangeHash;

use super::super::Edit;
use super::writer;
use crate::varint::{put, put_bytes, take, take_bytes, take_exact};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const TYPES: [u8; 2] = [0x42, 0x43];
const CHANGE: u8 = 1;
/// What the library's clients of today say that they understand.
const FLAGS: [u8; 3] = [2, 0x02, 0x84];

/// A message.
#[derive(Debug, PartialEq, Eq)]
pub struct Message<'m> {
    /// What its sender has.
    pub heads: Vec<ChangeHash>,
    /// Chunks, one or more in each.
    pub changes: Vec<&'m [u8]>,
}

impl<'m> Message<'m> {
    /// Reads one; none when it is not one.
    pub fn read(mut bytes: &'m [u8]) -> Option<Self> {
        let rest = &mut bytes;
        if !TYPES.contains(&take_exact(rest, 1)?[0]) {
            return None;
        }
        let heads = hashes(rest)?;
        hashes(rest)?;
        for _ in 0..take(rest)? {
            hashes(rest)?;
            take_bytes(rest)?;
        }
        let mut changes = Vec::new();
        for _ in 0..take(rest)? {
            changes.push(take_bytes(rest)?);
        }
        Some(Self { heads, changes })
    }

    /// The edits of this program's writers that are in it.
    pub fn edits(&self, into: &mut Vec<Edit>) {
        for changes in &self.changes {
            let mut rest = *changes;
            while let Some((kind, mut chunk)) = chunk(&mut rest) {
                if kind == CHANGE {
                    into.extend(edit(&mut chunk));
                }
            }
        }
    }
}

fn hashes(rest: &mut &[u8]) -> Option<Vec<ChangeHash>> {
    let count = take(rest)?;
    let hash = |rest: &mut &[u8]| Some(ChangeHash(take_exact(rest, 32)?.try_into().ok()?));
    (0..count).map(|_| hash(rest)).collect()
}

/// A chunk's kind and content.
fn chunk<'b>(rest: &mut &'b [u8]) -> Option<(u8, &'b [u8])> {
    let head = take_exact(rest, 9)?;
    let content = take_bytes(rest)?;
    head.starts_with(&MAGIC).then_some((head[8], content))
}

/// A change starts with what it follows, its replica, and its number.
fn edit(chunk: &mut &[u8]) -> Option<Edit> {
    hashes(chunk)?;
    let writer = writer(take_bytes(chunk)?)?;
    Some((writer, take(chunk)?))
}

/// A message: what its sender has, and a change that it brings. The library would name what it has beside what both
/// had before in a filter, which errs now and then; here both have all of it once the message is read.
pub fn said(heads: &[ChangeHash], change: Option<&[u8]>) -> Vec<u8> {
    let mut message = vec![TYPES[0]];
    let put_hashes = |message: &mut Vec<u8>, hashes: &[ChangeHash]| {
        put(message, hashes.len() as u64);
        for hash in hashes {
            message.extend(hash.0);
        }
    };
    put_hashes(&mut message, heads);
    put_hashes(&mut message, &[]);
    put(&mut message, 1);
    put_hashes(&mut message, heads);
    put_bytes(&mut message, &[]);
    put(&mut message, u64::from(change.is_some()));
    if let Some(change) = change {
        put_bytes(&mut message, change);
    }
    message.extend(FLAGS);
    message
}

#[cfg(test)]
mod tests {
    use ::automerge::sync;

    use super::*;
    use crate::text::{Author, Text};
    use crate::trace::Edit;

    #[test]
    fn the_library_reads_what_is_written_and_its_writing_is_read() {
        let text = Text::typed(&[Edit::Insert(0, 'a')], 1).unwrap();
        let actor = super::super::actor(1, 7);
        let author = Author {
            actor: &actor,
            seq: 5,
            start: text.max_op + 1,
            deps: text.heads.clone(),
        };
        let change = text.keystroke(&mut text.place(0, 1), author);
        let new = [change.hash()];
        let bytes = said(&new, Some(change.raw_bytes()));
        let decoded = sync::Message::decode(&bytes).unwrap();
        assert_eq!(decoded.heads, [change.hash()]);
        assert_eq!(decoded.have[0].last_sync, new);
        assert!(decoded.flags.is_some());
        let encoded = decoded.encode();
        assert_eq!(encoded, bytes);
        let mut edits = Vec::new();
        let message = Message::read(&encoded).unwrap();
        message.edits(&mut edits);
        assert_eq!((message.heads, edits), (vec![change.hash()], vec![(7, 5)]));
    }
}
