//! What a change claims of itself, walked before anything believes it.

use super::reader::Reader;
use super::{Limits, Refusal};

/// The columns that the library writes, in its order: the number of each, and the type of what it holds.
const COLUMNS: [u64; 14] = [
    1,
    2,
    1 << 4 | 1,
    1 << 4 | 3,
    KEYS,
    3 << 4 | 4,
    ACTIONS,
    5 << 4 | 6,
    5 << 4 | 7,
    REPLACED,
    7 << 4 | 1,
    7 << 4 | 3,
    9 << 4 | 4,
    MARK_NAMES,
];
/// Strings: the keys of maps.
const KEYS: u64 = 1 << 4 | 5;
/// Numbers: one action an operation.
const ACTIONS: u64 = 4 << 4 | 2;
/// A group: how many operations each one replaces.
const REPLACED: u64 = 7 << 4;
/// Strings: the names of marks.
const MARK_NAMES: u64 = 10 << 4 | 5;
/// No key and no mark of a text has a longer name, in bytes. The library compares the names of neighbours: a long name
/// in a long run is its length times as much work as it has bytes.
const NAME: usize = 64;

/// Walks a change's header and the columns whose runs say how much work it is; gives the number of its operations.
pub(super) fn check(data: &[u8], limits: &Limits) -> Result<u64, Refusal> {
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
    let message = reader.prefixed()?.len();
    actors(&mut reader, limits)?;
    let mut operations = 0;
    for (specification, length) in columns(&mut reader)? {
        let column = Reader(reader.take(length)?);
        let claimed = self::operations(specification, column)?;
        if claimed > limits.operations {
            return Err(Refusal::TooManyOperations(limits.operations));
        }
        operations = operations.max(claimed);
    }
    if message + reader.0.len() > limits.remark {
        return Err(Refusal::RemarkTooLong(limits.remark));
    }
    Ok(operations)
}

fn actors(reader: &mut Reader<'_>, limits: &Limits) -> Result<(), Refusal> {
    let actors = reader.number()?;
    if actors > limits.actors {
        return Err(Refusal::TooManyActors(limits.actors));
    }
    for _ in 0..actors {
        reader.prefixed()?;
    }
    Ok(())
}

/// The columns' specifications and lengths, each once and in order.
fn columns(reader: &mut Reader<'_>) -> Result<Vec<(u64, usize)>, Refusal> {
    let mut columns = Vec::new();
    let mut known = COLUMNS.iter();
    for _ in 0..reader.number()? {
        let specification = reader.number()?;
        if !known.any(|known| *known == specification) {
            return Err(Refusal::UnknownColumn(specification));
        }
        columns.push((specification, reader.length()?));
    }
    Ok(columns)
}

/// How many operations a column is about, as far as it says so.
fn operations(specification: u64, column: Reader<'_>) -> Result<u64, Refusal> {
    match specification {
        ACTIONS => column.runs(|_| 1),
        REPLACED => column.runs(|value| value),
        KEYS | MARK_NAMES => names(column),
        _ => Ok(0),
    }
}

fn names(column: Reader<'_>) -> Result<u64, Refusal> {
    if column.longest()? > NAME {
        return Err(Refusal::NameTooLong(NAME));
    }
    Ok(0)
}
