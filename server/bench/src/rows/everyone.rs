//! Everyone types; then ever more authors do.

use std::time::{Duration, Instant};

use super::{Bench, Figure, PATIENCE, USUAL, high, low, typing, warm};
use crate::Outcome;
use crate::histogram::real;
use crate::load::Load;
use crate::servers::{Peer, Server};

const TYPING: usize = 64;
const RATE: f64 = 6.0;
const SECONDS: u64 = 20;
/// Authors that come at a time.
const MORE: usize = 32;
/// How many authors find a place in the text.
const MOST: usize = 800;
const TOO_LATE_MS: f64 = 100.0;
const STEP: Duration = Duration::from_secs(5);

pub fn run(bench: &Bench, peer: Peer) -> Outcome<Vec<Figure>> {
    let mut server = bench.server(peer, USUAL, 1)?;
    let mut load = server.load()?;
    let mut authors = Vec::new();
    enter(&mut server, &mut load, &mut authors, TYPING)?;
    let length = bench.span(SECONDS);
    warm(&mut load, &authors)?;
    typing(&server, &mut load, &authors, RATE, length / 2)?;
    let first = p95(&load);
    let mut figures = typing(&server, &mut load, &authors, RATE, length / 2)?;
    figures.push(low("p95, second half to first", p95(&load) / first));
    let most = if bench.quick { 3 * MORE } else { MOST };
    figures.push(high(
        "authors before p95 passes 100 ms",
        crowd(&mut server, &mut load, &mut authors, most)?,
    ));
    Ok(figures)
}

fn enter(
    server: &mut Server,
    load: &mut Load,
    authors: &mut Vec<usize>,
    more: usize,
) -> Outcome<()> {
    for _ in 0..more {
        let writer = server.writer(0, (authors.len(), MOST))?;
        authors.push(authors.len());
        load.enter([writer])?;
    }
    Ok(())
}

/// Adds authors until it is too much; how many it was not.
fn crowd(
    server: &mut Server,
    load: &mut Load,
    authors: &mut Vec<usize>,
    most: usize,
) -> Outcome<f64> {
    let mut held = 0;
    while authors.len() + MORE <= most {
        load.restart();
        load.types(authors, 1.0, STEP)?;
        load.settles(Instant::now() + PATIENCE / 10)?;
        let late = load.counts.heard < load.counts.expected || p95(load) > TOO_LATE_MS;
        if late {
            break;
        }
        held = authors.len();
        enter(server, load, authors, MORE)?;
    }
    Ok(real(held as u64))
}

fn p95(load: &Load) -> f64 {
    load.counts
        .latencies
        .quantile(0.95)
        .unwrap_or(f64::INFINITY)
}
