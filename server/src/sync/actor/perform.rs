//! What a room says is done here, in order.

use std::sync::Arc;

use automerge::ChangeHash;
use dires_domain::room::{Effect, PeerId, Store, parcel};
use dires_domain::vetting::Refusal;

use super::super::examiner::Urgency;
use super::super::store::store;
use super::super::wire::{Frame, document_name};
use super::super::wording;
use super::{Actor, Fetched};

/// A newcomer may be sent so many hundredths more than the saved document before it is saved anew.
const SURPLUS: usize = 10;

impl Actor {
    pub(super) fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Store(batch) => self.begin(batch),
            Effect::Acknowledge { to, message } => {
                self.peers.wrote(to);
                let frame = self.frames.sync(self.document, &message);
                self.send(&[to], &frame);
            }
            Effect::Answer { to, message } => {
                let frame = self.frames.sync(self.document, &message);
                self.send(&[to], &frame);
            }
            Effect::Relay { to, message } => {
                let frame = self.frames.sync(self.document, &message);
                self.send(&to, &frame);
            }
            Effect::Whole { to } => {
                let frame = self.whole();
                self.hub.metrics().joined(frame.len());
                self.send(&[to], &frame);
            }
            Effect::Fetch { to, numbers, heads } => self.fetch(to, numbers, heads),
            Effect::Gossip { to, frame } => self.send(&to, &Frame::new(&frame)),
            Effect::Unavailable { to } => {
                let frame = self.frames.unavailable(&document_name(self.document));
                self.send(&[to], &frame);
            }
            Effect::Refuse { to, because } => {
                self.hub.metrics().refused(because);
                let sentence = wording::not_taken(because);
                let frame = self.frames.error(sentence, Some(self.document));
                self.send(&[to], &frame);
            }
            Effect::Drop { peer, because } => self.cut_off(peer, &because),
            Effect::Recheck => self.hub.refresh(self.document),
            Effect::Reload => self.reload = true,
        }
    }

    fn cut_off(&mut self, peer: PeerId, because: &Refusal) {
        self.hub.metrics().refused(because);
        tracing::warn!(document = %self.document, peer = peer.0, %because, "a client is cut off");
        if let Some(connection) = self.peers.leave(peer) {
            let sentence = wording::refusal(because);
            connection.close(&self.frames.error(sentence, Some(self.document)));
        }
    }

    fn begin(&mut self, batch: Arc<Store>) {
        if batch.titled {
            self.hub.examine(self.document, Urgency::Soon);
        }
        self.touches_suggestions = batch.touches_suggestions;
        let beside = self.desk.beside(&batch);
        let committing = store(self.hub.clone(), self.document, batch, beside);
        self.storing = Some(Box::pin(committing));
    }

    /// The frame that brings the whole document: made once for all who come before the next commit.
    fn whole(&mut self) -> Frame {
        let cached = self
            .whole
            .take()
            .filter(|(heads, _)| heads == self.room.heads());
        let (heads, frame) = cached.unwrap_or_else(|| {
            let frame = self.frames.sync(self.document, &self.room.whole());
            (self.room.heads().to_vec(), frame)
        });
        self.whole = Some((heads, frame.clone()));
        let (after, saved) = self.room.log().weights();
        if self.room.log().unsaved() > 1 && after > saved / SURPLUS {
            self.hub.examine(self.document, Urgency::Soon);
        }
        frame
    }

    /// Reads changes again, aside.
    fn fetch(&mut self, to: PeerId, numbers: Vec<usize>, heads: Vec<ChangeHash>) {
        let (hub, document) = (self.hub.clone(), self.document);
        let reading = async move {
            let read = async {
                let mut tx = hub.0.db.read().await?;
                tx.some_raw_changes(document, &numbers).await
            };
            match read.await {
                Ok(changes) => (to, Some(parcel(heads, changes))),
                Err(error) => {
                    tracing::warn!(%document, %error, "changes cannot be read");
                    (to, None)
                }
            }
        };
        self.fetching.push(Box::pin(reading));
    }

    /// What was read is sent if its reader may still read; a reader whose changes cannot be read comes back later.
    pub(super) fn fetched(&mut self, (to, message): Fetched) {
        match message {
            Some(message) if self.peers.may_read(to) => {
                let frame = self.frames.sync(self.document, &message);
                self.send(&[to], &frame);
            }
            Some(_) => {}
            None => {
                if let Some(connection) = self.peers.get(to) {
                    connection.cut();
                }
            }
        }
    }

    fn send(&self, to: &[PeerId], frame: &Frame) {
        for peer in to {
            if let Some(connection) = self.peers.get(*peer) {
                connection.send(frame);
            }
        }
    }
}
