//! A document to which changes are offered as they would be to the hub: the light vetting decides, and then nothing
//! may go wrong.

mod deep;
mod honest;

use automerge::legacy::OpId;
use automerge::{ActorId, Automerge, Change, ChangeHash};
use chrono::{DateTime, TimeDelta, Utc};
use dires_domain::vetting::{Admission, Candidate, History, Limits, Refusal, apply, read};

use crate::finding::{Finding, expect};
use crate::scene::{NOW, Scene, operations};

/// What takes longest is looked at in one input of so many.
const RARELY: u8 = 4;

/// Where changes are offered.
#[derive(Debug)]
pub struct Stage {
    scene: &'static Scene,
    document: Automerge,
    history: History,
    taken: Vec<Change>,
    operations: Vec<OpId>,
    counts: Counts,
}

/// What became of what was offered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Changes offered.
    pub offered: u64,
    /// Those that were read as a change.
    pub read: u64,
    /// Those on which the library failed while they were read.
    pub caught: u64,
    /// Those that the light vetting took.
    pub taken: u64,
}

impl Counts {
    /// Nothing yet.
    pub const NONE: Self = Self {
        offered: 0,
        read: 0,
        caught: 0,
        taken: 0,
    };
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.offered += other.offered;
        self.read += other.read;
        self.caught += other.caught;
        self.taken += other.taken;
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            to,
            "{} changes offered, {} read, {} taken; on {} the library failed, caught",
            self.offered, self.read, self.taken, self.caught
        )
    }
}

/// Those of the hub, but so small that a few bytes can try to pass them.
pub fn limits() -> Limits {
    Limits {
        change_bytes: 1 << 16,
        operations: 2_000,
        dependencies: 20,
        title: 12,
        body: 300,
        ..Limits::default()
    }
}

/// The hub's clock.
pub fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(NOW)
}

impl Stage {
    /// A fresh copy of a scene.
    pub fn new(scene: u8) -> Self {
        let scene = Scene::numbered(scene);
        Self {
            scene,
            document: scene.document.clone(),
            history: scene.history.clone(),
            taken: Vec::new(),
            operations: scene.operations.clone(),
            counts: Counts::default(),
        }
    }

    /// What became of what was offered until now.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Offers bytes; a finding if they are taken and something goes wrong.
    pub fn offer(&mut self, bytes: &[u8]) -> Result<(), Finding> {
        self.counts.offered += 1;
        let candidates = match read(bytes, &limits()) {
            Ok(candidates) => candidates,
            Err(refusal) => {
                self.counts.caught += u64::from(refusal == Refusal::Fatal);
                return Ok(());
            }
        };
        self.counts.read += 1;
        for candidate in &candidates {
            self.judge(candidate)?;
        }
        Ok(())
    }

    fn judge(&mut self, candidate: &Candidate) -> Result<(), Finding> {
        let before = (self.history.len(), self.history.heads());
        match self.history.admit(candidate, &limits(), now()) {
            Ok(Admission::New { .. }) => self.take(candidate),
            Ok(Admission::Known) => Ok(()),
            Err(refusal) => {
                let after = (self.history.len(), self.history.heads());
                expect(before == after, format!("refused with a trace: {refusal}"))
            }
        }
    }

    fn take(&mut self, candidate: &Candidate) -> Result<(), Finding> {
        let change = candidate.change.clone();
        let heads = self.history.heads();
        let applied = apply(&self.document, vec![change.clone()], &heads, &limits());
        self.document = applied.map_err(|refusal| Finding::new(format!("taken, but {refusal}")))?;
        self.counts.taken += 1;
        self.operations.extend(operations(&change));
        self.taken.push(change);
        Ok(())
    }

    /// Looks at all that was taken; gives what became of everything.
    pub fn close(mut self) -> Result<Counts, Finding> {
        let Some(last) = self.taken.last() else {
            return Ok(self.counts);
        };
        // By the hash, so that it does not depend on when or where an input is tried.
        let chance = last.hash().0[0];
        self.check()?;
        if chance.is_multiple_of(RARELY) {
            self.view()?;
            self.go_on()?;
        }
        Ok(self.counts)
    }

    fn changes(&self) -> impl Iterator<Item = &Change> {
        self.scene.changes.iter().chain(&self.taken)
    }

    /// The document's heads, sorted.
    pub fn heads(&self) -> Vec<ChangeHash> {
        self.history.heads()
    }

    /// The change so many before the last; numbers go round.
    pub fn change_ago(&self, ago: u8) -> ChangeHash {
        let all = self.scene.changes.len() + self.taken.len();
        let number = all - 1 - usize::from(ago) % all;
        let found = self.changes().nth(number).map(Change::hash);
        found.unwrap_or(ChangeHash([0; 32]))
    }

    /// How many changes ago this one came.
    pub fn ago(&self, hash: &ChangeHash) -> Option<u8> {
        let all = self.scene.changes.len() + self.taken.len();
        let number = self.changes().position(|change| change.hash() == *hash)?;
        u8::try_from(all - 1 - number).ok()
    }

    /// The number of the first operation of a change that follows these.
    pub fn next_operation(&self, dependencies: &[ChangeHash]) -> u64 {
        let followed = self
            .changes()
            .filter(|change| dependencies.contains(&change.hash()));
        1 + followed.map(Change::max_op).max().unwrap_or(0)
    }

    /// The number of the replica's next change.
    pub fn next_sequence(&self, actor: &ActorId) -> u64 {
        let own = self.changes().filter(|change| change.actor_id() == actor);
        1 + own.count() as u64
    }

    /// The operation of this number; numbers go round.
    pub fn operation(&self, number: usize) -> OpId {
        self.operations[number % self.operations.len()].clone()
    }

    /// The number of this operation.
    pub fn number_of(&self, operation: &OpId) -> Option<usize> {
        self.operations.iter().position(|one| one == operation)
    }
}
