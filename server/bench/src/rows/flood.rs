//! One sends as fast as it is taken: a paste of a whole afternoon offline, or a machine.

use std::time::{Duration, Instant};

use super::{Bench, Figure, USUAL, high, low, plain};
use crate::Outcome;
use crate::histogram::real;
use crate::servers::Peer;

const CONNECTED: usize = 10;
const EDITS: u64 = 20_000;
const SECONDS: u64 = 90;

pub fn run(bench: &Bench, peer: Peer) -> Outcome<Vec<Figure>> {
    let mut server = bench.server(peer, USUAL, 1)?;
    let mut load = server.load()?;
    let writer = server.writer(0, (0, 1))?;
    load.enter([writer])?;
    for _ in 1..CONNECTED {
        let reader = server.reader(0);
        load.enter([reader])?;
    }
    let edits = if bench.quick { EDITS / 10 } else { EDITS };
    let prepared = load.prepares(0, edits)?;
    let cpu = server.cpu_ms()?;
    let started = Instant::now();
    let deadline = started + Duration::from_secs(if bench.quick { 15 } else { SECONDS });
    load.floods(0, prepared, deadline)?;
    load.settles(deadline)?;
    let wall = started.elapsed().as_secs_f64();
    let heard = real(load.least_heard(1..CONNECTED));
    load.idles(super::AFTERWARDS)?;
    let cpu = server.cpu_ms()? - cpu;
    Ok(vec![
        high("edits a second, to the last reader", heard / wall),
        low("CPU ms an edit", cpu / heard.max(1.0)),
        plain("edits heard by all", heard),
    ])
}
