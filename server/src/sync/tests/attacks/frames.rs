//! Bytes that are no frames, frames that come out of their order, and odd ones that are read all the same.

use dires_domain::ids::DocumentId;
use futures_util::{SinkExt as _, StreamExt as _};
use minicbor::Encoder;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use super::super::super::wire::document_name;
use super::{MALLORY, NOT_READ, Scene};
use crate::sync::{Settings, wording};

/// A frame of these entries, each a key and any CBOR.
fn frame(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    encoder.map(entries.len() as u64).unwrap();
    for (key, value) in entries {
        encoder.str(key).unwrap();
        encoder.writer_mut().extend(*value);
    }
    encoder.into_writer()
}

fn text(text: &str) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    encoder.str(text).unwrap();
    encoder.into_writer()
}

#[tokio::test]
async fn what_is_not_a_frame_ends_the_connection() {
    let mut scene = Scene::new().await;
    let name = text(&document_name(scene.served.document));
    let long = text(&"z".repeat(4 << 20));
    let nested = vec![0x9f; 1 << 20];
    for bytes in [
        b"bonjour".to_vec(),
        Vec::new(),
        vec![0xb9, 0xff, 0xff],
        vec![0xbf, 0x61],
        vec![0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        vec![0xa0, 0xa0],
        vec![0xa1, 0x01, 0x02],
        frame(&[("type", &[1])]),
        frame(&[("type", &text("sync")), ("documentId", &[0x18, 9])]),
        frame(&[
            ("type", &text("sync")),
            ("documentId", &name),
            ("data", &text("x")),
        ]),
        frame(&[("type", &text("ephemeral")), ("count", &text("x"))]),
        frame(&[("type", &text("ephemeral")), ("count", &[0x20])]),
        frame(&[("x", &nested)]),
        // Read as the number that it is, it would take hours.
        frame(&[("type", &text("request")), ("documentId", &long)]),
    ] {
        scene.mallory.send_raw(bytes).await;
        scene.costs_its_sender(NOT_READ).await;
    }
    let words = Message::text("bonjour");
    scene.mallory.socket().send(words).await.unwrap();
    scene.costs_its_sender(NOT_READ).await;
}

#[tokio::test]
async fn a_frame_over_the_limit_is_not_gathered() {
    let settings = Settings {
        frame: 64 << 10,
        ..Settings::default()
    };
    let mut scene = Scene::with(settings).await;
    scene.mallory.send_raw(vec![0xa0; (64 << 10) + 1]).await;
    scene.costs_its_sender(NOT_READ).await;
    // One that says that it will be: nothing of it needs to come.
    let header = [0x82, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4];
    scene
        .mallory
        .socket()
        .get_mut()
        .write_all(&header)
        .await
        .unwrap();
    scene.costs_its_sender(NOT_READ).await;
}

#[tokio::test]
async fn odd_frames_that_are_well_formed_are_read_or_passed_over() {
    let mut scene = Scene::new().await;
    let name = text(&document_name(scene.served.document));
    let sixteen_bits = |mut frame: Vec<u8>| {
        let fields = frame[0] & 0x1f;
        frame.splice(0..1, [0xb9, 0, fields]);
        frame
    };
    let ephemeral = |count: &[u8]| {
        let (kind, data) = (text("ephemeral"), [0x41, 0xa0]);
        let entries: [(&str, &[u8]); 4] = [
            ("type", &kind),
            ("documentId", &name),
            ("count", count),
            ("data", &data),
        ];
        sixteen_bits(frame(&entries))
    };
    let not_a_number = [0xfb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0];
    let endless = [0xfb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0];
    let negative = [0xfb, 0xbf, 0xf0, 0, 0, 0, 0, 0, 0];
    let nested = [vec![0x81; 100_000], vec![0]].concat();
    for bytes in [
        frame(&[]),
        vec![0xbf, 0xff],
        frame(&[("type", &text("bonjour"))]),
        frame(&[("type", &text("error")), ("message", &text("x"))]),
        frame(&[("type", &text("doc-unavailable")), ("documentId", &name)]),
        frame(&[
            ("type", &text("remote-heads-changed")),
            ("newHeads", &nested),
        ]),
        frame(&[("type", &text("ephemeral")), ("documentId", &[0xf7])]),
        ephemeral(&[0xf7]),
        ephemeral(&not_a_number),
        ephemeral(&endless),
        ephemeral(&negative),
    ] {
        scene.mallory.send_raw(bytes).await;
    }
    scene.mallory_goes_on().await;
    scene.bob_goes_on().await;
    assert_eq!(scene.bob.heard.len(), 4, "and what was to be passed on was");
}

#[tokio::test]
async fn nothing_is_said_before_the_join_and_a_second_one_is_answered_like_the_first() {
    let mut scene = Scene::new().await;
    for kind in ["sync", "ephemeral", "leave"] {
        scene.mallory = scene.served.stranger(MALLORY).await;
        scene.mallory.send(kind, Some(&[0x42, 0, 0, 0, 0])).await;
        scene.costs_its_sender(wording::NOT_JOINED).await;
    }
    for _ in 0..3 {
        scene.mallory.send("join", None).await;
        scene.mallory.hears("peer").await;
    }
    scene.mallory_goes_on().await;
}

#[tokio::test]
async fn another_version_of_the_protocol_is_told_so() {
    let mut scene = Scene::new().await;
    let versions = [0x81, 0x61, b'2'];
    scene.mallory = scene.served.stranger(MALLORY).await;
    let join = frame(&[
        ("type", &text("join")),
        ("supportedProtocolVersions", &versions),
    ]);
    scene.mallory.send_raw(join).await;
    scene
        .costs_its_sender("d’une autre version que le serveur")
        .await;
}

#[tokio::test]
async fn what_is_said_of_documents_that_are_not_open_reaches_nobody() {
    let mut scene = Scene::new().await;
    let unknown = document_name(DocumentId(Uuid::from_u128(7)));
    for name in [unknown.as_str(), "", "bonjour", "automerge:1111"] {
        scene.mallory.send_about(name, "sync", Some(&[0x42])).await;
        scene.mallory.hears("doc-unavailable").await;
        scene
            .mallory
            .send_about(name, "ephemeral", Some(&[0xa0]))
            .await;
    }
    let other = document_name(scene.served.another_text().await);
    scene
        .mallory
        .send_about(&other, "ephemeral", Some(&[0xa0]))
        .await;
    scene.mallory_goes_on().await;
    scene.bob_goes_on().await;
    assert!(scene.bob.heard.is_empty());
    assert_eq!(scene.served.app.hub.open_documents(), 1);
}

/// Settings under which silence is soon noticed.
fn hasty() -> Settings {
    Settings {
        ping: Duration::from_millis(100),
        ..Settings::default()
    }
}

#[tokio::test]
async fn a_client_that_joins_and_never_speaks_stays_as_long_as_it_is_alive() {
    let mut scene = Scene::with(hasty()).await;
    let mut pings = 0;
    while pings < 5 {
        let next = scene.mallory.socket().next().await;
        pings += usize::from(matches!(next, Some(Ok(Message::Ping(_)))));
    }
    scene.mallory_goes_on().await;
}

#[tokio::test]
async fn a_client_that_never_joins_is_told_and_cut_off_though_it_is_alive() {
    let mut scene = Scene::with(hasty()).await;
    scene.bob = scene.served.client(super::BOB).await;
    scene.mallory = scene.served.stranger(MALLORY).await;
    scene.mallory.is_told(wording::SILENT).await;
    scene.mallory.is_cut_off().await;
}

#[tokio::test]
async fn a_socket_that_never_finishes_a_frame_is_closed() {
    let mut scene = Scene::with(hasty()).await;
    // Many bytes are announced, four come; the pongs that follow count as more of them.
    let begun = [0x82, 0xfe, 0xff, 0xff, 0, 0, 0, 0, 1, 2, 3, 4];
    scene
        .mallory
        .socket()
        .get_mut()
        .write_all(&begun)
        .await
        .unwrap();
    scene.mallory.is_cut_off().await;
}
