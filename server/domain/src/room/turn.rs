//! From what waits to what is stored: vet, store, acknowledge, relay.

use std::collections::BTreeSet;

use automerge::sync::MessageVersion;
use automerge::{ActorId, Automerge, Change, ChangeHash, ROOT, ReadDoc};
use chrono::{DateTime, Utc};

use super::{Effect, NewChange, NotTaken, Outcome, PeerId, Right, Room, Store, Writer, message};
use crate::vetting::{Admission, Candidate, Refusal, apply};

/// What a peer sent at once.
#[derive(Debug)]
pub(super) struct Submission {
    pub(super) peer: PeerId,
    pub(super) writer: Writer,
    pub(super) candidates: Vec<Candidate>,
}

/// Vetted changes on their way to the database.
#[derive(Debug)]
pub(super) struct Batch {
    /// The document with them.
    doc: Automerge,
    draft: Draft,
    store: Store,
}

/// What was admitted to the history and is not stored yet.
#[derive(Debug, Default)]
struct Draft {
    changes: Vec<(Change, Writer)>,
    writers: BTreeSet<PeerId>,
    /// The replicas that were seen for the first time.
    actors: Vec<ActorId>,
}

impl Submission {
    pub(super) fn holds(&self, hash: &ChangeHash) -> bool {
        let mut candidates = self.candidates.iter();
        candidates.any(|candidate| candidate.change.hash() == *hash)
    }
}

impl Draft {
    fn changes(&self) -> Vec<Change> {
        let changes = self.changes.iter();
        changes.map(|(change, _)| change.clone()).collect()
    }
}

impl Room {
    /// Vets all that waits and has it stored; or, when storing failed before, has the same stored again.
    pub(super) fn turn(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        if let Some(batch) = &self.storing {
            return vec![Effect::Store(batch.store.clone())];
        }
        let mut effects = Vec::new();
        let mut draft = Draft::default();
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.retain(|submission| {
            let refused = self.admit(submission, now, &mut draft).err();
            let taken = refused.is_none();
            effects.extend(refused.flatten());
            taken
        });
        if draft.changes.is_empty() {
            return effects;
        }
        match self.apply(&self.doc, &draft.changes()) {
            Ok(doc) => effects.push(self.begin(doc, draft)),
            Err(_) => effects.extend(self.one_by_one(&waiting, &draft, now)),
        }
        effects
    }

    /// Together they do not give a text: finds out whose do not.
    fn one_by_one(
        &mut self,
        waiting: &[Submission],
        draft: &Draft,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        self.take_back(draft, 0);
        let mut effects = Vec::new();
        let mut doc = self.doc.clone();
        let mut draft = Draft::default();
        for submission in waiting {
            match self.admit_applied(submission, now, &doc, &mut draft) {
                Ok(applied) => doc = applied,
                Err(effect) => effects.extend(effect),
            }
        }
        if !draft.changes.is_empty() {
            effects.push(self.begin(doc, draft));
        }
        effects
    }

    fn admit_applied(
        &mut self,
        submission: &Submission,
        now: DateTime<Utc>,
        doc: &Automerge,
        draft: &mut Draft,
    ) -> Result<Automerge, Option<Effect>> {
        let before = draft.changes.len();
        self.admit(submission, now, draft)?;
        let added: Vec<_> = draft.changes()[before..].to_vec();
        let applied = self.apply(doc, &added);
        applied.map_err(|because| {
            self.take_back(draft, before);
            draft.changes.truncate(before);
            draft.writers.remove(&submission.peer);
            self.cut_off(submission.peer, because)
        })
    }

    fn apply(&self, doc: &Automerge, changes: &[Change]) -> Result<Automerge, Refusal> {
        apply(doc, changes.to_vec(), &self.history.heads(), &self.limits)
    }

    /// Takes a submission into the history, or says what its sender is told; then it left no trace.
    fn admit(
        &mut self,
        submission: &Submission,
        now: DateTime<Utc>,
        draft: &mut Draft,
    ) -> Result<(), Option<Effect>> {
        let to = submission.peer;
        let entry = self.peers.get_mut(&to);
        if let Some(entry) = entry.filter(|entry| entry.right < Right::Write) {
            entry.refused = true;
            let because = NotTaken::ReadOnly;
            return Err(Some(Effect::Refuse { to, because }));
        }
        let before = draft.changes.len();
        for candidate in &submission.candidates {
            if let Err(because) = self.admit_one(candidate, submission.writer, now, draft) {
                self.take_back(draft, before);
                draft.changes.truncate(before);
                return Err(self.turn_down(to, because));
            }
        }
        if let Some(entry) = self.peers.get_mut(&to) {
            entry.asked_again = false;
        }
        draft.writers.insert(to);
        Ok(())
    }

    /// A change that follows unknown ones comes honestly from someone whose earlier changes were not taken: it is
    /// asked, once, to send them all again. Any other fault costs the connection, if it is still there.
    fn turn_down(&mut self, to: PeerId, because: Refusal) -> Option<Effect> {
        let heads = self.heads();
        let entry = self.peers.get_mut(&to)?;
        if because != Refusal::UnknownDependency {
            return self.cut_off(to, because);
        }
        let asked = std::mem::replace(&mut entry.asked_again, true);
        let message = message::send_again(&heads);
        (!asked).then_some(Effect::Answer { to, message })
    }

    fn admit_one(
        &mut self,
        candidate: &Candidate,
        writer: Writer,
        now: DateTime<Utc>,
        draft: &mut Draft,
    ) -> Result<(), Refusal> {
        let actor = candidate.change.actor_id();
        let owner = self.actors.get(actor);
        if owner.is_some_and(|owner| *owner != Some(writer.person)) {
            return Err(Refusal::ActorOfAnother);
        }
        let first = owner.is_none();
        if self.history.admit(candidate, &self.limits, now)? == Admission::Known {
            return Ok(());
        }
        if first {
            self.actors.insert(actor.clone(), Some(writer.person));
            draft.actors.push(actor.clone());
        }
        draft.changes.push((candidate.change.clone(), writer));
        Ok(())
    }

    /// Forgets all but the first `keep` changes of the draft, and the replicas that only the others came from.
    fn take_back(&mut self, draft: &Draft, keep: usize) {
        self.history.retract_to(self.stored + keep);
        for actor in &draft.actors {
            if !self.history.knows(actor) {
                self.actors.remove(actor);
            }
        }
    }

    fn begin(&mut self, doc: Automerge, draft: Draft) -> Effect {
        let changes = draft.changes.iter().map(|(change, writer)| NewChange {
            hash: change.hash(),
            actor: change.actor_id().clone(),
            bytes: change.raw_bytes().to_vec(),
            writer: *writer,
        });
        let store = Store {
            changes: changes.collect(),
            heads: self.history.heads(),
            title: title(&doc),
        };
        self.storing = Some(Batch {
            doc,
            draft,
            store: store.clone(),
        });
        Effect::Store(store)
    }

    pub(super) fn stored(&mut self, outcome: Outcome) -> Vec<Effect> {
        if outcome == Outcome::Later {
            return Vec::new();
        }
        let Some(batch) = self.storing.take() else {
            return Vec::new();
        };
        match outcome {
            Outcome::Done => self.committed(batch),
            Outcome::Frozen => self.not_taken(&batch.draft),
            Outcome::Diverged | Outcome::Later => vec![Effect::Reload],
        }
    }

    /// Only now does anyone hear of it: who wrote alone is told that it is stored, all others are sent the changes.
    fn committed(&mut self, batch: Batch) -> Vec<Effect> {
        self.doc = batch.doc;
        self.stored = self.history.len();
        let heads = self.heads();
        let writers = &batch.draft.writers;
        let alone = writers.first().filter(|_| writers.len() == 1).copied();
        let open = self.peers.iter().filter(|(_, peer)| peer.met);
        let (writer, others): (Vec<_>, Vec<_>) =
            open.map(|(id, _)| *id).partition(|id| Some(*id) == alone);
        let mut effects = Vec::new();
        if let Some(to) = writer.first().copied() {
            let message = message::announce(heads.clone());
            effects.push(Effect::Acknowledge { to, message });
        }
        if !others.is_empty() {
            let raw = batch.store.changes.into_iter().map(|change| change.bytes);
            let message = message::changes(heads, raw.collect(), MessageVersion::V1);
            effects.push(Effect::Relay {
                to: others,
                message,
            });
        }
        effects
    }

    /// The text was frozen: the writers keep what they wrote, and are told so.
    fn not_taken(&mut self, draft: &Draft) -> Vec<Effect> {
        self.take_back(draft, 0);
        let mut effects = Vec::new();
        for to in &draft.writers {
            if let Some(peer) = self.peers.get_mut(to) {
                peer.refused = true;
                let because = NotTaken::Frozen;
                effects.push(Effect::Refuse { to: *to, because });
            }
        }
        effects.push(Effect::Recheck);
        effects
    }

    fn cut_off(&mut self, peer: PeerId, because: Refusal) -> Option<Effect> {
        self.peers.remove(&peer)?;
        Some(Effect::Drop { peer, because })
    }
}

/// The title of a document that was vetted.
fn title(doc: &Automerge) -> String {
    let Ok(Some((_, title))) = doc.get(ROOT, "title") else {
        return String::new();
    };
    doc.text(&title).unwrap_or_default()
}
