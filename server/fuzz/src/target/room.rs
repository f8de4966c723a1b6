//! A room with several peers, to whom anything may happen in any order; what they send may be anything.
//!
//! What leaves the room for others is what it had stored, and gives one and the same text.

mod replica;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use automerge::ChangeHash;
use automerge::sync::{ChunkList, Have, Message, MessageVersion};
use dires_domain::ids::PersonId;
use dires_domain::room::{
    Effect, Event, Letter, Log, Opening, Outcome, PeerId, Right, Room, Store, Writer,
};
use uuid::Uuid;

use crate::finding::{Finding, expect};
use crate::random::Random;
use crate::reader::{Reader, write_prefixed};
use crate::scene::Scene;
use crate::script::{Columns, Contents, Heading, Operations, Step};
use crate::stage::{Counts, Stage, limits, now};
use replica::Replica;

/// How many peers there are; each is another person.
const PEERS: u8 = 3;
/// How many things happen at most.
const EVENTS: usize = 24;

/// What happens, as an input says it: who, what, and with what.
#[derive(Debug, Clone)]
struct Happening {
    who: u8,
    what: u8,
    with: Vec<u8>,
}

const MESSAGE: u8 = 0;
const OPERATIONS: u8 = 1;
const COLUMNS: u8 = 2;
const TURN: u8 = 3;
const STORED: u8 = 4;
const RIGHT: u8 = 5;
const LEAVES: u8 = 6;
const ENTERS: u8 = 7;
const GOSSIPS: u8 = 8;
const KINDS: u8 = 9;

fn read(data: &[u8]) -> (u8, Vec<Happening>) {
    let mut reader = Reader(data);
    let scene = reader.byte();
    let mut all = Vec::new();
    while !reader.is_empty() && all.len() < EVENTS {
        all.push(Happening {
            who: reader.byte() % PEERS,
            what: reader.byte() % KINDS,
            with: reader.prefixed().to_vec(),
        });
    }
    (scene, all)
}

fn write(scene: u8, all: &[Happening]) -> Vec<u8> {
    let mut into = vec![scene];
    for one in all {
        into.extend([one.who, one.what]);
        write_prefixed(&mut into, &one.with);
    }
    into
}

pub(super) fn try_out(data: &[u8]) -> Result<Counts, Finding> {
    let (scene, all) = read(data);
    let mut play = Play::open(scene)?;
    for happening in &all {
        play.happens(happening)?;
    }
    play.calm_down()
}

/// What goes on around the room.
struct Play {
    room: Room,
    /// Where the changes that peers send are made, and judged by themselves.
    stage: Stage,
    storing: Option<Arc<Store>>,
    stored: HashSet<ChangeHash>,
    /// Has all that is stored and all that is relayed.
    reader: Replica,
    rights: HashMap<PeerId, Right>,
    next: u64,
    here: [Option<PeerId>; PEERS as usize],
    counts: Counts,
}

impl Play {
    fn open(number: u8) -> Result<Self, Finding> {
        let scene = Scene::numbered(number);
        let raw = scene.changes.iter().map(|change| change.raw_bytes().into());
        let mut room = Room::open(Opening {
            log: Log::new(None, 0, raw.collect()),
            heads: scene.history.heads(),
            limits: limits(),
            ..Opening::default()
        });
        let opened = room.handle(Event::Indexed(Box::new(scene.history.clone())));
        expect(opened.is_empty(), "a sound document is not opened")?;
        let mut play = Self {
            room,
            stage: Stage::new(number),
            storing: None,
            stored: scene.changes.iter().map(automerge::Change::hash).collect(),
            reader: Replica::of(scene),
            rights: HashMap::new(),
            next: 0,
            here: [None; PEERS as usize],
            counts: Counts::default(),
        };
        for who in 0..PEERS {
            play.enters(who, Right::Write)?;
        }
        Ok(play)
    }

    fn happens(&mut self, happening: &Happening) -> Result<(), Finding> {
        let first = happening.with.first().copied().unwrap_or(0);
        let peer = self.here[usize::from(happening.who)];
        let event = match (happening.what, peer) {
            (TURN, _) => Event::Turn { now: now() },
            (STORED, _) => return self.store(first),
            (ENTERS, _) => return self.enters(happening.who, right(first)),
            (MESSAGE, Some(peer)) => says(peer, &happening.with),
            (OPERATIONS, Some(peer)) => self.writes::<Operations>(peer, &happening.with),
            (COLUMNS, Some(peer)) => self.writes::<Columns>(peer, &happening.with),
            (RIGHT, Some(peer)) => {
                self.rights.insert(peer, right(first));
                Event::RightChanged {
                    peer,
                    writer: writer(happening.who),
                    right: right(first),
                }
            }
            (LEAVES, Some(peer)) => {
                self.here[usize::from(happening.who)] = None;
                Event::Left { peer }
            }
            (GOSSIPS, Some(peer)) => Event::Gossip {
                peer,
                frame: happening.with.clone(),
            },
            _ => return Ok(()),
        };
        self.handle(event)
    }

    fn enters(&mut self, who: u8, right: Right) -> Result<(), Finding> {
        self.next += 1;
        let peer = PeerId(self.next);
        self.rights.insert(peer, right);
        if let Some(before) = self.here[usize::from(who)].replace(peer) {
            self.handle(Event::Left { peer: before })?;
        }
        self.handle(Event::Entered {
            peer,
            writer: writer(who),
            right,
        })?;
        // It says that it has nothing.
        let hello = message(Vec::new(), vec![Have::default()], Vec::new());
        let event = says(peer, &hello);
        self.handle(event)
    }

    /// A change made on what is stored.
    fn writes<C: Contents>(&mut self, peer: PeerId, data: &[u8]) -> Event {
        let mut reader = Reader(data);
        let step = Step {
            heading: Heading::read(&mut reader),
            contents: C::read(&mut reader),
        };
        self.counts.offered += 1;
        let heading = step.heading.fit(&self.stage);
        let chunk = step.contents.chunk(heading, &self.stage);
        let data = message(self.stage.heads(), Vec::new(), chunk.into_iter().collect());
        says(peer, &data)
    }

    fn handle(&mut self, event: Event) -> Result<(), Finding> {
        for effect in self.room.handle(event) {
            self.follows(effect)?;
        }
        Ok(())
    }

    fn follows(&mut self, effect: Effect) -> Result<(), Finding> {
        match effect {
            Effect::Store(store) => self.storing = Some(store),
            Effect::Acknowledge { to, message } | Effect::Answer { to, message } => {
                self.is_told(to, &message)?;
            }
            Effect::Relay { to, message } => {
                to.iter().try_for_each(|to| self.is_told(*to, &message))?;
                self.reader.hears(&message)?;
            }
            Effect::Whole { to } => {
                let whole = self.room.whole();
                self.is_told(to, &whole)?;
            }
            Effect::Drop { peer, .. } => {
                for here in &mut self.here {
                    here.take_if(|here| *here == peer);
                }
            }
            Effect::Reload => return Err(Finding::new("the room wants to be opened again")),
            _ => {}
        }
        Ok(())
    }

    /// What a peer is sent: it may read, and the heads are those of what is stored.
    fn is_told(&self, to: PeerId, message: &[u8]) -> Result<(), Finding> {
        let may_read = self
            .rights
            .get(&to)
            .is_some_and(|right| *right > Right::None);
        expect(may_read, "somebody without the right is sent something")?;
        let message = Message::decode(message);
        let message = message.map_err(|error| Finding::new(format!("no message: {error}")))?;
        let known = message.heads.iter().all(|head| self.stored.contains(head));
        expect(known, "heads are said before they are stored")
    }

    fn store(&mut self, outcome: u8) -> Result<(), Finding> {
        let Some(store) = self.storing.take() else {
            return Ok(());
        };
        let outcome = match outcome % 8 {
            0 => Outcome::Later,
            1 => Outcome::Frozen,
            _ => Outcome::Done,
        };
        if outcome == Outcome::Done {
            for change in &store.changes {
                self.counts.taken += 1;
                self.stored.insert(change.hash);
                self.stage.offer(&change.bytes)?;
                // Nobody else may be there to whom it would be relayed.
                self.reader.takes(&change.bytes)?;
            }
            expect(self.stage.heads() == store.heads, "stored with other heads")?;
        }
        self.handle(Event::Stored(outcome))
    }

    /// Everything is stored that can be; who follows the room, newcomers, and what was judged apart then have the same.
    fn calm_down(mut self) -> Result<Counts, Finding> {
        while self.room.is_busy() {
            self.handle(Event::Turn { now: now() })?;
            self.store(2)?;
        }
        expect(self.room.heads() == self.stage.heads(), "other heads")?;
        self.reader.is_at(self.room.heads(), "who follows")?;
        let mut newcomer = Replica::default();
        newcomer.hears(&self.room.whole())?;
        newcomer.is_at(self.room.heads(), "a newcomer")?;
        self.reader.has_the_text_of(&newcomer)?;
        self.stage.close().map(|_| self.counts)
    }
}

fn right(number: u8) -> Right {
    [Right::Write, Right::Read, Right::None][usize::from(number % 3)]
}

fn writer(who: u8) -> Writer {
    Writer {
        person: PersonId(Uuid::from_u128(who.into())),
        territory: None,
    }
}

fn message(heads: Vec<ChangeHash>, have: Vec<Have>, changes: Vec<Vec<u8>>) -> Vec<u8> {
    let message = Message {
        heads,
        need: Vec::new(),
        have,
        changes: ChunkList::from(changes),
        flags: None,
        version: MessageVersion::V1,
    };
    message.encode()
}

pub(super) fn mutate(data: &[u8], other: &[u8], seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let (mut scene, mut all) = read(data);
    if all.is_empty() {
        all = genuine_events(scene % 2);
    }
    let at = random.below(all.len());
    match random.below(12) {
        0 => scene = random.byte() % 2,
        1 => drop(all.remove(at)),
        2 => all.insert(at, all[at].clone()),
        3 => {
            let to = random.below(all.len());
            all.swap(at, to);
        }
        4 => all[at].who = random.byte() % PEERS,
        5 => all.insert(
            at,
            Happening {
                who: random.byte() % PEERS,
                what: random.of(&[TURN, TURN, STORED, STORED, RIGHT, LEAVES, ENTERS, GOSSIPS]),
                with: random.bytes(1),
            },
        ),
        6 => all.extend(read(other).1.into_iter().skip(at)),
        _ => rewrite(&mut all[at], &mut random),
    }
    write(scene, &all)
}

fn rewrite(one: &mut Happening, random: &mut Random) {
    match one.what {
        OPERATIONS => one.with = rewritten::<Operations>(&one.with, random),
        COLUMNS => one.with = rewritten::<Columns>(&one.with, random),
        _ => one.with = super::frame::mutate(&one.with, &[], random.number()),
    }
}

fn rewritten<C: Contents>(data: &[u8], random: &mut Random) -> Vec<u8> {
    let mut reader = Reader(data);
    let mut heading = Heading::read(&mut reader);
    let mut contents = C::read(&mut reader);
    if random.below(6) == 0 {
        heading.mutate(random);
    } else {
        contents.mutate(random);
    }
    write_step(&Step { heading, contents })
}

fn write_step<C: Contents>(step: &Step<C>) -> Vec<u8> {
    let mut into = Vec::new();
    step.heading.write(&mut into);
    step.contents.write(&mut into);
    into
}

fn happening(who: u8, what: u8, with: Vec<u8>) -> Happening {
    Happening { who, what, with }
}

/// Three people write at once; every few changes are stored.
fn genuine_events(scene: u8) -> Vec<Happening> {
    let scripts = crate::genuine::all();
    let at_once = scripts.iter().rfind(|(told, _)| told.scene == scene);
    let mut all = Vec::new();
    for (told, bytes) in at_once
        .iter()
        .flat_map(|(told, bytes)| told.steps.iter().zip(&bytes.steps))
    {
        let who = told.heading.author % PEERS;
        all.push(if all.len() % 2 == 0 {
            happening(who, OPERATIONS, write_step(told))
        } else {
            happening(who, COLUMNS, write_step(bytes))
        });
        all.push(happening(0, TURN, Vec::new()));
        all.push(happening(0, STORED, vec![2]));
    }
    all.truncate(EVENTS);
    all
}

pub(super) fn genuine() -> Vec<Vec<u8>> {
    let reset = message(vec![ChangeHash([3; 32])], vec![Have::default()], Vec::new());
    let plain = write(0, &genuine_events(0));
    let mut all = genuine_events(1);
    all.insert(1, happening(2, MESSAGE, reset));
    all.insert(3, happening(1, RIGHT, vec![1]));
    all.insert(6, happening(1, RIGHT, vec![0]));
    vec![plain, write(1, &all)]
}

fn says(peer: PeerId, data: &[u8]) -> Event {
    let letter = Letter::read(data, &limits());
    Event::Message { peer, letter }
}
