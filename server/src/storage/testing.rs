//! Runs a story on both engines: a temporary `SQLite` file, and a schema of its own on `PostgreSQL`.

use std::future::Future;

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;

use super::db::Db;

/// The variable that names the tests' `PostgreSQL` server; `make test` finds or starts one and sets it.
const SERVER: &str = "DIRES_TEST_POSTGRES";

/// Tells the story twice, each time on a fresh database with its tables made.
pub async fn on_both_engines<F, S>(story: S)
where
    S: Fn(Db) -> F,
    F: Future<Output = ()>,
{
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = Db::open(&format!(
        "sqlite://{}",
        folder.path().join("dires.sqlite").display()
    ))
    .await
    .expect("a SQLite database");
    story(db.clone()).await;
    db.close().await;

    let (url, schema, server) = fresh_schema().await;
    let db = Db::open(&url).await.expect("a PostgreSQL schema");
    story(db.clone()).await;
    db.close().await;
    drop_schema(&server, &schema).await;
}

async fn fresh_schema() -> (String, String, String) {
    let server = std::env::var(SERVER)
        .unwrap_or_else(|_| panic!("{SERVER} names no PostgreSQL server: run `make test`"));
    let schema = format!("test_{}", Uuid::now_v7().simple());
    let mut connection = PgConnection::connect(&server).await.expect("PostgreSQL");
    sqlx::query(AssertSqlSafe(format!("create schema {schema}")))
        .execute(&mut connection)
        .await
        .expect("a schema");
    let separator = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{separator}options=-c%20search_path%3D{schema}");
    (url, schema, server)
}

async fn drop_schema(server: &str, schema: &str) {
    let mut connection = PgConnection::connect(server).await.expect("PostgreSQL");
    sqlx::query(AssertSqlSafe(format!("drop schema {schema} cascade")))
        .execute(&mut connection)
        .await
        .expect("the schema is dropped");
}
