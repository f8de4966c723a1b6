//! Frames as clients write them, byte for byte.

use dires_domain::ids::PersonId;

use super::*;
use crate::access::Identity;

/// `{"type": kind, …}` with the 16-bit header of cbor-x.
fn map(fields: u8, fill: impl FnOnce(&mut Encoder<Vec<u8>>)) -> Vec<u8> {
    let mut encoder = Encoder::new(vec![0xb9, 0, fields]);
    fill(&mut encoder);
    encoder.into_writer()
}

fn said(encoder: &mut Encoder<Vec<u8>>, pairs: &[(&str, &str)]) {
    for (key, value) in pairs {
        encoder.str(key).unwrap().str(value).unwrap();
    }
}

#[test]
fn a_join_may_leave_out_or_undefine_what_it_does_not_know() {
    let frame = map(4, |encoder| {
        said(encoder, &[("type", "join"), ("senderId", "alice")]);
        encoder.str("peerMetadata").unwrap().map(1).unwrap();
        encoder.str("storageId").unwrap().undefined().unwrap();
        let versions = encoder.str("supportedProtocolVersions").unwrap();
        versions.array(1).unwrap().str("1").unwrap();
    });
    let versions = vec!["1".to_owned()];
    assert_eq!(decode(&frame).unwrap(), Incoming::Join { versions });
}

#[test]
fn a_sync_names_a_document_or_nothing_that_exists() {
    let document = DocumentId(Uuid::from_u128(7));
    for (name, expected) in [
        (
            document_name(document),
            Incoming::Sync {
                document,
                data: vec![1, 2],
            },
        ),
        ("abc".to_owned(), Incoming::Unknown("abc".to_owned())),
    ] {
        let frame = map(3, |encoder| {
            said(encoder, &[("type", "request"), ("documentId", &name)]);
            encoder.str("data").unwrap().bytes(&[1, 2]).unwrap();
        });
        assert_eq!(decode(&frame).unwrap(), expected);
    }
}

#[test]
fn a_large_count_is_a_float() {
    let document = DocumentId(Uuid::from_u128(7));
    let frame = map(4, |encoder| {
        said(encoder, &[("type", "ephemeral")]);
        let name = document_name(document);
        encoder.str("documentId").unwrap().str(&name).unwrap();
        encoder.str("count").unwrap().f64(4_294_967_296.0).unwrap();
        encoder.str("data").unwrap().bytes(&[0xa0]).unwrap();
    });
    let (count, data) = (4_294_967_296, vec![0xa0]);
    let expected = Incoming::Ephemeral {
        document,
        count,
        data,
    };
    assert_eq!(decode(&frame).unwrap(), expected);
}

#[test]
fn what_is_not_one_map_is_not_a_frame() {
    let deep = vec![0x81; 100_000];
    let twice = [0xa0, 0xa0];
    let bad_key = [0xa1, 0x01, 0x02];
    let cut = [0xb9, 0xff, 0xff];
    for frame in [b"bonjour".as_slice(), &deep, &twice, &bad_key, &cut, &[]] {
        assert!(decode(frame).is_err());
    }
    assert_eq!(decode(&[0xa0]).unwrap(), Incoming::Ignored);
    let nested = map(1, |encoder| {
        encoder
            .str("x")
            .unwrap()
            .writer_mut()
            .extend(vec![0x81; 100_000]);
        encoder.u8(0).unwrap();
    });
    assert_eq!(decode(&nested).unwrap(), Incoming::Ignored);
}

#[test]
fn an_address_is_the_one_that_clients_compute() {
    let id = DocumentId(Uuid::from_u128(0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10));
    assert_eq!(document_url(id), "automerge:pEbmSWqJdBuPadRGm8tDZXgWR6");
    assert_eq!(document_id(&document_name(id)), Some(id));
    assert_eq!(document_id("pEbmSWqJdBuPadRGm8tDZXgWR7"), None);
}

#[test]
fn who_speaks_is_said_by_the_server() {
    let identity = Identity {
        person: PersonId(Uuid::nil()),
        name: "Direction générale du Sicoval".to_owned(),
        territory: None,
        territory_name: Some("Sicoval".to_owned()),
        colour: 3,
    };
    let message = map(2, |encoder| {
        said(encoder, &[("identity", "la présidence")]);
        encoder.str("caret").unwrap().u8(4).unwrap();
    });
    let relayed = with_identity(&message, &identity).unwrap();
    let mut decoder = Decoder::new(&relayed);
    assert_eq!(decoder.map().unwrap(), Some(2));
    assert_eq!(
        (decoder.str().unwrap(), decoder.u8().unwrap()),
        ("caret", 4)
    );
    assert_eq!(decoder.str().unwrap(), "identity");
    assert_eq!(decoder.map().unwrap(), Some(4));
    assert_eq!(decoder.str().unwrap(), "person");
    let left = decoder.position();
    let rest = String::from_utf8_lossy(&relayed[left..]);
    assert!(rest.contains("Direction générale du Sicoval") && rest.contains("Sicoval"));
    for other in [&[0x01][..], b"\x82\x01\x02", b"\x67bonjour", &[0xf7]] {
        assert_eq!(with_identity(other, &identity).unwrap(), other);
    }
    for refused in unsound() {
        assert_eq!(with_identity(&refused, &identity), None, "{refused:02x?}");
    }
}

/// What a client's library would read otherwise than we do, or fail on.
fn unsound() -> Vec<Vec<u8>> {
    let forged = b"\x68identity\x61x";
    let deep = |depth| [vec![0x81; depth], vec![0]].concat();
    vec![
        [&[0xa2, 1, 2], &forged[..]].concat(),
        [&[0xa2, 0x61, 0xff, 1], &forged[..]].concat(),
        [&[0xd9, 0xd9, 0xf7, 0xa1], &forged[..]].concat(),
        [&[0xbf], &forged[..], &[0xff]].concat(),
        [&[0xa1], &forged[..], &[0]].concat(),
        vec![0xa1],
        vec![0x9a, 0x0f, 0xff, 0xff, 0xff, 0],
        vec![0x81, 0xc2, 0x41, 1],
        deep(17),
        deep(4_000),
        Vec::new(),
    ]
}

#[test]
fn as_what_a_page_is_there_is_noted_until_it_leaves() {
    let says = |kind: &str, session: &str| {
        map(2, |encoder| {
            said(encoder, &[("kind", kind), ("session", session)]);
        })
    };
    let mut page = None;
    heed_presence(&says("autre", "p"), &mut page);
    heed_presence(&says("presence", &"p".repeat(65)), &mut page);
    heed_presence(b"\xa1\x64kind", &mut page);
    assert_eq!(page, None);
    heed_presence(&says("presence", "p"), &mut page);
    assert_eq!(page.as_deref(), Some("p"));
    heed_presence(&says("leave", "p"), &mut page);
    assert_eq!(page, None);
}
