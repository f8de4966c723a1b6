//! The same hub over plain HTTP: same rights, order and durability as over a WebSocket.

use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use tokio::time::timeout;
use tower::ServiceExt as _;

use super::super::{Settings, lock};
use super::carrier::{DEADLINE, FLUX, request};
use super::client::{Served, frame};
use crate::web::router;
use dires_domain::circuit::Stage;
use dires_domain::ids::DocumentId;

const ALICE: &str = "direction@sicoval.exemple.fr";
const BOB: &str = "direction@grand-montauban.exemple.fr";

/// The status of a GET of the flux, or of a POST of nothing, by this cookie from this page.
async fn knocks(served: &Served, method: Method, query: &str, cookie: &str, origin: &str) -> u16 {
    let path = if method == Method::GET {
        format!("{FLUX}?{query}")
    } else {
        let line = uuid::Uuid::new_v4();
        format!("/sync/envoi?liaison={line}&numero=1&{query}")
    };
    let mut asked = request(method, &path, cookie).body(Body::empty()).unwrap();
    asked
        .headers_mut()
        .insert("origin", origin.parse().unwrap());
    let answer = router(served.app.clone()).oneshot(asked).await.unwrap();
    answer.status().as_u16()
}

/// Waits until the hub counts so many connections.
async fn until_connected(served: &Served, count: usize) {
    let connected = async {
        while lock(&served.app.hub.0.connections).len() != count {
            tokio::task::yield_now().await;
        }
    };
    timeout(DEADLINE, connected).await.expect("they leave");
}

#[tokio::test]
async fn the_door_is_the_same_both_ways() {
    let served = Served::new(Settings::default()).await;
    let cookie = served.logs_in(ALICE).await;
    let ours = format!("http://{}", crate::web::testing::browser::HOST);
    let another = format!("personne={}", uuid::Uuid::now_v7());
    for (method, admitted) in [(Method::GET, 200), (Method::POST, 410)] {
        let knocks = |query, cookie, origin| {
            let method = method.clone();
            let served = &served;
            async move { knocks(served, method, query, cookie, origin).await }
        };
        assert_eq!(knocks("", "dires=rien", &ours).await, 401);
        assert_eq!(knocks("", &cookie, "https://ailleurs.example").await, 403);
        assert_eq!(knocks(&another, &cookie, &ours).await, 409);
        assert_eq!(knocks("", &cookie, &ours).await, admitted);
    }
}

#[tokio::test]
async fn two_people_write_together_one_by_socket_one_by_http() {
    let served = Served::new(Settings::default()).await;
    let mut alice = served.client(ALICE).await;
    let mut bob = served.client_by_http(BOB).await;
    for _ in 0..5 {
        alice.types("a").await;
        bob.types("b").await;
    }
    alice.is_saved().await;
    bob.is_saved().await;
    while alice.body() != bob.body() {
        tokio::select! {
            () = alice.hears("sync") => {}
            () = bob.hears("sync") => {}
        }
    }
    assert_eq!(served.stored_text().await, bob.body());
    assert_eq!(bob.body().matches('b').count(), 5);
}

#[tokio::test]
async fn rights_follow_over_http_in_both_directions() {
    let served = Served::new(Settings::default()).await;
    let mut alice = served.client_by_http(ALICE).await;
    alice.types("a").await;
    alice.is_saved().await;
    served.moves(Stage::Presidencies).await;
    alice.types("b").await;
    alice.is_told("ne sont pas enregistrées").await;
    served.moves(Stage::Drafting).await;
    alice.is_saved().await;
    assert!(served.stored_text().await.starts_with("ba"));
    served.end_mandates(ALICE).await;
    alice.hears("doc-unavailable").await;
}

#[tokio::test]
async fn a_repeated_delivery_is_taken_once_and_several_frames_keep_their_order() {
    let served = Served::new(Settings::default()).await;
    let mut bob = served.client(BOB).await;
    let mut line = served.line(ALICE).await;
    let join = frame("join", served.document, None);
    // An empty message about a document that nobody has: each asks for one answer.
    let request = |_| frame("request", DocumentId(uuid::Uuid::now_v7()), Some(b"x"));
    let requests: Vec<_> = (0..3).map(request).collect();
    let mut frames = vec![&join[..]];
    frames.extend(requests.iter().map(Vec::as_slice));
    let mut body = Vec::new();
    for frame in &frames {
        body.extend_from_slice(&u32::try_from(frame.len()).unwrap().to_be_bytes());
        body.extend_from_slice(frame);
    }
    for _ in 0..3 {
        let answer = line.posts(1, &line.cookie, body.clone()).await;
        assert_eq!(answer.status(), 204);
    }
    // The answers came in the requests' order, after the join's, and once: the last word follows at once.
    line.number = 2;
    line.delivers(&[b"no frame"]).await;
    let mut heard = Vec::new();
    while let Some(frame) = line.next().await {
        heard.push(said(&frame));
    }
    let names = requests.iter().map(|frame| document(frame));
    let mut expected = vec!["peer".to_owned()];
    expected.extend(names.map(|name| format!("doc-unavailable {name}")));
    expected.push("error".to_owned());
    assert_eq!(heard, expected);
    bob.types("b").await;
    bob.is_saved().await;
}

/// A frame's type, and its document if it names one.
fn said(frame: &[u8]) -> String {
    let (mut kind, mut named) = (String::new(), String::new());
    let mut decoder = minicbor::Decoder::new(frame);
    let count = decoder.map().unwrap().unwrap_or(2);
    for _ in 0..count {
        match decoder.str().unwrap() {
            "type" => decoder.str().unwrap().clone_into(&mut kind),
            "documentId" => named = format!(" {}", decoder.str().unwrap()),
            _ => decoder.skip().unwrap(),
        }
    }
    kind + &named
}

/// The document that a client's frame names.
fn document(frame: &[u8]) -> String {
    said(frame).split_once(' ').unwrap().1.to_owned()
}

#[tokio::test]
async fn a_missing_delivery_ends_the_line_before_anything_after_it_is_taken() {
    let served = Served::new(Settings::default()).await;
    let mut line = served.line(ALICE).await;
    line.number = 2;
    assert_eq!(line.delivers(&[]).await, 410);
    assert_eq!(line.next().await, None);
    line.number = 1;
    assert_eq!(line.delivers(&[]).await, 410);
    until_connected(&served, 0).await;
}

#[tokio::test]
async fn nobody_delivers_on_another_sessions_line_even_their_own() {
    let served = Served::new(Settings::default()).await;
    let mut line = served.line(ALICE).await;
    for other in [BOB, ALICE] {
        let cookie = served.logs_in(other).await;
        assert_eq!(line.posts(1, &cookie, Vec::new()).await.status(), 410);
    }
    assert_eq!(line.delivers(&[]).await, 204);
}

#[tokio::test]
async fn a_session_that_ends_closes_the_line() {
    let served = Served::new(Settings::default()).await;
    let mut alice = served.client_by_http(ALICE).await;
    let line = served.line(ALICE).await;
    let mut tx = served.app.db.write().await.unwrap();
    let token = line.cookie.strip_prefix("dires=").unwrap();
    let session = crate::entropy::Token::presented(token).hash();
    tx.end_session(session).await.unwrap();
    tx.save().await.unwrap();
    assert_eq!(line.posts(1, &line.cookie, Vec::new()).await.status(), 401);
    served.app.hub.close_person(served.person(ALICE).await);
    alice.is_cut_off().await;
    until_connected(&served, 0).await;
}

#[tokio::test]
async fn what_is_not_made_of_frames_is_told_and_the_line_closed() {
    let served = Served::new(Settings::default()).await;
    let mut line = served.line(ALICE).await;
    line.posts(1, &line.cookie, b"\0\0\0\x09short".to_vec())
        .await;
    assert_eq!(said(&line.next().await.unwrap()), "error");
    assert_eq!(line.next().await, None);
}

#[tokio::test]
async fn a_delivery_longer_than_the_longest_frame_is_refused() {
    let settings = Settings {
        frame: 1_000,
        ..Settings::default()
    };
    let served = Served::new(settings).await;
    let line = served.line(ALICE).await;
    let answer = line.posts(1, &line.cookie, vec![0; 1_005]).await;
    assert_eq!(answer.status(), 413);
}

#[tokio::test]
async fn a_reader_that_takes_nothing_is_dropped_and_told() {
    let settings = Settings {
        queue: 4,
        ..Settings::default()
    };
    let served = Served::new(settings).await;
    let mut line = served.line(ALICE).await;
    let join = frame("join", served.document, None);
    // Every join is answered, and nothing is read meanwhile.
    while line.delivers(&[&join[..]; 4]).await == 204 {}
    until_connected(&served, 0).await;
    while line.next().await.is_some() {}
}

#[tokio::test]
async fn a_client_that_no_longer_delivers_or_listens_is_gone() {
    let settings = Settings {
        ping: Duration::from_millis(10),
        ..Settings::default()
    };
    let served = Served::new(settings).await;
    let mut silent = served.line(ALICE).await;
    let ends = timeout(DEADLINE, silent.next()).await;
    assert_eq!(ends.expect("an end"), None);
    assert!(silent.pings >= 1, "it was called before it was given up");
    drop(served.line(BOB).await);
    until_connected(&served, 0).await;
}

#[tokio::test]
async fn a_server_that_stops_ends_the_lines() {
    let served = Served::new(Settings::default()).await;
    let mut alice = served.client_by_http(ALICE).await;
    alice.types("a").await;
    alice.is_saved().await;
    served.app.stopping.cancel();
    let stopped = timeout(Duration::from_secs(10), served.app.hub.stopped());
    stopped
        .await
        .expect("an end within the time that a stop has");
    alice.is_cut_off().await;
    assert!(served.stored_text().await.starts_with('a'));
}
