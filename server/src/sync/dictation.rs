//! A change that the server itself makes in a live text, in somebody's name: what a decision of theirs does to it.
//!
//! It goes the way of every change: vetted, stored, relayed to who has the text open, attributed to the person. What goes
//! with it (a line of the journal, what was decided) is stored in the same unit of work. One is made at a time in a text, on
//! all that is stored before it: of two people who decide the same, the second finds it decided.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use automerge::{ActorId, Automerge};
use dires_domain::ids::{DocumentId, PersonId};
use dires_domain::room::Writer;
use tokio::sync::oneshot;

use super::actor::Call;
use super::{Hub, lock};
use crate::storage::suggestions::Beside;

/// Whose each replica is; none: the server's own.
pub type Owners = HashMap<ActorId, Option<PersonId>>;

/// Changes the document, as its replica, and says what is stored with that; none where nothing is to be done.
type Work = Box<dyn FnOnce(&mut Automerge, &Owners) -> Option<Beside> + Send>;

/// A change to be made.
pub struct Dictation {
    /// In whose name.
    pub writer: Writer,
    /// Makes it.
    pub work: Work,
    /// Whether it is stored; dropped when nobody knows.
    pub reply: oneshot::Sender<bool>,
}

impl fmt::Debug for Dictation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dictation")
            .field("writer", &self.writer)
            .finish_non_exhaustive()
    }
}

/// Why a change was not made. The text is as it was.
#[derive(Debug, PartialEq, Eq)]
pub enum Unwritten<E> {
    /// Whoever was to make it says so.
    Because(E),
    /// The text takes no more changes.
    NotTaken,
    /// The text cannot be opened, or the server stops: nobody knows whether it was made.
    Unavailable,
}

impl Hub {
    /// Makes a change in a document in somebody's name, whose right to it is for the caller to know. `work` is given all that
    /// is stored, with a replica of theirs; it changes the document, which is then vetted and stored with what `work` gives.
    ///
    /// Errors: [`Unwritten`]. Done when it is durable.
    pub async fn write<E: Send + 'static>(
        &self,
        document: DocumentId,
        writer: Writer,
        work: impl FnOnce(&mut Automerge, &Owners) -> Result<Beside, E> + Send + 'static,
    ) -> Result<(), Unwritten<E>> {
        let said = Arc::new(Mutex::new(None));
        let heard = said.clone();
        let work: Work = Box::new(move |doc, owners| match work(doc, owners) {
            Ok(beside) => Some(beside),
            Err(error) => {
                *lock(&heard) = Some(error);
                None
            }
        });
        let (reply, answer) = oneshot::channel();
        let dictation = Dictation {
            writer,
            work,
            reply,
        };
        let mut call = Call::Dictate(dictation);
        // Held until the answer: a text that somebody waits for is not unloaded.
        let mut room = self.room(document);
        while let Err(lost) = room.call(call).await {
            if self.0.stopping.is_cancelled() {
                return Err(Unwritten::Unavailable);
            }
            call = lost;
            room = self.room(document);
        }
        let answer = answer.await;
        if let Some(error) = lock(&said).take() {
            return Err(Unwritten::Because(error));
        }
        match answer {
            Ok(true) => Ok(()),
            Ok(false) => Err(Unwritten::NotTaken),
            Err(_) => Err(Unwritten::Unavailable),
        }
    }
}
