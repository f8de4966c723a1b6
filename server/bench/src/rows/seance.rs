//! People around a text: some type, all read.

use std::time::Duration;

use super::{Bench, Figure, USUAL, typing, warm};
use crate::Outcome;
use crate::servers::{Peer, Server};

const CONNECTED: usize = 20;
const TYPING: usize = 4;
const RATE: f64 = 5.0;
const SECONDS: u64 = 20;

pub fn run(bench: &Bench, peer: Peer) -> Outcome<Vec<Figure>> {
    let mut server = bench.server(peer, USUAL, 1)?;
    on(&mut server, bench.span(SECONDS))
}

/// The same on any server's first text.
pub fn on(server: &mut Server, length: Duration) -> Outcome<Vec<Figure>> {
    let mut load = server.load()?;
    for number in 0..TYPING {
        let writer = server.writer(0, (number, TYPING))?;
        load.enter([writer])?;
    }
    for _ in TYPING..CONNECTED {
        let reader = server.reader(0);
        load.enter([reader])?;
    }
    let writers: Vec<_> = (0..TYPING).collect();
    let first = warm(&mut load, &writers)?;
    let mut figures = typing(server, &mut load, &writers, RATE, length)?;
    figures.push(first);
    Ok(figures)
}
