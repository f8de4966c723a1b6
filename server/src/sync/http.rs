//! The same frames over plain HTTP, where a WebSocket is blocked: server-sent events one way, POST the other.
//!
//! A client opens the flux, whose first event gives the line its secret name; it then delivers its frames under this
//! name, several in one POST, numbered from 1. One task a line reads and writes at once, as a WebSocket's does.

mod delivery;
mod events;

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use futures_util::stream::unfold;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use uuid::Uuid;

use super::connection::Connection;
use super::outbox::Outbox;
use super::session::{Goes, Session};
use super::{Hub, Visitor, lock};
use crate::storage::StorageError;
pub use delivery::Delivery;

/// A line without a delivery for so many pings is taken for dead: its client answers each with an empty one.
const PATIENCE: u32 = 3;
/// Text that is gathered into one piece of the flux, in bytes; a frame alone may be longer.
const PIECE: usize = 64 << 10;

/// The lines that are open, by secret name.
#[derive(Debug, Default)]
pub struct Lines(Mutex<HashMap<Uuid, Line>>);

/// The way to a line's task.
#[derive(Debug, Clone)]
struct Line {
    /// The session of whoever opened it: nobody else delivers on it.
    session: Vec<u8>,
    inbox: mpsc::Sender<Delivered>,
}

/// What a POST hands to the line's task, which says when it is taken.
#[derive(Debug)]
struct Delivered {
    number: u64,
    body: Bytes,
    taken: oneshot::Sender<()>,
}

/// Why a delivery is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// There is no such line, or not for this session, or a delivery before this one is missing: open another.
    Gone,
    /// It is longer than the longest frame.
    TooLong,
}

impl Hub {
    /// Opens a line: what its client is sent, for as long as it lasts. Fails when the database does not answer.
    pub async fn open_line(&self, visitor: Visitor) -> Result<Body, StorageError> {
        let from = visitor.session.clone();
        let session = Session::open(self.clone(), visitor, None).await?;
        let (inbox, deliveries) = mpsc::channel(1);
        let (pieces, body) = mpsc::channel(1);
        let name = Uuid::new_v4();
        let line = Line {
            session: from,
            inbox,
        };
        lock(&self.0.lines.0).insert(name, line);
        let ends = Ends {
            session,
            deliveries,
            pieces,
        };
        self.spawn(serve(self.clone(), name, ends));
        Ok(Body::from_stream(unfold(body, async |mut body| {
            let piece: Option<Bytes> = body.recv().await;
            piece.map(|piece| (Ok::<_, std::convert::Infallible>(piece), body))
        })))
    }

    /// Takes what a client delivers on its line, whole and in order: a number that was taken already is taken to have
    /// been repeated, and does nothing. Waits while the line is busy; the body is read only then.
    pub async fn deliver(
        &self,
        visitor: &Visitor,
        to: Delivery,
        body: Body,
    ) -> Result<(), NotTaken> {
        let line = lock(&self.0.lines.0).get(&to.line).cloned();
        let line = line.filter(|line| line.session == visitor.session);
        let inbox = line.ok_or(NotTaken::Gone)?.inbox;
        let place = inbox.reserve().await.map_err(|_| NotTaken::Gone)?;
        let longest = self.settings().frame + delivery::HEADER;
        let body = to_bytes(body, longest).await;
        let (taken, answer) = oneshot::channel();
        place.send(Delivered {
            number: to.number,
            body: body.map_err(|_| NotTaken::TooLong)?,
            taken,
        });
        answer.await.map_err(|_| NotTaken::Gone)
    }
}

/// What a line's task holds.
struct Ends {
    session: Session,
    deliveries: mpsc::Receiver<Delivered>,
    pieces: mpsc::Sender<Bytes>,
}

/// Speaks with a client until it leaves, is cut off, or the server stops.
async fn serve(hub: Hub, name: Uuid, ends: Ends) {
    let Ends {
        mut session,
        deliveries,
        pieces,
    } = ends;
    let connection = session.connection.clone();
    let ended = connection.ended();
    let talking = async {
        let writing = write(&hub, name, &connection, &pieces);
        tokio::pin!(writing);
        let goes = tokio::select! {
            () = &mut writing => Goes::Continue(()),
            goes = read(&mut session, deliveries, PATIENCE * hub.settings().ping) => goes,
        };
        if goes.is_break() {
            // The last word has been queued, and the end after it.
            writing.await;
        }
    };
    tokio::select! {
        () = talking => {}
        () = pieces.closed() => {}
        () = ended.cancelled() => {}
    }
    lock(&hub.0.lines.0).remove(&name);
    connection.outbox().shut();
    session.leave().await;
}

/// Hands over what is delivered. Breaks when a last frame was queued; otherwise the client is gone.
async fn read(
    session: &mut Session,
    mut deliveries: mpsc::Receiver<Delivered>,
    patience: Duration,
) -> Goes {
    let mut next = 1;
    while let Ok(Some(delivered)) = timeout(patience, deliveries.recv()).await {
        if delivered.number > next {
            tracing::warn!(
                peer = session.connection.id.0,
                "a delivery is missing: its line ends"
            );
            break;
        }
        let mut goes = Goes::Continue(());
        if delivered.number == next {
            next += 1;
            goes = take(session, &delivered.body).await;
        }
        // Whoever delivered may have left meanwhile, and will repeat it.
        let _left = delivered.taken.send(());
        goes?;
    }
    Goes::Continue(())
}

async fn take(session: &mut Session, body: &[u8]) -> Goes {
    let Some(frames) = delivery::frames(body) else {
        return session.not_a_frame();
    };
    for frame in frames {
        session.frame(frame).await?;
    }
    Goes::Continue(())
}

/// Sends what waits; what came together goes in one piece. Ends when nothing more will come, or when the client takes
/// nothing for too long.
async fn write(hub: &Hub, name: Uuid, connection: &Connection, pieces: &mpsc::Sender<Bytes>) {
    let ping = hub.settings().ping;
    let mut pings = interval_at(Instant::now() + ping, ping);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let outbox = connection.outbox();
    let mut piece = events::opening(name);
    loop {
        let sent = timeout(PATIENCE * ping, pieces.send(piece)).await;
        if !matches!(sent, Ok(Ok(()))) {
            return;
        }
        piece = loop {
            if let Some(first) = outbox.take() {
                break gathered(&first, outbox);
            }
            if outbox.is_finished() || hub.0.closing.is_cancelled() {
                return;
            }
            tokio::select! {
                () = outbox.stirred() => {}
                () = hub.0.closing.cancelled() => {}
                _ = pings.tick() => break Bytes::from_static(events::PING),
            }
        };
    }
}

fn gathered(first: &[u8], outbox: &Outbox) -> Bytes {
    let mut text = String::new();
    events::frame(&mut text, first);
    while text.len() < PIECE
        && let Some(next) = outbox.take()
    {
        events::frame(&mut text, &next);
    }
    text.into()
}
