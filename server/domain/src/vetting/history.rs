//! A light index of a document's changes: what follows what, which operations exist, how long the texts are. It
//! answers whether a new change follows, without touching the document, and forgets again what could not be stored.

mod clocks;
mod entry;
mod extent;
mod numbers;
mod since;

use std::collections::{BTreeSet, HashMap, HashSet};

use automerge::{ActorId, Automerge, Change, ChangeHash};
use chrono::{DateTime, Utc};

use super::claims::{Claims, Ledger};
use super::operations::{self, Made};
use super::references::{Id, Seen};
use super::{Candidate, Limits, Refusal};
pub(super) use clocks::View;
use clocks::{Clock, Clocks};
pub(super) use entry::{Author, Entry};
use entry::{Entries, LAST_CHANGE, LAST_OPERATION, NewEntry, Undo};
use extent::Extent;
use numbers::Numbers;

/// Whether a change taught anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It is new, and is now part of the history.
    New {
        /// Whether it writes the title.
        titled: bool,
    },
    /// It was part of it already.
    Known,
}

/// What is known of a document's changes, in an order in which each one follows those it depends on.
#[derive(Debug, Clone, Default)]
pub struct History {
    entries: Entries,
    numbers: Numbers,
    by_actor: HashMap<ActorId, usize>,
    authors: Vec<Author>,
    heads: BTreeSet<ChangeHash>,
    clocks: Clocks,
    extent: Extent,
    ledger: Ledger,
    /// What the last change does with suggestions.
    claims: Claims,
    /// How to forget each of the last changes; those before are settled.
    undo: Vec<Undo>,
}

impl History {
    /// The history of a document that was stored: the same rules, but for the time and the limits.
    pub fn of(doc: &Automerge) -> Result<Self, Refusal> {
        Self::read(doc.get_changes(&[]))
    }

    /// The history of stored changes, in an order in which each one follows those it depends on: the same rules, but
    /// for the time and the limits.
    pub fn read(changes: impl IntoIterator<Item = Change>) -> Result<Self, Refusal> {
        let mut history = Self::default();
        for change in changes {
            history.learn(change)?;
        }
        history.make_compact();
        Ok(history)
    }

    /// Takes the next stored change: the same rules, but for the time and the limits.
    pub fn learn(&mut self, change: Change) -> Result<(), Refusal> {
        let expanded = change.decode();
        self.follow(&Candidate { change, expanded }, &Limits::NONE)?;
        self.settle();
        Ok(())
    }

    /// Lets go of the room in which it grew, and of what can be found again by walking: once all that is stored is
    /// learnt.
    pub fn make_compact(&mut self) {
        self.clocks = Clocks::default();
        self.undo = Vec::new();
        self.entries.make_compact();
        self.numbers.make_compact(&self.entries);
        for author in &mut self.authors {
            author.changes.shrink_to_fit();
            author.runs.make_compact();
        }
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
        self.number(hash).is_some()
    }

    /// Whether a change of this replica is known.
    pub fn knows(&self, actor: &ActorId) -> bool {
        let author = self.by_actor.get(actor);
        author.is_some_and(|author| !self.authors[*author].changes.is_empty())
    }

    /// The number of a change: how many came before it.
    pub fn number(&self, hash: &ChangeHash) -> Option<usize> {
        self.numbers
            .get(hash, &self.entries)
            .map(|number| number as usize)
    }

    /// The changes that no other one follows, sorted.
    pub fn heads(&self) -> Vec<ChangeHash> {
        self.heads.iter().copied().collect()
    }

    /// How many heads there are.
    pub fn head_count(&self) -> usize {
        self.heads.len()
    }

    /// How many heads are changes of these replicas.
    pub fn heads_of(&self, is_one: impl Fn(&ActorId) -> bool) -> usize {
        let ours = self.by_actor.iter().filter(|(actor, _)| is_one(actor));
        let ours: HashSet<usize> = ours.map(|(_, author)| *author).collect();
        let author = |hash| Some(self.entries[self.number(hash)?].author as usize);
        let heads = self.heads.iter().filter_map(author);
        heads.filter(|author| ours.contains(author)).count()
    }

    /// The replicas whose changes are known.
    pub fn actors(&self) -> impl Iterator<Item = &ActorId> {
        self.by_actor.keys()
    }

    /// How long title and body are, in UTF-16 units; each block marker counts for one, and so does each end of each mark.
    pub fn lengths(&self) -> (usize, usize) {
        self.extent.lengths()
    }

    /// What the change that was admitted last does with suggestions: whether it may is for the caller to say, who knows
    /// whose it is.
    pub fn claims(&self) -> &Claims {
        &self.claims
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
        let titled = self.follow(candidate, limits)?;
        Ok(Admission::New { titled })
    }

    /// What was admitted so far is never forgotten any more.
    pub fn settle(&mut self) {
        self.undo.clear();
    }

    /// Forgets every change but the first `length`, if they are not settled.
    pub fn retract_to(&mut self, length: usize) {
        while self.entries.len() > length
            && let Some(undo) = self.undo.pop()
        {
            self.numbers.pop(&self.entries);
            let Some(entry) = self.entries.pop() else {
                return;
            };
            self.heads.remove(&entry.hash);
            self.heads.extend(undo.replaced);
            self.clocks.pop();
            self.extent.shrink(undo.growth);
            self.ledger.undo(undo.noted);
            let author = &mut self.authors[entry.author as usize];
            author.changes.pop();
            author.clock = undo.clock;
            author.runs.truncate(entry.start());
        }
    }

    /// Whether the change writes the title.
    fn follow(&mut self, candidate: &Candidate, limits: &Limits) -> Result<bool, Refusal> {
        let change = &candidate.change;
        let count = candidate.expanded.operations.len() as u64;
        if count > limits.operations {
            return Err(Refusal::TooManyOperations(limits.operations));
        }
        let author = self.by_actor.get(change.actor_id()).copied();
        let dependencies = self.dependencies(change)?;
        self.check_numbers(change, author, &dependencies, count)?;
        let view = self.view(&dependencies);
        if author.is_some_and(|author| !view.is_whole(author, &self.authors)) {
            return Err(Refusal::Forked);
        }
        let seen = Seen {
            authors: &self.authors,
            by_actor: &self.by_actor,
            view: &view,
            entries: &self.entries,
            own: author.unwrap_or(self.authors.len()),
            actor: change.actor_id(),
            start: change.start_op().get(),
            fresh: self.fresh(author, &dependencies, change),
            ledger: &self.ledger,
        };
        let made = operations::check(&candidate.expanded.operations, &seen, self.is_empty())?;
        let growth = self.extent.grow(&made, limits)?;
        let titled = growth.is_of_title();
        let author = self.author(change.actor_id());
        let clock = view.clock(author, &self.authors);
        let (noted, claims) = self.ledger.note(author, change.start_op().get(), &made);
        self.claims = claims.told(|author| self.actor(author));
        self.make(author, change.start_op().get(), made);
        let undo = Undo {
            replaced: Vec::new(),
            clock,
            growth,
            noted,
        };
        self.record(change, author, &dependencies, count, undo);
        Ok(titled)
    }

    /// The first operation of the replica's last change, if that alone is followed; else the change's own first one.
    fn fresh(&self, author: Option<usize>, dependencies: &[u32], change: &Change) -> u64 {
        let last = author.and_then(|author| self.authors[author].changes.last());
        match (last, dependencies) {
            (Some(last), [one]) if last == one => self.entries[*last as usize].start(),
            _ => change.start_op().get(),
        }
    }

    fn actor(&self, author: usize) -> Option<ActorId> {
        let mut known = self.by_actor.iter();
        let found = known.find(|(_, number)| **number == author);
        found.map(|(actor, _)| actor.clone())
    }

    fn dependencies(&self, change: &Change) -> Result<Vec<u32>, Refusal> {
        let numbers = change
            .deps()
            .iter()
            .map(|hash| self.numbers.get(hash, &self.entries));
        numbers
            .collect::<Option<Vec<u32>>>()
            .ok_or(Refusal::UnknownDependency)
    }

    /// Sequence and operation numbers follow from what is known.
    fn check_numbers(
        &self,
        change: &Change,
        author: Option<usize>,
        dependencies: &[u32],
        count: u64,
    ) -> Result<(), Refusal> {
        let known = author.map_or(0, |author| self.authors[author].changes.len());
        let (expected, found) = (known as u64 + 1, change.seq());
        if found != expected {
            return Err(Refusal::Sequence { expected, found });
        }
        let max = dependencies
            .iter()
            .map(|number| self.entries[*number as usize].max());
        let (expected, found) = (max.max().unwrap_or(0) + 1, change.start_op().get());
        if found != expected {
            return Err(Refusal::StartOperation { expected, found });
        }
        if found + count > LAST_OPERATION || self.len() >= LAST_CHANGE {
            return Err(Refusal::TooManyOperations(LAST_OPERATION));
        }
        Ok(())
    }

    fn view(&self, dependencies: &[u32]) -> View {
        let is_dependency = |head: &ChangeHash| {
            let number = self.number(head);
            number.is_some_and(|number| dependencies.iter().any(|one| *one as usize == number))
        };
        let follows_all =
            dependencies.len() >= self.heads.len() && self.heads.iter().all(is_dependency);
        if follows_all {
            return View::All;
        }
        let mut view = Clock::default();
        for number in dependencies {
            view.join(&self.clock(*number as usize));
        }
        View::Upto(view)
    }

    /// What the change of this number had seen, itself included.
    fn clock(&self, number: usize) -> Clock {
        let author = &self.authors[self.entries[number].author as usize];
        if author.changes.last().map(|last| *last as usize) == Some(number) {
            return author.clock.clone();
        }
        let recent = self.clocks.get(number, self.entries.len());
        recent.cloned().unwrap_or_else(|| self.walk(number))
    }

    fn author(&mut self, actor: &ActorId) -> usize {
        if let Some(author) = self.by_actor.get(actor) {
            return *author;
        }
        self.authors.push(Author::default());
        self.by_actor.insert(actor.clone(), self.authors.len() - 1);
        self.authors.len() - 1
    }

    fn make(&mut self, author: usize, start: u64, made: Made) {
        for (counter, (place, after)) in (start..).zip(made.places.into_iter().zip(made.after)) {
            let id = Id::new(author, counter);
            self.authors[author].runs.push(id, place, after);
        }
    }

    fn record(
        &mut self,
        change: &Change,
        author: usize,
        dependencies: &[u32],
        count: u64,
        mut undo: Undo,
    ) {
        let replaced = change.deps().iter().copied();
        undo.replaced = replaced.filter(|hash| self.heads.remove(hash)).collect();
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let start = change.start_op().get();
        self.entries.push(&NewEntry {
            hash: change.hash(),
            author,
            start,
            max: start + count - 1,
            dependencies,
            follows_all: self.heads.is_empty(),
        });
        self.numbers.push(&self.entries);
        self.heads.insert(change.hash());
        self.clocks.push(undo.clock.clone());
        let author = &mut self.authors[author];
        author.changes.push(number);
        std::mem::swap(&mut author.clock, &mut undo.clock);
        self.undo.push(undo);
    }
}
