//! The sessions of everyone connected: cut off when they end, kept alive by writing.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use dires_domain::room::PeerId;

use super::super::{Hub, lock};
use crate::storage::sessions::Lasting;
use crate::storage::{StorageError, Tx};

/// A session's last use is written at most this often.
const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(5);
/// Sessions touched in one unit of work: what people write waits behind it.
const TOUCHED_TOGETHER: usize = 64;

/// The sessions behind the connections that were looked at.
#[derive(Debug, Default)]
pub struct Sessions {
    connected: HashSet<PeerId>,
    lasting: HashMap<Vec<u8>, Lasting>,
    /// When the first of them ends unless it is used.
    next_end: Option<DateTime<Utc>>,
    /// A database that takes no touch is not asked again before.
    touch_after: Option<DateTime<Utc>>,
}

impl Sessions {
    /// Whether nobody was connected.
    pub fn is_empty(&self) -> bool {
        self.connected.is_empty()
    }

    /// Forgets the connections that are gone; those that came since.
    pub fn newcomers(&mut self, hub: &Hub) -> Vec<PeerId> {
        let connections = lock(&hub.0.connections);
        self.connected.retain(|id| connections.contains_key(id));
        let ids = connections.keys();
        ids.filter(|id| !self.connected.contains(id))
            .copied()
            .collect()
    }

    /// Cuts off the connections whose session is no longer in force. Reads them, all at once, only when somebody came,
    /// when sessions were `ended`, or when one of them is due to end.
    pub async fn check(
        &mut self,
        hub: &Hub,
        tx: &mut Tx,
        newcomers: Vec<PeerId>,
        ended: bool,
    ) -> Result<(), StorageError> {
        let now = hub.0.clock.now();
        let due = self.next_end.is_some_and(|end| end <= now);
        if newcomers.is_empty() && !ended && !due {
            return Ok(());
        }
        let idle = hub.settings().session_idle;
        let in_force = tx.sessions_in_force(now, idle).await?;
        self.connected.extend(newcomers);
        self.keep(hub, &in_force);
        self.next_end = self.lasting.values().map(|it| it.ends_at(idle)).min();
        Ok(())
    }

    fn keep(&mut self, hub: &Hub, in_force: &HashMap<Vec<u8>, Lasting>) {
        let connections = lock(&hub.0.connections);
        self.lasting.clear();
        for id in &self.connected {
            let Some(connection) = connections.get(id) else {
                continue;
            };
            let session = &connection.visitor.session;
            match in_force.get(session) {
                Some(lasting) => {
                    self.lasting.insert(session.clone(), *lasting);
                }
                None => connection.cut(),
            }
        }
    }

    /// Notes the use of the sessions in which something was written.
    pub async fn touch(&mut self, hub: &Hub) {
        let now = hub.0.clock.now();
        let mut used = hub.0.watch.register.writers();
        used.retain(|session| self.is_due(session, now));
        if used.is_empty() || self.touch_after.is_some_and(|after| now < after) {
            return;
        }
        let used: Vec<_> = used.into_iter().take(TOUCHED_TOGETHER).collect();
        if let Err(error) = touched(hub, &used, now).await {
            tracing::warn!(%error, "the use of sessions could not be noted");
            self.touch_after = Some(now + TOUCH_EVERY / 10);
            return;
        }
        for session in used {
            let lasting = self.lasting.entry(session);
            lasting.and_modify(|it| it.seen_at = now);
        }
    }

    fn is_due(&self, session: &[u8], now: DateTime<Utc>) -> bool {
        let lasting = self.lasting.get(session);
        lasting.is_some_and(|it| now - it.seen_at >= TOUCH_EVERY)
    }
}

async fn touched(hub: &Hub, sessions: &[Vec<u8>], now: DateTime<Utc>) -> Result<(), StorageError> {
    let mut tx = hub.0.db.write().await?;
    for session in sessions {
        tx.touch_session(session.clone(), now).await?;
    }
    tx.save().await
}
