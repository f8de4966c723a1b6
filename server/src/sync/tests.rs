//! The hub behind the real door: a server on a port, and clients that speak the library's own protocol.

mod attacks;
mod branches;
mod carrier;
mod client;
mod examined;
mod forge;
mod http;
mod rights;

use std::time::Duration;

use dires_domain::circuit::Stage;
use dires_domain::ids::PaperId;

use super::Settings;
use crate::papers::live;
use crate::web::testing::TestApp;
use client::Served;

#[tokio::test]
async fn the_door_is_shut_before_the_upgrade() {
    let app = TestApp::new().await;
    app.anyone().get("/sync").await.assert_status(401);
    app.as_direction("sicoval")
        .get("/sync")
        .await
        .assert_status(400);
}

#[tokio::test]
async fn a_page_that_somebody_else_opened_in_this_browser_stays_outside() {
    let app = TestApp::new().await;
    let mut sicoval = app.as_direction("sicoval");
    let another = uuid::Uuid::now_v7();
    let path = format!("/sync?personne={another}");
    sicoval.get(&path).await.assert_status(409);
}

#[tokio::test]
async fn a_text_that_freezes_and_thaws_is_followed_at_once_in_both_directions() {
    let served = Served::new(Settings::default()).await;
    let mut alice = served.client("direction@sicoval.exemple.fr").await;
    alice.types("a").await;
    alice.is_saved().await;
    served.moves(Stage::Presidencies).await;
    alice.types("b").await;
    alice.is_told("ne sont pas enregistrées").await;
    served.moves(Stage::Drafting).await;
    alice.is_saved().await;
    assert!(served.stored_text().await.starts_with("ba"));
}

#[tokio::test]
async fn a_mandate_that_ends_closes_the_text() {
    let served = Served::new(Settings::default()).await;
    let mut alice = served.client("direction@sicoval.exemple.fr").await;
    served.end_mandates("direction@sicoval.exemple.fr").await;
    alice.hears("doc-unavailable").await;
}

#[tokio::test]
async fn a_session_that_ends_closes_the_connection() {
    let served = Served::new(Settings::default()).await;
    let mut alice = served.client("direction@sicoval.exemple.fr").await;
    let mut bob = served.client("direction@grand-montauban.exemple.fr").await;
    served
        .app
        .hub
        .close_person(served.person("direction@sicoval.exemple.fr").await);
    alice.is_cut_off().await;
    bob.types("b").await;
    bob.is_saved().await;
}

#[tokio::test]
async fn while_the_database_takes_nothing_people_type_on_and_all_is_stored_when_it_does() {
    let settings = Settings {
        retry: Duration::from_millis(20),
        ..Settings::default()
    };
    let served = Served::new(settings).await;
    let mut alice = served.client("direction@sicoval.exemple.fr").await;
    let mut bob = served.client("direction@grand-montauban.exemple.fr").await;
    served.renames_table("change", "elsewhere").await;
    alice.types("a").await;
    alice.types("b").await;
    bob.types("c").await;
    assert!(!alice.has_saved());
    served.renames_table("elsewhere", "change").await;
    alice.is_saved().await;
    bob.is_saved().await;
    let stored = served.stored_text().await;
    assert!(["a", "b", "c"].iter().all(|typed| stored.contains(typed)));
}

#[tokio::test]
async fn a_text_that_nobody_has_open_leaves_the_memory_and_keeps_a_snapshot() {
    let settings = Settings {
        idle: Duration::from_millis(20),
        ..Settings::default()
    };
    let served = Served::new(settings).await;
    let mut alice = served.client("direction@sicoval.exemple.fr").await;
    alice.types("a").await;
    alice.is_saved().await;
    assert_eq!(served.app.hub.open_documents(), 1);
    alice.leaves().await;
    served.until_snapshot().await;
    assert_eq!(served.app.hub.open_documents(), 0);
    let mut again = served.client("direction@sicoval.exemple.fr").await;
    assert!(again.body().starts_with('a'));
    again.types("b").await;
    again.is_saved().await;
}

#[tokio::test]
async fn a_server_that_stops_stores_what_it_has_taken() {
    let served = Served::new(Settings::default()).await;
    let mut alice = served.client("direction@sicoval.exemple.fr").await;
    alice.types("a").await;
    alice.is_saved().await;
    served.app.stopping.cancel();
    served.app.hub.stopped().await;
    alice.is_cut_off().await;
    assert!(served.stored_text().await.starts_with('a'));
}

/// Moves a text as a page does, but for the words that the circuit asks for.
async fn place(served: &Served, paper: PaperId, stage: Stage) {
    let mut tx = served.app.db.write().await.unwrap();
    tx.query("update paper set stage = $2 where id = $1")
        .bind(paper.0)
        .bind(stage.code())
        .execute()
        .await
        .unwrap();
    live::set_frozen(&mut tx, served.document, stage != Stage::Drafting)
        .await
        .unwrap();
    tx.save().await.unwrap();
    served.app.hub.refresh(served.document);
}
