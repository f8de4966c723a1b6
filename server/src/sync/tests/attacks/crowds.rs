//! Too much of what is otherwise good: documents, connections, changes, carets; and readers who do not read.

use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use tokio_tungstenite::tungstenite::Message;

use super::super::super::wire::document_name;
use super::{BOB, MALLORY, Scene};
use crate::sync::rate::Rate;
use crate::sync::{Settings, wording};

#[tokio::test]
async fn a_connection_opens_so_many_documents_and_no_more() {
    let settings = Settings {
        documents: 3,
        ..Settings::default()
    };
    let mut scene = Scene::with(settings).await;
    let join = [0x42, 0, 0, 0, 0];
    for _ in 0..3 {
        let name = document_name(scene.served.another_text().await);
        scene.mallory.send_about(&name, "sync", Some(&join)).await;
    }
    scene.costs_its_sender(wording::TOO_MANY_DOCUMENTS).await;
}

#[tokio::test]
async fn a_person_has_so_many_connections_and_another_has_theirs() {
    let settings = Settings {
        connections: 2,
        ..Settings::default()
    };
    let mut scene = Scene::with(settings).await;
    let mut second = scene.served.client(MALLORY).await;
    let mut third = scene.served.stranger(MALLORY).await;
    third.is_told(wording::TOO_MANY_CONNECTIONS).await;
    third.is_cut_off().await;
    let _bobs_second = scene.served.client(BOB).await;
    second.types("m").await;
    second.is_saved().await;
    scene.stored += 1;
    scene.mallory_goes_on().await;
    second.leaves().await;
    // Its place is free as soon as the server has seen it go.
    loop {
        let mut again = scene.served.stranger(MALLORY).await;
        again.send("join", None).await;
        if again.next().await.is_some_and(|(kind, _)| kind == "peer") {
            break;
        }
    }
    scene.bob_goes_on().await;
}

#[tokio::test]
async fn changes_beyond_the_rate_are_read_later_none_is_lost_and_nobody_else_waits() {
    let mut settings = Settings::default();
    settings.rates.changes = Rate {
        burst: 20,
        per_second: 2,
    };
    let mut scene = Scene::with(settings).await;
    let (before, started) = (scene.stored, Instant::now());
    for _ in 0..24 {
        scene.mallory.types("m").await;
    }
    scene.bob.types("b").await;
    scene.bob.is_saved().await;
    let early = scene.served.stored_changes().await - before;
    assert!(early < 24, "Mallory's {early} wait, Bob's does not");
    scene.served.until_stored(before + 25).await;
    assert!(
        started.elapsed() >= Duration::from_secs(1),
        "she was held back"
    );
    assert_eq!(scene.served.stored_text().await.matches('m').count(), 24);
}

#[tokio::test]
async fn a_long_change_costs_as_much_as_many_short_ones() {
    let mut settings = Settings::default();
    settings.rates.changes = Rate {
        burst: 5,
        per_second: 10,
    };
    let mut scene = Scene::with(settings).await;
    let (before, started) = (scene.stored, Instant::now());
    scene.mallory.types(&"m".repeat(20_000)).await;
    scene.mallory.types("m").await;
    scene.bob.types("b").await;
    scene.bob.is_saved().await;
    scene.served.until_stored(before + 3).await;
    assert!(
        started.elapsed() >= Duration::from_secs(1),
        "twenty changes' worth, of which five at once"
    );
}

#[tokio::test]
async fn bytes_beyond_the_rate_are_read_later_and_none_is_lost() {
    let mut settings = Settings::default();
    settings.rates.bytes = Rate {
        burst: 2_000,
        per_second: 2_000,
    };
    let mut scene = Scene::with(settings).await;
    let started = Instant::now();
    for number in 0..10 {
        scene.mallory.types(&incompressible(number)).await;
    }
    scene.bob_goes_on_among_others().await;
    scene.mallory.is_saved().await;
    assert!(
        started.elapsed() >= Duration::from_secs(1),
        "she was held back"
    );
    let stored = scene.served.stored_text().await;
    assert!((0..10).all(|number| stored.contains(&incompressible(number))));
}

/// A thousand letters of which compression makes no less than half.
fn incompressible(seed: u32) -> String {
    let mut state = seed.wrapping_add(1);
    let letter = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + u8::try_from((state >> 16) % 26).unwrap())
    };
    (0..1_000).map(letter).collect()
}

impl Scene {
    /// Bob's change is stored, whatever else is.
    async fn bob_goes_on_among_others(&mut self) {
        self.bob.types("b").await;
        self.bob.is_saved().await;
    }

    /// Bob hears Mallory's next change, and with it everything that she said before.
    async fn bob_hears_her(&mut self) {
        self.mallory_goes_on().await;
        self.bob.hears("sync").await;
    }
}

#[tokio::test]
async fn what_is_not_kept_and_comes_too_often_is_forgotten() {
    let mut settings = Settings::default();
    settings.rates.ephemeral = Rate {
        burst: 5,
        per_second: 1,
    };
    let mut scene = Scene::with(settings).await;
    for _ in 0..200 {
        scene.mallory.send("ephemeral", Some(&[0xa0])).await;
    }
    scene.bob_hears_her().await;
    let heard = scene.bob.heard.len();
    assert!((5..20).contains(&heard), "{heard} of 200");
    scene.bob_goes_on().await;
}

#[tokio::test]
async fn what_is_not_kept_and_is_large_or_not_cbor_reaches_nobody() {
    let mut scene = Scene::new().await;
    let large = [&[0x59, 0x40, 0x00][..], &[0; 0x4000]].concat();
    scene.mallory.send("ephemeral", Some(&large)).await;
    scene.mallory.is_told(wording::TOO_LARGE).await;
    let deep = [vec![0x81; 10_000], vec![0]].concat();
    for bytes in [
        b"bonjour".as_slice(),
        &[],
        &[0xa1],
        &[0xff],
        &deep,
        b"\xd8\x69\x80",
    ] {
        scene.mallory.send("ephemeral", Some(bytes)).await;
        scene.mallory.is_told(wording::NOT_SOUND).await;
    }
    scene.bob_hears_her().await;
    assert!(scene.bob.heard.is_empty());
    scene.bob_goes_on().await;
}

/// Settings under which a reader is soon too slow.
fn impatient() -> Settings {
    let mut settings = Settings {
        queue: 100_000,
        queue_bytes: 1 << 30,
        ..Settings::default()
    };
    settings.rates.ephemeral.burst = 1_000_000;
    settings
}

impl Scene {
    /// Bob stops reading while Mallory says much; he is cut off, told so, and finds everything when he comes back.
    async fn bob_reads_nothing_for_a_while(&mut self) {
        let much = [&[0x59, 0x3f, 0x00][..], &[0; 0x3f00]].concat();
        for _ in 0..600 {
            self.mallory.send("ephemeral", Some(&much)).await;
        }
        self.mallory_goes_on().await;
        let reason = tokio::time::timeout(Duration::from_secs(15), self.last_word_to_bob());
        let reason = reason.await.expect("he is told in time");
        assert_eq!(reason.as_deref(), Some(wording::TOO_SLOW));
        self.bob = self.served.client(BOB).await;
        assert_eq!(self.bob.body(), self.mallory.body());
        self.bob_goes_on().await;
    }

    /// The reason that Bob's connection is closed for, once he reads again.
    async fn last_word_to_bob(&mut self) -> Option<String> {
        loop {
            match self.bob.socket().next().await {
                Some(Ok(Message::Close(close))) => {
                    return close.map(|close| close.reason.to_string());
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }
}

#[tokio::test]
async fn a_reader_for_whom_too_many_frames_wait_is_cut_off_told_and_caught_up_with() {
    let settings = Settings {
        queue: 32,
        ..impatient()
    };
    let mut scene = Scene::with(settings).await;
    scene.bob_reads_nothing_for_a_while().await;
}

#[tokio::test]
async fn a_reader_for_whom_too_many_bytes_wait_is_cut_off_told_and_caught_up_with() {
    let settings = Settings {
        queue_bytes: 256 << 10,
        ..impatient()
    };
    let mut scene = Scene::with(settings).await;
    scene.bob_reads_nothing_for_a_while().await;
}
