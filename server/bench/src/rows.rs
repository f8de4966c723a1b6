//! The workloads: each is run on one server that was just started, and gives its figures.

mod audience;
mod everyone;
mod flood;
mod killed;
mod long;
mod many;
mod seance;

use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::histogram::real;
use crate::load::Load;
use crate::servers::{Peer, Places, Server};
use crate::text::Text;
use crate::trace::Trace;

/// A workload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    /// 20 connected, 4 typing.
    Seance,
    /// 64 connected, all typing; then as many authors as it takes.
    Everyone,
    /// 500 readers, 4 typing.
    Audience,
    /// 20,000 edits at once.
    Flood,
    /// 500 texts, 1,000 connections.
    Many,
    /// A text with 260,000 edits behind it.
    Long,
    /// The server is killed.
    Killed,
}

impl Row {
    /// All, in the order of the table.
    pub const ALL: [Self; 7] = [
        Self::Seance,
        Self::Everyone,
        Self::Audience,
        Self::Flood,
        Self::Many,
        Self::Long,
        Self::Killed,
    ];

    /// Its name in settings and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seance => "seance",
            Self::Everyone => "everyone",
            Self::Audience => "audience",
            Self::Flood => "flood",
            Self::Many => "many",
            Self::Long => "long",
            Self::Killed => "killed",
        }
    }

    /// What happens in it.
    pub fn told(self) -> &'static str {
        match self {
            Self::Seance => {
                "1 text of 30,000 characters, 20 connected, 4 typing 5 characters a second each"
            }
            Self::Everyone => {
                "the same text, 64 connected, all typing 6 characters a second; then authors of one edit a second each \
                 are added until p95 passes 100 ms"
            }
            Self::Audience => "the same text, 500 readers, 4 typing 5 characters a second each",
            Self::Flood => {
                "the same text, 10 connected, one sends 20,000 edits as fast as they are taken"
            }
            Self::Many => {
                "500 texts of 2,000 characters, 2 connected to each, one edit a text every 2 s"
            }
            Self::Long => "a text with 260,000 edits behind it",
            Self::Killed => {
                "killed just after the last of 200 edits was seen by another, and started again"
            }
        }
    }

    /// Runs it once.
    pub fn run(self, bench: &Bench, peer: Peer) -> Outcome<Vec<Figure>> {
        match self {
            Self::Seance => seance::run(bench, peer),
            Self::Everyone => everyone::run(bench, peer),
            Self::Audience => audience::run(bench, peer),
            Self::Flood => flood::run(bench, peer),
            Self::Many => many::run(bench, peer),
            Self::Long => long::run(bench, peer),
            Self::Killed => killed::run(bench, peer),
        }
    }
}

/// Which of two is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// The lower one.
    Lower,
    /// The higher one.
    Higher,
    /// Neither: it explains the others.
    Neither,
}

/// One number.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What it is, with its unit.
    pub name: String,
    /// How much.
    pub value: f64,
    /// What is wished.
    pub better: Better,
}

/// A figure of which less is better.
pub fn low(name: &str, value: f64) -> Figure {
    figure(name, value, Better::Lower)
}

/// A figure of which more is better.
pub fn high(name: &str, value: f64) -> Figure {
    figure(name, value, Better::Higher)
}

/// A figure that explains others.
pub fn plain(name: &str, value: f64) -> Figure {
    figure(name, value, Better::Neither)
}

fn figure(name: &str, value: f64, better: Better) -> Figure {
    Figure {
        name: name.to_owned(),
        value,
        better,
    }
}

/// What all rows share.
pub struct Bench {
    /// Where things are.
    pub places: Places,
    /// How somebody wrote.
    pub trace: Trace,
    /// Whether it should be short rather than exact.
    pub quick: bool,
    /// Seconds that everyone types, when not as usual.
    pub seconds: Option<u64>,
    texts: std::cell::RefCell<Vec<(usize, Rc<Text>)>>,
}

impl Bench {
    /// A bench that has not measured yet.
    pub fn new(places: Places, trace: Trace, quick: bool, seconds: Option<u64>) -> Self {
        let texts = std::cell::RefCell::default();
        Self {
            places,
            trace,
            quick,
            seconds,
            texts,
        }
    }

    /// The text of so many characters, one edit a change; or all of it.
    fn text(&self, characters: usize) -> Outcome<Rc<Text>> {
        // Of many texts each has the history of a quick typist: ten characters a change.
        let together = if characters <= 2_000 { 10 } else { 1 };
        if let Some((_, text)) = self.texts.borrow().iter().find(|(it, _)| *it == characters) {
            return Ok(Rc::clone(text));
        }
        let text = Rc::new(Text::typed(self.trace.until(characters), together)?);
        self.texts.borrow_mut().push((characters, Rc::clone(&text)));
        Ok(text)
    }

    /// A server that was just started on copies of the text.
    fn server(&self, peer: Peer, characters: usize, copies: usize) -> Outcome<Server> {
        let text = self.text(characters)?;
        let mut server = Server::prepare(&self.places, peer, &text, copies)?;
        server.start(&self.places)?;
        Ok(server)
    }

    /// How long people type.
    fn span(&self, seconds: u64) -> Duration {
        let seconds = if self.quick {
            seconds.min(4)
        } else {
            self.seconds.unwrap_or(seconds)
        };
        Duration::from_secs(seconds)
    }
}

/// The characters of most texts.
const USUAL: usize = 30_000;
/// How long after the last edit the server's work still counts: what it puts off is its work too.
const AFTERWARDS: Duration = Duration::from_secs(2);
/// How long a server that is behind is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// Each writer types once, and the server is left alone a while: what it does for the first edit of a text, it does not
/// do again. How late the latest of these was.
fn warm(load: &mut Load, writers: &[usize]) -> Outcome<Figure> {
    load.restart();
    for writer in writers {
        load.keystroke(*writer)?;
        load.idles(Duration::from_millis(2))?;
    }
    load.settles(Instant::now() + PATIENCE)?;
    load.idles(AFTERWARDS)?;
    let latest = load.counts.latencies.quantile(1.0);
    Ok(low(
        "first edits, the latest ms",
        latest.unwrap_or(f64::INFINITY),
    ))
}

/// Lets writers type, and gives what it cost: CPU an edit, latencies, bytes an edit and reader.
fn typing(
    server: &Server,
    load: &mut Load,
    writers: &[usize],
    rate: f64,
    length: Duration,
) -> Outcome<Vec<Figure>> {
    load.restart();
    let (cpu, own, bytes) = (server.cpu_ms()?, own_cpu_ms()?, load.received());
    let started = Instant::now();
    load.types(writers, rate, length)?;
    load.settles(Instant::now() + PATIENCE)?;
    let behind = started.elapsed().saturating_sub(length);
    let wall = started.elapsed().as_secs_f64() * 1e3;
    let own = own_cpu_ms()? - own;
    let bytes = load.received() - bytes;
    load.idles(AFTERWARDS)?;
    let cpu = server.cpu_ms()? - cpu;
    let counts = &load.counts;
    let mut figures = vec![low("CPU ms an edit", cpu / real(counts.sent))];
    figures.extend(latencies(load));
    figures.push(low(
        "bytes an edit and reader",
        real(bytes) / real(counts.expected.max(1)),
    ));
    figures.push(low("not heard", real(counts.expected - counts.heard)));
    figures.push(plain("heard again", real(counts.repeated)));
    figures.push(plain("caught up after ms", behind.as_secs_f64() * 1e3));
    figures.push(plain("server’s CPU, % of a core", cpu / wall * 100.0));
    figures.push(plain("generator’s CPU, % of a core", own / wall * 100.0));
    Ok(figures)
}

fn latencies(load: &Load) -> Vec<Figure> {
    let named = [("p50 ms", 0.5), ("p95 ms", 0.95), ("p99 ms", 0.99)];
    let found = named
        .into_iter()
        .filter_map(|(name, share)| Some(low(name, load.counts.latencies.quantile(share)?)));
    found.collect()
}

fn own_cpu_ms() -> Outcome<f64> {
    Ok(crate::process::cpu_ms(std::process::id())?)
}
