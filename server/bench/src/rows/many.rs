//! Many texts at once, each with somebody who types now and then and somebody who reads.

use super::{Bench, Figure, low, typing, warm};
use crate::Outcome;
use crate::histogram::real;
use crate::servers::Peer;

const TEXTS: usize = 500;
const CHARACTERS: usize = 2_000;
const RATE: f64 = 0.5;
const SECONDS: u64 = 20;

pub fn run(bench: &Bench, peer: Peer) -> Outcome<Vec<Figure>> {
    let texts = if bench.quick { TEXTS / 10 } else { TEXTS };
    let mut server = bench.server(peer, CHARACTERS, texts)?;
    let mut load = server.load()?;
    let before = server.resident_kib()?;
    let mut writers = Vec::new();
    for text in 0..texts {
        let writer = server.writer(text, (0, 1))?;
        writers.push(2 * text);
        load.enter([writer])?;
        let reader = server.reader(text);
        load.enter([reader])?;
    }
    let first = warm(&mut load, &writers)?;
    let mut figures = typing(&server, &mut load, &writers, RATE, bench.span(SECONDS))?;
    let kib = (server.resident_kib()? - before) / real(2 * texts as u64);
    figures.push(low("KiB a connection", kib));
    figures.push(first);
    Ok(figures)
}
