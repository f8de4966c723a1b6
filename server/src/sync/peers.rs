//! Who has a document open, and as whom.

use std::collections::HashMap;

use dires_domain::ids::DocumentId;
use dires_domain::room::{Event, PeerId, Right, Writer};

use super::connection::Connection;
use super::{Hub, wire};
use crate::access::{Access, Level, document_access};
use crate::storage::StorageError;

/// The connections of one document. When they are dropped unexpectedly, each is cut, so that its client comes back.
#[derive(Debug, Default)]
pub struct Peers(HashMap<PeerId, Peer>);

#[derive(Debug)]
struct Peer {
    connection: Connection,
    access: Access,
}

impl Peers {
    /// Adds a connection; what the room must know.
    pub fn enter(&mut self, connection: Connection, access: Access) -> Event {
        let entered = Event::Entered {
            peer: connection.id,
            writer: writer(&access),
            right: right(access.level),
        };
        self.0.insert(connection.id, Peer { connection, access });
        entered
    }

    /// Takes a connection away.
    pub fn leave(&mut self, peer: PeerId) -> Option<Connection> {
        self.0.remove(&peer).map(|peer| peer.connection)
    }

    /// A connection.
    pub fn get(&self, peer: PeerId) -> Option<&Connection> {
        self.0.get(&peer).map(|peer| &peer.connection)
    }

    /// Whether somebody is here and may read.
    pub fn may_read(&self, peer: PeerId) -> bool {
        let peer = self.0.get(&peer);
        peer.is_some_and(|peer| peer.access.level > Level::None)
    }

    /// How many are here.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nobody is here.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a peer says, ready for the others.
    pub fn gossip(&self, hub: &Gossip<'_>, from: PeerId, count: u64, data: &[u8]) -> Option<Event> {
        let peer = self.0.get(&from)?;
        let data = wire::with_identity(data, &peer.access.identity);
        let session = &peer.connection.session;
        let frame = hub.frames.ephemeral(hub.document, session, count, &data);
        Some(Event::Gossip {
            peer: from,
            frame: frame.into(),
        })
    }

    /// Reads again what each may do; whoever's session has ended is cut off.
    pub async fn recheck(
        &mut self,
        hub: &Hub,
        document: DocumentId,
    ) -> Result<Vec<Event>, StorageError> {
        let (now, today) = (hub.0.clock.now(), hub.0.clock.today());
        let idle = hub.settings().session_idle;
        let mut tx = hub.0.db.read().await?;
        let mut events = Vec::new();
        for (id, peer) in &mut self.0 {
            let visitor = &peer.connection.visitor;
            let session = tx.session(visitor.session.clone(), now, idle).await?;
            if session.is_none() {
                peer.connection.cut();
            }
            match document_access(&mut tx, document, visitor.person, today).await? {
                Some(access) if session.is_some() => peer.access = access,
                _ => peer.access.level = Level::None,
            }
            events.push(Event::RightChanged {
                peer: *id,
                writer: writer(&peer.access),
                right: right(peer.access.level),
            });
        }
        Ok(events)
    }
}

impl Drop for Peers {
    fn drop(&mut self) {
        for peer in self.0.values() {
            peer.connection.cut();
        }
    }
}

/// What gossip is framed with.
pub struct Gossip<'f> {
    /// The server's frames.
    pub frames: &'f wire::Frames,
    /// The document it is about.
    pub document: DocumentId,
}

fn writer(access: &Access) -> Writer {
    Writer {
        person: access.identity.person,
        territory: access.identity.territory,
    }
}

fn right(level: Level) -> Right {
    match level {
        Level::None => Right::None,
        Level::Read => Right::Read,
        Level::Write => Right::Write,
    }
}
