//! A simulated network: clients with the library's own sync states, a room, and a disk. A seed decides what happens
//! next: edits, deliveries, duplicates, cut connections, changed rights, failed commits, a server that dies between any
//! two effects. When it all calms down, every replica is equal and nothing that was acknowledged is missing.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use automerge::sync::{Message, State, SyncDoc};
use automerge::{ActorId, Automerge, Change, ChangeHash, ReadDoc};
use chrono::DateTime;
use uuid::Uuid;

use super::{
    Effect, Event, Letter, Log, NewChange, Opening, Outcome, PeerId, Right, Room, Store, Writer,
    parcel,
};
use crate::ids::PersonId;
use crate::vetting::testing::{NOW, body, founded, replica, types};
use crate::vetting::{History, Limits, examine};

/// A person with a page open, or closed for now.
struct Client {
    doc: Automerge,
    state: State,
    writer: Writer,
    right: Right,
    /// The connection, while there is one.
    peer: Option<PeerId>,
    outgoing: VecDeque<Vec<u8>>,
    incoming: VecDeque<Vec<u8>>,
}

struct Network {
    random: u64,
    clients: Vec<Client>,
    room: Room,
    founded: Automerge,
    disk: Vec<NewChange>,
    storing: Option<Arc<Store>>,
    /// What is read from the disk, to be sent when it was found.
    fetching: VecDeque<(PeerId, Vec<usize>, Vec<ChangeHash>)>,
    /// The history is read aside after a start.
    indexing: bool,
    next_peer: u64,
    frozen: bool,
}

impl Client {
    fn new(founded: &Automerge, number: u8) -> Self {
        let person = PersonId(Uuid::from_u128(u128::from(number)));
        Self {
            doc: replica(
                &Automerge::new_with_encoding(founded.text_encoding()),
                number,
            ),
            state: State::new(),
            writer: Writer {
                person,
                territory: None,
            },
            right: Right::Write,
            peer: None,
            outgoing: VecDeque::new(),
            incoming: VecDeque::new(),
        }
    }

    /// As `automerge-repo` does at each local change and after each message.
    fn speak(&mut self) {
        if self.peer.is_some()
            && let Some(message) = self.doc.generate_sync_message(&mut self.state)
        {
            self.outgoing.push_back(message.encode());
        }
    }

    fn hear(&mut self, data: &[u8]) -> Vec<ChangeHash> {
        let message = Message::decode(data).expect("the server writes messages");
        let heads = message.heads.clone();
        self.doc
            .receive_sync_message(&mut self.state, message)
            .expect("the server sends good changes");
        self.speak();
        heads
    }

    fn cut(&mut self) {
        self.peer = None;
        self.outgoing.clear();
        self.incoming.clear();
        self.state = State::decode(&self.state.encode()).expect("a state");
    }
}

impl Network {
    fn new(seed: u64, clients: u8) -> Self {
        let founded = founded("Titre", "Bonjour");
        Self {
            random: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
            clients: (1..=clients)
                .map(|number| Client::new(&founded, number))
                .collect(),
            room: open(&founded, &[]),
            founded,
            disk: Vec::new(),
            storing: None,
            fetching: VecDeque::new(),
            indexing: true,
            next_peer: 0,
            frozen: false,
        }
    }

    fn draw(&mut self, below: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        usize::try_from(self.random >> 11).unwrap_or(0) % below
    }

    fn step(&mut self) {
        let who = self.draw(self.clients.len());
        match self.draw(25) {
            0..=4 => self.edit(who),
            5..=9 => self.deliver_to_server(who),
            10..=14 => self.deliver_to_client(who),
            15 | 16 => self.turn(),
            17 | 18 => self.finish_store(),
            19 => self.reconnect(who),
            20 => self.cut(who),
            21 => self.change_right(who),
            22 => self.duplicate(who),
            23 => self.read_aside(),
            _ => self.rarely(),
        }
    }

    fn rarely(&mut self) {
        match self.draw(4) {
            0 => self.crash(),
            1 => self.freeze(true),
            _ => self.freeze(false),
        }
    }

    fn edit(&mut self, who: usize) {
        if self.clients[who].doc.get_heads().is_empty() {
            return;
        }
        let object = body(&self.clients[who].doc);
        let length = self.clients[who].doc.length(&object);
        let at = 1 + self.draw(length.max(1));
        let client = &mut self.clients[who];
        types(&mut client.doc, at.min(length), "ab");
        client.speak();
    }

    fn deliver_to_server(&mut self, who: usize) {
        let client = &mut self.clients[who];
        if let (Some(peer), Some(data)) = (client.peer, client.outgoing.pop_front()) {
            let letter = Letter::read(&data, &Limits::default());
            self.happens(Event::Message { peer, letter });
        }
    }

    fn deliver_to_client(&mut self, who: usize) {
        let Some(data) = self.clients[who].incoming.pop_front() else {
            return;
        };
        for head in self.clients[who].hear(&data) {
            let stored = self.disk.iter().any(|change| change.hash == head);
            assert!(
                stored || self.founded.get_heads().contains(&head),
                "acknowledged before it was stored"
            );
        }
    }

    fn duplicate(&mut self, who: usize) {
        let client = &mut self.clients[who];
        if let Some(again) = client.outgoing.front().cloned() {
            client.outgoing.push_front(again);
        }
        if let Some(again) = client.incoming.front().cloned() {
            client.incoming.push_front(again);
        }
    }

    fn turn(&mut self) {
        if self.storing.is_none() {
            let now = DateTime::from_timestamp(NOW, 0).expect("an instant");
            self.happens(Event::Turn { now });
        }
    }

    fn finish_store(&mut self) {
        let Some(store) = self.storing.take() else {
            return;
        };
        let outcome = if self.frozen {
            Outcome::Frozen
        } else if self.draw(4) == 0 {
            Outcome::Later
        } else {
            self.disk.extend(store.changes.iter().cloned());
            Outcome::Done
        };
        self.happens(Event::Stored(outcome));
    }

    /// Something that the server does aside comes to its end: the history was read, a document was saved, changes found.
    fn read_aside(&mut self) {
        if self.indexing {
            self.indexing = false;
            let history = History::read(self.changes()).expect("a good text");
            self.happens(Event::Indexed(Box::new(history)));
        } else if let Some((to, numbers, heads)) = self.fetching.pop_front() {
            let changes = self.changes();
            let raw = numbers
                .iter()
                .map(|number| changes[*number].raw_bytes().to_vec());
            let message = parcel(heads, raw.collect());
            self.send_if_open(to, &message);
        } else if self.draw(3) == 0 {
            let length = 1 + self.draw(self.room.log().len());
            let sound = examine(None, &self.changes()[..length], &Limits::default());
            let bytes = sound.expect("a sound text").bytes.into();
            self.happens(Event::Saved { length, bytes });
        }
    }

    /// Everything stored.
    fn changes(&self) -> Vec<Change> {
        let later = self.disk.iter().map(|change| change.bytes.to_vec());
        let later = later.map(|bytes| Change::from_bytes(bytes).expect("a stored change"));
        self.founded
            .get_changes(&[])
            .into_iter()
            .chain(later)
            .collect()
    }

    fn reconnect(&mut self, who: usize) {
        self.cut(who);
        self.next_peer += 1;
        let peer = PeerId(self.next_peer);
        let client = &mut self.clients[who];
        client.peer = Some(peer);
        let (writer, right) = (client.writer, client.right);
        client.speak();
        self.happens(Event::Entered {
            peer,
            writer,
            right,
        });
    }

    fn cut(&mut self, who: usize) {
        if let Some(peer) = self.clients[who].peer {
            self.happens(Event::Left { peer });
        }
        self.clients[who].cut();
    }

    fn change_right(&mut self, who: usize) {
        let right = [Right::None, Right::Read, Right::Write, Right::Write][self.draw(4)];
        self.set_right(who, right);
    }

    fn set_right(&mut self, who: usize, right: Right) {
        let client = &mut self.clients[who];
        client.right = right;
        if let Some(peer) = client.peer {
            let writer = client.writer;
            // What was under way when the right ended stays under way, as on a socket.
            self.happens(Event::RightChanged {
                peer,
                writer,
                right,
            });
        }
    }

    fn freeze(&mut self, frozen: bool) {
        self.frozen = frozen;
    }

    /// The server dies and starts again: the commit under way was made, or was not.
    fn crash(&mut self) {
        if let Some(store) = self.storing.take()
            && self.draw(2) == 0
        {
            self.disk.extend(store.changes.iter().cloned());
        }
        self.room = open(&self.founded, &self.disk);
        self.indexing = true;
        self.fetching.clear();
        for client in &mut self.clients {
            client.cut();
        }
    }

    fn happens(&mut self, event: Event) {
        for effect in self.room.handle(event) {
            self.perform(effect);
            // A server that dies between two effects performs the rest of them never.
            if self.draw(400) == 0 {
                return self.crash();
            }
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Store(store) => self.storing = Some(store),
            Effect::Acknowledge { to, message } | Effect::Answer { to, message } => {
                self.send(&[to], &message);
            }
            Effect::Relay { to, message } => self.send(&to, &message),
            Effect::Whole { to } => {
                let message = self.room.whole();
                self.send(&[to], &message);
            }
            Effect::Fetch { to, numbers, heads } => self.fetching.push_back((to, numbers, heads)),
            Effect::Drop { because, .. } => panic!("an honest client was dropped: {because}"),
            Effect::Reload => panic!("nothing diverged"),
            Effect::Gossip { .. }
            | Effect::Unavailable { .. }
            | Effect::Refuse { .. }
            | Effect::Recheck => {}
        }
    }

    fn send(&mut self, to: &[PeerId], message: &[u8]) {
        for client in &mut self.clients {
            if client.peer.is_some_and(|peer| to.contains(&peer)) {
                assert!(
                    client.right > Right::None,
                    "sent to someone without the right"
                );
                client.incoming.push_back(message.to_vec());
            }
        }
    }

    /// What was found too late is for nobody, if the right or the connection ended meanwhile.
    fn send_if_open(&mut self, to: PeerId, message: &[u8]) {
        let open = |client: &Client| client.peer == Some(to) && client.right > Right::None;
        if self.clients.iter().any(open) {
            self.send(&[to], message);
        }
    }

    /// Everyone may write, is connected, and is listened to until nobody has anything more to say.
    fn calm(&mut self) {
        self.frozen = false;
        for who in 0..self.clients.len() {
            self.set_right(who, Right::Write);
            if self.clients[who].peer.is_none() {
                self.reconnect(who);
            }
        }
        for round in 0.. {
            assert!(round < 2_000, "it never calms down");
            let before = self
                .clients
                .iter()
                .map(|client| client.outgoing.len() + client.incoming.len());
            let aside = self.indexing || !self.fetching.is_empty();
            let quiet = before.sum::<usize>() == 0 && !self.room.is_busy() && !aside;
            if quiet && self.clients.iter().all(|client| client.peer.is_some()) {
                return;
            }
            for who in 0..self.clients.len() {
                if self.clients[who].peer.is_none() {
                    self.reconnect(who);
                }
                self.deliver_to_server(who);
                self.deliver_to_client(who);
            }
            self.read_aside();
            self.turn();
            self.finish_store();
        }
    }

    fn check(&self) {
        let heads = self.room.heads();
        let mut stored = Automerge::new_with_encoding(self.founded.text_encoding());
        stored
            .apply_changes(self.changes())
            .expect("stored changes");
        assert_eq!(stored.get_heads(), heads, "the disk has what the room has");
        let text = stored.text(body(&stored)).expect("a body");
        for client in &self.clients {
            assert_eq!(
                client.doc.get_heads(),
                heads,
                "a client has what the room has"
            );
            assert_eq!(client.doc.text(body(&client.doc)).expect("a body"), text);
        }
        let hashes: HashSet<_> = self.disk.iter().map(|change| change.hash).collect();
        assert_eq!(hashes.len(), self.disk.len(), "nothing is stored twice");
    }
}

/// A room from what is stored, before its history is read.
fn open(founded: &Automerge, disk: &[NewChange]) -> Room {
    let mut actors: HashMap<ActorId, Option<PersonId>> = HashMap::new();
    actors.insert(founded.get_actor().clone(), None);
    for change in disk {
        actors.insert(change.actor.clone(), Some(change.writer.person));
    }
    let first = founded
        .get_changes(&[])
        .into_iter()
        .map(|change| change.raw_bytes().into());
    let later = disk.iter().map(|change| change.bytes.clone());
    let log = Log::new(None, 0, first.chain(later).collect());
    let heads = disk_heads(founded, disk);
    Room::open(Opening {
        log,
        heads,
        actors,
        ..Opening::default()
    })
}

/// As the document's row has them.
fn disk_heads(founded: &Automerge, disk: &[NewChange]) -> Vec<ChangeHash> {
    let mut heads: HashSet<_> = founded.get_heads().into_iter().collect();
    for change in disk {
        let read = Change::from_bytes(change.bytes.to_vec()).expect("a stored change");
        for dependency in read.deps() {
            heads.remove(dependency);
        }
        heads.insert(change.hash);
    }
    heads.into_iter().collect()
}

fn run(seed: u64, clients: u8, steps: usize) {
    let mut network = Network::new(seed, clients);
    for _ in 0..steps {
        network.step();
    }
    network.calm();
    network.check();
}

/// Runs the schedules of these seeds; the one that fails says its name.
fn run_all(seeds: std::ops::Range<u64>, clients: u8, steps: usize) {
    for seed in seeds {
        let outcome = std::panic::catch_unwind(|| run(seed, clients, steps));
        assert!(
            outcome.is_ok(),
            "seed {seed} with {clients} clients and {steps} steps"
        );
    }
}

#[test]
fn two_clients_end_up_equal_whatever_happens() {
    run_all(0..2_500, 2, 150);
}

#[test]
fn five_clients_end_up_equal_whatever_happens() {
    run_all(10_000..10_500, 5, 300);
}
