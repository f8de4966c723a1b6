//! Messages of the sync protocol that claim to know, or to want, more than anybody does.

use automerge::ChangeHash;

use super::super::forge::{Letter, unsigned};
use super::{NOT_A_TEXT, Scene};

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
