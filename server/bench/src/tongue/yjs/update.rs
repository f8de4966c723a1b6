//! Updates of Yjs, version 1 (`encoding.js` and `structs/Item.js` of yjs): of texts, which is all that is written here.

use crate::varint::{put, put_bytes, take, take_bytes, take_exact};

/// A client, and its clock.
pub type Id = (u64, u64);

const LEFT: u8 = 0x80;
const RIGHT: u8 = 0x40;
const KEY: u8 = 0x20;
const GC: u8 = 0;
const DELETED: u8 = 1;
const STRING: u8 = 4;
const SKIP: u8 = 10;

/// Some characters that follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Struct {
    /// The first.
    pub id: Id,
    /// How many, in UTF-16 units.
    pub length: u64,
    /// What stood behind when it was typed.
    pub right: Option<Id>,
}

/// What an update brings; none when it brings other things than characters.
pub fn structs(mut update: &[u8]) -> Option<Vec<Struct>> {
    let rest = &mut update;
    let mut found = Vec::new();
    for _ in 0..take(rest)? {
        let count = take(rest)?;
        let (client, mut clock) = id(rest)?;
        for _ in 0..count {
            let (length, right) = content(rest)?;
            found.push(Struct {
                id: (client, clock),
                length,
                right,
            });
            clock += length;
        }
    }
    Some(found)
}

fn id(rest: &mut &[u8]) -> Option<Id> {
    Some((take(rest)?, take(rest)?))
}

fn content(rest: &mut &[u8]) -> Option<(u64, Option<Id>)> {
    let info = take_exact(rest, 1)?[0];
    if matches!(info, GC | SKIP) {
        return Some((take(rest)?, None));
    }
    let left = if info & LEFT == 0 {
        None
    } else {
        Some(id(rest)?)
    };
    let right = if info & RIGHT == 0 {
        None
    } else {
        Some(id(rest)?)
    };
    if left.is_none() && right.is_none() {
        parent(rest, info)?;
    }
    let length = match info & 0x1f {
        DELETED => take(rest)?,
        STRING => std::str::from_utf8(take_bytes(rest)?)
            .ok()?
            .encode_utf16()
            .count() as u64,
        _ => return None,
    };
    Some((length, right))
}

/// The first characters of a text name it.
fn parent(rest: &mut &[u8], info: u8) -> Option<()> {
    if take(rest)? == 1 {
        take_bytes(rest)?;
    } else {
        id(rest)?;
    }
    if info & KEY != 0 {
        take_bytes(rest)?;
    }
    Some(())
}

/// An update with one character, and nothing deleted.
pub fn one_character(new: Id, left: Id, right: Option<Id>) -> Vec<u8> {
    let mut update = vec![1, 1];
    put(&mut update, new.0);
    put(&mut update, new.1);
    update.push(LEFT | STRING | if right.is_some() { RIGHT } else { 0 });
    for (client, clock) in [Some(left), right].into_iter().flatten() {
        put(&mut update, client);
        put(&mut update, clock);
    }
    put_bytes(&mut update, b"x");
    update.push(0);
    update
}

#[cfg(test)]
mod tests {
    use yrs::updates::decoder::Decode as _;
    use yrs::{Doc, GetString as _, Text as _, Transact as _, Update};

    use super::super::{Pen, client_of};
    use super::structs;
    use crate::text::Text;
    use crate::trace::Edit;

    #[test]
    fn the_library_takes_what_a_pen_writes() {
        let edits: Vec<_> = (0..9).map(|at| Edit::Insert(at, 'a')).collect();
        let text = Text::typed(&edits, 1).unwrap();
        let doc = Doc::new();
        let body = doc.get_or_insert_text("body");
        let mut tx = doc.transact_mut();
        tx.apply_update(Update::decode_v1(&text.yjs).unwrap())
            .unwrap();
        body.insert(&mut tx, 0, "-");
        let first = text.first_update(client_of(3), 0, 1).unwrap();
        let mut pen = Pen::new(3, first);
        for seq in 1..=3 {
            let (update, edit) = pen.types();
            let found = structs(&update).unwrap();
            assert_eq!((found[0].id, edit), ((1_003, seq - 1), (3, seq)));
            tx.apply_update(Update::decode_v1(&update).unwrap())
                .unwrap();
        }
        assert_eq!(body.get_string(&tx), "-aaaaxxxaaaaa");
    }
}
