//! The changes since a state as few phases, each of one cause, and what became of each named thing in which of them.

use std::collections::{HashMap, HashSet};

use automerge::{Automerge, ChangeHash};

use super::names::State;
use crate::anchor::Element;
use crate::text::Malformed;

/// Changes of one cause.
pub(super) struct Phase<C> {
    /// The state that they lead to.
    heads: Vec<ChangeHash>,
    /// What they are of.
    cause: Option<C>,
}

/// The changes since `from`, each after what it follows, in as few phases as this finds.
pub(super) fn phases<C: PartialEq>(
    doc: &Automerge,
    from: &[ChangeHash],
    cause: &impl Fn(&ChangeHash) -> Option<C>,
) -> Vec<Phase<C>> {
    let changes = doc.get_changes_meta(from);
    let left: HashSet<ChangeHash> = changes.iter().map(|it| it.hash).collect();
    let mut waits: HashMap<ChangeHash, usize> = HashMap::new();
    let mut follow: HashMap<ChangeHash, Vec<usize>> = HashMap::new();
    let mut ready: Vec<(usize, Option<C>)> = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        let deps = change.deps.iter().filter(|it| left.contains(it));
        let deps = deps.inspect(|it| follow.entry(**it).or_default().push(at));
        match deps.count() {
            0 => ready.push((at, cause(&change.hash))),
            count => {
                waits.insert(change.hash, count);
            }
        }
    }
    let mut heads: HashSet<ChangeHash> = from.iter().copied().collect();
    let mut phases: Vec<Phase<C>> = Vec::new();
    while !ready.is_empty() {
        let same = |last: &Phase<C>| ready.iter().position(|it| it.1 == last.cause);
        let goes_on = phases.last().and_then(same);
        let (at, of) = ready.swap_remove(goes_on.unwrap_or_default());
        if goes_on.is_none() {
            end(&mut phases, &heads);
            phases.push(Phase {
                heads: Vec::new(),
                cause: of,
            });
        }
        let change = &changes[at];
        heads.retain(|it| !change.deps.contains(it));
        heads.insert(change.hash);
        for &next in follow.get(&change.hash).into_iter().flatten() {
            let hash = changes[next].hash;
            let count = waits.entry(hash).or_default();
            *count = count.saturating_sub(1);
            if *count == 0 {
                ready.push((next, cause(&hash)));
            }
        }
    }
    end(&mut phases, &heads);
    phases
}

fn end<C>(phases: &mut [Phase<C>], heads: &HashSet<ChangeHash>) {
    if let Some(last) = phases.last_mut() {
        last.heads = heads.iter().copied().collect();
    }
}

/// The state before everything that has a cause.
pub(super) fn base<C>(
    doc: &Automerge,
    cause: &impl Fn(&ChangeHash) -> Option<C>,
) -> Vec<ChangeHash> {
    let (mut after, mut heads) = (HashSet::new(), HashSet::new());
    for change in doc.get_changes_meta(&[]) {
        let follows = change.deps.iter().any(|it| after.contains(it));
        if follows || cause(&change.hash).is_some() {
            after.insert(change.hash);
        } else {
            heads.retain(|it| !change.deps.contains(it));
            heads.insert(change.hash);
        }
    }
    heads.into_iter().collect()
}

/// What became of the named things of a document.
pub(super) struct Fates<C> {
    /// Of what came or went, the cause.
    came_or_went: HashMap<Element, Option<C>>,
    /// Of what looks otherwise than it did, the last cause.
    reformed: HashMap<Element, Option<C>>,
}

impl<C: Clone> Fates<C> {
    /// Through these phases, from this state.
    pub(super) fn of(
        doc: &Automerge,
        from: &State,
        phases: &[Phase<C>],
    ) -> Result<Self, Malformed> {
        let mut fates = Self {
            came_or_went: HashMap::new(),
            reformed: HashMap::new(),
        };
        let mut before = from.faces();
        for phase in phases {
            let after = State::read(doc, Some(&phase.heads))?.faces();
            for name in before.keys().filter(|it| !after.contains_key(it)) {
                fates.moves(name, phase);
            }
            for (name, face) in &after {
                match before.get(name) {
                    None => fates.moves(name, phase),
                    Some(was) if was != face => {
                        fates.reformed.insert(name.clone(), phase.cause.clone());
                    }
                    Some(_) => {}
                }
            }
            before = after;
        }
        Ok(fates)
    }

    fn moves(&mut self, name: &Element, phase: &Phase<C>) {
        self.came_or_went.insert(name.clone(), phase.cause.clone());
    }

    /// What brought it or took it out; none where it did neither.
    pub(super) fn moved(&self, name: Option<&Element>) -> Option<&Option<C>> {
        self.came_or_went.get(name?)
    }

    /// What gave it another look; none where nothing did.
    pub(super) fn reformed(&self, name: Option<&Element>) -> Option<&Option<C>> {
        self.reformed.get(name?)
    }
}
