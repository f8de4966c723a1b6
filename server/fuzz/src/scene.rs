//! The documents on which changes are tried, and the few people who write in them.

mod editor;
pub(crate) mod texts;

use std::sync::LazyLock;

use automerge::legacy::OpId;
use automerge::{ActorId, Automerge, Change, ObjId, ROOT, ReadDoc};
use dires_domain::vetting::History;

/// When everything happens, Unix seconds.
pub const NOW: i64 = 1_800_000_000;

/// A document, with what is known of it.
#[derive(Debug)]
pub struct Scene {
    /// The document.
    pub document: Automerge,
    /// The index from which changes are judged.
    pub history: History,
    /// Its changes, each after those that it follows.
    pub changes: Vec<Change>,
    /// Its operations, in the same order.
    pub operations: Vec<OpId>,
    /// What was written next, if somebody did.
    pub next: Vec<Change>,
}

impl Scene {
    fn of(document: Automerge, next: Vec<Change>) -> Self {
        let changes = document.get_changes(&[]);
        Self {
            history: History::of(&document).expect("a good text"),
            operations: changes.iter().flat_map(operations).collect(),
            changes,
            document,
            next,
        }
    }

    /// Every scene.
    pub fn all() -> &'static [Self] {
        static SCENES: LazyLock<Vec<Scene>> = LazyLock::new(|| {
            let made = texts::all().into_iter();
            let made = made.map(|document| Scene::of(document, Vec::new()));
            let recorded = editor::all().map(|one| Scene::of(one.before, one.next));
            made.chain(recorded).collect()
        });
        &SCENES
    }

    /// The scene of this number; numbers go round.
    pub fn numbered(number: u8) -> &'static Self {
        &Self::all()[usize::from(number) % Self::all().len()]
    }
}

/// The names of a change's operations.
pub fn operations(change: &Change) -> impl Iterator<Item = OpId> + use<> {
    let (actor, start) = (change.actor_id().clone(), change.start_op().get());
    (start..start + change.len() as u64).map(move |counter| OpId::new(counter, &actor))
}

/// Replicas by number: the founder's is 0, those of people who wrote before 1 to 3; others are new, and some are odd.
pub fn actor(number: u8) -> ActorId {
    match number {
        200 => ActorId::from(&[][..]),
        201 => ActorId::from(&[0][..]),
        202 => ActorId::from(&[255; 300][..]),
        number => ActorId::from(u128::from(number).to_be_bytes().as_slice()),
    }
}

/// The title's text object.
pub fn title(document: &impl ReadDoc) -> ObjId {
    document
        .get(ROOT, "title")
        .expect("a root")
        .expect("a title")
        .1
}
