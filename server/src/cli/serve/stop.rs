//! How the server ends: it takes nobody in any more, ends what it has begun, and never takes longer than it may.

use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::timeout;

use super::super::Failure;
use crate::app::App;

/// How long all of it may take, from the signal on. The process is gone within 10 s.
const LIMIT: Duration = Duration::from_secs(9);

/// What tells the server to stop: SIGTERM, or Ctrl-C.
pub struct Signals {
    term: Signal,
    int: Signal,
}

impl Signals {
    /// Listens from now on.
    pub fn new() -> Result<Self, Failure> {
        let hear = |kind| signal(kind).map_err(|error| Failure::from_runtime(&error));
        Ok(Self {
            term: hear(SignalKind::terminate())?,
            int: hear(SignalKind::interrupt())?,
        })
    }

    /// Waits for the next.
    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.term.recv() => {}
            _ = self.int.recv() => {}
        }
    }
}

/// Ends everything. `site` ends by itself when no request is under way any more. What is not done in time, or when
/// somebody says it twice, is left: no change that its author was told is stored is among it.
pub async fn stop(app: &App, site: impl Future<Output = ()>, signals: &mut Signals) {
    tracing::info!("told to stop: what is under way ends, clients are told to come back");
    app.stopping.cancel();
    let everything = async {
        let ((), left) = tokio::join!(site, app.hub.stopped());
        app.db.close().await;
        left.documents + left.connections == 0
    };
    let whole = tokio::select! {
        done = timeout(LIMIT, everything) => done.unwrap_or(false),
        () = signals.next() => false,
    };
    if !whole {
        say_what_is_left(app);
    }
}

fn say_what_is_left(app: &App) {
    let (left, requests) = (app.hub.left(), app.metrics.requests_under_way());
    tracing::warn!(
        documents = left.documents,
        connections = left.connections,
        requests,
        "stopped without waiting longer: changes that are not stored were acknowledged to nobody"
    );
}
