//! The live hub: who has which document open, and one task for each document that is.
//!
//! [`socket`] and [`http`] carry frames to a [`session`], which hands what they say to the document's [`actor`]; that feeds a
//! [`Room`](dires_domain::room::Room) and performs its effects. Nothing here knows of pages: whoever accepts a
//! connection says who it is ([`Visitor`]) and calls [`Hub::serve`].

mod actor;
mod committer;
mod connection;
mod dictation;
mod examiner;
mod http;
mod outbox;
mod peers;
mod rate;
mod seats;
mod session;
mod settings;
mod socket;
mod stop;
mod store;
#[cfg(test)]
mod tests;
pub mod thread;
mod upgrade;
mod watch;
mod weight;
pub mod wire;
mod wording;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use dires_domain::ids::{DocumentId, PersonId};
use dires_domain::room::PeerId;
use tokio::runtime::Handle as Runtime;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::clock::Clock;
use crate::events::Events;
use crate::metrics::Metrics;
use crate::storage::{Db, StorageError};
use actor::Handle;
use committer::Committer;
use connection::Connection;
pub use dictation::{Owners, Unwritten};
pub use http::{Delivery, NotTaken};
use seats::Seats;
pub use settings::Settings;
use watch::Watch;
pub use wire::document_url;

/// Who opens a connection.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The person.
    pub person: PersonId,
    /// The SHA-256 of their session's token.
    pub session: Vec<u8>,
}

/// The documents that are open. Cloning it shares them.
#[derive(Clone)]
pub struct Hub(Arc<Shared>);

struct Shared {
    /// Where the hub's tasks run.
    runtime: Runtime,
    db: Db,
    committer: Committer,
    clock: Arc<dyn Clock>,
    events: Events,
    metrics: Metrics,
    settings: Settings,
    stopping: CancellationToken,
    /// Cancelled once nothing more will be said: what is queued is sent, then clients are told to come back.
    closing: CancellationToken,
    /// Cancelled last: whoever is still connected is cut off.
    cutting: CancellationToken,
    /// The documents' own.
    documents: TaskTracker,
    /// All others: connections, snapshots.
    tasks: TaskTracker,
    rooms: Mutex<HashMap<DocumentId, Handle>>,
    connections: Mutex<HashMap<PeerId, Connection>>,
    seats: Seats,
    lines: http::Lines,
    next_peer: AtomicU64,
    examiner: mpsc::UnboundedSender<(DocumentId, examiner::Urgency)>,
    /// What is asked of the examiner until it is started.
    requests: Mutex<Option<examiner::Requests>>,
    watch: Watch,
    /// The database's own name; read once.
    storage_id: tokio::sync::OnceCell<String>,
}

impl Hub {
    /// A hub on this database, whose tasks run there, and which ends when `stopping` is cancelled.
    pub fn new(
        runtime: Runtime,
        db: Db,
        clock: Arc<dyn Clock>,
        events: Events,
        metrics: Metrics,
        settings: Settings,
        stopping: CancellationToken,
    ) -> Self {
        let (examiner, requests) = mpsc::unbounded_channel();
        let committer = Committer::start(
            &runtime,
            db.clone(),
            clock.clone(),
            events.clone(),
            metrics.clone(),
        );
        Self(Arc::new(Shared {
            runtime,
            examiner,
            requests: Mutex::new(Some(requests)),
            db,
            committer,
            clock,
            events,
            metrics,
            settings,
            stopping,
            closing: CancellationToken::new(),
            cutting: CancellationToken::new(),
            documents: TaskTracker::new(),
            tasks: TaskTracker::new(),
            rooms: Mutex::default(),
            connections: Mutex::default(),
            seats: Seats::default(),
            lines: http::Lines::default(),
            next_peer: AtomicU64::new(1),
            watch: Watch::default(),
            storage_id: tokio::sync::OnceCell::new(),
        }))
    }

    /// What a connection may use.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// What is counted.
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Answers a request for a WebSocket; once it is open, speaks with its client until that leaves or is cut off.
    pub fn serve(&self, request: Request, visitor: Visitor) -> Response {
        let (answer, opening) = match upgrade::accept(request) {
            Ok(accepted) => accepted,
            Err(status) => return status.into_response(),
        };
        let hub = self.clone();
        self.spawn(async move {
            match upgrade::socket(opening).await {
                Ok((socket, begun)) => socket::serve(hub, socket, begun, visitor).await,
                Err(error) => tracing::debug!(%error, "a WebSocket did not open"),
            }
        });
        answer
    }

    /// Runs a task of the hub, on its thread.
    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.0.tasks.spawn_on(task, &self.0.runtime);
    }

    /// Has the rights on this document read again now, not within the second: a text moved, and its pages were told.
    pub fn refresh(&self, document: DocumentId) {
        self.0.watch.ask(document);
    }

    /// Has a document read anew from what is stored, and given anew to who has it open: changes came to it by another way
    /// than this hub. Call it after the unit of work is saved.
    pub async fn reopen(&self, document: DocumentId) {
        let room = self.rooms().get(&document).cloned();
        if let Some(room) = room {
            // A task that has just ended reads what is stored when it starts again.
            let _ended = room.call(actor::Call::Reload).await;
        }
    }

    /// The same for every document: mandates were given or ended. Where that changes rights, open pages are told.
    pub fn refresh_all(&self) {
        self.0.watch.look();
    }

    /// Cuts off the connections of a session that has ended.
    pub fn close_session(&self, session: &[u8]) {
        self.close(|connection| connection.visitor.session == session);
    }

    /// Cuts off every connection of a person.
    pub fn close_person(&self, person: PersonId) {
        self.close(|connection| connection.visitor.person == person);
    }

    /// How many documents are in memory.
    pub fn open_documents(&self) -> usize {
        self.rooms().len()
    }

    fn close(&self, which: impl Fn(&Connection) -> bool) {
        let connections = lock(&self.0.connections);
        let closed = connections.values().filter(|connection| which(connection));
        closed.for_each(Connection::cut);
    }

    /// Has what is stored of a document looked at in depth, aside.
    fn examine(&self, document: DocumentId, urgency: examiner::Urgency) {
        if let Some(requests) = lock(&self.0.requests).take() {
            let examiner = examiner::run(self.clone(), requests);
            self.spawn(examiner);
        }
        // When the server stops there is nobody to hear: the next start looks for what was left.
        let _stopped = self.0.examiner.send((document, urgency));
    }

    /// The document's task, started if need be.
    fn room(&self, document: DocumentId) -> Handle {
        let mut rooms = self.rooms();
        if let Some(room) = rooms.get(&document).filter(|room| !room.is_closed()) {
            return room.clone();
        }
        let (handle, actor) = actor::new(self.clone(), document);
        rooms.insert(document, handle.clone());
        // Of no connection, although one has opened it: it outlives that one, and serves all.
        let span = tracing::info_span!(parent: None, "text", %document);
        let actor = actor.instrument(span);
        self.0.documents.spawn_on(actor, &self.0.runtime);
        handle
    }

    /// Forgets the document's task if nobody else holds it; whether it was forgotten.
    fn forget_room(&self, document: DocumentId) -> bool {
        let mut rooms = self.rooms();
        let unused = rooms.get(&document).is_none_or(Handle::is_unused);
        if unused {
            rooms.remove(&document);
        }
        unused
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<DocumentId, Handle>> {
        lock(&self.0.rooms)
    }

    /// The number of a connection that begins. From the first on, rights are followed.
    fn next_peer(&self) -> PeerId {
        Watch::start(self);
        PeerId(self.0.next_peer.fetch_add(1, Ordering::Relaxed))
    }

    /// The name under which clients remember this database.
    async fn storage_id(&self) -> Result<String, StorageError> {
        let read = || async {
            let mut tx = self.0.db.read().await?;
            let row: Option<(String,)> = tx
                .query("select storage_id from association order by created_at limit 1")
                .optional()
                .await?;
            let fresh = || Uuid::new_v4().to_string();
            Ok(row.map_or_else(fresh, |(id,)| id))
        };
        self.0.storage_id.get_or_try_init(read).await.cloned()
    }
}

/// A poisoned lock still holds a sound map: nothing is left half done while it is held.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
