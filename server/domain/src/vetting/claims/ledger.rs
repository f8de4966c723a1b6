//! The characters and blocks that are only suggested, by the operations that inserted them.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use automerge::ActorId;

use super::{Claim, Claims};
use crate::suggestion::{Key, Kind, Name};
use crate::vetting::operations::Made;
use crate::vetting::references::{Field, Id, Place};

/// What is suggested so far.
#[derive(Debug, Clone, Default)]
pub(in crate::vetting) struct Ledger {
    /// The suggestions to add.
    names: Vec<Addition>,
    /// By name, those of words and those of blocks apart.
    numbers: HashMap<(Name, bool), usize>,
    /// For each replica, by the first counter of each run: the last one, and the name's number.
    words: HashMap<usize, Runs>,
    /// The keys of block markers.
    keys: HashMap<Id, Name>,
    /// Every suggestion that was ever named.
    known: BTreeSet<Key>,
}

type Runs = BTreeMap<u64, (u64, usize)>;

/// A suggestion to add words, or blocks.
#[derive(Debug, Clone)]
struct Addition {
    name: Name,
    is_block: bool,
    /// Whether it still stands.
    stands: bool,
}

impl Addition {
    fn key(&self) -> (Name, bool) {
        (self.name.clone(), self.is_block)
    }
}

/// What became of the runs of a replica: those that went, and the first counters of those that came.
#[derive(Debug, Clone, Default)]
struct Turned {
    author: usize,
    gone: Vec<(u64, (u64, usize))>,
    made: Vec<u64>,
}

/// What a change taught: enough to forget it.
#[derive(Debug, Clone, Default)]
pub(in crate::vetting) struct Noted {
    /// In the order in which it was done.
    runs: Vec<Turned>,
    /// The names that it ended.
    ended: Vec<usize>,
    keys: Vec<Id>,
    known: Vec<Key>,
}

/// What a change does with suggestions, with the numbers of replicas.
pub(in crate::vetting) struct Unnamed {
    claims: Claims,
    deletes_of: BTreeSet<usize>,
}

impl Unnamed {
    pub(in crate::vetting) fn told(self, actor: impl Fn(usize) -> Option<ActorId>) -> Claims {
        Claims {
            deletes_of: self.deletes_of.into_iter().filter_map(actor).collect(),
            ..self.claims
        }
    }
}

impl Ledger {
    /// Whether the operation wrote a block marker's key of this name.
    pub(in crate::vetting) fn is_key(&self, id: Id, name: &Name) -> bool {
        self.keys.get(&id) == Some(name)
    }

    /// Takes in what a change made, from its first counter on; says what it does with suggestions.
    pub(in crate::vetting) fn note(
        &mut self,
        author: usize,
        start: u64,
        made: &Made,
    ) -> (Noted, Unnamed) {
        let mut noted = Noted::default();
        let deletes_of = made
            .deleted
            .iter()
            .filter(|deleted| self.stands(deleted.id));
        let deletes_of = deletes_of
            .map(|deleted| deleted.id.author())
            .filter(|of| *of != author)
            .collect();
        self.inherit(author, start, made, &mut noted);
        for claim in &made.claims {
            self.take(author, claim, &mut noted);
        }
        let claims = made.claims.iter();
        let claims = Claims {
            named: claims
                .map(|claim| (claim.name.clone(), claim.set, claim.words.is_some()))
                .collect(),
            deletes_of: Vec::new(),
            new: noted.known.iter().cloned().collect(),
        };
        (noted, Unnamed { claims, deletes_of })
    }

    /// The contrary of [`Ledger::note`].
    pub(in crate::vetting) fn undo(&mut self, noted: Noted) {
        for Turned { author, gone, made } in noted.runs.into_iter().rev() {
            let runs = self.words.entry(author).or_default();
            for start in made {
                runs.remove(&start);
            }
            // Of two that went from one place, the first was there before.
            runs.extend(gone.into_iter().rev());
        }
        for number in noted.ended {
            self.names[number].stands = true;
            self.numbers.insert(self.names[number].key(), number);
        }
        for id in noted.keys {
            self.keys.remove(&id);
        }
        for key in noted.known {
            self.known.remove(&key);
        }
    }

    fn stands(&self, id: Id) -> bool {
        self.number(id)
            .is_some_and(|number| self.names[number].stands)
    }

    fn number(&self, id: Id) -> Option<usize> {
        let runs = self.words.get(&id.author())?;
        let (_, (last, number)) = runs.range(..=id.counter()).next_back()?;
        (id.counter() <= *last).then_some(*number)
    }

    /// What its author types on right after words that are suggested is suggested with them; not so after a block's marker,
    /// which lends nothing.
    fn inherit(&mut self, author: usize, start: u64, made: &Made, noted: &mut Noted) {
        if !self.words.contains_key(&author) {
            return;
        }
        for (counter, (place, after)) in (start..).zip(made.places.iter().zip(&made.after)) {
            if let (Place::Character(Field::Body, _), Some(after)) = (place, after)
                && after.author() == author
                && let Some(number) = self.number(*after)
                && self.names[number].stands
                && !self.names[number].is_block
            {
                self.set(author, (counter, counter), Some(number), noted);
            }
        }
    }

    fn take(&mut self, author: usize, claim: &Claim, noted: &mut Noted) {
        let key = &claim.name.key;
        if claim.set && self.known.insert(key.clone()) {
            noted.known.push(key.clone());
        }
        if let Some(id) = claim.key {
            self.keys.insert(id, claim.name.clone());
            noted.keys.push(id);
        }
        if claim.name.kind != Kind::Insert {
            return;
        }
        match (&claim.words, claim.set) {
            (Some(words), set) => {
                let number = set.then(|| self.named(claim));
                for run in words {
                    self.set(author, *run, number, noted);
                }
            }
            (None, false) => {
                let name = (claim.name.clone(), claim.is_block);
                if let Some(number) = self.numbers.remove(&name) {
                    self.names[number].stands = false;
                    noted.ended.push(number);
                }
            }
            // Refused, or long stored.
            (None, true) => {}
        }
    }

    /// The number of a name; one that ended has another when it comes again.
    fn named(&mut self, claim: &Claim) -> usize {
        let addition = Addition {
            name: claim.name.clone(),
            is_block: claim.is_block,
            stands: true,
        };
        *self.numbers.entry(addition.key()).or_insert_with(|| {
            self.names.push(addition);
            self.names.len() - 1
        })
    }

    /// Says of which suggestion these characters are: of none any more where there is no number.
    fn set(
        &mut self,
        author: usize,
        (first, last): (u64, u64),
        number: Option<usize>,
        noted: &mut Noted,
    ) {
        let runs = self.words.entry(author).or_default();
        let mut turned = Turned {
            author,
            ..Turned::default()
        };
        let overlapped: Vec<_> = runs
            .range(..=last)
            .rev()
            .take_while(|(_, (end, _))| *end >= first)
            .map(|(start, (end, number))| (*start, *end, *number))
            .collect();
        for (start, end, of) in overlapped {
            turned.gone.extend(runs.remove_entry(&start));
            if start < first {
                runs.insert(start, (first - 1, of));
                turned.made.push(start);
            }
            if end > last {
                runs.insert(last + 1, (end, of));
                turned.made.push(last + 1);
            }
        }
        if let Some(number) = number {
            let before = runs.range(..first).next_back();
            let before = before.filter(|(_, (end, of))| *end + 1 == first && *of == number);
            let start = before.map_or(first, |(start, _)| *start);
            turned.gone.extend(runs.remove_entry(&start));
            runs.insert(start, (last, number));
            turned.made.push(start);
        }
        noted.runs.push(turned);
    }
}
