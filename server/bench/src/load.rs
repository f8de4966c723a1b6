//! Connections, and one thread that speaks through all of them and counts what each hears.

use std::io;
use std::time::{Duration, Instant};

use mio::{Events, Interest, Poll, Token};

use crate::Outcome;
use crate::histogram::{Histogram, real};
use crate::socket::Socket;
use crate::tongue::{Edit, Heard, Tongue};

/// How a connection is made.
pub struct Door {
    /// The path and query.
    pub path: String,
    /// A header line, or nothing.
    pub cookie: String,
    /// What is spoken there.
    pub tongue: Tongue,
    /// Which document it is about.
    pub document: usize,
}

struct Line {
    socket: Socket,
    tongue: Tongue,
    document: usize,
    /// The edits of others that it heard.
    heard: u64,
    /// The last edit of each writer that it heard or made: each writer's come in order.
    last: Vec<u64>,
}

impl Line {
    /// Whether it hears this edit for the first time.
    fn learns(&mut self, (writer, seq): Edit) -> bool {
        let writer = writer as usize;
        self.last.resize(self.last.len().max(writer + 1), 0);
        let new = seq > self.last[writer];
        self.last[writer] = self.last[writer].max(seq);
        new
    }
}

/// What was counted.
#[derive(Clone, Default)]
pub struct Counts {
    /// Edits sent.
    pub sent: u64,
    /// Edits that somebody should have heard, once each.
    pub expected: u64,
    /// Edits that somebody heard.
    pub heard: u64,
    /// Edits that somebody heard again, or heard although it made them.
    pub repeated: u64,
    /// From queueing an edit to reading it elsewhere.
    pub latencies: Histogram,
}

/// A frame, and the edit that is in it.
pub type Prepared = (Vec<u8>, Edit);

/// What a flood hands over at once, in bytes.
const PIECE: usize = 16 << 10;

/// All connections to one server.
pub struct Load {
    address: std::net::SocketAddr,
    poll: Poll,
    events: Events,
    lines: Vec<Line>,
    /// Connections of each document.
    crowds: Vec<u64>,
    /// When each edit of each writer was queued.
    queued: Vec<Vec<Instant>>,
    scratch: Heard,
    /// What was counted since [`Self::restart`].
    pub counts: Counts,
}

impl Load {
    /// Nobody yet.
    pub fn new(address: std::net::SocketAddr) -> io::Result<Self> {
        Ok(Self {
            address,
            poll: Poll::new()?,
            events: Events::with_capacity(1024),
            lines: Vec::new(),
            crowds: Vec::new(),
            queued: Vec::new(),
            scratch: Heard::default(),
            counts: Counts::default(),
        })
    }

    /// Connects, says nothing yet; the connection's number.
    pub fn connect(&mut self, door: Door) -> Outcome<usize> {
        let mut socket = Socket::connect(self.address, &door.path, &door.cookie)?;
        let number = self.lines.len();
        let interest = Interest::READABLE | Interest::WRITABLE;
        self.poll
            .registry()
            .register(socket.source(), Token(number), interest)?;
        self.crowds
            .resize(self.crowds.len().max(door.document + 1), 0);
        self.crowds[door.document] += 1;
        self.lines.push(Line {
            socket,
            tongue: door.tongue,
            document: door.document,
            heard: 0,
            last: Vec::new(),
        });
        Ok(number)
    }

    /// Greets through these connections at once, and waits until each was sent its document: how long that took.
    pub fn join(&mut self, numbers: std::ops::Range<usize>) -> Outcome<Duration> {
        let started = Instant::now();
        for line in &mut self.lines[numbers.clone()] {
            let greeting = line.tongue.greets();
            line.socket.send(&greeting)?;
        }
        // What came with the answer to the upgrade raises no event.
        for number in numbers.clone() {
            self.hear(number)?;
        }
        let deadline = started + Duration::from_mins(2);
        while !self.lines[numbers.clone()]
            .iter()
            .all(|line| line.tongue.has_joined())
        {
            if Instant::now() > deadline {
                let joined = self.lines[numbers.clone()].iter();
                let joined = joined.filter(|line| line.tongue.has_joined()).count();
                return Err(format!("{joined} of {} joined in 120 s", numbers.len()).into());
            }
            self.turn(Duration::from_millis(200))?;
        }
        Ok(started.elapsed())
    }

    /// Connects and joins, one after another.
    pub fn enter(&mut self, doors: impl IntoIterator<Item = Door>) -> Outcome<()> {
        for door in doors {
            let number = self.connect(door)?;
            self.join(number..number + 1)?;
        }
        Ok(())
    }

    /// Forgets what was counted.
    pub fn restart(&mut self) {
        self.counts = Counts::default();
        self.lines.iter_mut().for_each(|line| line.heard = 0);
    }

    /// Bytes that all connections were sent so far.
    pub fn received(&self) -> u64 {
        self.lines.iter().map(|line| line.socket.received).sum()
    }

    /// The bytes of the document as a connection was sent it.
    pub fn document_bytes(&self, number: usize) -> Option<usize> {
        self.lines[number].tongue.document_bytes()
    }

    /// How many characters the document had that a connection was sent and kept.
    pub fn length(&self, number: usize) -> Outcome<Option<usize>> {
        self.lines[number].tongue.length()
    }

    /// The edits that each of these connections heard at least.
    pub fn least_heard(&self, numbers: std::ops::Range<usize>) -> u64 {
        let heard = self.lines[numbers].iter().map(|line| line.heard);
        heard.min().unwrap_or(0)
    }

    /// Each of these writers types at a rate (edits a second) for so long, evenly spread.
    pub fn types(&mut self, writers: &[usize], rate: f64, length: Duration) -> Outcome<()> {
        let started = Instant::now();
        let gap = Duration::from_secs_f64(1.0 / rate / real(writers.len().max(1) as u64));
        let mut due = started;
        for writer in writers.iter().cycle() {
            while Instant::now() < due {
                self.turn(due.saturating_duration_since(Instant::now()))?;
            }
            if due >= started + length {
                break;
            }
            self.keystroke(*writer)?;
            // A turn between two that are late keeps reading while writing.
            self.turn(Duration::ZERO)?;
            due += gap;
        }
        Ok(())
    }

    /// So many edits of a writer, made ahead.
    pub fn prepares(&mut self, writer: usize, edits: u64) -> Outcome<Vec<Prepared>> {
        let tongue = &mut self.lines[writer].tongue;
        (0..edits).map(|_| tongue.types()).collect()
    }

    /// A writer sends what was made ahead, as fast as it is taken.
    pub fn floods(
        &mut self,
        writer: usize,
        edits: Vec<Prepared>,
        deadline: Instant,
    ) -> Outcome<()> {
        for (frame, edit) in edits {
            self.count(writer, edit);
            self.lines[writer].socket.feed(&frame);
            // Some thousand bytes a write: a machine would not make a system call for each keystroke either.
            while self.lines[writer].socket.waiting() > PIECE && Instant::now() < deadline {
                self.lines[writer].socket.flush()?;
                self.turn(Duration::ZERO)?;
            }
        }
        while self.lines[writer].socket.waiting() > 0 && Instant::now() < deadline {
            self.lines[writer].socket.flush()?;
            self.turn(Duration::from_millis(5))?;
        }
        Ok(())
    }

    /// Waits until everything sent was heard by everyone, or the deadline.
    pub fn settles(&mut self, deadline: Instant) -> Outcome<()> {
        while self.counts.heard < self.counts.expected && Instant::now() < deadline {
            self.turn(Duration::from_millis(20))?;
        }
        Ok(())
    }

    /// Reads and answers for so long.
    pub fn idles(&mut self, length: Duration) -> Outcome<()> {
        let end = Instant::now() + length;
        while Instant::now() < end {
            self.turn(end.saturating_duration_since(Instant::now()))?;
        }
        Ok(())
    }

    /// One character through a connection.
    pub fn keystroke(&mut self, writer: usize) -> Outcome<()> {
        let (frame, edit) = self.lines[writer].tongue.types()?;
        self.count(writer, edit);
        Ok(self.lines[writer].socket.send(&frame)?)
    }

    fn count(&mut self, line: usize, edit: Edit) {
        let writer = edit.0 as usize;
        self.lines[line].learns(edit);
        self.queued
            .resize(self.queued.len().max(writer + 1), Vec::new());
        self.queued[writer].push(Instant::now());
        self.counts.sent += 1;
        self.counts.expected += self.crowds[self.lines[line].document] - 1;
    }

    /// Waits for what comes, this long at most, and takes it.
    pub fn turn(&mut self, patience: Duration) -> Outcome<()> {
        match self.poll.poll(&mut self.events, Some(patience)) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(()),
            polled => polled?,
        }
        let ready: Vec<_> = self.events.iter().map(|event| event.token().0).collect();
        ready.into_iter().try_for_each(|number| self.hear(number))
    }

    fn hear(&mut self, number: usize) -> Outcome<()> {
        let line = &mut self.lines[number];
        line.socket.read()?;
        let heard = &mut self.scratch;
        let mut understood = Ok(());
        let tongue = &mut line.tongue;
        line.socket.messages(|frame| {
            if understood.is_ok() {
                understood = tongue.hears(frame, heard);
            }
        });
        understood?;
        if !line.socket.open {
            return Err(format!("connection {number} was closed by the server").into());
        }
        let now = Instant::now();
        for edit in std::mem::take(&mut heard.edits) {
            let (writer, seq) = edit;
            if !line.learns(edit) {
                self.counts.repeated += 1;
                continue;
            }
            let queued = self.queued.get(writer as usize);
            let at = usize::try_from(seq)
                .ok()
                .and_then(|seq| queued?.get(seq.checked_sub(1)?));
            if let Some(at) = at {
                line.heard += 1;
                self.counts.heard += 1;
                self.counts.latencies.add(now - *at);
            }
        }
        for answer in heard.answers.drain(..) {
            line.socket.feed(&answer);
        }
        Ok(line.socket.flush()?)
    }
}
