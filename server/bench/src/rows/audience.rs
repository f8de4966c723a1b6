//! Many read what some type.

use super::{Bench, Figure, USUAL, low, typing, warm};
use crate::Outcome;
use crate::histogram::real;
use crate::servers::Peer;

const READERS: usize = 500;
const TYPING: usize = 4;
const RATE: f64 = 5.0;
const SECONDS: u64 = 20;

pub fn run(bench: &Bench, peer: Peer) -> Outcome<Vec<Figure>> {
    let mut server = bench.server(peer, USUAL, 1)?;
    let mut load = server.load()?;
    for number in 0..TYPING {
        let writer = server.writer(0, (number, TYPING))?;
        load.enter([writer])?;
    }
    let before = server.resident_kib()?;
    let readers = if bench.quick { READERS / 5 } else { READERS };
    for _ in 0..readers {
        let reader = server.reader(0);
        load.enter([reader])?;
    }
    let writers: Vec<_> = (0..TYPING).collect();
    warm(&mut load, &writers)?;
    let mut figures = typing(&server, &mut load, &writers, RATE, bench.span(SECONDS))?;
    let kib = (server.resident_kib()? - before) / real(readers as u64);
    figures.push(low("KiB a reader", kib));
    Ok(figures)
}
