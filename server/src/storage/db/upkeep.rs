//! What whoever runs the server does with a database as a whole: look at it, copy it, check it.

use std::path::Path;

use super::{
    Db, MIGRATIONS, Migrator, POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS, StorageError, postgres_pool,
    sqlite, sqlite_options,
};

/// Which migrations a database has seen, and which this version knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migrations {
    /// The last that was run on it; none on a database that is not ours.
    pub applied: Option<i64>,
    /// The last that this version knows.
    pub known: i64,
}

impl Db {
    /// Connects to a database that exists already, and leaves its tables as they are.
    pub async fn existing(url: &str) -> Result<Self, StorageError> {
        if url.starts_with("postgres") {
            return Ok(Self::Postgres(postgres_pool(url).await?));
        }
        sqlite(sqlite_options(url)?.create_if_missing(false)).await
    }

    /// Whether it is a file of `SQLite`.
    pub const fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(..))
    }

    /// Fails if nothing can be written now.
    pub async fn try_writing(&self) -> Result<(), StorageError> {
        let mut tx = self.write().await?;
        tx.query("delete from session where token_hash is null")
            .execute()
            .await?;
        Ok(())
    }

    /// The migrations of its engine, in order.
    pub(super) fn all_migrations(&self) -> Migrator {
        let own = match self {
            Self::Sqlite(..) => &SQLITE_MIGRATIONS,
            Self::Postgres(_) => &POSTGRES_MIGRATIONS,
        };
        Migrator::with_migrations(MIGRATIONS.iter().chain(own.iter()).cloned().collect())
    }

    /// Which migrations it has seen.
    pub async fn migrations(&self) -> Result<Migrations, StorageError> {
        let mut tx = self.read().await?;
        let sql = "select max(version) from _sqlx_migrations";
        let applied = tx.query(sql).one::<(Option<i64>,)>().await;
        let known = self.all_migrations();
        let known = known.iter().map(|migration| migration.version).max();
        Ok(Migrations {
            applied: applied.ok().and_then(|(version,)| version),
            known: known.unwrap_or_default(),
        })
    }

    /// How many connections are in use, and how many wait to be used.
    pub fn connections(&self) -> (u32, u32) {
        let of_pool = |size: u32, idle: usize| {
            let idle = u32::try_from(idle).unwrap_or(size);
            (size.saturating_sub(idle), idle)
        };
        match self {
            Self::Sqlite(pool, writer) => {
                let (used, idle) = of_pool(pool.size(), pool.num_idle());
                let (busy, free) = writer.connections();
                (used + busy, idle + free)
            }
            Self::Postgres(pool) => of_pool(pool.size(), pool.num_idle()),
        }
    }

    /// Copies a `SQLite` database, as one of its readers sees it now, into a file that does not exist; writers go on
    /// meanwhile. `false` on `PostgreSQL`, which has its own tool.
    pub async fn copy_to(&self, file: &Path) -> Result<bool, StorageError> {
        let Self::Sqlite(pool, _) = self else {
            return Ok(false);
        };
        let file = file.to_string_lossy().into_owned();
        sqlx::query("vacuum into $1")
            .bind(file)
            .execute(pool)
            .await?;
        Ok(true)
    }

    /// What the engine itself finds wrong, one line each. `PostgreSQL` keeps its own checksums: nothing.
    pub async fn engine_faults(&self) -> Result<Vec<String>, StorageError> {
        let Self::Sqlite(pool, _) = self else {
            return Ok(Vec::new());
        };
        let lines: Vec<(String,)> = sqlx::query_as("pragma integrity_check")
            .fetch_all(pool)
            .await?;
        let dangling: Vec<(String,)> =
            sqlx::query_as("select distinct \"table\" from pragma_foreign_key_check")
                .fetch_all(pool)
                .await?;
        let dangling = dangling
            .into_iter()
            .map(|(table,)| format!("{table}: a row points at nothing"));
        let broken = lines
            .into_iter()
            .map(|(line,)| line)
            .filter(|line| line != "ok");
        Ok(broken.chain(dangling).collect())
    }
}
