//! Genuine changes, told as inputs: where the engine starts from.

use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, Change, ObjType, ScalarValue};

use crate::reader::Reader;
use crate::scene::actor;
use crate::script::operation::{self, NAMES, NOBODY, OWN, Operation};
use crate::script::value::{self, Written};
use crate::script::{Columns, Heading, Operations, Script, Step};
use crate::stage::Stage;

/// Changes of known replicas that follow a scene, as an input of either kind; none where one cannot be told.
pub fn record(scene: u8, changes: &[Change]) -> Option<(Script<Operations>, Script<Columns>)> {
    let mut stage = Stage::new(scene);
    let (mut told, mut bytes) = (Vec::new(), Vec::new());
    for change in changes {
        let heading = heading(change, &stage)?;
        told.push(Step {
            heading: heading.clone(),
            contents: operations(change, &stage)?,
        });
        bytes.push(Step {
            heading,
            contents: columns(change)?,
        });
        stage.offer(change.raw_bytes()).ok()?;
    }
    Some((
        Script { scene, steps: told },
        Script {
            scene,
            steps: bytes,
        },
    ))
}

fn number_of(replica: &ActorId) -> Option<u8> {
    (0..=9).find(|number| actor(*number) == *replica)
}

fn heading(change: &Change, stage: &Stage) -> Option<Heading> {
    let mut dependencies = change.deps().to_vec();
    dependencies.sort_unstable();
    let ago = dependencies.iter().map(|hash| stage.ago(hash));
    Some(Heading {
        author: number_of(change.actor_id())?,
        dependencies: if dependencies == stage.heads() {
            Vec::new()
        } else {
            ago.collect::<Option<_>>()?
        },
        flaw: 0,
    })
}

fn operations(change: &Change, stage: &Stage) -> Option<Operations> {
    let from = From { change, stage };
    let expanded = change.decode();
    let told = expanded.operations.iter().map(|op| from.operation(op));
    told.collect::<Option<_>>().map(Operations)
}

struct From<'a> {
    change: &'a Change,
    stage: &'a Stage,
}

impl From<'_> {
    fn reference(&self, id: &OpId) -> Option<u16> {
        let start = self.change.start_op().get();
        if id.actor() == self.change.actor_id() && id.counter() >= start {
            let own = u16::try_from(id.counter() - start).ok()?;
            return Some(OWN | own);
        }
        let number = u16::try_from(self.stage.number_of(id)? + 1).ok()?;
        (number & NOBODY == 0).then_some(number)
    }

    fn operation(&self, op: &Op) -> Option<Operation> {
        let (map_key, key) = match &op.key {
            Key::Map(name) => {
                let number = NAMES.iter().position(|known| known == name)?;
                (operation::MAP_KEY, u16::try_from(number).ok()?)
            }
            Key::Seq(ElementId::Head) => (0, 0),
            Key::Seq(ElementId::Id(id)) => (0, self.reference(id)?),
        };
        let (action, value) = action(&op.action)?;
        Some(Operation {
            action: action | map_key | if op.insert { operation::INSERT } else { 0 },
            object: match &op.obj {
                ObjectId::Root => 0,
                ObjectId::Id(id) => self.reference(id)?,
            },
            key,
            predecessors: op
                .pred
                .iter()
                .map(|id| self.reference(id))
                .collect::<Option<_>>()?,
            value,
        })
    }
}

fn action(action: &OpType) -> Option<(u8, Written)> {
    let expands = |expand: bool| if expand { operation::EXPAND } else { 0 };
    Some(match action {
        OpType::Make(ObjType::Map) => (operation::MAP, Written::default()),
        OpType::Make(ObjType::List) => (operation::LIST, Written::default()),
        OpType::Make(ObjType::Text) => (operation::TEXT, Written::default()),
        OpType::Make(ObjType::Table) => (operation::TABLE, Written::default()),
        OpType::Delete => (operation::DELETE, Written::default()),
        OpType::Increment(_) => return None,
        OpType::Put(value) => (operation::PUT, written(value)?),
        OpType::MarkBegin(mark) => {
            let mut value = written(&mark.value)?;
            let names = (0..16).find(|kind| value::mark_name_of(*kind) == mark.name)?;
            value.kind |= names << 4;
            (operation::MARK_BEGIN | expands(mark.expand), value)
        }
        OpType::MarkEnd(expand) => (operation::MARK_END | expands(*expand), Written::default()),
    })
}

fn written(value: &ScalarValue) -> Option<Written> {
    let (kind, bytes) = match value {
        ScalarValue::Str(text) => (value::STRING, text.as_bytes().to_vec()),
        ScalarValue::Int(number) => (
            value::INT,
            vec![i8::try_from(*number).ok()?.cast_unsigned()],
        ),
        ScalarValue::Uint(number) => (value::UINT, vec![u8::try_from(*number).ok()?]),
        ScalarValue::Boolean(yes) => (value::BOOLEAN, vec![u8::from(*yes)]),
        ScalarValue::Null => (value::NULL, Vec::new()),
        _ => return None,
    };
    Some(Written { kind, bytes })
}

/// The columns of a change chunk, as they are.
fn columns(change: &Change) -> Option<Columns> {
    let mut reader = Chunk(Reader(change.raw_bytes()));
    reader.0.bytes(9);
    reader.number();
    for _ in 0..reader.number() {
        reader.0.bytes(32);
    }
    reader.prefixed();
    for _ in 0..3 {
        reader.number();
    }
    reader.prefixed();
    let others = (0..reader.number())
        .map(|_| number_of(&ActorId::from(reader.prefixed())))
        .collect::<Option<_>>()?;
    let lengths: Vec<_> = (0..reader.number())
        .map(|_| (reader.number(), reader.number()))
        .collect();
    let columns = lengths.into_iter().map(|(specification, length)| {
        let specification = u8::try_from(specification).ok()?;
        Some((specification, reader.0.bytes(length).to_vec()))
    });
    Some(Columns {
        others,
        columns: columns.collect::<Option<_>>()?,
        noise: Vec::new(),
    })
}

/// A chunk that the library wrote.
struct Chunk<'a>(Reader<'a>);

impl<'a> Chunk<'a> {
    fn number(&mut self) -> usize {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.0.byte();
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        number
    }

    fn prefixed(&mut self) -> &'a [u8] {
        let length = self.number();
        self.0.bytes(length)
    }
}
