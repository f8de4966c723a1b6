//! A text with a long history: opened cold, opened by many at once, and written in.

use super::{Bench, Figure, low, plain, seance};
use crate::Outcome;
use crate::histogram::real;
use crate::servers::Peer;

/// More characters than the trace ever has: all of it.
const ALL: usize = usize::MAX;
const JOINS: usize = 50;
const SECONDS: u64 = 20;

pub fn run(bench: &Bench, peer: Peer) -> Outcome<Vec<Figure>> {
    let mut server = bench.server(peer, ALL, 1)?;
    let mut load = server.load()?;
    let first = load.connect(server.reader(0))?;
    let cold = load.join(first..first + 1)?;
    let bytes = load.document_bytes(first).unwrap_or(0);
    for _ in 0..JOINS {
        load.connect(server.reader(0))?;
    }
    let (received, cpu) = (load.received(), server.cpu_ms()?);
    let joined = load.join(first + 1..first + 1 + JOINS)?;
    let received = real(load.received() - received);
    let cpu = server.cpu_ms()? - cpu;
    let saved = bench.text(ALL)?.automerge.len();
    let mut figures = vec![
        low("cold open ms", cold.as_secs_f64() * 1e3),
        low("bytes of a join", real(bytes as u64)),
        plain("bytes of the saved Automerge document", real(saved as u64)),
        low("50 joins at once ms", joined.as_secs_f64() * 1e3),
        low("50 joins at once, CPU ms", cpu),
        plain(
            "50 joins at once, MB/s",
            received / 1e6 / joined.as_secs_f64(),
        ),
    ];
    drop(load);
    figures.extend(seance::on(&mut server, bench.span(SECONDS))?);
    Ok(figures)
}
