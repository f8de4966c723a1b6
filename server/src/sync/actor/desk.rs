//! What the server writes itself in a text, one change at a time: composed aside, on all that is stored, then handed to
//! the room as any other.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use automerge::{ActorId, Change, ChangeHash};
use dires_domain::ids::{DocumentId, PersonId};
use dires_domain::room::{Event, Fate, Store, Writer};
use dires_domain::vetting::Candidate;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::super::Hub;
use super::super::dictation::Dictation;
use super::{Actor, Aside};
use crate::storage::StorageError;
use crate::storage::suggestions::Beside;

/// Open pages are told of suggestions once nobody has made any for so long …
const A_PAUSE: Duration = Duration::from_millis(1_200);
/// … and no later than so long after the first.
const AT_MOST: Duration = Duration::from_secs(5);

/// The server's own writing in one text.
#[derive(Default)]
pub(super) struct Desk {
    waiting: VecDeque<Dictation>,
    pub(super) composing: Option<Aside<Composed>>,
    under_way: Option<UnderWay>,
    /// The replica with which the server writes for each person.
    pens: HashMap<PersonId, ActorId>,
}

/// A change that the room has.
struct UnderWay {
    hash: ChangeHash,
    beside: Arc<Beside>,
    reply: oneshot::Sender<bool>,
}

/// What came of composing: none where there is nothing to write.
pub(super) struct Composed {
    writer: Writer,
    reply: oneshot::Sender<bool>,
    made: Option<(Change, Beside)>,
}

impl Desk {
    /// What is stored with a batch.
    pub(super) fn beside(&self, batch: &Store) -> Option<Arc<Beside>> {
        let under_way = self.under_way.as_ref()?;
        let has_it = batch
            .changes
            .iter()
            .any(|change| change.hash == under_way.hash);
        has_it.then(|| under_way.beside.clone())
    }

    /// Whether something is being written, or waits to be.
    pub(super) fn is_busy(&self) -> bool {
        !self.waiting.is_empty() || self.composing.is_some() || self.under_way.is_some()
    }
}

impl Actor {
    pub(super) fn dictate(&mut self, dictation: Dictation) {
        self.desk.waiting.push_back(dictation);
        self.compose();
    }

    /// Begins the next change, when the one before is settled.
    fn compose(&mut self) {
        if self.desk.composing.is_some() || self.desk.under_way.is_some() {
            return;
        }
        let Some(dictation) = self.desk.waiting.pop_front() else {
            return;
        };
        let pens = &mut self.desk.pens;
        let pen = pens
            .entry(dictation.writer.person)
            .or_insert_with(ActorId::random)
            .clone();
        let composing = compose(self.hub.clone(), self.document, dictation, pen);
        self.desk.composing = Some(Box::pin(composing));
    }

    pub(super) fn composed(&mut self, composed: Composed) {
        self.desk.composing = None;
        let Composed {
            writer,
            reply,
            made,
        } = composed;
        let Some((change, beside)) = made else {
            // The answer was given, or nobody knows.
            drop(reply);
            return self.compose();
        };
        self.desk.under_way = Some(UnderWay {
            hash: change.hash(),
            beside: beside.into(),
            reply,
        });
        let expanded = change.decode();
        let change = Box::new(Candidate { change, expanded });
        self.happens(Event::Dictated { writer, change });
        if self.room.wants_index() {
            self.index();
        }
        self.turn();
    }

    /// Says what became of the change that the room has.
    pub(super) fn settle_dictation(&mut self) {
        let fate = |under_way: &UnderWay| self.room.fate(&under_way.hash);
        let stored = match self.desk.under_way.as_ref().map(fate) {
            None | Some(Fate::Pending) => return,
            Some(fate) => fate == Fate::Stored,
        };
        if let Some(under_way) = self.desk.under_way.take() {
            // Who has gone reads the text to know.
            let _gone = under_way.reply.send(stored);
        }
        self.compose();
    }

    /// Has open pages told that suggestions were made, taken back or decided.
    pub(super) fn tell_soon(&mut self) {
        let now = Instant::now();
        let latest = self.tell_at.map_or(now + AT_MOST, |(_, latest)| latest);
        self.tell_at = Some(((now + A_PAUSE).min(latest), latest));
    }

    pub(super) fn tell(&mut self) {
        self.tell_at = None;
        self.hub.0.events.changed(self.paper);
    }
}

async fn compose(hub: Hub, document: DocumentId, dictation: Dictation, pen: ActorId) -> Composed {
    let Dictation {
        writer,
        work,
        reply,
    } = dictation;
    let made = async {
        let mut tx = hub.0.db.read().await?;
        let stored = tx.load_document(document).await?;
        drop(tx);
        let stored = stored.ok_or(StorageError::Absent)?;
        let writing = tokio::task::spawn_blocking(move || {
            let mut doc = stored.doc.with_actor(pen);
            let before = doc.get_heads();
            let beside = work(&mut doc, &stored.actors)?;
            let made = doc.get_last_local_change();
            let made = made.filter(|_| doc.get_heads() != before)?;
            Some((made, beside))
        });
        let made = writing.await;
        made.map_err(|error| StorageError::impossible("document", error))
    };
    let made = made.await.unwrap_or_else(|error: StorageError| {
        tracing::error!(%document, %error, "the server could not write in a text");
        None
    });
    Composed {
        writer,
        reply,
        made,
    }
}
