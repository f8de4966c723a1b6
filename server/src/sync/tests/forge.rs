//! Changes, messages and compressed bytes written by hand, where the library refuses to make them.
//!
//! Formats: <https://automerge.org/automerge-binary-format-spec/>, RFC 1951.

use automerge::{Automerge, ChangeHash};
use sha2::{Digest as _, Sha256};

/// The columns of a change: their specifications.
pub const OBJECT_ACTORS: u64 = 1;
pub const OBJECT_COUNTERS: u64 = 2;
pub const KEY_COUNTERS: u64 = 0x13;
pub const KEY_STRINGS: u64 = 0x15;
pub const INSERTS: u64 = 0x34;
pub const ACTIONS: u64 = 0x42;
pub const VALUE_LENGTHS: u64 = 0x56;
pub const VALUES: u64 = 0x57;
pub const REPLACED: u64 = 0x70;
pub const MARK_NAMES: u64 = 0xa5;

/// A change as its bytes say it.
#[derive(Debug, Clone)]
pub struct Forged {
    pub dependencies: Vec<ChangeHash>,
    pub actor: Vec<u8>,
    pub seq: u64,
    pub start: u64,
    pub time: i64,
    pub message: Vec<u8>,
    pub actors: Vec<Vec<u8>>,
    /// In the order of their specifications.
    pub columns: Vec<(u64, Vec<u8>)>,
    pub rest: Vec<u8>,
}

impl Forged {
    /// The first change of a new replica, after all that the document holds. It does nothing yet.
    pub fn after(doc: &Automerge) -> Self {
        let changes = doc.get_changes(&[]);
        let last = changes.iter().map(automerge::Change::max_op).max();
        let mut dependencies = doc.get_heads();
        dependencies.sort_unstable();
        Self {
            dependencies,
            actor: vec![0xee; 16],
            seq: 1,
            start: last.unwrap_or(0) + 1,
            time: 0,
            message: Vec::new(),
            actors: Vec::new(),
            columns: Vec::new(),
            rest: Vec::new(),
        }
    }

    /// With a column.
    pub fn with(mut self, specification: u64, data: Vec<u8>) -> Self {
        self.columns.push((specification, data));
        self.columns
            .sort_by_key(|(specification, _)| *specification);
        self
    }

    /// What its chunk holds.
    pub fn data(&self) -> Vec<u8> {
        let mut data = number(self.dependencies.len());
        data.extend(self.dependencies.iter().flat_map(|hash| hash.0));
        data.extend(prefixed(&self.actor));
        data.extend([self.seq, self.start].into_iter().flat_map(unsigned));
        data.extend(signed(self.time));
        data.extend(prefixed(&self.message));
        data.extend(number(self.actors.len()));
        data.extend(self.actors.iter().flat_map(|actor| prefixed(actor)));
        data.extend(number(self.columns.len()));
        for (specification, column) in &self.columns {
            data.extend(unsigned(*specification));
            data.extend(number(column.len()));
        }
        data.extend(self.columns.iter().flat_map(|(_, column)| column.clone()));
        data.extend(&self.rest);
        data
    }

    /// Its chunk, under a checksum that fits.
    pub fn chunk(&self) -> Vec<u8> {
        chunk(1, &self.data(), &self.data())
    }

    /// Its chunk, deflated: its header as it is, and the last byte of it `more` times over.
    pub fn bomb(&self, more: usize) -> Vec<u8> {
        chunk(2, &self.data(), &deflated(&self.data(), more))
    }
}

/// A chunk of a kind with this content, under the checksum of a change of `plain`.
pub fn chunk(kind: u8, plain: &[u8], content: &[u8]) -> Vec<u8> {
    let summed = [&[1], &*number(plain.len()), plain].concat();
    let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83];
    chunk.extend(&Sha256::digest(summed)[..4]);
    chunk.push(kind);
    chunk.extend(prefixed(content));
    chunk
}

/// A message that brings these chunks.
pub fn message(heads: &[ChangeHash], chunks: &[Vec<u8>]) -> Vec<u8> {
    Letter {
        heads: heads.to_vec(),
        chunks: chunks.to_vec(),
        ..Letter::default()
    }
    .bytes()
}

/// A message of the sync protocol.
#[derive(Debug, Default)]
pub struct Letter {
    pub heads: Vec<ChangeHash>,
    pub need: Vec<ChangeHash>,
    /// Hashes, and the bytes of a filter.
    pub have: Vec<(Vec<ChangeHash>, Vec<u8>)>,
    pub chunks: Vec<Vec<u8>>,
}

impl Letter {
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0x42];
        bytes.extend(hashes(&self.heads));
        bytes.extend(hashes(&self.need));
        bytes.extend(number(self.have.len()));
        for (last, filter) in &self.have {
            bytes.extend(hashes(last));
            bytes.extend(prefixed(filter));
        }
        bytes.extend(number(self.chunks.len()));
        bytes.extend(self.chunks.iter().flat_map(|chunk| prefixed(chunk)));
        bytes
    }
}

fn hashes(hashes: &[ChangeHash]) -> Vec<u8> {
    let mut bytes = number(hashes.len());
    bytes.extend(hashes.iter().flat_map(|hash| hash.0));
    bytes
}

/// A run: so many times the same value.
pub fn run(times: i64, value: &[u8]) -> Vec<u8> {
    [&*signed(times), value].concat()
}

/// LEB128.
pub fn unsigned(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 0x7f {
        bytes.push(0x80 | u8::try_from(value & 0x7f).unwrap());
        value >>= 7;
    }
    bytes.push(u8::try_from(value).unwrap());
    bytes
}

/// LEB128 with a sign.
pub fn signed(mut value: i64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while !(-64..64).contains(&value) {
        bytes.push(0x80 | u8::try_from(value & 0x7f).unwrap());
        value >>= 7;
    }
    bytes.push(u8::try_from(value & 0x7f).unwrap());
    bytes
}

pub fn prefixed(bytes: &[u8]) -> Vec<u8> {
    [&*number(bytes.len()), bytes].concat()
}

fn number(length: usize) -> Vec<u8> {
    unsigned(length as u64)
}

/// DEFLATE: the bytes as they are, then the last one some `more` times over, at 13 bits for 258 of them.
pub fn deflated(start: &[u8], more: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    for block in start.chunks(0xffff) {
        bits.push(0b000, 3);
        bits.align();
        let length = u16::try_from(block.len()).unwrap();
        bits.0.extend(length.to_le_bytes());
        bits.0.extend((!length).to_le_bytes());
        bits.0.extend(block);
    }
    bits.push(0b011, 3); // the last block, with the fixed codes
    for _ in 0..more / 258 {
        bits.push(0b1010_0011, 8); // length 258: 11000101, which is read from its first bit
        bits.push(0b00000, 5); // distance 1
    }
    bits.push(0, 7); // the end
    bits.0
}

#[derive(Default)]
struct Bits(Vec<u8>, u32);

impl Bits {
    /// The lowest bit first.
    fn push(&mut self, bits: u8, count: u32) {
        for shift in 0..count {
            if self.1 == 0 {
                self.0.push(0);
            }
            let last = self.0.last_mut().expect("just pushed");
            *last |= (bits >> shift & 1) << self.1;
            self.1 = (self.1 + 1) % 8;
        }
    }

    fn align(&mut self) {
        self.1 = 0;
    }
}
