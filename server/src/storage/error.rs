//! What can go wrong with the database, in words that callers can act on.

use sqlx::error::ErrorKind;
use sqlx::migrate::MigrateError;

/// Why a unit of work failed. Whatever it had done is undone.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A row that had to be there is not.
    #[error("no such row")]
    Absent,
    /// A row with the same key exists already; the table, or the constraint's name.
    #[error("{0} already has such a row")]
    Duplicate(String),
    /// A row points at one that does not exist.
    #[error("a row points at one that does not exist")]
    Dangling,
    /// Someone else holds the database, or it cannot be reached.
    #[error("the database is busy or cannot be reached: {0}")]
    Unavailable(String),
    /// The database cannot be written: read-only file, full disk.
    #[error("the database cannot be written: {0}")]
    NotWritable(String),
    /// A newer version of the software has used this database.
    #[error("the database has migration {0}, which this version does not know")]
    Newer(i64),
    /// A row that no version of this software writes.
    #[error("impossible row in {table}: {what}")]
    Impossible {
        /// Where it is.
        table: &'static str,
        /// What is wrong with it.
        what: String,
    },
    /// Anything else that the database says.
    #[error(transparent)]
    Database(sqlx::Error),
    /// A migration could not run.
    #[error(transparent)]
    Migration(MigrateError),
}

impl StorageError {
    /// An impossible row of `table`, said by the error that found it.
    pub fn impossible(table: &'static str, what: impl std::fmt::Display) -> Self {
        Self::Impossible {
            table,
            what: what.to_string(),
        }
    }
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(said) => match said.kind() {
                ErrorKind::UniqueViolation => Self::Duplicate(key(said.as_ref())),
                ErrorKind::ForeignKeyViolation => Self::Dangling,
                _ => match said.code().as_deref().and_then(condition) {
                    Some(Condition::Busy) => Self::Unavailable(said.to_string()),
                    Some(Condition::NotWritable) => Self::NotWritable(said.to_string()),
                    None => Self::Database(error),
                },
            },
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
                Self::Unavailable(error.to_string())
            }
            _ => Self::Database(error),
        }
    }
}

impl From<MigrateError> for StorageError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(version) => Self::Newer(version),
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            error => Self::Migration(error),
        }
    }
}

enum Condition {
    Busy,
    NotWritable,
}

/// Reads `SQLite`'s result codes (with their extensions in the higher bytes) and `PostgreSQL`'s SQLSTATE classes.
fn condition(code: &str) -> Option<Condition> {
    if code.len() == 5 {
        return match &code[..2] {
            "08" | "40" | "57" | "55" => Some(Condition::Busy),
            "25" | "53" => Some(Condition::NotWritable),
            _ => None,
        };
    }
    match code.parse::<i32>().ok()? & 0xff {
        5 | 6 => Some(Condition::Busy),
        8 | 10 | 13 | 14 => Some(Condition::NotWritable),
        _ => None,
    }
}

/// What was duplicated: `PostgreSQL` names the table, `SQLite` says `UNIQUE constraint failed: table.column, …`.
fn key(error: &dyn sqlx::error::DatabaseError) -> String {
    if let Some(table) = error.table() {
        return table.to_owned();
    }
    let message = error.message();
    let columns = message
        .rsplit_once(": ")
        .map_or(message, |(_, columns)| columns);
    columns
        .split_once('.')
        .map_or(columns, |(table, _)| table)
        .to_owned()
}
