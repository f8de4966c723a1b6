//! The one connection through which this process writes a `SQLite` file.
//!
//! There is one writer at a time on `SQLite` anyway. Here they wait for one another in order, without asking the file
//! again and again; and one connection that is kept has its statements ready and its pages at hand, where a pool's
//! would be another each time. A connection whose unit of work failed in an unknown state is closed, and opened anew.

use std::sync::Arc;

use sqlx::query::QueryAs;
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{ConnectOptions as _, Connection as _, FromRow, Sqlite};
use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::timeout;

use super::BUSY;

/// The connection, open and clean; none before the first unit of work, or after a failure.
type Slot = Option<SqliteConnection>;

/// Statements with their values.
pub type Statements<'q, R> = QueryAs<'q, Sqlite, R, SqliteArguments>;

/// The way to the writing connection. Cloning it shares it.
#[derive(Debug, Clone)]
pub struct Writer {
    options: Arc<SqliteConnectOptions>,
    slot: Arc<Mutex<Slot>>,
}

/// A unit of work on the writing connection: undone unless it is saved.
#[derive(Debug)]
pub struct Unit {
    slot: Option<OwnedMutexGuard<Slot>>,
    connection: Option<SqliteConnection>,
}

impl Writer {
    /// A writer that connects when it first has something to write.
    pub fn new(options: SqliteConnectOptions) -> Self {
        Self {
            options: Arc::new(options),
            slot: Arc::default(),
        }
    }

    /// Waits for the units of work before this one, then for other processes; each for as long as [`BUSY`].
    pub async fn begin(&self) -> Result<Unit, sqlx::Error> {
        let mut unit = self.wait().await?;
        unit.run("begin immediate").await?;
        Ok(unit)
    }

    /// Runs statements that begin and commit a unit of work by themselves; all their rows. One errand of the thread that
    /// holds the connection, where each statement alone would be one. Where it fails, all is undone.
    pub async fn at_once<R>(&self, statements: Statements<'_, R>) -> Result<Vec<R>, sqlx::Error>
    where
        R: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
    {
        let mut unit = self.wait().await?;
        let rows = statements.fetch_all(unit.connection()).await?;
        unit.give_back();
        Ok(rows)
    }

    /// Waits for the connection, on which nothing has begun.
    async fn wait(&self) -> Result<Unit, sqlx::Error> {
        let waiting = timeout(BUSY, self.slot.clone().lock_owned());
        let mut slot = waiting.await.map_err(|_| sqlx::Error::PoolTimedOut)?;
        let connection = match slot.take() {
            Some(connection) => connection,
            None => self.options.connect().await?,
        };
        Ok(Unit {
            slot: Some(slot),
            connection: Some(connection),
        })
    }

    /// How many connections are in use, and how many wait to be used: one or none.
    pub fn connections(&self) -> (u32, u32) {
        match self.slot.try_lock() {
            Ok(slot) => (0, u32::from(slot.is_some())),
            Err(_) => (1, 0),
        }
    }

    /// Waits for the unit of work that is under way, and closes the connection.
    pub async fn close(&self) {
        if let Some(connection) = self.slot.lock().await.take() {
            // It was clean: there is nothing to lose in it.
            let _closed = connection.close().await;
        }
    }
}

impl Unit {
    /// The connection.
    pub const fn connection(&mut self) -> &mut SqliteConnection {
        self.connection
            .as_mut()
            .expect("it leaves only when the unit of work ends")
    }

    /// Commits, and lets the next one write.
    pub async fn save(mut self) -> Result<(), sqlx::Error> {
        self.run("commit").await?;
        self.give_back();
        Ok(())
    }

    async fn run(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        sqlx::query(sql).execute(self.connection()).await?;
        Ok(())
    }

    /// The connection is clean: the next one may have it.
    fn give_back(&mut self) {
        if let Some(mut slot) = self.slot.take() {
            *slot = self.connection.take();
        }
    }
}

impl Drop for Unit {
    /// What was not saved is undone before anyone else writes; a connection that cannot undo is closed, which does.
    fn drop(&mut self) {
        let (slot, connection) = (self.slot.take(), self.connection.take());
        if let (Some(slot), Ok(runtime)) = (slot, Handle::try_current()) {
            let slot = Some(slot);
            runtime.spawn(async move {
                let mut unit = Self { slot, connection };
                if unit.run("rollback").await.is_ok() {
                    unit.give_back();
                } else {
                    unit.connection = None;
                    unit.slot = None;
                }
            });
        }
    }
}
