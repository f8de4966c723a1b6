//! What happens to a room, as an input says it.

use automerge::ChangeHash;
use automerge::sync::Have;

use super::message;
use crate::random::Random;
use crate::reader::{Reader, write_prefixed};
use crate::script::{Columns, Contents, Heading, Operations, Step};
use crate::target::frame;

/// How many peers there are; each is another person.
pub(super) const PEERS: u8 = 3;
/// How many things happen at most.
const EVENTS: usize = 24;

/// What happens, as an input says it: who, what, and with what.
#[derive(Debug, Clone)]
pub(super) struct Happening {
    pub(super) who: u8,
    pub(super) what: u8,
    pub(super) with: Vec<u8>,
}

pub(super) const MESSAGE: u8 = 0;
pub(super) const OPERATIONS: u8 = 1;
pub(super) const COLUMNS: u8 = 2;
pub(super) const TURN: u8 = 3;
pub(super) const STORED: u8 = 4;
pub(super) const RIGHT: u8 = 5;
pub(super) const LEAVES: u8 = 6;
pub(super) const ENTERS: u8 = 7;
pub(super) const GOSSIPS: u8 = 8;
const KINDS: u8 = 9;

/// Reads any bytes: the number of a scene, and what happens on it.
pub(super) fn read(data: &[u8]) -> (u8, Vec<Happening>) {
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

pub(in crate::target) fn mutate(data: &[u8], other: &[u8], seed: u64) -> Vec<u8> {
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
        _ => one.with = frame::mutate(&one.with, &[], random.number()),
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

pub(in crate::target) fn genuine() -> Vec<Vec<u8>> {
    let reset = message(vec![ChangeHash([3; 32])], vec![Have::default()], Vec::new());
    let plain = write(0, &genuine_events(0));
    let mut all = genuine_events(1);
    all.insert(1, happening(2, MESSAGE, reset));
    all.insert(3, happening(1, RIGHT, vec![1]));
    all.insert(6, happening(1, RIGHT, vec![0]));
    vec![plain, write(1, &all)]
}
