//! One person does not fill a text's index with replicas, nor everyone's messages with heads.
//!
//! Every change names the heads that its author knew, and may not name too many: whoever could make heads without end
//! would lock all others out.

use automerge::ActorId;

use super::Room;
use crate::ids::PersonId;
use crate::vetting::{History, Refusal};

impl Room {
    /// Whether the person may write with one replica more.
    pub(super) fn check_replicas(&self, person: PersonId) -> Result<(), Refusal> {
        let theirs = self.actors.values().filter(|owner| **owner == Some(person));
        if theirs.count() < self.limits.replicas {
            return Ok(());
        }
        Err(Refusal::TooManyReplicas(self.limits.replicas))
    }

    /// Whether the heads of the person, with those of a replica that is theirs from now on, are few enough.
    pub(super) fn check_branches(
        &self,
        person: PersonId,
        replica: &ActorId,
        history: &History,
    ) -> Result<(), Refusal> {
        let most = self.limits.branches;
        let is_theirs =
            |actor: &ActorId| actor == replica || self.actors.get(actor) == Some(&Some(person));
        if history.head_count() > most && history.heads_of(is_theirs) > most {
            return Err(Refusal::TooManyBranches(most));
        }
        Ok(())
    }
}
