//! What one change writes of each block marker: a marker is born whole, and its type never changes without its
//! attributes.
//!
//! Two people may still change one block at once; then each key keeps its last value. Readers mend a heading without
//! level or a paragraph with one, which is also what attributes that come alone may leave.

use std::collections::BTreeMap;

use super::Refusal;
use super::references::Id;

/// How many containers a block may stand in.
const DEPTH: usize = 8;

#[derive(Debug, Default)]
pub(super) struct Shapes {
    blocks: BTreeMap<Id, Shape>,
    /// The number of elements of each list of parents made here.
    parents: BTreeMap<Id, usize>,
    /// Whether each map of attributes made here has a level.
    levels: BTreeMap<Id, bool>,
}

#[derive(Debug, Default)]
struct Shape {
    born: bool,
    embed: bool,
    parents: bool,
    heading: Option<bool>,
    attrs: Option<Id>,
}

impl Shapes {
    pub(super) fn born(&mut self, block: Id) {
        self.blocks.entry(block).or_default().born = true;
    }

    pub(super) fn kind(&mut self, block: Id, heading: bool) {
        self.blocks.entry(block).or_default().heading = Some(heading);
    }

    pub(super) fn embed(&mut self, block: Id) {
        self.blocks.entry(block).or_default().embed = true;
    }

    pub(super) fn parents(&mut self, block: Id, list: Id) {
        self.blocks.entry(block).or_default().parents = true;
        self.parents.insert(list, 0);
    }

    pub(super) fn attrs(&mut self, block: Id, map: Id) {
        self.blocks.entry(block).or_default().attrs = Some(map);
        self.levels.insert(map, false);
    }

    /// Counts one more parent; whether the list is one of this change and has room.
    pub(super) fn add_parent(&mut self, list: Id) -> bool {
        let Some(count) = self.parents.get_mut(&list) else {
            return false;
        };
        *count += 1;
        *count <= DEPTH
    }

    /// Notes the level; whether the map is one of this change and had none.
    pub(super) fn set_level(&mut self, map: Id) -> bool {
        self.levels
            .get_mut(&map)
            .is_some_and(|has| !std::mem::replace(has, true))
    }

    pub(super) fn check(&self) -> Result<(), Refusal> {
        let fits = self.blocks.values().all(|block| self.fits(block));
        if fits { Ok(()) } else { Err(Refusal::Block) }
    }

    fn fits(&self, block: &Shape) -> bool {
        let whole = block.embed && block.parents && block.heading.is_some();
        let matched = match (block.heading, block.attrs) {
            (Some(heading), Some(attrs)) => self.levels.get(&attrs) == Some(&heading),
            // The library writes no type that is there already: attributes come alone when a heading changes its level.
            (None, _) => true,
            (Some(_), None) => false,
        };
        matched && (whole || !block.born)
    }
}
