//! Whether the server can do its work now: what a load balancer asks before it sends anybody.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use futures_util::future::Shared;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::storage::db::Migrations;
use crate::storage::{Db, StorageError};

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long an answer holds: whoever asks more often is given the same.
const FRESH: Duration = Duration::from_secs(1);

/// Why it cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unready {
    /// It was told to stop.
    Stopping,
    /// The database does not answer within a second, or somebody holds it.
    Silent,
    /// The database answers, and cannot be written.
    NotWritable,
    /// The database has the tables of another version than this one.
    OtherVersion,
}

type Verdict = Result<(), Unready>;
type Asking = Shared<Pin<Box<dyn Future<Output = Verdict> + Send>>>;

/// Asks the database. Cloning it shares the question, which is asked once at a time: a database that is stuck is not
/// made worse by those who ask how it is.
#[derive(Clone)]
pub struct Readiness {
    db: Db,
    stopping: CancellationToken,
    asked: Arc<Mutex<Option<(Instant, Asking)>>>,
}

impl Readiness {
    /// Of a server on this database, until `stopping`.
    pub fn new(db: Db, stopping: CancellationToken) -> Self {
        Self {
            db,
            stopping,
            asked: Arc::default(),
        }
    }

    /// Whether the server can do its work: the database can be written, and its tables are ours. Answers within a second.
    pub async fn ask(&self) -> Verdict {
        if self.stopping.is_cancelled() {
            return Err(Unready::Stopping);
        }
        let answered = timeout(PATIENCE, self.asking()).await;
        answered.unwrap_or(Err(Unready::Silent))
    }

    /// The question that is under way, or was answered just before; a new one otherwise.
    fn asking(&self) -> Asking {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let holds = |at: &Instant, asking: &Asking| asking.peek().is_none() || at.elapsed() < FRESH;
        match &*asked {
            Some((at, asking)) if holds(at, asking) => asking.clone(),
            _ => {
                let asking = self.begin();
                *asked = Some((Instant::now(), asking.clone()));
                asking
            }
        }
    }

    /// In a task of its own: what is asked of a stuck database goes on when nobody waits for the answer any more.
    fn begin(&self) -> Asking {
        let question = tokio::spawn(ask(self.db.clone()));
        let answer = async { question.await.unwrap_or(Err(Unready::Silent)) };
        answer.boxed().shared()
    }
}

async fn ask(db: Db) -> Verdict {
    let asked = async {
        db.try_writing().await?;
        db.migrations().await
    };
    match asked.await {
        Ok(Migrations { applied, known }) if applied == Some(known) => Ok(()),
        Ok(found) => {
            tracing::warn!(?found, "not ready: the database has other migrations");
            Err(Unready::OtherVersion)
        }
        Err(error) => {
            tracing::warn!(%error, "not ready");
            Err(unready(&error))
        }
    }
}

fn unready(error: &StorageError) -> Unready {
    match error {
        StorageError::NotWritable(_) => Unready::NotWritable,
        _ => Unready::Silent,
    }
}
