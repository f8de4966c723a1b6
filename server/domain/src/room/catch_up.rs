//! What one peer is answered: everything on its first message, then only what it asks for.

use std::collections::HashSet;

use automerge::ChangeHash;

use super::{Effect, Letter, PeerId, Right, Room, message};
use crate::vetting::History;

impl Room {
    /// Before the history is read: newcomers are sent the document, who has all of it is told so, the others wait.
    pub(super) fn received_early(&mut self, from: PeerId, letter: Letter) -> Vec<Effect> {
        let nothing = letter.heads.is_empty() && letter.takes_whole;
        let same = letter.heads == self.heads && !letter.is_reset();
        if letter.candidates.is_empty() && letter.need.is_empty() && (nothing || same) {
            self.meet(from);
            return vec![self.greet(from, nothing)];
        }
        self.held.push((from, letter));
        Vec::new()
    }

    fn greet(&self, to: PeerId, nothing: bool) -> Effect {
        if nothing {
            return Effect::Whole { to };
        }
        let message = message::announce(self.heads.clone());
        Effect::Answer { to, message }
    }

    fn meet(&mut self, id: PeerId) {
        if let Some(peer) = self.peers.get_mut(&id) {
            peer.met = true;
        }
    }

    pub(super) fn answer(&mut self, to: PeerId, letter: &Letter) -> Vec<Effect> {
        let Some(peer) = self.peers.get(&to) else {
            return Vec::new();
        };
        let (right, asked_again) = (peer.right, peer.asked_again);
        if !peer.met || letter.heads.is_empty() || letter.is_reset() {
            self.meet(to);
            return self.first(letter, to);
        }
        if !letter.need.is_empty() {
            return self.needed(&letter.need, to);
        }
        let foreign = letter.heads.iter().any(|head| !self.is_expected(head));
        if !foreign || right < Right::Write || asked_again {
            return Vec::new();
        }
        // It has changes that it sent on this connection and that we do not have: they were not taken.
        if let Some(peer) = self.peers.get_mut(&to) {
            peer.asked_again = true;
        }
        let message = message::send_again(&self.heads);
        vec![Effect::Answer { to, message }]
    }

    /// Brings a peer up to date. What it has more than we, it then sends by itself: it knows our heads, and our message
    /// says that we need nothing up to them.
    fn first(&self, letter: &Letter, to: PeerId) -> Vec<Effect> {
        let Some(history) = &self.history else {
            return Vec::new();
        };
        let lacking = if letter.heads.is_empty() {
            (0..self.log.len()).collect()
        } else if letter.heads.iter().all(|head| self.is_stored(head)) {
            history.since(&letter.heads, self.log.len())
        } else {
            self.lacking(history, letter)
        };
        // Much of a long text is lighter as a whole than change by change.
        if letter.takes_whole && lacking.len() > self.log.len() / 3 {
            return vec![Effect::Whole { to }];
        }
        vec![self.parcel(to, lacking)]
    }

    /// What the peer lacks, by its own account: it has what it remembers to share with us, and what its filter knows.
    /// A filter may claim too much; what follows something that it lacks is sent as well, and it asks for the rest.
    fn lacking(&self, history: &History, letter: &Letter) -> Vec<usize> {
        let since = history.since(&self.shared(letter), self.log.len());
        let known = |number: usize| {
            let hash = history.hash(number);
            hash.is_some_and(|hash| {
                letter
                    .have
                    .iter()
                    .any(|have| have.bloom.contains_hash(&hash))
            })
        };
        let mut lacking = HashSet::new();
        for number in since.iter().copied() {
            if !known(number) || history.follows(number).any(|one| lacking.contains(&one)) {
                lacking.insert(number);
            }
        }
        let asked = letter.need.iter().filter_map(|hash| history.number(hash));
        lacking.extend(asked.filter(|number| *number < self.log.len()));
        let mut lacking: Vec<_> = lacking.into_iter().collect();
        lacking.sort_unstable();
        lacking
    }

    /// What both have for certain: what the peer remembers of us, as far as we know it, and its known heads.
    fn shared(&self, letter: &Letter) -> Vec<ChangeHash> {
        let remembered = letter.have.iter().flat_map(|have| &have.last_sync);
        let mut shared: Vec<_> = remembered
            .chain(&letter.heads)
            .copied()
            .filter(|head| self.is_stored(head))
            .collect();
        shared.sort_unstable();
        shared.dedup();
        shared
    }

    fn needed(&self, hashes: &[ChangeHash], to: PeerId) -> Vec<Effect> {
        let number = |hash| {
            self.history
                .as_ref()
                .and_then(|history| history.number(hash))
        };
        let mut numbers: Vec<_> = hashes.iter().filter_map(number).collect();
        numbers.retain(|number| *number < self.log.len());
        numbers.sort_unstable();
        numbers.dedup();
        vec![self.parcel(to, numbers)]
    }

    /// Sends stored changes: those in memory at once, older ones when they have been read again.
    fn parcel(&self, to: PeerId, numbers: Vec<usize>) -> Effect {
        let heads = self.heads.clone();
        match self.log.get(&numbers) {
            Some(changes) => Effect::Answer {
                to,
                message: message::parcel(heads, changes),
            },
            None => Effect::Fetch { to, numbers, heads },
        }
    }
}
