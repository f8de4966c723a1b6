//! What is stored is looked at in depth, aside, and mends itself.

use std::time::Duration;

use automerge::transaction::Transactable as _;
use automerge::{ObjType, ROOT};
use chrono::{DateTime, Utc};
use dires_domain::heads::Heads;
use sqlx::types::Json;

use super::super::Settings;
use super::client::Served;

const ALICE: &str = "direction@sicoval.exemple.fr";
const BOB: &str = "direction@grand-montauban.exemple.fr";

/// Texts leave the memory as soon as nobody has them open.
fn forgetful() -> Settings {
    Settings {
        idle: Duration::from_millis(10),
        ..Settings::default()
    }
}

/// A text in which Alice wrote, which nobody has open any more, and which was saved as a whole.
async fn written(words: &str) -> Served {
    let served = Served::new(forgetful()).await;
    let mut alice = served.client(ALICE).await;
    alice.types(words).await;
    alice.is_saved().await;
    alice.leaves().await;
    served.until_snapshot().await;
    served
}

#[tokio::test]
async fn the_sheet_follows_a_title_that_is_written() {
    let served = Served::new(Settings::default()).await;
    let mut alice = served.client(ALICE).await;
    alice.types_in("title", 0, "Beau ").await;
    alice.is_saved().await;
    served
        .until(
            "select revision from paper join document on paper_id = paper.id
             where document.id = $1 and title like 'Beau %'",
        )
        .await;
}

#[tokio::test]
async fn a_damaged_snapshot_is_found_passed_over_and_rebuilt() {
    let served = written("a").await;
    let damaged = "update snapshot set bytes = $2 where document_id = $1";
    served.meddles(damaged, b"abc".to_vec()).await;
    let bob = served.client(BOB).await;
    assert!(bob.body().starts_with('a'), "every change was read instead");
    served.until_snapshot().await;
    assert!(
        served
            .app
            .metrics
            .exposed()
            .contains("dires_snapshots_damaged_total 1")
    );
}

#[tokio::test]
async fn a_snapshot_of_something_else_is_found_and_rebuilt() {
    let served = written("a").await;
    let empty = automerge::Automerge::new().save();
    let other = "update snapshot set seq = 0, bytes = $2 where document_id = $1";
    served.meddles(other, empty).await;
    let mut alice = served.client(ALICE).await;
    alice.types("b").await;
    alice.is_saved().await;
    served
        .until("select seq from snapshot where document_id = $1 and seq >= 2")
        .await;
    assert!(served.stored_text().await.starts_with("ba"));
}

#[tokio::test]
async fn a_stored_change_that_is_not_sound_is_quarantined_with_what_follows_it_and_the_text_goes_on()
 {
    let served = written("a").await;
    smuggle(&served).await;
    // Whoever comes first may be cut off when it is found.
    drop(served.client(BOB).await);
    served
        .until("select 1 from quarantine where document_id = $1 and because like '%text%'")
        .await;
    served
        .until("select next_seq from document where id = $1 and next_seq = 2")
        .await;
    let mut alice = served.client(ALICE).await;
    alice.types("b").await;
    alice.is_saved().await;
    assert!(served.stored_text().await.starts_with("ba"));
}

/// Stores a change that no vetting lets pass: the body is a map now.
async fn smuggle(served: &Served) {
    let mut tx = served.app.db.write().await.unwrap();
    let stored = tx.load_document(served.document).await.unwrap();
    let mut doc = stored.expect("a document").doc;
    doc.transact(|change| change.put_object(ROOT, "body", ObjType::Map))
        .unwrap();
    let change = doc.get_last_local_change().unwrap();
    let now: DateTime<Utc> = served.app.clock.now();
    tx.query(
        "insert into change (document_id, seq, hash, bytes, received_at)
         select id, next_seq, $2, $3, $4 from document where id = $1",
    )
    .bind(served.document.0)
    .bind(change.hash().0.to_vec())
    .bind(change.raw_bytes().to_vec())
    .bind(now)
    .execute()
    .await
    .unwrap();
    tx.query("update document set next_seq = next_seq + 1, heads = $2 where id = $1")
        .bind(served.document.0)
        .bind(Json(Heads::of(&doc.get_heads())))
        .execute()
        .await
        .unwrap();
    tx.save().await.unwrap();
}
