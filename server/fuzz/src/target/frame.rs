//! Frames as they come from a socket, and what is not kept.

use dires::access::Identity;
use dires::sync::wire::{Frames, Incoming, decode, with_identity};
use dires_domain::ids::PersonId;
use uuid::Uuid;

use crate::finding::{Finding, expect};
use crate::random::Random;
use crate::stage::Counts;

/// An empty map.
const EMPTY: &[u8] = &[0xa0];
/// A map's header, for one entry.
const HEADER: usize = 1;

/// A frame that is understood says the same once we have written it; what is passed on says who speaks.
pub(super) fn try_out(data: &[u8]) -> Result<Counts, Finding> {
    pass_on(data)?;
    let Ok(incoming) = decode(data) else {
        return Ok(Counts::default());
    };
    let frames = Frames::new("serveur".to_owned());
    let again = match &incoming {
        Incoming::Sync { document, data } => frames.sync(*document, data),
        Incoming::Ephemeral {
            document,
            count,
            data,
        } => {
            pass_on(data)?;
            frames.ephemeral(*document, "session", *count, data)
        }
        Incoming::Unknown(name) => {
            let answer = decode(&frames.unavailable(name)).ok();
            return expect(answer == Some(Incoming::Ignored), "an answer is no frame")
                .map(|()| Counts::default());
        }
        Incoming::Join { versions } => {
            expect(versions.len() <= 16, "more versions than are read")?;
            return Ok(Counts::default());
        }
        Incoming::Ignored => return Ok(Counts::default()),
    };
    let read = decode(&again).ok();
    expect(
        read.as_ref() == Some(&incoming),
        "written, but not read again",
    )?;
    Ok(Counts::default())
}

fn pass_on(data: &[u8]) -> Result<(), Finding> {
    let (one, other) = (identity(1), identity(2));
    let Some(said) = with_identity(data, &one) else {
        return Ok(());
    };
    if said == data && with_identity(data, &other).as_deref() == Some(data) {
        return expect(!is_map(data), "a map without identity");
    }
    let ends = |said: &[u8], by: &Identity| {
        let alone = with_identity(EMPTY, by).unwrap_or_default();
        said.ends_with(&alone[HEADER.min(alone.len())..])
    };
    expect(ends(&said, &one), "not the identity that we know")?;
    let again = with_identity(&said, &other);
    let direct = with_identity(data, &other);
    expect(again.is_some() && again == direct, "an identity stays")?;
    let grown = said.len() - data.len().min(said.len());
    expect(grown < 300, "it grows by more than the identity")
}

/// Whether a decoder that skips tags would see a map.
fn is_map(data: &[u8]) -> bool {
    matches!(data.first().map(|byte| byte >> 5), Some(5 | 6))
}

fn identity(number: u8) -> Identity {
    Identity {
        person: PersonId(Uuid::from_u128(number.into())),
        name: format!("Direction n° {number}"),
        territory: None,
        territory_name: (number == 1).then(|| "Sicoval".to_owned()),
        colour: number.into(),
    }
}

/// Changes bytes, or takes a part of other ones.
pub(super) fn mutate(data: &[u8], other: &[u8], seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let mut data = data.to_vec();
    let at = random.below(data.len() + 1);
    let end = data.len().min(at + 1 + random.below(8));
    match random.below(8) {
        0 => data.insert(at, random.byte()),
        1 => drop(data.drain(at..end)),
        2 => {
            let part = data[at..end].to_vec();
            data.splice(at..at, part);
        }
        3 if !other.is_empty() => {
            let from = random.below(other.len());
            let part = &other[from..other.len().min(from + 40)];
            data.splice(at..end, part.iter().copied());
        }
        4 => {
            // A byte that opens something: maps, arrays, tags, long lengths, indefinite ones.
            data.insert(
                at,
                random.of(&[0x5f, 0x7f, 0x81, 0x9f, 0xa1, 0xbf, 0xc2, 0xd8, 0xff]),
            );
        }
        _ if at < end => data[at] = random.byte(),
        _ => data.push(random.byte()),
    }
    data
}

/// Frames of each kind, as the clients' library writes them and as we do.
pub(super) fn genuine() -> Vec<Vec<u8>> {
    let frames = Frames::new("client".to_owned());
    let document = dires_domain::ids::DocumentId(Uuid::from_u128(7));
    let caret = b"\xb9\x00\x03\x68identity\x61x\x65caret\x18\x2a\x61y\xf7";
    let join = b"\xb9\x00\x03\x64type\x64join\x68senderId\x65alice\x78\x19supportedProtocolVersions\x81\x611";
    let mut large = frames.ephemeral(document, "s", 1 << 40, caret).to_vec();
    large.insert(0, 0xd9);
    vec![
        join.to_vec(),
        caret.to_vec(),
        frames.sync(document, &[0x42, 1, 2, 3]).to_vec(),
        frames.ephemeral(document, "s", 3, caret).to_vec(),
        frames.unavailable("abc").to_vec(),
        frames.error("non", Some(document)).to_vec(),
        frames.peer().to_vec(),
        large,
        b"\xbf\x64type\x64sync\x6adocumentId\xf7\x64data\xd8\x40\x42\x01\x02\xff".to_vec(),
    ]
}
