//! What one peer is answered: everything on its first message, then only what it asks for.

use automerge::sync::{Capability, Message, MessageVersion, State, SyncDoc};
use automerge::{ChangeHash, ReadDoc};

use super::{Effect, PeerId, Right, Room, message};

impl Room {
    pub(super) fn answer(&mut self, to: PeerId, asked: &Message) -> Option<Effect> {
        let foreign = asked.heads.iter().any(|head| !self.is_expected(head));
        let peer = self.peers.get_mut(&to)?;
        let starts = !peer.met || asked.heads.is_empty() || message::is_reset(asked);
        let message = if starts {
            peer.met = true;
            self.first(asked, to)
        } else if !asked.need.is_empty() {
            self.needed(&asked.need)
        } else if !foreign || peer.right < Right::Write || peer.asked_again {
            return None;
        } else {
            // It has changes that it sent on this connection and that we do not have: they were not taken.
            peer.asked_again = true;
            message::send_again(&self.heads())
        };
        Some(Effect::Answer { to, message })
    }

    /// Brings a peer up to date, and asks for what it has more than we.
    fn first(&mut self, asked: &Message, to: PeerId) -> Vec<u8> {
        if asked.heads.iter().all(|head| self.is_stored(head)) {
            self.missing(asked)
        } else {
            self.exchange(asked, to)
        }
    }

    /// Exactly what follows the peer's heads, which are all known.
    fn missing(&self, asked: &Message) -> Vec<u8> {
        let heads = self.heads();
        if asked.heads.is_empty() && asked.flags.is_some() {
            return message::changes(heads, vec![self.doc.save()], MessageVersion::V2);
        }
        let changes = self.doc.get_changes(&asked.heads);
        let changes = changes.iter().map(|change| change.raw_bytes().to_vec());
        message::changes(heads, changes.collect(), MessageVersion::V1)
    }

    /// The library's own exchange: the peer has changes that we lack, and only its filter says what it lacks.
    fn exchange(&mut self, asked: &Message, to: PeerId) -> Vec<u8> {
        let writes = self
            .peers
            .get(&to)
            .is_some_and(|peer| peer.right == Right::Write);
        let mut state = State {
            their_heads: Some(asked.heads.clone()),
            their_need: Some(asked.need.clone()),
            their_have: Some(asked.have.clone()),
            their_capabilities: asked.flags.map(|_| vec![Capability::MessageV2]),
            shared_heads: self.shared(asked),
            read_only: !writes,
            ..State::new()
        };
        match self.doc.generate_sync_message(&mut state) {
            Some(mut message) => {
                message.flags = None;
                message.encode()
            }
            None => message::announce(self.heads()),
        }
    }

    /// What both have for certain: what the peer remembers of us, as far as we know it, and its known heads.
    fn shared(&self, asked: &Message) -> Vec<ChangeHash> {
        let remembered = asked.have.iter().flat_map(|have| &have.last_sync);
        let mut shared: Vec<_> = remembered
            .chain(&asked.heads)
            .copied()
            .filter(|head| self.is_stored(head))
            .collect();
        shared.sort_unstable();
        shared.dedup();
        shared
    }

    fn needed(&self, hashes: &[ChangeHash]) -> Vec<u8> {
        let known = hashes.iter().filter(|hash| self.is_stored(hash));
        let changes = known.filter_map(|hash| self.doc.get_change_by_hash(hash));
        let changes = changes.map(|change| change.raw_bytes().to_vec()).collect();
        message::changes(self.heads(), changes, MessageVersion::V1)
    }
}
