//! Ready, or why not, on both engines.

use std::time::{Duration, Instant};

use crate::storage::testing::on_both_engines;
use crate::storage::{Db, Tx};
use crate::web::testing::TestApp;

/// Somebody else who holds the database, as a backup or another program may.
async fn hold(db: &Db) -> Tx {
    let mut tx = db.write().await.unwrap();
    if !db.is_sqlite() {
        let lock = tx.query("lock table session in access exclusive mode");
        lock.execute().await.unwrap();
    }
    tx
}

async fn answers(app: &TestApp, status: u16, words: &str) {
    let page = app.anyone().get("/readyz").await;
    page.assert_status(status).assert_shows(words);
}

/// An answer holds for a second: asks until it is another.
async fn comes_to(app: &TestApp, status: u16) {
    let end = Instant::now() + Duration::from_secs(20);
    while app.anyone().get("/readyz").await.status.as_u16() != status {
        assert!(Instant::now() < end, "it never came to {status}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_database_that_is_held_makes_the_server_unready_within_a_second_until_it_is_let_go() {
    on_both_engines(|db| async move {
        let app = TestApp::on(db.clone()).await;
        let holding = hold(&db).await;
        let asked = Instant::now();
        answers(&app, 503, "ne répond pas en moins d’une seconde").await;
        assert!(asked.elapsed() < Duration::from_secs(2));
        app.anyone().get("/healthz").await.assert_status(200);
        drop(holding);
        comes_to(&app, 200).await;
    })
    .await;
}

#[tokio::test]
async fn whoever_asks_a_stuck_database_how_it_is_takes_one_connection_however_often_they_ask() {
    on_both_engines(|db| async move {
        let app = TestApp::on(db.clone()).await;
        let holding = hold(&db).await;
        for _ in 0..3 {
            answers(&app, 503, "ne répond pas").await;
        }
        let (used, _) = db.connections();
        assert!(used <= 2, "who holds it, and the one question: {used}");
        drop(holding);
    })
    .await;
}

#[tokio::test]
async fn a_database_that_is_gone_makes_the_server_unready() {
    on_both_engines(|db| async move {
        let app = TestApp::on(db.clone()).await;
        answers(&app, 200, "prêt").await;
        db.close().await;
        comes_to(&app, 503).await;
        app.anyone().get("/healthz").await.assert_status(200);
    })
    .await;
}

#[tokio::test]
async fn the_tables_of_another_version_make_the_server_unready() {
    on_both_engines(|db| async move {
        let app = TestApp::on(db.clone()).await;
        let newer = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
            select 9999, description, success, checksum, execution_time from _sqlx_migrations limit 1";
        let mut tx = db.write().await.unwrap();
        tx.query(newer).execute().await.unwrap();
        tx.save().await.unwrap();
        answers(&app, 503, "par une autre version").await;
    })
    .await;
}

#[tokio::test]
async fn a_server_that_stops_says_so_at_once_even_to_who_asked_just_before() {
    let app = TestApp::new().await;
    answers(&app, 200, "prêt").await;
    app.app.stopping.cancel();
    answers(&app, 503, "Le serveur s’arrête").await;
    app.anyone().get("/healthz").await.assert_status(200);
}

#[tokio::test]
async fn the_counts_are_not_on_the_site() {
    let app = TestApp::new().await;
    app.anyone().get("/metrics").await.assert_status(404);
}
