//! What is not kept is passed on as it came: what others' decoders could stumble over is not.

use minicbor::Decoder;
use minicbor::data::{Tag, Type};
use minicbor::decode::Error;

/// How deep a message may be nested. Decoders in browsers are recursive.
const DEPTH: u32 = 16;
/// What a tag may say: a date, a large number, bytes, a set, a map. Others make decoders keep something from one
/// message to the next, or unpack it.
const TAGS: [u64; 7] = [0, 1, 2, 3, 64, 258, 259];

/// Whether this is one CBOR item that any decoder reads.
pub fn is_sound(data: &[u8]) -> bool {
    let mut decoder = Decoder::new(data);
    item(&mut decoder, DEPTH).is_ok() && decoder.position() == data.len()
}

fn item(decoder: &mut Decoder<'_>, depth: u32) -> Result<(), Error> {
    let within = depth.checked_sub(1);
    let within = within.ok_or_else(|| Error::message("nested too deep"))?;
    match decoder.datatype()? {
        Type::Array | Type::ArrayIndef => {
            let count = decoder.array()?;
            items(decoder, count, 1, within)
        }
        Type::Map | Type::MapIndef => {
            let count = decoder.map()?;
            items(decoder, count, 2, within)
        }
        Type::Tag => tagged(decoder, within),
        Type::Break | Type::Unknown(_) => Err(Error::message("not an item")),
        _ => decoder.skip(),
    }
}

/// So many times `width` items, or as many as there are before a break.
fn items(
    decoder: &mut Decoder<'_>,
    count: Option<u64>,
    width: u32,
    depth: u32,
) -> Result<(), Error> {
    let mut left = count;
    while left != Some(0) {
        if left.is_none() && decoder.datatype()? == Type::Break {
            return decoder.skip();
        }
        left = left.map(|left| left - 1);
        for _ in 0..width {
            item(decoder, depth)?;
        }
    }
    Ok(())
}

fn tagged(decoder: &mut Decoder<'_>, depth: u32) -> Result<(), Error> {
    let tag: Tag = decoder.tag()?;
    if TAGS.contains(&tag.as_u64()) {
        item(decoder, depth)
    } else {
        Err(Error::message("a tag that clients do not need"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_clients_say_is_sound() {
        let caret = b"\xb9\x00\x01\x65caret\x19\x01\x00";
        let indefinite = b"\xbf\x61a\x9f\x01\xf7\xff\xff";
        let date = b"\xc1\xfb\x41\xd9\x00\x00\x00\x00\x00\x00";
        let all: [&[u8]; 6] = [caret, indefinite, date, b"\xf6", b"\x61a", b"\x82\x01\x02"];
        assert!(all.into_iter().all(is_sound));
        let deep = [vec![0x81; 15], vec![0]].concat();
        assert!(is_sound(&deep));
    }

    #[test]
    fn what_a_decoder_could_stumble_over_is_not() {
        let deeper = [vec![0x81; 16], vec![0]].concat();
        let endless = vec![0x9f; 10_000];
        let all: [&[u8]; 11] = [
            b"",
            b"bonjour",
            b"\xa1",
            b"\xa1\x61a",
            b"\xff",
            b"\x1c",
            b"\x01\x01",
            b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\xd8\x69\x82\x81\x61a\x01", // a record's definition
            &deeper,
            &endless,
        ];
        assert!(!all.into_iter().any(is_sound));
        assert!(!is_sound(b"\x61\xff"), "a text that is not UTF-8");
        assert!(!is_sound(b"\xbf\x61a\xff"), "half an entry");
    }
}
