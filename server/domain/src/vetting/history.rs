//! A light index of a document's changes: what follows what, and which operations exist. It answers whether a new
//! change follows, without touching the document, and forgets again what could not be stored.

use std::collections::{BTreeSet, HashMap};

use automerge::{ActorId, Automerge, ChangeHash};
use chrono::{DateTime, Utc};

use super::references::{Runs, Seen};
use super::{Candidate, Limits, Refusal, operations};

/// Whether a change taught anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It is new, and is now part of the history.
    New,
    /// It was part of it already.
    Known,
}

/// What is known of a document's changes, in an order in which each one follows those it depends on.
#[derive(Debug, Clone, Default)]
pub struct History {
    entries: Vec<Entry>,
    by_hash: HashMap<ChangeHash, usize>,
    by_actor: HashMap<ActorId, usize>,
    authors: Vec<Author>,
    heads: BTreeSet<ChangeHash>,
}

#[derive(Debug, Clone)]
struct Entry {
    hash: ChangeHash,
    author: usize,
    seq: u64,
    start: u64,
    max: u64,
    dependencies: Vec<ChangeHash>,
    /// The heads that this change followed and so replaced.
    replaced: Vec<ChangeHash>,
    /// It followed every change before it.
    follows_all: bool,
    /// The author's change before this one.
    previous: Option<usize>,
}

#[derive(Debug, Clone, Default)]
struct Author {
    last: Option<usize>,
    runs: Runs,
}

impl History {
    /// The history of a document that was stored: the same rules, but for the time.
    pub fn of(doc: &Automerge) -> Result<Self, Refusal> {
        let mut history = Self::default();
        let limits = Limits {
            operations: u64::MAX,
            change_bytes: usize::MAX,
            dependencies: u64::MAX,
            ..Limits::default()
        };
        for change in doc.get_changes(&[]) {
            let expanded = change.decode();
            history.follow(&Candidate { change, expanded }, &limits)?;
        }
        Ok(history)
    }

    /// How many changes there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no change at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether the change is known.
    pub fn contains(&self, hash: &ChangeHash) -> bool {
        self.by_hash.contains_key(hash)
    }

    /// Whether a change of this replica is known.
    pub fn knows(&self, actor: &ActorId) -> bool {
        let author = self.by_actor.get(actor);
        author.is_some_and(|author| self.authors[*author].last.is_some())
    }

    /// Whether the change is one of the first `length`.
    pub fn is_within(&self, hash: &ChangeHash, length: usize) -> bool {
        self.by_hash.get(hash).is_some_and(|entry| *entry < length)
    }

    /// The changes that no other one follows, sorted.
    pub fn heads(&self) -> Vec<ChangeHash> {
        self.heads.iter().copied().collect()
    }

    /// Takes the change in if it may be part of the document. A refused change leaves no trace.
    pub fn admit(
        &mut self,
        candidate: &Candidate,
        limits: &Limits,
        now: DateTime<Utc>,
    ) -> Result<Admission, Refusal> {
        if self.contains(&candidate.change.hash()) {
            return Ok(Admission::Known);
        }
        let timestamp = candidate.change.timestamp();
        if timestamp < 0 || timestamp > (now + limits.ahead).timestamp() {
            return Err(Refusal::Timestamp(timestamp));
        }
        self.follow(candidate, limits)
    }

    /// Forgets every change but the first `length`.
    pub fn retract_to(&mut self, length: usize) {
        while self.entries.len() > length {
            let Some(entry) = self.entries.pop() else {
                return;
            };
            self.by_hash.remove(&entry.hash);
            self.heads.remove(&entry.hash);
            self.heads.extend(entry.replaced);
            let author = &mut self.authors[entry.author];
            author.last = entry.previous;
            author.runs.truncate(entry.start);
        }
    }

    fn follow(&mut self, candidate: &Candidate, limits: &Limits) -> Result<Admission, Refusal> {
        let change = &candidate.change;
        let count = candidate.expanded.operations.len() as u64;
        if count > limits.operations {
            return Err(Refusal::TooManyOperations(limits.operations));
        }
        let author = self.by_actor.get(change.actor_id()).copied();
        let previous = author.and_then(|author| self.authors[author].last);
        let unseen = self.check_order(candidate, author, previous)?;
        let seen = Seen {
            runs: self.authors.iter().map(|author| &author.runs).collect(),
            authors: &self.by_actor,
            unseen,
            own: author.unwrap_or(self.authors.len()),
            actor: change.actor_id(),
            start: change.start_op().get(),
        };
        let places = operations::check(
            &candidate.expanded.operations,
            &seen,
            self.entries.is_empty(),
        )?;
        let author = seen.own;
        if author == self.authors.len() {
            self.authors.push(Author::default());
            self.by_actor.insert(change.actor_id().clone(), author);
        }
        let start = change.start_op().get();
        for (counter, place) in (start..).zip(places) {
            self.authors[author].runs.push(counter, place);
        }
        self.record(candidate, author, previous);
        Ok(Admission::New)
    }

    /// Dependencies, sequence and operation numbers; gives what the author had not seen.
    fn check_order(
        &self,
        candidate: &Candidate,
        author: Option<usize>,
        previous: Option<usize>,
    ) -> Result<HashMap<usize, u64>, Refusal> {
        let change = &candidate.change;
        let mut max = 0;
        for dependency in change.deps() {
            let entry = self
                .by_hash
                .get(dependency)
                .ok_or(Refusal::UnknownDependency)?;
            max = max.max(self.entries[*entry].max);
        }
        let expected = previous.map_or(1, |entry| self.entries[entry].seq + 1);
        if change.seq() != expected {
            let found = change.seq();
            return Err(Refusal::Sequence { expected, found });
        }
        let (expected, found) = (max + 1, change.start_op().get());
        if found != expected {
            return Err(Refusal::StartOperation { expected, found });
        }
        let unseen = self.unseen(change.deps());
        match author {
            Some(author) if unseen.contains_key(&author) => Err(Refusal::Forked),
            _ => Ok(unseen),
        }
    }

    /// For each author with changes that `dependencies` do not contain, the first such operation.
    fn unseen(&self, dependencies: &[ChangeHash]) -> HashMap<usize, u64> {
        let mut unseen = HashMap::new();
        let follows_all = dependencies.len() >= self.heads.len()
            && self.heads.iter().all(|head| dependencies.contains(head));
        if follows_all {
            return unseen;
        }
        let mut contained: BTreeSet<usize> = self.numbers(dependencies).collect();
        for (number, entry) in self.entries.iter().enumerate().rev() {
            if contained.remove(&number) {
                if entry.follows_all {
                    break;
                }
                contained.extend(self.numbers(&entry.dependencies));
            } else {
                unseen.insert(entry.author, entry.start);
            }
        }
        unseen
    }

    fn numbers<'h>(&'h self, hashes: &'h [ChangeHash]) -> impl Iterator<Item = usize> + 'h {
        hashes
            .iter()
            .filter_map(|hash| self.by_hash.get(hash))
            .copied()
    }

    fn record(&mut self, candidate: &Candidate, author: usize, previous: Option<usize>) {
        let change = &candidate.change;
        let dependencies = change.deps().to_vec();
        let replaced: Vec<_> = dependencies
            .iter()
            .copied()
            .filter(|dependency| self.heads.remove(dependency))
            .collect();
        let start = change.start_op().get();
        self.by_hash.insert(change.hash(), self.entries.len());
        self.authors[author].last = Some(self.entries.len());
        self.entries.push(Entry {
            hash: change.hash(),
            author,
            seq: change.seq(),
            start,
            max: start + candidate.expanded.operations.len() as u64 - 1,
            follows_all: self.heads.is_empty(),
            dependencies,
            replaced,
            previous,
        });
        self.heads.insert(change.hash());
    }
}
