//! Whose replicas are known to be bound in the database, so that they are not read again at each commit.

use std::collections::HashMap;

use automerge::ActorId;
use dires_domain::ids::{DocumentId, PersonId};

use super::Batch;

/// How many are remembered, some 10 MB, before all are forgotten: each is then read once more.
const MOST: usize = 100_000;

/// Replicas that are bound for good: a binding is never undone.
#[derive(Debug, Default)]
pub struct Replicas(HashMap<(DocumentId, ActorId), PersonId>);

impl Replicas {
    /// The replicas of a batch that are not known to be bound to the batch's person, each once.
    pub(super) fn strangers(&self, batch: &Batch<'_>) -> Vec<(ActorId, PersonId)> {
        let mut strangers = Vec::new();
        for change in &batch.store.changes {
            let key = (batch.document, change.actor.clone());
            let pair = (change.actor.clone(), change.writer.person);
            if self.0.get(&key) != Some(&pair.1) && !strangers.contains(&pair) {
                strangers.push(pair);
            }
        }
        strangers
    }

    /// Remembers the replicas of a batch, once its unit of work is saved.
    pub fn learn(&mut self, batch: &Batch<'_>) {
        if self.0.len() > MOST {
            self.0.clear();
        }
        for (actor, person) in self.strangers(batch) {
            self.0.insert((batch.document, actor), person);
        }
    }
}
