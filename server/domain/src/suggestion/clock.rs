//! What somebody had seen of a text when they suggested to take something out of it: what came since, or at the same time
//! elsewhere, they cannot have meant.

use std::collections::{HashMap, HashSet};

use automerge::legacy::OpType;
use automerge::{ActorId, Automerge, ChangeHash, ChangeMetadata};

use super::{Kind, Name};

/// For each replica, the highest of its operations that was seen.
pub struct Seen(HashMap<ActorId, u64>);

impl Seen {
    /// Whether the operation of this counter was seen.
    pub fn has(&self, actor: &ActorId, counter: u64) -> bool {
        self.0.get(actor).is_some_and(|last| counter <= *last)
    }
}

/// What was seen by the last change that writes each of these names; none for a name that no change writes.
pub fn seen_by(doc: &Automerge, names: &HashSet<Name>) -> HashMap<Name, Seen> {
    let mut last: HashMap<Name, ChangeHash> = HashMap::new();
    if names.is_empty() {
        return HashMap::new();
    }
    for change in doc.get_changes(&[]) {
        for operation in change.decode().operations {
            let OpType::MarkBegin(mark) = &operation.action else {
                continue;
            };
            let proposes = |name: &Name| name.kind == Kind::Delete && !mark.value.is_null();
            if let Some(name) = Name::parse(&mark.name).filter(proposes)
                && names.contains(&name)
            {
                last.insert(name, change.hash());
            }
        }
    }
    let metadata = doc.get_changes_meta(&[]);
    let changes: HashMap<ChangeHash, &ChangeMetadata<'_>> = metadata
        .iter()
        .map(|change| (change.hash, change))
        .collect();
    let seen = last
        .into_iter()
        .map(|(name, hash)| (name, ancestors(hash, &changes)));
    seen.collect()
}

/// The change itself and all that it follows.
fn ancestors(of: ChangeHash, changes: &HashMap<ChangeHash, &ChangeMetadata<'_>>) -> Seen {
    let mut seen = HashMap::new();
    let mut met = HashSet::new();
    let mut waiting = vec![of];
    while let Some(hash) = waiting.pop() {
        let Some(change) = changes.get(&hash).filter(|_| met.insert(hash)) else {
            continue;
        };
        let last = seen.entry(change.actor.clone().into_owned()).or_default();
        *last = change.max_op.max(*last);
        waiting.extend(&change.deps);
    }
    Seen(seen)
}
