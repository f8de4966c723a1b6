//! From bytes to changes, without doing more work than the limits allow.
//!
//! Format: <https://automerge.org/automerge-binary-format-spec/>. The library reads whatever a length or a run claims;
//! a few bytes can claim billions. So the lengths are walked here first.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::Change;
use flate2::read::DeflateDecoder;
use sha2::{Digest as _, Sha256};

use super::{Candidate, Limits, Refusal};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const DOCUMENT: u8 = 0;
const CHANGE: u8 = 1;
const DEFLATED: u8 = 2;
/// Specification of the column that holds one action an operation (column 4, run-length encoded numbers).
const ACTIONS: u64 = 4 << 4 | 2;
/// Specification of the column that says how many operations each one replaces (column 7, a group).
const REPLACED: u64 = 7 << 4;

/// Reads changes that stand one after the other. Whole documents and bundles are refused.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Candidate>, Refusal> {
    let mut reader = Reader(bytes);
    let mut found = Vec::new();
    while !reader.0.is_empty() {
        let chunk = plain_chunk(&mut reader, limits)?;
        found.push(candidate(chunk)?);
    }
    Ok(found)
}

/// The next change chunk, inflated if need be, within the limits.
fn plain_chunk(reader: &mut Reader<'_>, limits: &Limits) -> Result<Vec<u8>, Refusal> {
    let whole = reader.0;
    if reader.take(4)? != MAGIC {
        return Err(Refusal::NotAChange);
    }
    let checksum = reader.take(4)?;
    let kind = reader.take(1)?[0];
    let length = reader.length()?;
    if length > limits.change_bytes {
        return Err(Refusal::TooManyBytes(limits.change_bytes));
    }
    let data = reader.take(length)?;
    match kind {
        CHANGE => {
            check_claims(data, limits)?;
            Ok(whole[..whole.len() - reader.0.len()].to_vec())
        }
        DEFLATED => {
            let inflated = inflate(data, limits)?;
            check_claims(&inflated, limits)?;
            Ok(change_chunk(checksum, &inflated))
        }
        kind => Err(Refusal::NotAChangeChunk(kind)),
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

/// Walks a change's header and the two columns whose runs say how much work it is.
fn check_claims(data: &[u8], limits: &Limits) -> Result<(), Refusal> {
    let mut reader = Reader(data);
    let dependencies = reader.number()?;
    if dependencies > limits.dependencies {
        return Err(Refusal::TooManyDependencies(limits.dependencies));
    }
    for _ in 0..dependencies {
        reader.take(32)?;
    }
    reader.prefixed()?; // actor
    reader.number()?; // sequence
    reader.number()?; // first operation
    reader.number()?; // timestamp, signed, of the same length
    reader.prefixed()?; // message
    for _ in 0..reader.number()? {
        reader.prefixed()?; // other actors
    }
    for (specification, length) in columns(&mut reader)? {
        let column = Reader(reader.take(length)?);
        let claimed = match specification {
            ACTIONS => column.runs(|_| 1)?,
            REPLACED => column.runs(|value| value)?,
            _ => 0,
        };
        if claimed > limits.operations {
            return Err(Refusal::TooManyOperations(limits.operations));
        }
    }
    Ok(())
}

fn columns(reader: &mut Reader<'_>) -> Result<Vec<(u64, usize)>, Refusal> {
    let mut columns = Vec::new();
    for _ in 0..reader.number()? {
        columns.push((reader.number()?, reader.length()?));
    }
    Ok(columns)
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

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Refusal> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Refusal::NotAChange)?;
        self.0 = rest;
        Ok(taken)
    }

    /// A LEB128 number of at most 64 bits.
    fn number(&mut self) -> Result<u64, Refusal> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Refusal::NotAChange)
    }

    fn signed(&mut self) -> Result<i64, Refusal> {
        let before = self.0.len();
        let bits = self.number()?.cast_signed();
        let width = 7 * (before - self.0.len());
        let unused = 64_usize.saturating_sub(width);
        Ok(bits << unused >> unused)
    }

    fn length(&mut self) -> Result<usize, Refusal> {
        usize::try_from(self.number()?).map_err(|_| Refusal::NotAChange)
    }

    fn prefixed(&mut self) -> Result<&'a [u8], Refusal> {
        let length = self.length()?;
        self.take(length)
    }

    /// Sums what each value of a run-length encoded column of numbers weighs, without unrolling the runs.
    fn runs(mut self, weight: impl Fn(u64) -> u64) -> Result<u64, Refusal> {
        let mut sum: u64 = 0;
        while !self.0.is_empty() {
            let run = self.signed()?;
            let weighed = match run {
                0 => self.number()?,
                1.. => run
                    .unsigned_abs()
                    .saturating_mul(weight(self.number()?).max(1)),
                _ => self.literals(run.unsigned_abs(), &weight)?,
            };
            sum = sum.saturating_add(weighed);
        }
        Ok(sum)
    }

    fn literals(&mut self, count: u64, weight: &impl Fn(u64) -> u64) -> Result<u64, Refusal> {
        let mut sum: u64 = 0;
        for _ in 0..count {
            sum = sum.saturating_add(weight(self.number()?));
        }
        Ok(sum)
    }
}
