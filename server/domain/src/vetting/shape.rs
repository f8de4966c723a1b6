//! What one change writes of each block marker: a marker is born whole, and its type never changes without its
//! attributes.
//!
//! Two people may still change one block at once; then each key keeps its last value. Readers mend a heading without
//! level, a paragraph with one, a cell without a place, or an image without a file, which is also what attributes that come alone may leave.

use std::collections::BTreeMap;

use super::Refusal;
use super::references::Id;
use super::values::{Attribute, Kind};

/// How many containers a block may stand in.
const DEPTH: usize = 8;

#[derive(Debug, Default)]
pub(super) struct Shapes {
    blocks: BTreeMap<Id, Shape>,
    /// The number of elements of each list of parents made here.
    parents: BTreeMap<Id, usize>,
    /// What each map of attributes made here has.
    attributes: BTreeMap<Id, Vec<Attribute>>,
}

#[derive(Debug, Default)]
struct Shape {
    born: bool,
    embed: bool,
    parents: bool,
    kind: Option<Kind>,
    attrs: Option<Id>,
}

impl Shapes {
    pub(super) fn born(&mut self, block: Id) {
        self.blocks.entry(block).or_default().born = true;
    }

    pub(super) fn kind(&mut self, block: Id, kind: Kind) {
        self.blocks.entry(block).or_default().kind = Some(kind);
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
        self.attributes.insert(map, Vec::new());
    }

    /// Counts one more parent; whether the list is one of this change and has room.
    pub(super) fn add_parent(&mut self, list: Id) -> bool {
        let Some(count) = self.parents.get_mut(&list) else {
            return false;
        };
        *count += 1;
        *count <= DEPTH
    }

    /// Notes the attribute; whether the map is one of this change and had none such.
    pub(super) fn set_attribute(&mut self, map: Id, attribute: Attribute) -> bool {
        let Some(has) = self.attributes.get_mut(&map) else {
            return false;
        };
        let first = !has.contains(&attribute);
        has.push(attribute);
        first
    }

    pub(super) fn check(&self) -> Result<(), Refusal> {
        let fits = self.blocks.values().all(|block| self.fits(block));
        if fits { Ok(()) } else { Err(Refusal::Block) }
    }

    fn fits(&self, block: &Shape) -> bool {
        let whole = block.embed && block.parents && block.kind.is_some();
        let matched = match (block.kind, block.attrs) {
            (Some(kind), Some(attrs)) => self.kind_of(attrs) == Some(kind),
            // The library writes no type that is there already: attributes come alone when a heading changes its level.
            (None, Some(attrs)) => self.kind_of(attrs).is_some(),
            (None, None) => true,
            (Some(_), None) => false,
        };
        matched && (whole || !block.born)
    }

    /// The kind of block that has the attributes of this map, if there is one.
    fn kind_of(&self, map: Id) -> Option<Kind> {
        use Attribute::{Alt, Column, Decorative, File, Header, Height, Level, Row, Table, Width};
        let has = self.attributes.get(&map)?;
        let all = |names: &[Attribute]| names.iter().all(|it| has.contains(it));
        let only = |names: &[Attribute]| has.iter().all(|it| names.contains(it));
        let place = all(&[Table, Row, Column]) && only(&[Table, Row, Column, Header]);
        let image = all(&[File, Width, Height]) && only(&[File, Width, Height, Alt, Decorative]);
        match has.as_slice() {
            [] => Some(Kind::Plain),
            [Level] => Some(Kind::Heading),
            _ if place => Some(Kind::Cell),
            _ if image && !all(&[Alt, Decorative]) => Some(Kind::Image),
            _ => None,
        }
    }
}
