//! The only file that knows there are two engines: a pool, a unit of work, a query.

mod upkeep;
mod writer;

use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgPool, PgPoolOptions, PgRow};
use sqlx::query::Query as SqlxQuery;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteRow, SqliteSynchronous,
};
use sqlx::{Encode, FromRow, Postgres, Sqlite, Transaction, Type};

use super::error::StorageError;
pub use upkeep::Migrations;
use writer::{Unit, Writer};

/// The tables, on both engines alike.
static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");
/// What only one engine reads.
static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("../migrations/postgres");

/// How long a writer waits for another one on `SQLite`, and whoever needs a connection for one, before it is said that the
/// database is busy.
const BUSY: Duration = Duration::from_secs(5);

/// A database of either engine. Cloning it shares its connections.
#[derive(Debug, Clone)]
pub enum Db {
    /// One file: many read it at once, one writes.
    Sqlite(SqlitePool, Writer),
    /// A server.
    Postgres(PgPool),
}

/// A unit of work: what it did is undone unless it is saved.
#[derive(Debug)]
pub enum Tx {
    /// Reads one file.
    Sqlite(Transaction<'static, Sqlite>),
    /// Writes one file.
    Writing(Unit),
    /// On a server.
    Postgres(Transaction<'static, Postgres>),
}

/// A statement with its values, ready to run inside a unit of work.
#[must_use]
pub enum Query<'t> {
    /// On one file.
    Sqlite(
        SqlxQuery<'static, Sqlite, <Sqlite as sqlx::Database>::Arguments>,
        &'t mut SqliteConnection,
    ),
    /// On a server.
    Postgres(
        SqlxQuery<'static, Postgres, <Postgres as sqlx::Database>::Arguments>,
        &'t mut Transaction<'static, Postgres>,
    ),
}

/// What both engines take as the value of a parameter.
pub trait Value:
    Encode<'static, Sqlite> + Type<Sqlite> + Encode<'static, Postgres> + Type<Postgres> + Send + 'static
{
}

impl<T> Value for T where
    T: Encode<'static, Sqlite>
        + Type<Sqlite>
        + Encode<'static, Postgres>
        + Type<Postgres>
        + Send
        + 'static
{
}

/// What a row of either engine becomes; `#[derive(FromRow)]` is enough. One column: a tuple `(T,)`.
pub trait Record:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

impl<T> Record for T where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

impl Db {
    /// Connects to `sqlite://path` (created if absent) or `postgres://…` and brings its tables up to date.
    pub async fn open(url: &str) -> Result<Self, StorageError> {
        let db = Self::connect(url).await?;
        let migrations = db.all_migrations();
        match &db {
            Self::Sqlite(pool, _) => migrations.run(pool).await?,
            Self::Postgres(pool) => migrations.run(pool).await?,
        }
        Ok(db)
    }

    async fn connect(url: &str) -> Result<Self, StorageError> {
        if url.starts_with("postgres") {
            return Ok(Self::Postgres(postgres_pool(url).await?));
        }
        let options = sqlite_options(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal);
        sqlite(options).await
    }

    /// Opens a unit of work that only reads, and sees one state of the database throughout.
    pub async fn read(&self) -> Result<Tx, StorageError> {
        Ok(match self {
            Self::Sqlite(pool, _) => Tx::Sqlite(pool.begin().await?),
            Self::Postgres(pool) => Tx::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        })
    }

    /// Opens a unit of work that writes. On `SQLite` there is one at a time.
    pub async fn write(&self) -> Result<Tx, StorageError> {
        Ok(match self {
            Self::Sqlite(_, writer) => Tx::Writing(writer.begin().await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Waits for what is under way, then closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(pool, writer) => {
                writer.close().await;
                pool.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

async fn postgres_pool(url: &str) -> Result<PgPool, StorageError> {
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(BUSY);
    Ok(pool.connect(url).await?)
}

async fn sqlite(options: SqliteConnectOptions) -> Result<Db, StorageError> {
    // A connection to a file does not break while nobody uses it.
    let pool = SqlitePoolOptions::new()
        .max_connections(8)
        .acquire_timeout(BUSY)
        .test_before_acquire(false);
    let pool = pool.connect_with(options.clone()).await?;
    Ok(Db::Sqlite(pool, Writer::new(options)))
}

fn sqlite_options(url: &str) -> Result<SqliteConnectOptions, StorageError> {
    Ok(url
        .parse::<SqliteConnectOptions>()?
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY))
}

impl Tx {
    /// Prepares a statement; parameters are `$1`, `$2`… on both engines.
    pub fn query(&mut self, sql: &'static str) -> Query<'_> {
        match self {
            Self::Sqlite(tx) => Query::Sqlite(sqlx::query(sql), tx),
            Self::Writing(unit) => Query::Sqlite(sqlx::query(sql), unit.connection()),
            Self::Postgres(tx) => Query::Postgres(sqlx::query(sql), tx),
        }
    }

    /// Whether a statement that waited for a row may see other tables as they were before it waited.
    pub const fn sees_behind(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Commits: once this returns, what was done is durable.
    pub async fn save(self) -> Result<(), StorageError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Writing(unit) => unit.save().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

impl Query<'_> {
    /// Gives the next parameter its value.
    pub fn bind(self, value: impl Value) -> Self {
        match self {
            Self::Sqlite(query, tx) => Self::Sqlite(query.bind(value), tx),
            Self::Postgres(query, tx) => Self::Postgres(query.bind(value), tx),
        }
    }

    /// Runs the statement; the number of rows that it touched.
    pub async fn execute(self) -> Result<u64, StorageError> {
        Ok(match self {
            Self::Sqlite(query, tx) => query.execute(&mut *tx).await?.rows_affected(),
            Self::Postgres(query, tx) => query.execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// The only row, or none.
    pub async fn optional<R: Record>(self) -> Result<Option<R>, StorageError> {
        let found = match self {
            Self::Sqlite(query, tx) => query
                .fetch_optional(&mut *tx)
                .await?
                .map(|row| R::from_row(&row)),
            Self::Postgres(query, tx) => query
                .fetch_optional(&mut **tx)
                .await?
                .map(|row| R::from_row(&row)),
        };
        Ok(found.transpose()?)
    }

    /// The only row; [`StorageError::Absent`] without one.
    pub async fn one<R: Record>(self) -> Result<R, StorageError> {
        self.optional().await?.ok_or(StorageError::Absent)
    }

    /// Every row, in the statement's order.
    pub async fn all<R: Record>(self) -> Result<Vec<R>, StorageError> {
        let found: Result<Vec<R>, sqlx::Error> = match self {
            Self::Sqlite(query, tx) => {
                let rows = query.fetch_all(&mut *tx).await?;
                rows.iter().map(R::from_row).collect()
            }
            Self::Postgres(query, tx) => {
                let rows = query.fetch_all(&mut **tx).await?;
                rows.iter().map(R::from_row).collect()
            }
        };
        Ok(found?)
    }
}
