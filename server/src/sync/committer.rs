//! One task that commits for all documents: what waits of any of them is one unit of work, so that one flush of the
//! disk serves all. While it is under way, what comes is the next group; when nothing waits, a group is one batch.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use dires_domain::ids::DocumentId;
use dires_domain::room::{Outcome, Store};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until, timeout};

use crate::clock::Clock;
use crate::events::Events;
use crate::metrics::Metrics;
use crate::storage::documents::{Appended, Batch, Replicas};
use crate::storage::suggestions::Beside;
use crate::storage::{Db, StorageError};

/// Batches committed together, one a document: some milliseconds of work.
const GROUP: usize = 512;

/// Groups begin no sooner after one another: on a quick disk, edits that come together would else be committed one by one.
const SPACING: Duration = Duration::from_millis(2);

/// A database that has not answered in so long is taken for lost, and what it was asked is asked again. Longer than
/// writers wait for one another on `SQLite`, twice 5 s.
const PATIENCE: Duration = Duration::from_secs(15);

/// The way to the task. It ends when nobody holds this any more.
#[derive(Debug)]
pub struct Committer(mpsc::UnboundedSender<Request>);

/// A batch that waits, and who waits for it. A document has one at a time, so the queue needs no bound of its own.
#[derive(Debug)]
struct Request {
    document: DocumentId,
    store: Arc<Store>,
    /// What is stored with it, where the server makes the change.
    beside: Option<Arc<Beside>>,
    reply: oneshot::Sender<Outcome>,
}

struct Task {
    db: Db,
    clock: Arc<dyn Clock>,
    events: Events,
    metrics: Metrics,
    known: Replicas,
    patience: Duration,
}

impl Committer {
    /// Starts the task there.
    pub fn start(
        runtime: &Handle,
        db: Db,
        clock: Arc<dyn Clock>,
        events: Events,
        metrics: Metrics,
    ) -> Self {
        let (requests, waiting) = mpsc::unbounded_channel();
        let task = Task {
            db,
            clock,
            events,
            metrics,
            known: Replicas::default(),
            patience: PATIENCE,
        };
        runtime.spawn(task.run(waiting));
        Self(requests)
    }

    /// Commits a batch, with what goes with it; what came of it.
    pub async fn commit(
        &self,
        document: DocumentId,
        store: Arc<Store>,
        beside: Option<Arc<Beside>>,
    ) -> Outcome {
        let (reply, answer) = oneshot::channel();
        let request = Request {
            document,
            store,
            beside,
            reply,
        };
        // Without a task or an answer nobody knows: the next attempt recognises what is stored.
        match self.0.send(request) {
            Ok(()) => answer.await.unwrap_or(Outcome::Later),
            Err(_) => Outcome::Later,
        }
    }
}

impl Task {
    async fn run(mut self, mut waiting: mpsc::UnboundedReceiver<Request>) {
        let mut group = Vec::new();
        let mut next = Instant::now();
        while waiting.recv_many(&mut group, GROUP).await > 0 {
            if Instant::now() < next {
                sleep_until(next).await;
                while group.len() < GROUP
                    && let Ok(request) = waiting.try_recv()
                {
                    group.push(request);
                }
            }
            next = Instant::now() + SPACING;
            // In one order for all: two servers on one database never wait for each other in a circle.
            group.sort_by_key(|request| request.document);
            self.commit(std::mem::take(&mut group)).await;
        }
    }

    /// Commits a group; where it fails for what one of them is, each alone.
    async fn commit(&mut self, group: Vec<Request>) {
        let at = self.clock.now();
        match self.together(&group, at).await {
            Ok(appended) => self.answer(group, &appended),
            Err(error) if group.len() == 1 || passes(&error) => {
                self.metrics.commit_failed();
                refuse(group, &error);
            }
            Err(error) => {
                tracing::warn!(%error, documents = group.len(), "a group is not stored; each is tried alone");
                for request in group {
                    let alone = vec![request];
                    match self.together(&alone, at).await {
                        Ok(appended) => self.answer(alone, &appended),
                        Err(error) => {
                            self.metrics.commit_failed();
                            refuse(alone, &error);
                        }
                    }
                }
            }
        }
    }

    async fn together(
        &mut self,
        group: &[Request],
        at: DateTime<Utc>,
    ) -> Result<Vec<Appended>, StorageError> {
        let began = Instant::now();
        let silence = || StorageError::Unavailable("no answer".to_owned());
        let appended = timeout(self.patience, self.append(group, at)).await;
        let appended = appended.unwrap_or_else(|_| Err(silence()))?;
        let mut changes = 0;
        for (request, appended) in group.iter().zip(&appended) {
            if appended.is_stored() {
                self.known.learn(&request.batch(at));
                changes += request.store.changes.len();
            }
        }
        self.metrics
            .committed(began.elapsed(), changes, group.len());
        self.metrics.edits(changes);
        Ok(appended)
    }

    /// Stores what it can as one errand, and the rest step by step.
    async fn append(
        &self,
        group: &[Request],
        at: DateTime<Utc>,
    ) -> Result<Vec<Appended>, StorageError> {
        let batches: Vec<_> = group.iter().map(|request| request.batch(at)).collect();
        let stored = match self.db.append_at_once(&batches, &self.known).await {
            Ok(stored) => stored.unwrap_or_default(),
            Err(error) if passes(&error) => return Err(error),
            // The long way tells of which batch.
            Err(_) => Vec::new(),
        };
        if !stored.is_empty() && stored.iter().all(|stored| *stored) {
            return Ok(vec![Appended::Plainly; group.len()]);
        }
        let mut tx = self.db.write().await?;
        let mut appended = Vec::with_capacity(group.len());
        for (place, batch) in batches.iter().enumerate() {
            appended.push(if stored.get(place) == Some(&true) {
                Appended::Plainly
            } else {
                tx.append_changes(batch, &self.known).await?
            });
        }
        tx.save().await?;
        Ok(appended)
    }

    /// Says what came of each; open pages are told whose avis are void.
    fn answer(&self, group: Vec<Request>, appended: &[Appended]) {
        for (request, appended) in group.into_iter().zip(appended) {
            let outcome = match *appended {
                Appended::Done { paper, voided } => {
                    if voided {
                        self.events.changed(paper);
                    }
                    Outcome::Done
                }
                Appended::Plainly => Outcome::Done,
                Appended::Frozen => Outcome::Frozen,
                Appended::Diverged => diverged(request.document),
            };
            request.answer(outcome);
        }
    }
}

impl Request {
    fn batch(&self, at: DateTime<Utc>) -> Batch<'_> {
        Batch {
            document: self.document,
            from: i64::try_from(self.store.from).unwrap_or(i64::MAX),
            store: &self.store,
            beside: self.beside.as_deref(),
            at,
        }
    }

    fn answer(self, outcome: Outcome) {
        // Who no longer waits has ended, and reads what is stored when it starts again.
        let _ended = self.reply.send(outcome);
    }
}

/// Whether the error is the database's, and not of what was to be stored.
const fn passes(error: &StorageError) -> bool {
    matches!(
        error,
        StorageError::Unavailable(_) | StorageError::NotWritable(_)
    )
}

fn refuse(group: Vec<Request>, error: &StorageError) {
    for request in group {
        let outcome = match error {
            StorageError::Duplicate(_) => diverged(request.document),
            _ => Outcome::Later,
        };
        if outcome == Outcome::Later {
            tracing::warn!(document = %request.document, %error, "changes are not stored; tried again soon");
        }
        request.answer(outcome);
    }
}

fn diverged(document: DocumentId) -> Outcome {
    tracing::error!(%document, "the database has other changes: the document is opened again");
    Outcome::Diverged
}
