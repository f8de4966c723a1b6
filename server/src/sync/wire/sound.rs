//! Whether what is not kept may be passed on: clients decode it with a library that trusts it.

use minicbor::Decoder;
use minicbor::data::Type;

/// How deep a message may be nested: a client's decoder calls itself for each level.
const DEPTH: usize = 16;

/// One whole item of CBOR of known lengths, not deep, without tags: some tags make a client compute for long, or read
/// what follows otherwise than we do.
pub fn is_sound(data: &[u8]) -> bool {
    let mut decoder = Decoder::new(data);
    let mut walk = Walk { open: vec![1] };
    while let Some(left) = walk.open.last_mut() {
        if *left == 0 {
            walk.open.pop();
            continue;
        }
        *left -= 1;
        if walk.item(&mut decoder).is_none() {
            return false;
        }
    }
    decoder.position() == data.len()
}

struct Walk {
    /// How many items each level still has, the innermost last.
    open: Vec<u64>,
}

impl Walk {
    /// Reads an item; what it holds remains to be read.
    fn item(&mut self, decoder: &mut Decoder<'_>) -> Option<()> {
        match decoder.datatype().ok()? {
            Type::Array => self.enter(decoder.array().ok()??),
            Type::Map => self.enter(decoder.map().ok()??.checked_mul(2)?),
            Type::String => decoder.str().ok().map(drop),
            Type::Bytes => decoder.bytes().ok().map(drop),
            Type::Tag
            | Type::Break
            | Type::Unknown(_)
            | Type::ArrayIndef
            | Type::MapIndef
            | Type::StringIndef
            | Type::BytesIndef => None,
            _ => decoder.skip().ok(),
        }
    }

    fn enter(&mut self, items: u64) -> Option<()> {
        self.open.push(items);
        (self.open.len() <= DEPTH + 1).then_some(())
    }
}
