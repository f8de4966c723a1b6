//! Who has a document open, and as whom.

use std::collections::HashMap;
use std::sync::Arc;

use dires_domain::ids::DocumentId;
use dires_domain::room::{Event, PeerId, Right, Writer};
use uuid::Uuid;

use super::connection::Connection;
use super::watch::Seat;
use super::{Hub, wire};
use crate::access::{Access, Level};

/// The connections of one document. When they are dropped unexpectedly, each is cut, so that its client comes back.
pub struct Peers {
    hub: Hub,
    document: DocumentId,
    frames: wire::Frames,
    here: HashMap<PeerId, Peer>,
}

struct Peer {
    connection: Connection,
    access: Access,
    seat: Arc<Seat>,
    /// As what its page said that it is there, if it did: what the others must be told is gone.
    present: Option<String>,
}

impl Peers {
    /// Nobody yet, in this document.
    pub fn new(hub: Hub, document: DocumentId, frames: wire::Frames) -> Self {
        Self {
            hub,
            document,
            frames,
            here: HashMap::new(),
        }
    }

    /// Adds a connection; what the room must know.
    pub fn enter(&mut self, connection: Connection, access: Access) -> Event {
        let entered = Event::Entered {
            peer: connection.id,
            writer: writer(&access),
            right: right(access.level),
        };
        let register = &self.hub.0.watch.register;
        let peer = Peer {
            seat: register.sit(self.document, connection.visitor.person, &access),
            connection,
            access,
            present: None,
        };
        self.here.insert(peer.connection.id, peer);
        entered
    }

    /// Takes a connection away; the others' pages are told that it is gone.
    pub fn leave(&mut self, peer: PeerId) -> Option<Connection> {
        let mut peer = self.here.remove(&peer)?;
        self.say_farewell(&mut peer);
        Some(peer.connection)
    }

    /// A connection.
    pub fn get(&self, peer: PeerId) -> Option<&Connection> {
        self.here.get(&peer).map(|peer| &peer.connection)
    }

    /// Whether somebody is here and may read.
    pub fn may_read(&self, peer: PeerId) -> bool {
        let peer = self.here.get(&peer);
        peer.is_some_and(|peer| peer.access.level > Level::None)
    }

    /// How many are here.
    pub fn len(&self) -> usize {
        self.here.len()
    }

    /// Whether nobody is here.
    pub fn is_empty(&self) -> bool {
        self.here.is_empty()
    }

    /// Something that a peer wrote is stored: its session is in use.
    pub fn wrote(&self, peer: PeerId) {
        if let Some(connection) = self.get(peer) {
            let register = &self.hub.0.watch.register;
            register.wrote(&connection.visitor.session);
        }
    }

    /// What a peer says, ready for the others.
    pub fn gossip(&mut self, from: PeerId, count: u64, data: &[u8]) -> Option<Event> {
        let peer = self.here.get_mut(&from)?;
        let said = wire::with_identity(data, &peer.access.identity)?;
        wire::heed_presence(data, &mut peer.present);
        let session = &peer.connection.session;
        let frame = self.frames.ephemeral(self.document, session, count, &said);
        Some(Event::Gossip {
            peer: from,
            frame: frame.to_vec(),
        })
    }

    /// Compares what each may do with what the watch has read; what the room must know.
    pub fn recheck(&mut self) -> Vec<Event> {
        let rights = self.hub.0.watch.rights();
        if !rights.knows(self.document) {
            return Vec::new();
        }
        let today = self.hub.0.clock.today();
        let mut events = Vec::new();
        let mut gone = Vec::new();
        for (id, peer) in &mut self.here {
            let person = peer.connection.visitor.person;
            let access = rights.of(self.document, person, today);
            peer.seat.is_told(access.as_ref());
            if let Some(access) = access {
                peer.access = access;
            } else {
                peer.access.level = Level::None;
                gone.push(*id);
            }
            events.push(Event::RightChanged {
                peer: *id,
                writer: writer(&peer.access),
                right: right(peer.access.level),
            });
        }
        for id in gone {
            self.put_out_of_sight(id);
        }
        events
    }

    /// Tells the others that somebody who may no longer read is gone.
    fn put_out_of_sight(&mut self, id: PeerId) {
        if let Some(mut peer) = self.here.remove(&id) {
            self.say_farewell(&mut peer);
            self.here.insert(id, peer);
        }
    }

    /// Tells the others that a page is gone, unless it is here by another connection, as after a cut.
    fn say_farewell(&self, peer: &mut Peer) {
        let Some(page) = peer.present.take() else {
            return;
        };
        let person = peer.access.identity.person;
        let is_it = |other: &Peer| {
            other.access.identity.person == person && other.present.as_ref() == Some(&page)
        };
        if self.here.values().any(is_it) {
            return;
        }
        let data = wire::farewell(&page, &peer.access.identity);
        // A session of its own: the page's own counter goes on if it comes back.
        let session = Uuid::new_v4().to_string();
        let frame = self.frames.ephemeral(self.document, &session, 1, &data);
        for other in self.here.values() {
            if other.access.level > Level::None {
                other.connection.send(&frame);
            }
        }
    }
}

impl Drop for Peers {
    fn drop(&mut self) {
        for peer in self.here.values() {
            peer.connection.cut();
        }
    }
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
