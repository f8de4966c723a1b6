//! Changes that are not what they say: mutated, misdated, in the name of somebody else, out of their sequence.

use automerge::{Change, ExpandedChange};

use super::super::forge::{
    self, ACTIONS, Forged, INSERTS, KEY_COUNTERS, OBJECT_ACTORS, OBJECT_COUNTERS, VALUE_LENGTHS,
    VALUES, run, unsigned,
};
use super::{BOB, Client, MALLORY, NOT_A_TEXT, Scene, raw};
use crate::sync::Settings;

const WRONG_CLOCK: &str = "L’horloge de votre ordinateur est fausse";

/// The change, said otherwise.
fn forged(change: &Change, forge: impl FnOnce(&mut ExpandedChange)) -> Vec<u8> {
    let mut expanded = change.decode();
    forge(&mut expanded);
    raw(&Change::from(expanded))
}

#[tokio::test]
async fn a_mutated_body_under_a_valid_checksum_costs_its_sender_the_connection() {
    let mut scene = Scene::new().await;
    let mut seed = 11_u64;
    let mut draw = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).unwrap() % below
    };
    for _ in 0..24 {
        let good = raw(&scene.mallory.edits("mutation"));
        let header = if good[9] & 0x80 == 0 { 10 } else { 11 };
        let mut data = good[header..].to_vec();
        // The columns, which the checksum alone protects.
        let at = data.len() - 1 - draw(40);
        data[at] ^= 1 << draw(8);
        scene.sends(&[forge::chunk(1, &data, &data)]).await;
        // A letter for another is a change like any: it is acknowledged. All else ends the connection.
        let mut taken = false;
        while let Some((kind, _)) = scene.mallory.next().await {
            taken = kind == "sync";
            if taken {
                break;
            }
        }
        scene.stored += i64::from(taken);
        scene.bob_goes_on().await;
        scene.mallory = scene.served.client(MALLORY).await;
        assert_eq!(scene.mallory.body(), scene.served.stored_text().await);
    }
}

/// The library unwraps what is not there when a change names a replica that it does not list.
#[tokio::test]
async fn a_panic_in_the_library_costs_its_sender_the_connection_and_nobody_else_anything() {
    let mut scene = Scene::new().await;
    let change = Forged::after(&scene.mallory.doc)
        .with(OBJECT_ACTORS, run(1, &[9]))
        .with(OBJECT_COUNTERS, run(1, &[1]))
        .with(KEY_COUNTERS, run(1, &[0]))
        .with(INSERTS, vec![0, 1])
        .with(ACTIONS, run(1, &[1]))
        .with(VALUE_LENGTHS, run(1, &unsigned(1 << 4 | 6)))
        .with(VALUES, b"a".to_vec());
    let panics = std::panic::catch_unwind(|| {
        let change = Change::from_bytes(change.chunk()).expect("it is parsed");
        change.decode()
    });
    assert!(
        panics.is_err(),
        "the library has learnt to refuse it: find another"
    );
    scene.sends(&[change.chunk()]).await;
    scene.costs_its_sender(NOT_A_TEXT).await;
}

#[tokio::test]
async fn garbage_whole_documents_and_bundles_are_refused() {
    let mut scene = Scene::new().await;
    let document = scene.mallory.doc.save();
    let good = raw(&scene.mallory.edits("m"));
    let mut checksum = good.clone();
    checksum[4] ^= 1;
    let mut bundle = good.clone();
    bundle[8] = 3;
    let mut compressed = good.clone();
    compressed[8] = 2;
    let cut = good[..good.len() - 1].to_vec();
    let trailing = [&*good, b"bonjour"].concat();
    for chunk in [
        b"bonjour".to_vec(),
        document,
        checksum,
        bundle,
        compressed,
        cut,
        trailing,
    ] {
        scene.sends(&[chunk]).await;
        scene.costs_its_sender(NOT_A_TEXT).await;
    }
}

#[tokio::test]
async fn a_change_dated_before_1970_or_in_the_future_is_refused_up_to_the_extremes() {
    let mut scene = Scene::new().await;
    let soon = scene.served.app.clock.now().timestamp() + 301;
    let change = scene.mallory.edits("m");
    for time in [-1, soon, i64::MAX, i64::MIN] {
        scene
            .sends(&[forged(&change, |change| change.time = time)])
            .await;
        scene.costs_its_sender(WRONG_CLOCK).await;
    }
}

#[tokio::test]
async fn whatever_date_a_change_claims_it_is_kept_with_the_servers() {
    let mut scene = Scene::new().await;
    let change = scene.mallory.edits("m");
    scene
        .sends(&[forged(&change, |change| change.time = 1)])
        .await;
    scene.served.until_stored(scene.stored + 1).await;
    let mut tx = scene.served.app.db.read().await.unwrap();
    let last = "select received_at from change where document_id = $1 order by seq desc limit 1";
    let row = tx.query(last).bind(scene.served.document.0);
    let (at,): (chrono::DateTime<chrono::Utc>,) = row.one().await.unwrap();
    assert_eq!(at, scene.served.app.clock.now());
}

#[tokio::test]
async fn nobody_writes_as_another_on_this_server_or_on_the_next_one() {
    let mut scene = Scene::new().await;
    scene.bob_goes_on().await;
    let bob = scene.bob.doc.get_actor().clone();
    scene.mallory.hears("sync").await;
    let in_his_name = |mallory: &mut Client| {
        let change = mallory.edits("m");
        let known = mallory.doc.get_changes(&[]);
        let his = known.iter().filter(|change| *change.actor_id() == bob);
        let next = his.count() as u64 + 1;
        forged(&change, |change| {
            change.actor_id = bob.clone();
            change.seq = next;
        })
    };
    let chunk = in_his_name(&mut scene.mallory);
    scene.sends(&[chunk]).await;
    scene.costs_its_sender(NOT_A_TEXT).await;

    scene.served.restarts(Settings::default()).await;
    scene.mallory = scene.served.client(MALLORY).await;
    scene.bob = scene.served.client(BOB).await;
    let chunk = in_his_name(&mut scene.mallory);
    scene.sends(&[chunk]).await;
    scene.costs_its_sender(NOT_A_TEXT).await;
}

/// A replica that one person uses on one text may be used by somebody else on another: each text has its own, and what
/// is kept says who really wrote.
#[tokio::test]
async fn a_replica_belongs_to_a_person_on_each_text_and_the_server_writes_who_it_was() {
    let mut scene = Scene::new().await;
    let bob = scene.bob.doc.get_actor().clone();
    scene.bob_goes_on().await;
    let other = scene.served.another_text().await;
    let mut mallory = scene.served.client_on(MALLORY, other).await;
    let change = mallory.edits("m");
    let stolen = forged(&change, |change| change.actor_id = bob);
    let message = forge::message(&mallory.doc.get_heads(), &[stolen]);
    mallory.send("sync", Some(&message)).await;
    mallory.hears("sync").await;
    let mut tx = scene.served.app.db.read().await.unwrap();
    let last = "select person_id from change where document_id = $1 order by seq desc limit 1";
    let (person,): (Option<uuid::Uuid>,) = tx.query(last).bind(other.0).one().await.unwrap();
    assert_eq!(person, Some(scene.served.person(MALLORY).await.0));
    drop(tx);
    scene.bob_goes_on().await;
}

#[tokio::test]
async fn a_sequence_cannot_be_skipped_repeated_forked_or_moved() {
    let mut scene = Scene::new().await;
    scene.mallory_goes_on().await;
    scene.bob.hears("sync").await;
    let first = scene.mallory.doc.get_last_local_change().expect("a change");
    let next = scene.mallory.edits("n");
    let start = next.start_op().get();
    let later = |start: u64| std::num::NonZeroU64::new(start).expect("not 0");
    let attempts = [
        forged(&next, |change| change.seq += 1),
        forged(&next, |change| change.seq = u64::MAX),
        forged(&next, |change| change.seq = 0),
        // The same number with other content.
        forged(&first, |change| change.time = 5),
        forged(&next, |change| change.start_op = later(start + 1)),
        forged(&next, |change| change.start_op = later(1)),
        forged(&next, |change| change.start_op = later(u64::from(u32::MAX))),
        // After what came before its own last change.
        forged(&next, |change| change.deps = first.deps().to_vec()),
    ];
    for chunk in attempts {
        scene.sends(&[chunk]).await;
        scene.costs_its_sender(NOT_A_TEXT).await;
    }
}

#[tokio::test]
async fn what_is_known_already_is_neither_stored_nor_relayed_again() {
    let mut scene = Scene::new().await;
    scene.bob_goes_on().await;
    scene.mallory.hears("sync").await;
    let of_bob = scene.mallory.doc.get_changes(&[]).pop().expect("a change");
    scene.sends(&[raw(&of_bob), raw(&of_bob)]).await;
    scene.mallory_goes_on().await;
    scene.bob_goes_on().await;
}

/// Whoever sends what follows unknown changes is asked once for those; nothing of it waits.
#[tokio::test]
async fn changes_that_follow_unknown_ones_do_not_wait_for_them() {
    let mut scene = Scene::new().await;
    let _never_sent = scene.mallory.edits("m");
    for _ in 0..50 {
        let orphan = raw(&scene.mallory.edits("m"));
        scene.sends(&[orphan]).await;
    }
    scene.bob_goes_on().await;
    let mut again = scene.served.client(MALLORY).await;
    again.types("m").await;
    again.is_saved().await;
    let stored = scene.served.stored_changes().await;
    assert_eq!(stored, scene.stored + 1, "the orphans are not among them");
}
