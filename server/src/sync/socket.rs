//! Frames over a WebSocket: one task a connection, which reads and writes at once, so that neither waits for the other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep, timeout, timeout_at};
use tracing::Instrument as _;

use super::connection::{Connection, Queue};
use super::seats::Seat;
use super::session::{Goes, Session};
use super::{Hub, Visitor, wording};

/// What is read at once, in bytes. The library holds a buffer of this size for each connection, always; frames are some
/// hundred bytes, larger ones are read in several times.
const READ: usize = 4 << 10;
/// What is gathered before it is written, in bytes: what came together is written together.
const WRITE: usize = 4 << 10;
/// What is asked of a client last.
const LAST: &[u8] = b"fin";
/// A client that does not take its farewell in so long is not waited for.
const FAREWELL: Duration = Duration::from_secs(1);

/// The upgrade with this hub's limits, and with buffers that suit a thousand connections. Nothing bounds what is
/// written at once but the queue: a document is one frame, however long.
pub fn light(upgrade: WebSocketUpgrade, hub: &Hub) -> WebSocketUpgrade {
    let frame = hub.settings().frame;
    upgrade
        .max_message_size(frame)
        .max_frame_size(frame)
        .read_buffer_size(READ)
        .write_buffer_size(WRITE)
}

/// Speaks with a client until it leaves, is cut off, or the server stops.
pub async fn serve(hub: Hub, socket: WebSocket, visitor: Visitor) {
    let Ok((mut session, queue)) = Session::open(hub, visitor).await else {
        return;
    };
    let span = session.connection.span();
    let conversation = async move {
        let (mut sink, mut stream) = socket.split();
        converse(&mut session, &mut stream, &mut sink, queue).await;
        // The place is kept until the farewell is taken: it holds memory.
        let (seat, hub, connection) = (
            session.seat.clone(),
            session.hub.clone(),
            session.connection.clone(),
        );
        let parting = farewell(sink, stream, &hub, &connection);
        tokio::join!(session.leave(), parting);
        drop(seat);
    };
    conversation.instrument(span).await;
}

async fn converse(
    session: &mut Session,
    stream: &mut SplitStream<WebSocket>,
    sink: &mut SplitSink<WebSocket, Message>,
    queue: Queue,
) {
    let ended = session.connection.ended();
    let ping = session.hub.settings().ping;
    let heard = AtomicBool::new(true);
    let seat = session.seat.clone();
    let reading = read(stream, session, &heard);
    let mut writer = Writer {
        sink,
        queue,
        heard: &heard,
        seat,
        ping,
    };
    let talking = async {
        let writing = writer.run();
        tokio::pin!(writing);
        let read = tokio::select! {
            () = &mut writing => Ended::ByClient,
            ended = reading => ended,
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

async fn read(
    stream: &mut SplitStream<WebSocket>,
    session: &mut Session,
    heard: &AtomicBool,
) -> Ended {
    let joined_by = Instant::now() + 2 * session.hub.settings().ping;
    loop {
        let next = if session.has_joined() {
            stream.next().await
        } else if let Ok(next) = timeout_at(joined_by, stream.next()).await {
            next
        } else {
            let _silent = session.close(wording::SILENT);
            return Ended::ByUs;
        };
        heard.store(true, Ordering::Relaxed);
        let goes = match next {
            Some(Ok(Message::Binary(frame))) => session.frame(&frame).await,
            // An error may be a frame over the limit; where it is the network's, nobody hears the answer.
            Some(Ok(Message::Text(_)) | Err(_)) => session.not_a_frame(),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Goes::Continue(()),
            _ => return Ended::ByClient,
        };
        if goes.is_break() {
            return Ended::ByUs;
        }
    }
}

/// Sends what is queued; what came together is flushed together. Pings between.
struct Writer<'s> {
    sink: &'s mut SplitSink<WebSocket, Message>,
    queue: Queue,
    /// Whether the client was heard since the last ping.
    heard: &'s AtomicBool,
    seat: Option<Arc<Seat>>,
    ping: Duration,
}

impl Writer<'_> {
    /// Ends when the queue does, or when the client is gone: it answered two pings in a row with nothing, or took
    /// nothing for as long.
    async fn run(&mut self) {
        let mut pings = interval_at(Instant::now() + self.ping, self.ping);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut unanswered = 0;
        loop {
            let sent = tokio::select! {
                next = self.queue.next() => match next {
                    Some(frame) => timeout(2 * self.ping, self.send(frame)).await,
                    None => return,
                },
                _ = pings.tick() => {
                    let answered = self.heard.swap(false, Ordering::Relaxed) || self.is_held();
                    unanswered = if answered { 0 } else { unanswered + 1 };
                    if unanswered == 2 {
                        return;
                    }
                    timeout(2 * self.ping, self.sink.send(Message::Ping(Bytes::new()))).await
                }
            };
            if !matches!(sent, Ok(Ok(()))) {
                return;
            }
        }
    }

    /// Whether its silence is our doing.
    fn is_held(&self) -> bool {
        self.seat.as_ref().is_some_and(|seat| seat.is_held())
    }

    async fn send(&mut self, first: Bytes) -> Result<(), axum::Error> {
        self.sink.feed(Message::Binary(first)).await?;
        while let Some(next) = self.queue.waiting() {
            self.sink.feed(Message::Binary(next)).await?;
        }
        self.sink.flush().await
    }
}

/// Tells the client to come back, and reads until it has answered: a socket closed while something waits in it is reset
/// by the system, and the client would see that instead of these words. One that was too slow is given time to hear
/// why, since it has yet to read what came before.
async fn farewell(
    mut sink: SplitSink<WebSocket, Message>,
    mut stream: SplitStream<WebSocket>,
    hub: &Hub,
    connection: &Connection,
) {
    let (code, reason, patience) = if connection.was_slow() {
        let patience = hub.settings().ping;
        (close_code::AGAIN, wording::TOO_SLOW, patience)
    } else {
        (close_code::RESTART, "", FAREWELL)
    };
    let reason = reason.into();
    let close = Message::Close(Some(CloseFrame { code, reason }));
    if !connection.was_slow() {
        let _heard = timeout(FAREWELL, hears(&mut sink, &mut stream)).await;
    }
    let parting = async {
        if sink.send(close).await.is_ok() {
            while let Some(Ok(_)) = stream.next().await {}
        }
    };
    tokio::select! {
        _gone = timeout(patience, parting) => {}
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
async fn hears(sink: &mut SplitSink<WebSocket, Message>, stream: &mut SplitStream<WebSocket>) {
    if sink
        .send(Message::Ping(Bytes::from_static(LAST)))
        .await
        .is_err()
    {
        return;
    }
    let is_last = |message: &Message| matches!(message, Message::Pong(said) if said == LAST);
    while let Some(Ok(message)) = stream.next().await {
        if is_last(&message) {
            return;
        }
    }
}
