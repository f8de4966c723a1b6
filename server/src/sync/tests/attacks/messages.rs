//! Messages of the sync protocol that claim to know, or to want, more than anybody does.

use automerge::transaction::Transactable as _;
use automerge::{ActorId, AutomergeError, Change, ChangeHash, ROOT, ReadDoc as _};

use super::super::forge::{Letter, unsigned};
use super::{NOT_A_TEXT, Scene, TOO_GREAT, raw};
use crate::sync::Settings;

fn unknown(count: u32) -> Vec<ChangeHash> {
    let hash = |number: u32| {
        let mut hash = [7; 32];
        hash[..4].copy_from_slice(&number.to_be_bytes());
        ChangeHash(hash)
    };
    (0..count).map(hash).collect()
}

impl Scene {
    async fn says(&mut self, letter: &Letter) {
        self.mallory.send("sync", Some(&letter.bytes())).await;
    }
}

#[tokio::test]
async fn a_filter_of_absurd_parameters_is_refused() {
    let mut scene = Scene::new().await;
    let filter = |entries: u64, bits: u64, probes: u64| {
        let parameters = [entries, bits, probes].into_iter().flat_map(unsigned);
        parameters.chain([0; 64]).collect::<Vec<u8>>()
    };
    for filter in [
        filter(1, 8, u64::from(u32::MAX)),
        filter(1, 10, 1 << 20),
        filter(u64::from(u32::MAX), 0, 7),
        filter(u64::from(u32::MAX), u64::from(u32::MAX), 7),
        filter(u64::MAX, 10, 7),
    ] {
        let heads = unknown(1);
        let have = vec![(Vec::new(), filter)];
        let letter = Letter {
            heads,
            have,
            ..Letter::default()
        };
        scene.says(&letter).await;
        scene.costs_its_sender(NOT_A_TEXT).await;
    }
}

#[tokio::test]
async fn a_message_that_is_none_is_refused() {
    let mut scene = Scene::new().await;
    let twice = Letter {
        have: vec![(Vec::new(), Vec::new()); 2],
        ..Letter::default()
    };
    let endless = [&[0x42][..], &unsigned(u64::MAX)].concat();
    for bytes in [Vec::new(), vec![0x41], vec![0x42], endless, twice.bytes()] {
        scene.mallory.send("sync", Some(&bytes)).await;
        scene.costs_its_sender(NOT_A_TEXT).await;
    }
}

#[tokio::test]
async fn thousands_of_heads_of_needs_or_of_things_had_are_refused() {
    let mut scene = Scene::new().await;
    let many = unknown(20_000);
    let letters = [
        Letter {
            heads: many.clone(),
            ..Letter::default()
        },
        Letter {
            need: many.clone(),
            ..Letter::default()
        },
        Letter {
            have: vec![(many, Vec::new())],
            ..Letter::default()
        },
    ];
    for letter in letters {
        scene.says(&letter).await;
        scene.costs_its_sender(TOO_GREAT).await;
    }
}

#[tokio::test]
async fn unknown_heads_and_needs_are_answered_once_and_cost_nothing() {
    let mut scene = Scene::new().await;
    let letter = Letter {
        heads: unknown(100),
        need: unknown(100),
        have: vec![(unknown(100), Vec::new())],
        chunks: Vec::new(),
    };
    for _ in 0..10 {
        scene.says(&letter).await;
    }
    scene.mallory_goes_on().await;
    scene.bob_goes_on().await;
}

#[tokio::test]
async fn what_is_needed_a_thousand_times_is_sent_once() {
    let mut scene = Scene::new().await;
    scene.mallory.types(&"m".repeat(2_000)).await;
    scene.mallory.is_saved().await;
    scene.stored += 1;
    let heads = scene.mallory.doc.get_heads();
    let letter = Letter {
        need: vec![heads[0]; 1_000],
        heads,
        ..Letter::default()
    };
    scene.says(&letter).await;
    let answer = scene.mallory.next_frame().await;
    assert!(
        (2_000..8_000).contains(&answer.len()),
        "{} bytes",
        answer.len()
    );
    scene.bob_goes_on().await;
}

/// Changes that follow the text's first one alone, each of a replica of its own: each is one head more, which all
/// others' next changes would have to name.
#[tokio::test]
async fn a_person_makes_so_many_heads_and_no_more_and_nobody_is_locked_out() {
    let mut settings = Settings::default();
    settings.limits.branches = 5;
    let mut scene = Scene::with(settings).await;
    let heads: Vec<_> = (0..6).map(|number| raw(&scene.head(number))).collect();
    scene.sends(&heads[..5]).await;
    scene.served.until_stored(scene.stored + 5).await;
    scene.stored += 5;
    scene.bob.knows(5).await;
    scene.bob_goes_on().await;
    assert_eq!(
        scene.bob.doc.get_heads().len(),
        1,
        "Bob's change follows them all"
    );
    scene.sends(&heads[5..]).await;
    scene.served.until_stored(scene.stored + 1).await;
    scene.stored += 1;
    let heads: Vec<_> = (10..16).map(|number| raw(&scene.head(number))).collect();
    scene.sends(&heads).await;
    scene
        .costs_its_sender("ouvert trop de fois à votre nom")
        .await;
}

#[tokio::test]
async fn a_person_writes_with_so_many_replicas_and_no_more() {
    let mut settings = Settings::default();
    settings.limits.replicas = 3;
    let mut scene = Scene::with(settings).await;
    for number in 0..3 {
        let head = raw(&scene.head(number));
        scene.sends(&[head]).await;
        scene.served.until_stored(scene.stored + 1).await;
        scene.stored += 1;
    }
    let head = raw(&scene.head(3));
    scene.sends(&[head]).await;
    scene
        .costs_its_sender("ouvert trop de fois à votre nom")
        .await;
}

impl Scene {
    /// A letter of a new replica, after the text's first change.
    fn head(&self, number: u8) -> Change {
        let first = &self.mallory.doc.get_changes(&[])[0];
        let mut doc = self
            .mallory
            .doc
            .fork_at(&[first.hash()])
            .expect("it is known");
        doc.set_actor(ActorId::from([number; 16]));
        let body = doc.get(ROOT, "body").unwrap().unwrap().1;
        doc.transact::<_, _, AutomergeError>(|tx| tx.splice_text(&body, 1, 0, "m"))
            .unwrap();
        doc.get_last_local_change().expect("a change")
    }
}
