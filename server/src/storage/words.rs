//! Reading the words of closed lists, and naming the rows that hold another.

use std::fmt::Display;
use std::str::FromStr;

use super::StorageError;

/// A word of a closed list, as a column of `table` holds it; any other is an impossible row.
pub(super) fn word<W>(table: &'static str, code: &str) -> Result<W, StorageError>
where
    W: FromStr,
    W::Err: Display,
{
    code.parse()
        .map_err(|error| StorageError::impossible(table, error))
}

/// The same, where the column may hold nothing.
pub(super) fn word_or_none<W>(
    table: &'static str,
    code: Option<&str>,
) -> Result<Option<W>, StorageError>
where
    W: FromStr,
    W::Err: Display,
{
    code.map(|code| word(table, code)).transpose()
}
