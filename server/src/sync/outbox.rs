//! What is on its way to a client: given by documents, written at once where a socket takes it, kept in order where not.
//!
//! Most frames find nothing before them and a socket that takes them: whoever gives one writes it, and the connection's
//! task need not wake up for it. What is left over is that task's to deliver.

use std::collections::VecDeque;
use std::io::ErrorKind;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use tokio::net::tcp::OwnedWriteHalf;
use tokio::sync::Notify;

use super::lock;
use super::settings::Settings;
use super::wire::Frame;

/// What may wait for a client before it is cut off.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    frames: usize,
    /// The frames' bytes; one alone may be of any length.
    bytes: usize,
}

impl Room {
    /// As much as the settings say.
    pub fn of(settings: &Settings) -> Self {
        Self {
            frames: settings.queue,
            bytes: settings.queue_bytes,
        }
    }
}

/// The way to a client. Whatever carries frames takes what waits here.
#[derive(Debug)]
pub struct Outbox {
    waiting: Mutex<Waiting>,
    /// Something waits, or nothing more will come.
    stirred: Notify,
    room: Room,
}

#[derive(Debug)]
struct Waiting {
    /// In order. On a socket the first may be the rest of a frame.
    pieces: VecDeque<Bytes>,
    bytes: usize,
    is_begun: bool,
    socket: Option<Arc<OwnedWriteHalf>>,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    /// Nothing is taken any more; what waits is still to be delivered.
    Closed,
    /// Nothing is taken, and nothing delivered.
    Gone,
}

/// A reader that does not take what it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooSlow;

/// What became of what waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flushed {
    /// Nothing waits.
    All,
    /// The socket takes no more for now.
    Stuck,
    /// There is nobody at the other end.
    Gone,
}

impl Outbox {
    /// The way to a client, over this socket if there is one.
    pub fn new(room: Room, socket: Option<Arc<OwnedWriteHalf>>) -> Self {
        let waiting = Waiting {
            pieces: VecDeque::new(),
            bytes: 0,
            is_begun: false,
            socket,
            state: State::Open,
        };
        Self {
            waiting: Mutex::new(waiting),
            stirred: Notify::new(),
            room,
        }
    }

    /// Sends a frame, or lets it wait for its turn. Fails when too much waits already: nothing comes after that.
    pub fn send(&self, frame: &Frame) -> Result<(), TooSlow> {
        let mut waiting = lock(&self.waiting);
        if waiting.state != State::Open {
            return Ok(());
        }
        let piece = match waiting.socket {
            Some(_) => frame.on_a_socket().clone(),
            None => frame.payload(),
        };
        self.give(&mut waiting, piece)
    }

    /// Sends what the WebSocket itself has to say, even after the last frame.
    pub fn send_raw(&self, bytes: Bytes) -> Result<(), TooSlow> {
        self.give(&mut lock(&self.waiting), bytes)
    }

    fn give(&self, waiting: &mut Waiting, piece: Bytes) -> Result<(), TooSlow> {
        if waiting.state == State::Gone {
            return Ok(());
        }
        let full = waiting.pieces.len() >= self.room.frames
            || (waiting.bytes > 0 && waiting.bytes + piece.len() > self.room.bytes);
        if full {
            return Err(TooSlow);
        }
        let finds_the_way_free = waiting.pieces.is_empty();
        waiting.bytes += piece.len();
        waiting.pieces.push_back(piece);
        if !finds_the_way_free || waiting.flush() != Flushed::All {
            self.stirred.notify_one();
        }
        Ok(())
    }

    /// Takes nothing more; what waits is still delivered.
    pub fn close(&self) {
        let mut waiting = lock(&self.waiting);
        if waiting.state == State::Open {
            waiting.state = State::Closed;
        }
        self.stirred.notify_one();
    }

    /// Lets go of what waits, but for the rest of a frame that is begun.
    pub fn drop_waiting(&self) {
        lock(&self.waiting).drop_waiting();
    }

    /// Lets go of everything, and of the socket.
    pub fn shut(&self) {
        let mut waiting = lock(&self.waiting);
        waiting.state = State::Gone;
        waiting.socket = None;
        waiting.pieces = VecDeque::new();
        waiting.bytes = 0;
    }

    /// Writes what waits, as far as the socket takes it.
    pub fn flush(&self) -> Flushed {
        lock(&self.waiting).flush()
    }

    /// Whether all was delivered and nothing more will come.
    pub fn is_finished(&self) -> bool {
        let waiting = lock(&self.waiting);
        waiting.state != State::Open && waiting.pieces.is_empty()
    }

    /// Waits until something waits that its giver could not write, or nothing more will come.
    pub async fn stirred(&self) {
        self.stirred.notified().await;
    }

    /// The next frame's payload, where no socket takes it.
    pub fn take(&self) -> Option<Bytes> {
        let mut waiting = lock(&self.waiting);
        let piece = waiting.pieces.pop_front()?;
        waiting.bytes -= piece.len();
        Some(piece)
    }
}

impl Waiting {
    fn flush(&mut self) -> Flushed {
        let Some(socket) = self.socket.clone() else {
            return match self.state {
                State::Gone => Flushed::Gone,
                _ if self.pieces.is_empty() => Flushed::All,
                _ => Flushed::Stuck,
            };
        };
        while let Some(first) = self.pieces.front_mut() {
            match socket.try_write(first) {
                Ok(written) => {
                    self.bytes -= written;
                    self.is_begun = written < first.len();
                    if self.is_begun {
                        drop(first.split_to(written));
                    } else {
                        self.pieces.pop_front();
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Flushed::Stuck,
                Err(_) => return Flushed::Gone,
            }
        }
        Flushed::All
    }

    fn drop_waiting(&mut self) {
        self.pieces.truncate(usize::from(self.is_begun));
        self.bytes = self.pieces.iter().map(Bytes::len).sum();
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt as _;
    use tokio::net::{TcpListener, TcpStream};
    use tokio::time::{Duration, timeout};

    use super::*;

    /// A frame that never comes is a failure, not a wait.
    const PATIENCE: Duration = Duration::from_secs(30);

    const ROOM: Room = Room {
        frames: 1_000,
        bytes: 64 << 20,
    };

    /// A client, and the way to it.
    async fn connected() -> (TcpStream, Arc<OwnedWriteHalf>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).await;
        let (server, _) = listener.accept().await.unwrap();
        (client.unwrap(), Arc::new(server.into_split().1))
    }

    async fn deliver(outbox: &Outbox, socket: &OwnedWriteHalf) {
        while outbox.flush() == Flushed::Stuck {
            socket.writable().await.unwrap();
        }
    }

    #[tokio::test]
    async fn everything_arrives_in_order_however_little_the_socket_takes() {
        let (mut client, socket) = connected().await;
        let outbox = Outbox::new(ROOM, Some(socket.clone()));
        let mut expected = Vec::new();
        for (letter, length) in (b'a'..).zip([1, 300, 5_000_000, 0, 70_000, 2_000_000, 3]) {
            let frame = Frame::new(&vec![letter; length]);
            expected.extend_from_slice(frame.on_a_socket());
            outbox.send(&frame).unwrap();
        }
        assert_eq!(outbox.flush(), Flushed::Stuck, "more than a socket holds");
        outbox.close();
        let mut read = vec![0; expected.len()];
        let ((), read) = tokio::join!(deliver(&outbox, &socket), async {
            client.read_exact(&mut read).await.map(|_| read)
        });
        assert!(read.unwrap() == expected);
        assert!(outbox.is_finished());
    }

    #[tokio::test]
    async fn a_frame_that_is_begun_is_finished_and_those_behind_it_can_be_let_go() {
        let (mut client, socket) = connected().await;
        let outbox = Outbox::new(ROOM, Some(socket.clone()));
        let long = Frame::new(&vec![b'a'; 8_000_000]);
        outbox.send(&long).unwrap();
        outbox.send(&Frame::new(b"let go")).unwrap();
        outbox.drop_waiting();
        outbox.send(&Frame::new(b"last")).unwrap();
        let expected = [long.on_a_socket(), Frame::new(b"last").on_a_socket()].map(Bytes::len);
        let mut read = vec![0; expected.iter().sum()];
        let both = async { tokio::join!(deliver(&outbox, &socket), client.read_exact(&mut read)) };
        let ((), done) = timeout(PATIENCE, both).await.expect("nothing is missing");
        assert_eq!(done.unwrap(), read.len());
        assert!(read.ends_with(b"last"));
    }

    #[test]
    fn a_reader_that_takes_nothing_is_too_slow_by_number_and_by_bytes() {
        let room = Room {
            frames: 3,
            bytes: 100,
        };
        let outbox = Outbox::new(room, None);
        let sent = [99, 1, 1].map(|length| outbox.send(&Frame::new(&vec![0; length])));
        assert_eq!(sent, [Ok(()), Ok(()), Err(TooSlow)]);
        let outbox = Outbox::new(room, None);
        let sent = [1000, 0, 0].map(|length| outbox.send(&Frame::new(&vec![0; length])));
        assert_eq!(
            sent,
            [Ok(()), Err(TooSlow), Err(TooSlow)],
            "one alone may be long"
        );
        let outbox = Outbox::new(room, None);
        let sent = [1, 1, 1, 1].map(|length| outbox.send(&Frame::new(&vec![0; length])));
        assert_eq!(sent, [Ok(()), Ok(()), Ok(()), Err(TooSlow)]);
    }

    #[test]
    fn after_the_last_frame_nothing_is_taken() {
        let outbox = Outbox::new(ROOM, None);
        outbox.send(&Frame::new(b"last")).unwrap();
        outbox.close();
        outbox.send(&Frame::new(b"too late")).unwrap();
        assert!(!outbox.is_finished());
        assert_eq!(outbox.take().as_deref(), Some(&b"last"[..]));
        assert_eq!(outbox.take(), None);
        assert!(outbox.is_finished());
    }
}
