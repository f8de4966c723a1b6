//! Open sockets follow what rights depend on, whoever changes it: here nobody ever tells the hub.

use std::time::Duration;

use chrono::TimeDelta;

use super::super::Settings;
use super::client::Served;
use crate::storage::testing::on_both_engines;

const ALICE: &str = "direction@sicoval.exemple.fr";
const BOB: &str = "direction@grand-montauban.exemple.fr";
const CHLOE: &str = "presidence@sicoval.exemple.fr";

/// The database is asked often, so that the tests are quick.
fn often() -> Settings {
    Settings {
        recheck: Duration::from_millis(10),
        ..Settings::default()
    }
}

#[test]
fn the_database_is_asked_each_second() {
    assert_eq!(Settings::default().recheck, Duration::from_secs(1));
}

#[tokio::test]
async fn a_text_frozen_by_another_process_is_followed_in_both_directions() {
    on_both_engines(|db| {
        Box::pin(async move {
            let served = Served::on(db, often()).await;
            let mut alice = served.client(ALICE).await;
            let frozen = "update document set frozen = true where $1 is not null";
            served.another_process(frozen, ALICE).await;
            alice.types("a").await;
            alice.is_told("ne sont pas enregistrées").await;
            let thawed = "update document set frozen = false where $1 is not null";
            served.another_process(thawed, ALICE).await;
            alice.is_saved().await;
            assert!(served.stored_text().await.starts_with('a'));
        })
    })
    .await;
}

#[tokio::test]
async fn a_stage_moved_by_another_process_is_followed() {
    on_both_engines(|db| {
        Box::pin(async move {
            let served = Served::on(db, often()).await;
            let mut alice = served.client(ALICE).await;
            let moved =
                "update paper set stage = 'conference-des-presidences' where $1 is not null";
            served.another_process(moved, ALICE).await;
            alice.types_until_told("Vous ne pouvez pas écrire").await;
        })
    })
    .await;
}

#[tokio::test]
async fn a_mandate_that_another_process_ends_and_gives_back_is_followed() {
    on_both_engines(|db| {
        Box::pin(async move {
            let served = Served::on(db, often()).await;
            let mut alice = served.client(ALICE).await;
            let mut bob = served.client(BOB).await;
            let ended = "update mandate set until = since where person_id = $1";
            served.another_process(ended, ALICE).await;
            alice.hears("doc-unavailable").await;
            alice.types("a").await;
            alice.hears("doc-unavailable").await;
            let given = "update mandate set until = null where person_id = $1";
            served.another_process(given, ALICE).await;
            alice.is_saved().await;
            bob.types("b").await;
            bob.is_saved().await;
            assert!(served.stored_text().await.contains('a'));
        })
    })
    .await;
}

#[tokio::test]
async fn a_territory_taken_out_of_the_perimeter_leaves_the_text() {
    on_both_engines(|db| {
        Box::pin(async move {
            let served = Served::on(db, often()).await;
            let mut bob = served.client(BOB).await;
            let narrowed = "delete from paper_territory where territory_id in
                        (select territory_id from mandate where person_id = $1)";
            served.another_process(narrowed, BOB).await;
            bob.hears("doc-unavailable").await;
        })
    })
    .await;
}

#[tokio::test]
async fn a_session_that_another_process_ends_closes_its_sockets_and_no_other() {
    on_both_engines(|db| {
        Box::pin(async move {
            let served = Served::on(db, often()).await;
            let mut alice = served.client(ALICE).await;
            let mut bob = served.client(BOB).await;
            let ended = "delete from session where person_id = $1";
            served.another_process(ended, ALICE).await;
            alice.is_cut_off().await;
            bob.types("b").await;
            bob.is_saved().await;
        })
    })
    .await;
}

#[tokio::test]
async fn a_mandate_ends_at_midnight_in_france_and_another_begins() {
    let served = Served::new(often()).await;
    served.test.clock.set("2026-03-02T20:00:00Z");
    let mut alice = served.client(ALICE).await;
    let mut chloe = served.client(CHLOE).await;
    let first_day = "insert into mandate (id, person_id, territory_id, function, since, given_at)
                     select person_id, person_id, territory_id, 'direction', '2026-03-03', given_at
                     from mandate where person_id = $1";
    served.another_process(first_day, CHLOE).await;
    let last_day = "update mandate set until = '2026-03-02' where person_id = $1";
    served.another_process(last_day, ALICE).await;
    served.test.clock.set("2026-03-02T22:59:59Z");
    alice.types("a").await;
    alice.is_saved().await;
    chloe.types("lecture").await;
    chloe.is_told("Vous ne pouvez pas écrire").await;
    served.test.clock.set("2026-03-02T23:00:00Z");
    alice.hears("doc-unavailable").await;
    chloe.types("b").await;
    chloe.is_saved().await;
    assert!(served.stored_text().await.contains('b'));
}

#[tokio::test]
async fn writing_keeps_a_session_alive_and_reading_does_not() {
    let served = Served::new(often()).await;
    let mut alice = served.client(ALICE).await;
    let mut bob = served.client(BOB).await;
    for _ in 0..3 {
        served.test.clock.advance(TimeDelta::hours(5));
        alice.types("a").await;
        alice.is_saved().await;
        served.until_used(ALICE).await;
    }
    bob.is_cut_off().await;
    alice.types("b").await;
    alice.is_saved().await;
    served.test.clock.advance(TimeDelta::hours(12));
    alice.is_cut_off().await;
}

#[tokio::test]
async fn while_the_database_does_not_answer_everyone_keeps_the_rights_that_they_had() {
    let served = Served::new(often()).await;
    let mut alice = served.client(ALICE).await;
    served.renames_table("rights_revision", "elsewhere").await;
    served.test.clock.advance(TimeDelta::hours(13));
    alice.types("a").await;
    alice.is_saved().await;
    served.renames_table("elsewhere", "rights_revision").await;
    alice.is_cut_off().await;
}

#[tokio::test]
async fn who_leaves_or_may_no_longer_read_is_said_to_be_gone() {
    let served = Served::new(often()).await;
    let mut bob = served.client(BOB).await;
    let mut alice = served.client(ALICE).await;
    let mut chloe = served.client(CHLOE).await;
    alice.is_present("page-d-alice").await;
    bob.hears_said("page-d-alice", "leave").await;
    chloe.is_present("page-de-chloe").await;
    bob.hears_said("page-de-chloe", "leave").await;
    chloe.leaves().await;
    bob.hears_said("page-de-chloe", "page-d-alice").await;
    let ended = "update mandate set until = since where person_id = $1";
    served.another_process(ended, ALICE).await;
    bob.hears_said("leave", "presence").await;
}

#[tokio::test]
async fn a_page_that_is_back_by_another_socket_is_not_said_to_be_gone() {
    let served = Served::new(often()).await;
    let mut bob = served.client(BOB).await;
    let mut before = served.client(ALICE).await;
    before.is_present("page-d-alice").await;
    bob.hears_said("page-d-alice", "leave").await;
    let mut after = served.client(ALICE).await;
    after.is_present("page-d-alice").await;
    bob.hears_said("page-d-alice", "leave").await;
    before.leaves().await;
    after.is_present("autre-page").await;
    bob.hears_said("autre-page", "leave").await;
}
