//! What is said of whoever speaks comes from the server, never from the speaker.

use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

use super::Encoded;
use super::sound::is_sound;
use crate::access::Identity;

/// The key under which the server says who speaks.
const KEY: &str = "identity";

/// What our own pages say when they are in a text, and when they leave it.
const PRESENT: &str = "presence";
const LEFT: &str = "leave";
/// What names a page among those of a person, in bytes at most.
const LONGEST_PAGE: usize = 64;

/// Notes as what a page says that it is in a text (`kind` « presence », `session` its name), or that it has left
/// (« leave »). Anything else says nothing of it.
pub fn heed_presence(data: &[u8], page: &mut Option<String>) {
    let (Some(kind), Some(session)) = (text_at(data, "kind"), text_at(data, "session")) else {
        return;
    };
    match kind {
        PRESENT if page.as_deref() == Some(session) || session.len() > LONGEST_PAGE => {}
        PRESENT => *page = Some(session.to_owned()),
        LEFT => *page = None,
        _ => {}
    }
}

/// A page's farewell, when it cannot say it itself: what `web/src/editor/presence/messages.ts` reads.
pub fn farewell(page: &str, identity: &Identity) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    let written: Result<(), minicbor::encode::Error<std::convert::Infallible>> = (|| {
        encoder.map(2)?.str("kind")?.str(LEFT)?;
        encoder.str("session")?.str(page)?;
        Ok(())
    })();
    debug_assert!(written.is_ok(), "writing to memory does not fail");
    // What we write ourselves may be passed on.
    with_identity(&encoder.into_writer(), identity).unwrap_or_default()
}

/// The text under a key of a CBOR map, if there is one.
fn text_at<'d>(data: &'d [u8], key: &str) -> Option<&'d str> {
    entries(data).ok()?.into_iter().find_map(|entry| {
        let mut decoder = Decoder::new(entry);
        let value = (decoder.str().ok()? == key).then(|| decoder.str().ok());
        value.flatten()
    })
}

/// The message with `identity` = `{person, name, territory, colour}`, whatever it said before. What is well-formed and
/// not a map has no room for it, and is left as it is. None for what may not be passed on: what readers might not decode,
/// or decode otherwise than we do, so that somebody else would seem to speak.
pub fn with_identity(data: &[u8], identity: &Identity) -> Option<Vec<u8>> {
    if !is_sound(data) {
        return None;
    }
    if Decoder::new(data).datatype().ok()? != Type::Map {
        return Some(data.to_vec());
    }
    rewritten(&entries(data).ok()?, identity).ok()
}

/// The map's entries as they are written, but for the one that is ours. Errors: a key that is not a text.
fn entries(data: &[u8]) -> Result<Vec<&[u8]>, minicbor::decode::Error> {
    let mut decoder = Decoder::new(data);
    let mut kept = Vec::new();
    for _ in 0..decoder.map()?.unwrap_or(0) {
        let start = decoder.position();
        let ours = decoder.str()? == KEY;
        decoder.skip()?;
        if !ours {
            kept.push(&data[start..decoder.position()]);
        }
    }
    Ok(kept)
}

fn rewritten(
    kept: &[&[u8]],
    identity: &Identity,
) -> Result<Vec<u8>, minicbor::encode::Error<std::convert::Infallible>> {
    let mut encoder = Encoder::new(Vec::new());
    encoder.map(kept.len() as u64 + 1)?;
    for entry in kept {
        encoder.writer_mut().extend_from_slice(entry);
    }
    encoder.str(KEY)?;
    identify(&mut encoder, identity)?;
    Ok(encoder.into_writer())
}

fn identify(encoder: &mut Encoder<Vec<u8>>, identity: &Identity) -> Encoded {
    encoder.map(4)?;
    encoder.str("person")?.str(&identity.person.to_string())?;
    encoder.str("name")?.str(&identity.name)?;
    encoder.str("territory")?;
    match &identity.territory_name {
        Some(territory) => encoder.str(territory)?,
        None => encoder.null()?,
    };
    encoder.str("colour")?.i16(identity.colour)?;
    Ok(())
}
