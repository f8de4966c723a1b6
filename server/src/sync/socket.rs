//! Frames over a WebSocket: one task a connection, which reads while what waits for the client is written.

use std::future::poll_fn;
use std::io::{ErrorKind, Read, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Bytes;
use tokio::io::{AsyncRead as _, ReadBuf};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep, timeout, timeout_at};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{
    CloseFrame, Role, WebSocketConfig, WebSocketContext,
};
use tokio_tungstenite::tungstenite::{self, Message};
use tracing::Instrument as _;

use super::connection::Connection;
use super::outbox::Flushed;
use super::seats::Seat;
use super::session::{Goes, Session};
use super::{Hub, Visitor, wording};

/// What is read at once, in bytes. Each connection holds a buffer of this size, always; most frames are some hundred
/// bytes, longer ones are read in several times.
const READ: usize = 1 << 10;
/// A ping that says nothing, and the one that a client is sent last, as they are written (RFC 6455, section 5.5.2).
const PING: &[u8] = b"\x89\x00";
const LAST_PING: &[u8] = b"\x89\x03fin";
/// What the last one is answered with.
const LAST: &[u8] = b"fin";
/// A client that does not take its farewell in so long is not waited for.
const FAREWELL: Duration = Duration::from_secs(1);

/// Speaks with a client until it leaves, is cut off, or the server stops. `begun`: what it said already.
pub async fn serve(hub: Hub, socket: TcpStream, begun: Bytes, visitor: Visitor) {
    let (near, far) = socket.into_split();
    let far = Arc::new(far);
    // What happens once is boxed: its room would otherwise be held for as long as the connection lasts.
    let opening = Box::pin(Session::open(hub, visitor, Some(far.clone())));
    let Ok(mut session) = opening.await else {
        return;
    };
    let span = session.connection.span();
    let mut incoming = Incoming::new(near, &begun, &session);
    // A few bytes of a buffer of many.
    drop(begun);
    let conversation = async move {
        converse(&mut session, &mut incoming, &far).await;
        Box::pin(part(session, incoming, &far)).await;
    };
    conversation.instrument(span).await;
}

async fn part(session: Session, incoming: Incoming, far: &OwnedWriteHalf) {
    let (connection, hub) = (session.connection.clone(), session.hub.clone());
    // The place is kept until the farewell is taken: it holds memory.
    let seat = session.seat.clone();
    tokio::join!(session.leave(), farewell(incoming, far, &hub));
    connection.outbox().shut();
    drop(seat);
}

async fn converse(session: &mut Session, incoming: &mut Incoming, far: &OwnedWriteHalf) {
    let connection = session.connection.clone();
    let ended = connection.ended();
    let heard = AtomicBool::new(true);
    let writer = Writer {
        connection: &connection,
        far,
        heard: &heard,
        seat: session.seat.clone(),
        hub: session.hub.clone(),
    };
    let talking = async {
        let writing = writer.run();
        tokio::pin!(writing);
        let read = tokio::select! {
            () = &mut writing => Ended::ByClient,
            ended = read(incoming, session, &heard) => ended,
        };
        if read == Ended::ByUs {
            // The last word has been queued, and the end after it.
            writing.await;
        }
    };
    tokio::select! {
        () = talking => {}
        () = ended.cancelled() => {}
    }
    ended.cancel();
}

/// Who ended the connection.
#[derive(Debug, PartialEq, Eq)]
enum Ended {
    /// The client or the network: nothing more can be sent.
    ByClient,
    /// This side, which queued a last frame.
    ByUs,
}

async fn read(incoming: &mut Incoming, session: &mut Session, heard: &AtomicBool) -> Ended {
    let joined_by = Instant::now() + 2 * session.hub.settings().ping;
    loop {
        let next = if session.has_joined() {
            incoming.next().await
        } else if let Ok(next) = timeout_at(joined_by, incoming.next()).await {
            next
        } else {
            let _silent = session.close(wording::SILENT);
            return Ended::ByUs;
        };
        heard.store(true, Ordering::Relaxed);
        let goes = match next {
            Ok(Message::Binary(frame)) => session.frame(&frame).await,
            Ok(Message::Ping(_) | Message::Pong(_)) => Goes::Continue(()),
            Ok(Message::Close(_)) | Err(tungstenite::Error::ConnectionClosed) => {
                return Ended::ByClient;
            }
            // An error may be a frame over the limit; where it is the network's, nobody hears the answer.
            _ => session.not_a_frame(),
        };
        if goes.is_break() {
            return Ended::ByUs;
        }
    }
}

/// What a client says, and what the WebSocket answers by itself.
struct Incoming {
    context: WebSocketContext,
    near: OwnedReadHalf,
    connection: Connection,
}

impl Incoming {
    /// Nothing bounds what is written at once but the queue: a document is one frame, however long.
    fn new(near: OwnedReadHalf, begun: &[u8], session: &Session) -> Self {
        let frame = Some(session.hub.settings().frame);
        let config = WebSocketConfig::default()
            .read_buffer_size(READ)
            .write_buffer_size(0)
            .max_message_size(frame)
            .max_frame_size(frame);
        Self {
            context: WebSocketContext::from_partially_read(
                begun.to_vec(),
                Role::Server,
                Some(config),
            ),
            near,
            connection: session.connection.clone(),
        }
    }

    /// The next message. Nothing is lost when it is dropped before it ends.
    async fn next(&mut self) -> tungstenite::Result<Message> {
        poll_fn(|task| {
            let mut line = Line {
                near: &mut self.near,
                connection: &self.connection,
                task,
            };
            match self.context.read(&mut line) {
                Err(tungstenite::Error::Io(error)) if error.kind() == ErrorKind::WouldBlock => {
                    Poll::Pending
                }
                next => Poll::Ready(next),
            }
        })
        .await
    }

    /// Queues a close frame, unless the client has closed and was answered.
    async fn close(&mut self, code: CloseCode, reason: &'static str) {
        poll_fn(|task| {
            let mut line = Line {
                near: &mut self.near,
                connection: &self.connection,
                task,
            };
            let reason = reason.into();
            let close = Some(CloseFrame { code, reason });
            let _answered = self.context.close(&mut line, close);
            Poll::Ready(())
        })
        .await;
    }
}

/// The socket, as the library reads it; what it writes takes its place in the queue.
struct Line<'l, 't> {
    near: &'l mut OwnedReadHalf,
    connection: &'l Connection,
    task: &'l mut Context<'t>,
}

impl Read for Line<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut buffer = ReadBuf::new(buffer);
        match Pin::new(&mut *self.near).poll_read(self.task, &mut buffer) {
            Poll::Ready(read) => read.map(|()| buffer.filled().len()),
            Poll::Pending => Err(ErrorKind::WouldBlock.into()),
        }
    }
}

impl Write for Line<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.connection.send_raw(Bytes::copy_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Delivers what its givers could not write themselves. Pings between.
struct Writer<'s> {
    connection: &'s Connection,
    far: &'s OwnedWriteHalf,
    /// Whether the client was heard since the last ping.
    heard: &'s AtomicBool,
    seat: Option<Arc<Seat>>,
    hub: Hub,
}

impl Writer<'_> {
    /// Ends when the queue does, when the server stops and has nothing more to say, or when the client is gone: it
    /// answered two pings in a row with nothing, or took nothing for as long.
    async fn run(&self) {
        let ping = self.hub.settings().ping;
        let mut pings = interval_at(Instant::now() + ping, ping);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut unanswered = 0;
        let mut is_closing = false;
        while !is_closing {
            tokio::select! {
                () = self.connection.outbox().stirred() => {}
                () = self.hub.0.closing.cancelled() => is_closing = true,
                _ = pings.tick() => {
                    let answered = self.heard.swap(false, Ordering::Relaxed) || self.is_held();
                    unanswered = if answered { 0 } else { unanswered + 1 };
                    if unanswered == 2 {
                        return;
                    }
                    self.connection.send_raw(Bytes::from_static(PING));
                }
            }
            let delivered = deliver(self.connection, self.far, 2 * ping).await;
            if !delivered || self.connection.outbox().is_finished() {
                return;
            }
        }
    }

    /// Whether its silence is our doing.
    fn is_held(&self) -> bool {
        self.seat.as_ref().is_some_and(|seat| seat.is_held())
    }
}

/// Writes all that waits; false when the client is gone, or takes nothing for so long.
async fn deliver(connection: &Connection, far: &OwnedWriteHalf, patience: Duration) -> bool {
    loop {
        match connection.outbox().flush() {
            Flushed::All => return true,
            Flushed::Gone => return false,
            Flushed::Stuck => {
                if !matches!(timeout(patience, far.writable()).await, Ok(Ok(()))) {
                    return false;
                }
            }
        }
    }
}

/// Tells the client to come back, and reads until it has answered: a socket closed while something waits in it is reset
/// by the system, and the client would see that instead of these words. One that was too slow is given time to hear
/// why, since it has yet to read what came before.
async fn farewell(mut incoming: Incoming, far: &OwnedWriteHalf, hub: &Hub) {
    let connection = incoming.connection.clone();
    let (code, reason, patience) = if connection.was_slow() {
        connection.outbox().drop_waiting();
        let patience = hub.settings().ping;
        (CloseCode::Again, wording::TOO_SLOW, patience)
    } else {
        (CloseCode::Restart, "", FAREWELL)
    };
    let parting = async {
        if !connection.was_slow() {
            let _heard = timeout(FAREWELL, hears(&mut incoming)).await;
        }
        incoming.close(code, reason).await;
        while incoming.next().await.is_ok() {}
    };
    let delivering = async {
        while deliver(&connection, far, patience).await {
            connection.outbox().stirred().await;
        }
    };
    tokio::select! {
        _gone = timeout(FAREWELL + patience, parting) => {}
        () = delivering => {}
        () = after_stopping(hub) => {}
    }
}

/// Some time after the server was told to stop: nobody is waited for any longer.
async fn after_stopping(hub: &Hub) {
    hub.0.closing.cancelled().await;
    sleep(FAREWELL).await;
}

/// Waits until the client has read everything that it was sent. automerge-repo answers messages as they come; where the
/// end is in the same packet as the last of them, its answer finds a socket that closes, fails, and leaves its document
/// unusable ("Attempting to change an outdated document", 2.5.6).
async fn hears(incoming: &mut Incoming) {
    if !incoming.context.can_write() {
        return;
    }
    incoming.connection.send_raw(Bytes::from_static(LAST_PING));
    let is_last = |message: &Message| matches!(message, Message::Pong(said) if said == LAST);
    while let Ok(message) = incoming.next().await {
        if is_last(&message) {
            return;
        }
    }
}
