//! Every operation of a change, against the few that a text needs: characters in and out of `title` and `body`, block
//! markers and marks in and out of `body`, and the keys of block markers.

use automerge::ObjType;
use automerge::legacy::{ElementId, Key as OpKey, MarkData, ObjectId, Op, OpType};

use super::Refusal;
use super::claims::{self, Claim};
use super::order::Order;
use super::references::{Field, Id, Key, Place, Seen};
use super::shape::Shapes;
use super::values;
use crate::suggestion::Name;

/// What the operations of a change made and deleted.
#[derive(Debug)]
pub(super) struct Made {
    /// What each one made.
    pub(super) places: Vec<Place>,
    /// What each one was inserted after; none at the beginning of a text, and outside texts.
    pub(super) after: Vec<Option<Id>>,
    /// The characters and markers that were deleted, perhaps not for the first time.
    pub(super) deleted: Vec<Deleted>,
    /// What was suggested, or taken back.
    pub(super) claims: Vec<Claim>,
}

/// A character or a marker that was deleted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deleted {
    pub(super) id: Id,
    pub(super) field: Field,
    /// How long it was.
    pub(super) units: usize,
}

/// Checks the operations in their order.
pub(super) fn check(operations: &[Op], seen: &Seen<'_>, founding: bool) -> Result<Made, Refusal> {
    let mut check = Check {
        seen,
        order: Order::new(seen),
        made: Vec::with_capacity(operations.len()),
        after: Vec::with_capacity(operations.len()),
        deleted: Vec::new(),
        claims: Vec::new(),
        shapes: Shapes::default(),
        open_mark: None,
    };
    for operation in operations {
        let place = check.operation(operation, founding)?;
        check.made.push(place);
        check.after.resize(check.made.len(), None);
    }
    if check.open_mark.is_some() {
        return Err(check.forbidden());
    }
    check.shapes.check()?;
    Ok(Made {
        places: check.made,
        after: check.after,
        deleted: check.deleted,
        claims: check.claims,
    })
}

struct Check<'s> {
    seen: &'s Seen<'s>,
    order: Order<'s>,
    made: Vec<Place>,
    after: Vec<Option<Id>>,
    deleted: Vec<Deleted>,
    claims: Vec<Claim>,
    shapes: Shapes,
    /// The last operation began this mark: the next one must end it.
    open_mark: Option<MarkData>,
}

impl Check<'_> {
    fn operation(&mut self, op: &Op, founding: bool) -> Result<Place, Refusal> {
        let ends_mark = matches!(op.action, OpType::MarkEnd(_));
        if ends_mark != self.open_mark.is_some() {
            return Err(self.forbidden());
        }
        let begun = self.open_mark.take();
        if let OpType::MarkBegin(mark) = &op.action {
            self.open_mark = Some(mark.clone());
        }
        let ObjectId::Id(object) = &op.obj else {
            return if founding {
                self.root(op)
            } else {
                Err(self.forbidden())
            };
        };
        let (id, place) = self.resolve(object)?;
        match place {
            Place::Text(field) => {
                let place = self.text(op, field)?;
                if let Some(name) = begun.as_ref().and_then(|mark| Name::parse(&mark.name)) {
                    let set = begun.is_some_and(|mark| !mark.value.is_null());
                    self.claim_of_words(name, set);
                }
                Ok(place)
            }
            Place::Marker => self.marker(op, id),
            Place::Value(_, Key::Parents) => self.parent(op, id),
            Place::Value(_, Key::Attrs) => self.attribute(op, id),
            _ => Err(self.forbidden()),
        }
    }

    /// Only the document's first change writes at the root: the two texts.
    fn root(&self, op: &Op) -> Result<Place, Refusal> {
        let (OpKey::Map(key), OpType::Make(ObjType::Text)) = (&op.key, &op.action) else {
            return Err(self.forbidden());
        };
        let field = match key.as_str() {
            "title" => Field::Title,
            "body" => Field::Body,
            _ => return Err(self.forbidden()),
        };
        if op.insert || !op.pred.is_empty() || self.made.contains(&Place::Text(field)) {
            return Err(self.forbidden());
        }
        Ok(Place::Text(field))
    }

    fn text(&mut self, op: &Op, field: Field) -> Result<Place, Refusal> {
        let OpKey::Seq(after) = &op.key else {
            return Err(self.forbidden());
        };
        if matches!(op.action, OpType::Delete) {
            return self.deletion(op, after, field);
        }
        if !op.insert || !op.pred.is_empty() {
            return Err(self.forbidden());
        }
        let after = match after {
            ElementId::Head => None,
            ElementId::Id(after) => {
                let (id, place) = self.resolve(after)?;
                self.allow(place.is_element_of(field))?;
                Some(id)
            }
        };
        self.after.push(after);
        self.insertion(op, field)
    }

    fn insertion(&mut self, op: &Op, field: Field) -> Result<Place, Refusal> {
        match (&op.action, field) {
            (OpType::Put(value), Field::Title) => {
                self.character(values::title_character(value), field)
            }
            (OpType::Put(value), Field::Body) => {
                self.character(values::body_character(value), field)
            }
            (OpType::Make(ObjType::Map), Field::Body) => {
                self.shapes.born(self.own_id());
                Ok(Place::Marker)
            }
            (OpType::MarkBegin(mark), Field::Body) => {
                self.value(values::is_mark(mark))?;
                Ok(Place::Mark)
            }
            (OpType::MarkEnd(_), Field::Body) => self.mark_end(),
            _ => Err(self.forbidden()),
        }
    }

    fn character(&self, character: Option<char>, field: Field) -> Result<Place, Refusal> {
        let character = character.ok_or_else(|| self.bad_value())?;
        let units = if character.len_utf16() == 1 { 1 } else { 2 };
        Ok(Place::Character(field, units))
    }

    /// The operation before began the mark. One that ends before it begins could be applied, and saved, but not loaded.
    fn mark_end(&mut self) -> Result<Place, Refusal> {
        let end = self.own_id();
        let begin = Id::new(end.author(), end.counter() - 1);
        let in_order = self.order.is_before(begin, end, &self.after);
        self.allow(in_order == Some(true))?;
        Ok(Place::Mark)
    }

    /// Takes away one character or block marker: the one that it names, and nothing else.
    fn deletion(&mut self, op: &Op, element: &ElementId, field: Field) -> Result<Place, Refusal> {
        let ElementId::Id(element) = element else {
            return Err(self.forbidden());
        };
        let (id, place) = self.resolve(element)?;
        let removable = place.is_element_of(field) && place != Place::Mark;
        let only = op.pred.len() == 1 && op.pred.get(0) == Some(element);
        self.allow(!op.insert && removable && only)?;
        self.deleted.push(Deleted {
            id,
            field,
            units: place.units(),
        });
        Ok(Place::Nothing)
    }

    fn marker(&mut self, op: &Op, block: Id) -> Result<Place, Refusal> {
        let OpKey::Map(key) = &op.key else {
            return Err(self.forbidden());
        };
        self.allow(!op.insert)?;
        let id = self.own_id();
        if let Some(name) = Name::parse(key) {
            return self.claim_of_block(op, block, name);
        }
        let key = match (key.as_str(), &op.action) {
            ("type", OpType::Put(value)) => {
                let kind = values::kind(value).ok_or_else(|| self.bad_value())?;
                self.shapes.kind(block, kind);
                Key::Type
            }
            ("isEmbed", OpType::Put(value)) => {
                self.value(*value == automerge::ScalarValue::Boolean(false))?;
                self.shapes.embed(block);
                Key::IsEmbed
            }
            ("parents", OpType::Make(ObjType::List)) => {
                self.shapes.parents(block, id);
                Key::Parents
            }
            ("attrs", OpType::Make(ObjType::Map)) => {
                self.shapes.attrs(block, id);
                Key::Attrs
            }
            _ => return Err(self.forbidden()),
        };
        self.replaced(op, Place::Value(block, key))
    }

    /// Notes what a mark that ends here suggests.
    fn claim_of_words(&mut self, name: Name, set: bool) {
        let number = self.made.len();
        let bounds = (self.after[number - 1], self.after[number]);
        let words = claims::words(self.seen, &self.made, &self.after, bounds);
        self.claims.push(Claim {
            name,
            set,
            words,
            is_block: false,
            key: None,
        });
    }

    /// A suggestion of a block is written once, and taken back under the same name.
    fn claim_of_block(&mut self, op: &Op, block: Id, name: Name) -> Result<Place, Refusal> {
        let set = match &op.action {
            OpType::Put(value) => {
                self.value(values::is_proposed_of_block(name.kind, value))?;
                self.allow(op.pred.is_empty())?;
                true
            }
            OpType::Delete => {
                self.allow(!op.pred.is_empty())?;
                for earlier in op.pred.iter() {
                    let (id, found) = self.resolve(earlier)?;
                    let same = self.seen.ledger.is_key(id, &name);
                    self.allow(found == Place::Value(block, Key::Suggestion) && same)?;
                }
                false
            }
            _ => return Err(self.forbidden()),
        };
        let born = block.author() == self.seen.own && block.counter() >= self.seen.start;
        let words = born.then(|| vec![(block.counter(), block.counter())]);
        let key = set.then(|| self.own_id());
        self.claims.push(Claim {
            name,
            set,
            words,
            is_block: true,
            key,
        });
        Ok(if set {
            Place::Value(block, Key::Suggestion)
        } else {
            Place::Nothing
        })
    }

    /// What a key replaces must be earlier values of the same key.
    fn replaced(&self, op: &Op, place: Place) -> Result<Place, Refusal> {
        for earlier in op.pred.iter() {
            let (_, found) = self.resolve(earlier)?;
            self.allow(found == place)?;
        }
        Ok(place)
    }

    fn parent(&mut self, op: &Op, list: Id) -> Result<Place, Refusal> {
        let (OpKey::Seq(after), OpType::Put(value)) = (&op.key, &op.action) else {
            return Err(self.forbidden());
        };
        if let ElementId::Id(after) = after {
            let (_, place) = self.resolve(after)?;
            self.allow(place == Place::Parent(list))?;
        }
        self.allow(op.insert && op.pred.is_empty())?;
        self.value(values::is_parent(value))?;
        let room = self.shapes.add_parent(list);
        self.allow(room)?;
        Ok(Place::Parent(list))
    }

    fn attribute(&mut self, op: &Op, map: Id) -> Result<Place, Refusal> {
        let (OpKey::Map(key), OpType::Put(value)) = (&op.key, &op.action) else {
            return Err(self.forbidden());
        };
        self.allow(!op.insert && op.pred.is_empty())?;
        let known = values::attribute(key, value);
        let (attribute, fits) = known.ok_or_else(|| self.forbidden())?;
        self.value(fits)?;
        let first = self.shapes.set_attribute(map, attribute);
        self.allow(first)?;
        Ok(Place::Nothing)
    }

    fn resolve(&self, id: &automerge::legacy::OpId) -> Result<(Id, Place), Refusal> {
        self.seen
            .find(id, &self.made)
            .ok_or_else(|| Refusal::UnknownReference(self.counter()))
    }

    fn counter(&self) -> u64 {
        self.seen.start + self.made.len() as u64
    }

    fn own_id(&self) -> Id {
        Id::new(self.seen.own, self.counter())
    }

    fn allow(&self, allowed: bool) -> Result<(), Refusal> {
        if allowed {
            Ok(())
        } else {
            Err(self.forbidden())
        }
    }

    fn value(&self, fits: bool) -> Result<(), Refusal> {
        if fits { Ok(()) } else { Err(self.bad_value()) }
    }

    fn forbidden(&self) -> Refusal {
        Refusal::Forbidden(self.counter())
    }

    fn bad_value(&self) -> Refusal {
        Refusal::Value(self.counter())
    }
}
