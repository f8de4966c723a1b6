//! How many changes a message holds, before it is read: what its sender pays for.

/// The changes of a sync message, as far as its lengths go; at least one, since answering is work too, but for a mere
/// receipt.
///
/// The message: a byte, the heads, the need, what the sender has (hashes and a filter, several times), then chunks,
/// each of one change or more. Source: `sync.rs` of automerge 0.12.
pub fn changes(message: &[u8]) -> usize {
    let mut rest = Rest(message);
    let mut counted = 0;
    let is_receipt = rest.message(&mut counted);
    counted.max(usize::from(is_receipt != Some(true)))
}

/// Of a change's chunk: the magic bytes, the checksum, and the type.
const HEADER: usize = 9;

struct Rest<'m>(&'m [u8]);

impl<'m> Rest<'m> {
    /// Whether it only says what its sender has.
    fn message(&mut self, counted: &mut usize) -> Option<bool> {
        self.take(1)?;
        let (heads, need) = (self.hashes()?, self.hashes()?);
        let mut is_receipt = heads > 0 && need == 0;
        for _ in 0..self.number()? {
            let (shared, filter) = (self.hashes()?, self.prefixed()?);
            is_receipt &= shared > 0 || !filter.is_empty();
        }
        for _ in 0..self.number()? {
            let mut chunk = Rest(self.prefixed()?);
            while !chunk.0.is_empty() {
                *counted += 1;
                chunk.take(HEADER)?;
                chunk.prefixed()?;
            }
        }
        Some(is_receipt)
    }

    fn take(&mut self, count: usize) -> Option<&'m [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// How many hashes stand here.
    fn hashes(&mut self) -> Option<usize> {
        let count = self.number()?;
        self.take(count.checked_mul(32)?)?;
        Some(count)
    }

    fn prefixed(&mut self) -> Option<&'m [u8]> {
        let length = self.number()?;
        self.take(length)
    }

    /// LEB128.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = *self.take(1)?.first()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use automerge::sync::{ChunkList, Have, Message, MessageVersion};
    use automerge::transaction::Transactable as _;
    use automerge::{Automerge, ChangeHash, ROOT};

    use super::*;

    /// A message with these chunks, as the library writes it.
    fn message(chunks: Vec<Vec<u8>>) -> Vec<u8> {
        said(3, 2, chunks)
    }

    /// The same of somebody who needs so many changes and remembers so many that both have.
    fn said(need: usize, shared: usize, chunks: Vec<Vec<u8>>) -> Vec<u8> {
        let hash = ChangeHash([7; 32]);
        let have = Have {
            last_sync: vec![hash; shared],
            ..Have::default()
        };
        let message = Message {
            heads: vec![hash],
            need: vec![hash; need],
            have: vec![have],
            changes: ChunkList::from(chunks),
            flags: None,
            version: MessageVersion::V1,
        };
        message.encode()
    }

    fn change(number: i64) -> Vec<u8> {
        let mut doc = Automerge::new();
        doc.transact(|tx| tx.put(ROOT, "x", number))
            .expect("a change");
        let change = doc.get_last_local_change();
        change.expect("a change").raw_bytes().to_vec()
    }

    #[test]
    fn the_changes_of_a_message_are_counted_whether_apart_or_in_one_chunk() {
        assert_eq!(changes(&message(Vec::new())), 1);
        let five: Vec<_> = (0..5).map(change).collect();
        assert_eq!(changes(&message(five.clone())), 5);
        assert_eq!(changes(&message(vec![five.concat(), change(6)])), 6);
    }

    #[test]
    fn a_receipt_costs_nothing_and_what_asks_for_the_text_does() {
        assert_eq!(changes(&said(0, 2, Vec::new())), 0);
        assert_eq!(changes(&said(1, 2, Vec::new())), 1);
        assert_eq!(changes(&said(0, 0, Vec::new())), 1, "it starts again");
        assert_eq!(changes(&[0x42, 0, 0, 0, 0]), 1, "it has nothing");
        assert_eq!(changes(&said(0, 2, vec![change(1)])), 1);
    }

    #[test]
    fn what_is_no_message_costs_what_was_read_of_it() {
        assert_eq!(changes(&[]), 1);
        assert_eq!(changes(&[0x42, 0xff, 0xff, 0xff, 0xff]), 1);
        let mut cut = message((0..5).map(change).collect());
        cut.truncate(cut.len() - 1);
        assert_eq!(changes(&cut), 4);
    }
}
