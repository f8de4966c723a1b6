//! The server is killed just after another saw the last of 200 edits; how many are there when it is started again?

use std::time::{Duration, Instant};

use super::{Bench, Figure, PATIENCE, USUAL, low};
use crate::Outcome;
use crate::histogram::real;
use crate::servers::Peer;

const EDITS: u64 = 200;
const GAP: Duration = Duration::from_millis(10);

pub fn run(bench: &Bench, peer: Peer) -> Outcome<Vec<Figure>> {
    let mut server = bench.server(peer, USUAL, 1)?;
    let mut load = server.load()?;
    let writer = server.writer(0, (0, 1))?;
    let reader = server.reader(0);
    load.enter([writer, reader])?;
    for _ in 0..EDITS {
        load.keystroke(0)?;
        load.idles(GAP)?;
    }
    let deadline = Instant::now() + PATIENCE;
    while load.counts.heard < EDITS && Instant::now() < deadline {
        load.turn(Duration::from_millis(100))?;
    }
    let seen = load.counts.heard;
    server.kill()?;
    drop(load);
    server.start(&bench.places)?;
    let mut load = server.load()?;
    let mut door = server.reader(0);
    door.tongue.keep();
    load.enter([door])?;
    let length = load.length(0)?.ok_or("the document was not kept")?;
    let stored = length.saturating_sub(USUAL) as u64;
    Ok(vec![low(
        "edits lost of those seen",
        real(seen.saturating_sub(stored)),
    )])
}
