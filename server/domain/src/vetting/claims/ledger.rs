//! The characters and blocks that are only suggested, by the operations that inserted them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use automerge::ActorId;

use super::{Claim, Claims};
use crate::suggestion::{Key, Kind, Name};
use crate::vetting::operations::Made;
use crate::vetting::references::{Field, Id, Place};

/// What is suggested so far.
#[derive(Debug, Clone, Default)]
pub(in crate::vetting) struct Ledger {
    /// The names of suggestions to add, each with whether it still stands.
    names: Vec<(Name, bool)>,
    numbers: HashMap<Name, usize>,
    /// For each replica, by the first counter of each run: the last one, and the name's number.
    words: HashMap<usize, Runs>,
    /// The keys of block markers.
    keys: HashMap<Id, Name>,
    /// Every suggestion that was ever named.
    known: BTreeSet<Key>,
}

type Runs = BTreeMap<u64, (u64, usize)>;

/// What a change taught: enough to forget it.
#[derive(Debug, Clone, Default)]
pub(in crate::vetting) struct Noted {
    /// The runs of its replica before, if they are others now.
    runs: Option<(usize, Runs)>,
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
        if let Some((author, runs)) = noted.runs {
            self.words.insert(author, runs);
        }
        for number in noted.ended {
            self.names[number].1 = true;
            self.numbers.insert(self.names[number].0.clone(), number);
        }
        for id in noted.keys {
            self.keys.remove(&id);
        }
        for key in noted.known {
            self.known.remove(&key);
        }
    }

    fn stands(&self, id: Id) -> bool {
        self.number(id).is_some_and(|number| self.names[number].1)
    }

    fn number(&self, id: Id) -> Option<usize> {
        let runs = self.words.get(&id.author())?;
        let (_, (last, number)) = runs.range(..=id.counter()).next_back()?;
        (id.counter() <= *last).then_some(*number)
    }

    /// What its author types on right after words that are suggested is suggested with them.
    fn inherit(&mut self, author: usize, start: u64, made: &Made, noted: &mut Noted) {
        if !self.words.contains_key(&author) {
            return;
        }
        for (counter, (place, after)) in (start..).zip(made.places.iter().zip(&made.after)) {
            if let (Place::Character(Field::Body, _), Some(after)) = (place, after)
                && after.author() == author
                && let Some(number) = self.number(*after).filter(|number| self.names[*number].1)
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
                let number = set.then(|| self.named(&claim.name));
                for run in words {
                    self.set(author, *run, number, noted);
                }
            }
            (None, false) => {
                if let Some(number) = self.numbers.remove(&claim.name) {
                    self.names[number].1 = false;
                    noted.ended.push(number);
                }
            }
            // Refused, or long stored.
            (None, true) => {}
        }
    }

    /// The number of a name; one that ended has another when it comes again.
    fn named(&mut self, name: &Name) -> usize {
        *self.numbers.entry(name.clone()).or_insert_with(|| {
            self.names.push((name.clone(), true));
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
        if noted.runs.is_none() {
            noted.runs = Some((author, runs.clone()));
        }
        let overlapped: Vec<_> = runs
            .range(..=last)
            .rev()
            .take_while(|(_, (end, _))| *end >= first)
            .map(|(start, (end, number))| (*start, *end, *number))
            .collect();
        for (start, end, of) in overlapped {
            runs.remove(&start);
            if start < first {
                runs.insert(start, (first - 1, of));
            }
            if end > last {
                runs.insert(last + 1, (end, of));
            }
        }
        let Some(number) = number else { return };
        let before = runs.range(..first).next_back();
        let before = before.filter(|(_, (end, of))| *end + 1 == first && *of == number);
        let start = before.map_or(first, |(start, _)| *start);
        runs.insert(start, (last, number));
    }
}
