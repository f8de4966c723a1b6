//! One operation, in a few bytes that each mean something wherever they come to stand.

use automerge::ObjType;
use automerge::legacy::{ElementId, Key, MarkData, ObjectId, Op, OpId, OpType};

use super::value::{self, Written};
use crate::random::Random;
use crate::reader::{Reader, write_several};
use crate::scene::actor;
use crate::stage::Stage;

/// An operation as an input says it.
#[derive(Debug, Clone)]
pub struct Operation {
    /// What it does, and flags: the numbers below.
    pub action: u8,
    /// The object; 0 is the root.
    pub object: u16,
    /// The key: an element, where 0 is the beginning, or a name with [`MAP_KEY`].
    pub key: u16,
    /// What it replaces.
    pub predecessors: Vec<u16>,
    /// The value, where there is one.
    pub value: Written,
}

/// Of [`Operation::action`]: the operation inserts.
pub const INSERT: u8 = 0x10;
/// Of [`Operation::action`]: the key is a name.
pub const MAP_KEY: u8 = 0x20;
/// Of [`Operation::action`]: the mark expands.
pub const EXPAND: u8 = 0x40;
/// Of [`Operation::action`]: it replaces the element that is its key, and nothing else.
pub const ITSELF: u8 = 0x80;
/// Of a reference: an operation of the change itself.
pub const OWN: u16 = 0x8000;
/// Of a reference: one that nobody made.
pub const NOBODY: u16 = 0xC000;

/// Of [`Operation::action`], its lower half: writes a value.
pub const PUT: u8 = 0;
/// Makes a map.
pub const MAP: u8 = 1;
/// Makes a list.
pub const LIST: u8 = 2;
/// Makes a text.
pub const TEXT: u8 = 3;
/// Makes a table.
pub const TABLE: u8 = 4;
/// Takes away what it replaces.
pub const DELETE: u8 = 5;
/// Adds to a counter.
pub const INCREMENT: u8 = 6;
/// Begins a mark.
pub const MARK_BEGIN: u8 = 7;
/// Ends a mark.
pub const MARK_END: u8 = 8;

/// The names that keys and marks may have, good and bad.
pub const NAMES: [&str; 14] = [
    "type", "parents", "attrs", "isEmbed", "level", "title", "body", "strong", "em", "link",
    "footnote", "", "autre", "tyPe\0",
];

/// Where references of one change lead.
#[derive(Debug, Clone, Copy)]
pub struct Around<'s> {
    /// What is there already.
    pub stage: &'s Stage,
    /// Who writes.
    pub author: &'s automerge::ActorId,
    /// The number of the change's first operation.
    pub start: u64,
}

impl Around<'_> {
    fn resolve(&self, reference: u16) -> OpId {
        let low = u64::from(reference & !NOBODY);
        match reference & NOBODY {
            OWN => OpId::new(self.start.saturating_add(low), self.author),
            NOBODY => OpId::new(low >> 4, &actor(reference.to_le_bytes()[0] & 0xf)),
            _ => self.stage.operation(usize::from(reference) - 1),
        }
    }

    fn element(&self, reference: u16) -> ElementId {
        match reference {
            0 => ElementId::Head,
            reference => ElementId::Id(self.resolve(reference)),
        }
    }
}

impl Operation {
    /// Reads it.
    pub fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            action: reader.byte(),
            object: reader.short(),
            key: reader.short(),
            predecessors: reader.several(Reader::short),
            value: Written::read(reader),
        }
    }

    /// Writes what [`Operation::read`] reads.
    pub fn write(&self, into: &mut Vec<u8>) {
        into.push(self.action);
        into.extend(self.object.to_le_bytes());
        into.extend(self.key.to_le_bytes());
        write_several(into, &self.predecessors, |one, into| {
            into.extend(one.to_le_bytes());
        });
        self.value.write(into);
    }

    /// As the library writes it.
    pub fn expand(&self, around: &Around<'_>) -> Op {
        let key = if self.action & MAP_KEY == 0 {
            Key::Seq(around.element(self.key))
        } else {
            Key::Map(NAMES[usize::from(self.key) % NAMES.len()].into())
        };
        let mut replaced: Vec<OpId> = self
            .predecessors
            .iter()
            .map(|reference| around.resolve((*reference).max(1)))
            .collect();
        if self.action & ITSELF != 0 {
            replaced.extend(key.to_opid());
        }
        Op {
            action: self.kind(),
            obj: match self.object {
                0 => ObjectId::Root,
                object => ObjectId::Id(around.resolve(object)),
            },
            key,
            pred: replaced.into(),
            insert: self.action & INSERT != 0,
        }
    }

    fn kind(&self) -> OpType {
        let expand = self.action & EXPAND != 0;
        match self.action & 0xf {
            MAP => OpType::Make(ObjType::Map),
            LIST => OpType::Make(ObjType::List),
            TEXT => OpType::Make(ObjType::Text),
            TABLE => OpType::Make(ObjType::Table),
            DELETE => OpType::Delete,
            INCREMENT => OpType::Increment(i64::from(self.value.kind)),
            MARK_BEGIN => OpType::MarkBegin(MarkData {
                name: value::mark_name(&self.value).into(),
                value: self.value.expand(),
                expand,
            }),
            MARK_END => OpType::MarkEnd(expand),
            _ => OpType::Put(self.value.expand()),
        }
    }

    /// Changes something.
    pub fn mutate(&mut self, random: &mut Random) {
        match random.below(10) {
            0 => self.action = (self.action & 0xf0) | (random.byte() % 9),
            1 => self.action ^= random.of(&[INSERT, MAP_KEY, EXPAND, ITSELF]),
            2 => self.object = reference(self.object, random),
            3 | 4 => self.key = reference(self.key, random),
            5 => self.predecessors.push(reference(self.key, random)),
            6 => drop(self.predecessors.pop()),
            7 => {
                for one in &mut self.predecessors {
                    *one = reference(*one, random);
                }
            }
            _ => self.value.mutate(random),
        }
    }
}

fn reference(before: u16, random: &mut Random) -> u16 {
    match random.below(8) {
        0 => 0,
        1 => NOBODY | random.short(),
        2 | 3 => OWN | u16::from(random.byte() % 24),
        4 => u16::from(random.byte()),
        5 => before.wrapping_add(1),
        6 => before.wrapping_sub(1),
        _ => random.short() % 512,
    }
}
