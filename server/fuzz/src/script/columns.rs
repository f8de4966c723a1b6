//! A change told in bytes, column by column; its lengths and its checksum are always right.
//!
//! Format: <https://automerge.org/automerge-binary-format-spec/>.

use sha2::{Digest, Sha256};

use super::{Contents, Fitted};
use crate::random::Random;
use crate::reader::{Reader, write_prefixed, write_several};
use crate::scene::actor;
use crate::stage::Stage;

/// The columns of one change.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// The numbers of the other replicas that it speaks of.
    pub others: Vec<u8>,
    /// Specification and bytes of each.
    pub columns: Vec<(u8, Vec<u8>)>,
    /// Bits to turn over once all is written: where, and which.
    pub noise: Vec<(u16, u8)>,
}

impl Contents for Columns {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            others: reader.several(Reader::byte),
            columns: reader.several(|reader| (reader.byte(), reader.prefixed().to_vec())),
            noise: reader.several(|reader| (reader.short(), reader.byte())),
        }
    }

    fn write(&self, into: &mut Vec<u8>) {
        write_several(into, &self.others, |other, into| into.push(*other));
        write_several(into, &self.columns, |(specification, bytes), into| {
            into.push(*specification);
            write_prefixed(into, bytes);
        });
        write_several(into, &self.noise, |(at, bits), into| {
            into.extend(at.to_le_bytes());
            into.push(*bits);
        });
    }

    fn chunk(&self, heading: Fitted, _: &Stage) -> Option<Vec<u8>> {
        let mut data = written(&heading);
        number(&mut data, self.others.len() as u64);
        for other in &self.others {
            prefixed(&mut data, actor(*other).to_bytes());
        }
        number(&mut data, self.columns.len() as u64);
        for (specification, bytes) in &self.columns {
            number(&mut data, (*specification).into());
            number(&mut data, bytes.len() as u64);
        }
        for (_, bytes) in &self.columns {
            data.extend(bytes);
        }
        data.extend(&heading.extra);
        for (at, bits) in &self.noise {
            let at = usize::from(*at) % data.len();
            data[at] ^= bits;
        }
        Some(chunk(1, &data))
    }

    fn mutate(&mut self, random: &mut Random) {
        let count = self.columns.len();
        let at = random.below(count);
        match random.below(16) {
            0 => self.noise.push((random.short() % 512, random.byte())),
            1 => self.noise.clear(),
            2 if !self.others.is_empty() => drop(self.others.pop()),
            3 => self.others.push(random.of(&[0, 1, 2, 3, 201])),
            _ if count == 0 => self.columns.push((random.byte(), random.bytes(2))),
            4 if count < 30 => self.columns.insert(at, self.columns[at].clone()),
            5 => drop(self.columns.remove(at)),
            6 => self.columns[at].0 = random.byte(),
            _ => shuffle(&mut self.columns[at].1, random),
        }
    }
}

/// Everything before the other replicas.
fn written(heading: &Fitted) -> Vec<u8> {
    let mut data = Vec::new();
    number(&mut data, heading.dependencies.len() as u64);
    for dependency in &heading.dependencies {
        data.extend(dependency.0);
    }
    prefixed(&mut data, heading.actor.to_bytes());
    number(&mut data, heading.sequence);
    number(&mut data, heading.start.get());
    signed(&mut data, heading.time);
    prefixed(
        &mut data,
        heading.message.as_deref().unwrap_or_default().as_bytes(),
    );
    data
}

/// A chunk of this kind, whatever it holds, under a checksum that fits.
pub fn chunk(kind: u8, data: &[u8]) -> Vec<u8> {
    let mut body = vec![kind];
    prefixed(&mut body, data);
    let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83];
    chunk.extend(&Sha256::digest(&body)[..4]);
    chunk.extend(body);
    chunk
}

fn prefixed(into: &mut Vec<u8>, bytes: &[u8]) {
    number(into, bytes.len() as u64);
    into.extend(bytes);
}

/// LEB128.
fn number(into: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        into.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    into.push(number.to_le_bytes()[0]);
}

/// LEB128, signed.
fn signed(into: &mut Vec<u8>, mut number: i64) {
    while !(-0x40..0x40).contains(&number) {
        into.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    into.push(number.to_le_bytes()[0] & 0x7f);
}

/// Changes a byte or two, takes some away, or has some twice.
fn shuffle(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let end = bytes.len().min(at + 1 + random.below(4));
    match random.below(8) {
        0 => bytes.insert(at, random.byte()),
        1 => drop(bytes.drain(at..end)),
        2 => {
            let part = bytes[at..end].to_vec();
            bytes.splice(at..at, part);
        }
        3 if at < end => bytes[at] = random.byte(),
        4 if at < end => bytes[at] = bytes[at].wrapping_add(1),
        5 if at < end => bytes[at] = bytes[at].wrapping_sub(1),
        6 if at < end => bytes[at] ^= 1 << random.below(8),
        _ if at < end => bytes[at] = random.of(&[0, 1, 2, 0x7e, 0x7f, 0x80, 0xff]),
        _ => bytes.push(random.byte()),
    }
}
