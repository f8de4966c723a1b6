//! From what waits to what is stored: vet, store, acknowledge, relay.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use automerge::ActorId;
use chrono::{DateTime, Utc};

use super::waiting::{Share, Submission};
use super::{Effect, NewChange, NotTaken, Outcome, PeerId, Right, Room, Store, Writer, message};
use crate::ids::PersonId;
use crate::suggestion::Key;
use crate::vetting::{Admission, Candidate, History, Limits, Refusal};

/// What one commit takes. To vet it takes some milliseconds, and some tens if it is one long change; what waits longer is
/// the next commit's, and others have their turn between.
const BATCH: Share = Share {
    changes: 1_024,
    operations: 50_000,
};

/// Vetted changes on their way to the database.
#[derive(Debug)]
pub(super) struct Batch {
    writers: BTreeSet<PeerId>,
    actors: Vec<ActorId>,
    store: Arc<Store>,
}

/// What was admitted to the history and is not stored yet.
#[derive(Debug, Default)]
struct Draft {
    changes: Vec<NewChange>,
    writers: BTreeSet<PeerId>,
    /// The replicas that were seen for the first time.
    actors: Vec<ActorId>,
    titled: bool,
    touches_suggestions: bool,
    suggested: Vec<(Key, Writer)>,
}

impl Room {
    /// Vets what waits and has it stored; or, when storing failed before, has the same stored again.
    pub(super) fn turn(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        if let Some(batch) = &self.storing {
            return vec![Effect::Store(batch.store.clone())];
        }
        let Some(mut history) = self.history.take() else {
            return Vec::new();
        };
        let mut effects = Vec::new();
        let mut draft = Draft::default();
        for submission in self.waiting.take(BATCH) {
            let refused = self.admit(&submission, now, &mut history, &mut draft).err();
            effects.extend(refused.flatten());
        }
        if !draft.changes.is_empty() {
            effects.push(self.begin(draft, &history));
        }
        self.history = Some(history);
        effects
    }

    /// Takes a submission into the history, or says what its sender is told; then it left no trace.
    fn admit(
        &mut self,
        submission: &Submission,
        now: DateTime<Utc>,
        history: &mut History,
        draft: &mut Draft,
    ) -> Result<(), Option<Effect>> {
        let to = submission.peer;
        let entry = self.peers.get_mut(&to);
        if let Some(entry) = entry.filter(|entry| entry.right < Right::Write) {
            entry.refused = true;
            let because = NotTaken::ReadOnly;
            return Err(Some(Effect::Refuse { to, because }));
        }
        let (before, suggested) = (draft.changes.len(), draft.suggested.len());
        if let Err(because) = self.admit_all(submission, now, history, draft) {
            draft.changes.truncate(before);
            draft.suggested.truncate(suggested);
            history.retract_to(self.log.len() + before);
            forget_unknown(&mut self.actors, &draft.actors, history);
            return Err(self.turn_down(to, because));
        }
        if let Some(entry) = self.peers.get_mut(&to) {
            entry.asked_again = false;
        }
        draft.writers.insert(to);
        Ok(())
    }

    /// The lengths are those after all that came at once: what somebody wrote too much may come with what cuts it off.
    fn admit_all(
        &mut self,
        submission: &Submission,
        now: DateTime<Utc>,
        history: &mut History,
        draft: &mut Draft,
    ) -> Result<(), Refusal> {
        let (title, body) = history.lengths();
        for candidate in &submission.candidates {
            self.admit_one(candidate, submission, now, history, draft)?;
        }
        let Limits {
            title: longest_title,
            body: longest_body,
            ..
        } = self.limits;
        match history.lengths() {
            (now, _) if now > longest_title.max(title) => Err(Refusal::TitleTooLong(longest_title)),
            (_, now) if now > longest_body.max(body) => Err(Refusal::BodyTooLong(longest_body)),
            _ => Ok(()),
        }
    }

    /// A change that follows unknown ones comes honestly from someone whose earlier changes were not taken: it is
    /// asked, once, to send them all again. Any other fault costs the connection, if it is still there.
    fn turn_down(&mut self, to: PeerId, because: Refusal) -> Option<Effect> {
        let entry = self.peers.get_mut(&to)?;
        if because != Refusal::UnknownDependency {
            self.waiting.forget(to);
            return self.cut_off(to, because);
        }
        let asked = std::mem::replace(&mut entry.asked_again, true);
        let message = message::send_again(&self.heads);
        (!asked).then_some(Effect::Answer { to, message })
    }

    fn admit_one(
        &mut self,
        candidate: &Candidate,
        submission: &Submission,
        now: DateTime<Utc>,
        history: &mut History,
        draft: &mut Draft,
    ) -> Result<(), Refusal> {
        let writer = submission.writer;
        let actor = candidate.change.actor_id();
        let owner = self.actors.get(actor);
        if owner.is_some_and(|owner| *owner != Some(writer.person)) {
            return Err(Refusal::ActorOfAnother);
        }
        let (first, heads) = (owner.is_none(), history.head_count());
        let unmeasured = Limits {
            title: usize::MAX,
            body: usize::MAX,
            ..self.limits
        };
        let Admission::New { titled } = history.admit(candidate, &unmeasured, now)? else {
            return Ok(());
        };
        let claims = history.claims();
        if !submission.is_dictated {
            let owner = |actor: &ActorId| self.actors.get(actor).copied().flatten();
            claims.are_of(writer.person, owner)?;
        }
        draft.touches_suggestions |= claims.is_any();
        let new = claims.new.iter().map(|key| (key.clone(), writer));
        draft.suggested.extend(new);
        if history.head_count() > heads {
            self.check_branches(writer.person, actor, history)?;
        }
        if first {
            self.check_replicas(writer.person)?;
            self.actors.insert(actor.clone(), Some(writer.person));
            draft.actors.push(actor.clone());
        }
        draft.titled |= titled;
        draft.changes.push(NewChange {
            hash: candidate.change.hash(),
            actor: actor.clone(),
            bytes: candidate.change.raw_bytes().into(),
            writer,
        });
        Ok(())
    }

    fn begin(&mut self, draft: Draft, history: &History) -> Effect {
        let store = Arc::new(Store {
            from: self.log.len(),
            changes: draft.changes,
            heads: history.heads(),
            titled: draft.titled,
            touches_suggestions: draft.touches_suggestions,
            suggested: draft.suggested,
        });
        self.storing = Some(Batch {
            writers: draft.writers,
            actors: draft.actors,
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
            Outcome::Done => self.committed(&batch),
            Outcome::Frozen => self.not_taken(&batch),
            Outcome::Diverged | Outcome::Later => vec![Effect::Reload],
        }
    }

    /// Only now does anyone hear of it: who wrote alone is told that it is stored, all others are sent the changes.
    fn committed(&mut self, batch: &Batch) -> Vec<Effect> {
        let changes = &batch.store.changes;
        for change in changes {
            self.log.push(change.bytes.clone());
        }
        if let Some(history) = &mut self.history {
            history.settle();
        }
        self.heads.clone_from(&batch.store.heads);
        let alone = batch.writers.first().filter(|_| batch.writers.len() == 1);
        let open = self.peers.iter().filter(|(_, peer)| peer.met);
        let (writer, others): (Vec<_>, Vec<_>) =
            open.map(|(id, _)| *id).partition(|id| Some(id) == alone);
        let mut effects = Vec::new();
        if let Some(to) = writer.first().copied() {
            let message = message::announce(self.heads.clone());
            effects.push(Effect::Acknowledge { to, message });
        }
        if !others.is_empty() {
            let raw = changes.iter().map(|change| change.bytes.to_vec()).collect();
            let message = message::parcel(self.heads.clone(), raw);
            effects.push(Effect::Relay {
                to: others,
                message,
            });
        }
        effects
    }

    /// The text was frozen: the writers keep what they wrote, and are told so.
    fn not_taken(&mut self, batch: &Batch) -> Vec<Effect> {
        if let Some(history) = &mut self.history {
            history.retract_to(self.log.len());
            forget_unknown(&mut self.actors, &batch.actors, history);
        }
        let mut effects = Vec::new();
        for to in &batch.writers {
            if let Some(peer) = self.peers.get_mut(to) {
                peer.refused = true;
                let because = NotTaken::Frozen;
                effects.push(Effect::Refuse { to: *to, because });
            }
        }
        effects.push(Effect::Recheck);
        effects
    }
}

/// Replicas of which no change is left are nobody's again.
fn forget_unknown(
    actors: &mut HashMap<ActorId, Option<PersonId>>,
    of: &[ActorId],
    history: &History,
) {
    for actor in of {
        if !history.knows(actor) {
            actors.remove(actor);
        }
    }
}
