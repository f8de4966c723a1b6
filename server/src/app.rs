//! What every request shares.

use std::ops::Deref;
use std::sync::Arc;

use dires_domain::ids::{DocumentId, PaperId, TerritoryId};
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

use crate::attempts::Attempts;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::entropy::{Entropy, SystemEntropy};
use crate::events::Events;
use crate::metrics::Metrics;
use crate::readiness::Readiness;
use crate::storage::Db;
use crate::sync::{Hub, Settings, thread};

/// The running application. Cloning it shares it.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What the application is made of; `app.db`, `app.clock`… read it through [`App`].
pub struct Parts {
    /// Where everything is kept.
    pub db: Db,
    /// The settings it was started with.
    pub config: Config,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where secrets come from.
    pub entropy: Arc<dyn Entropy>,
    /// Tells open pages what changed.
    pub events: Events,
    /// Failed log-ins of the last minutes.
    pub attempts: Attempts,
    /// What is counted.
    pub metrics: Metrics,
    /// Whether the work can be done.
    pub readiness: Readiness,
    /// The texts that are being written.
    pub hub: Hub,
    /// Cancelled when the server stops: whatever waits (live pages, sockets) ends then.
    pub stopping: CancellationToken,
}

impl App {
    /// An application on this database, with the machine's clock and randomness, whose hub has a thread of its own.
    pub fn new(db: Db, config: Config) -> std::io::Result<Self> {
        let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
        let hub = thread::start()?;
        Ok(Self::with(db, config, clock, entropy, hub))
    }

    /// An application whose clock and randomness are given, and whose hub runs there.
    pub fn with(
        db: Db,
        config: Config,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        runtime: Handle,
    ) -> Self {
        let events = Events::default();
        let metrics = Metrics::default();
        let stopping = CancellationToken::new();
        let settings = Settings::of(&config.hub, config.session_idle);
        let readiness = Readiness::new(db.clone(), stopping.clone());
        let hub = Hub::new(
            runtime,
            db.clone(),
            clock.clone(),
            events.clone(),
            metrics.clone(),
            settings,
            stopping.clone(),
        );
        Self(Arc::new(Parts {
            db,
            config,
            clock,
            entropy,
            events,
            attempts: Attempts::default(),
            metrics,
            readiness,
            hub,
            stopping,
        }))
    }
}

impl App {
    /// Tells open pages that a text changed, and has the open editors of its document read their rights again.
    /// Call it after the unit of work is saved.
    pub fn paper_changed(&self, paper: PaperId, document: Option<DocumentId>) {
        self.events.changed(paper);
        if let Some(document) = document {
            self.hub.refresh(document);
        }
    }

    /// Tells the open pages of these territories that a text's comments changed; other pages are told nothing.
    /// Call it after the unit of work is saved.
    pub fn comments_changed(&self, paper: PaperId, territories: &[TerritoryId]) {
        self.events.changed_for(paper, territories);
    }
}

#[cfg(test)]
impl App {
    /// An application of these parts.
    pub fn of(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
