//! Runs a story on both engines: a temporary `SQLite` file, and a schema of its own on `PostgreSQL`.

use std::future::Future;
use std::sync::{Arc, Mutex};

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::{CancellationToken, DropGuard};
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

/// Tells the story on `PostgreSQL`, at the end of a line that it can silence.
pub async fn at_the_end_of_a_line<F, S>(story: S)
where
    S: FnOnce(Db, Line) -> F,
    F: Future<Output = ()>,
{
    let (url, schema, server) = fresh_schema().await;
    let (line, url) = Line::to(&url).await;
    let db = Db::open(&url).await.expect("a PostgreSQL schema");
    story(db.clone(), line).await;
    db.close().await;
    drop_schema(&server, &schema).await;
}

/// A line to a server. Once it is dropped its connections break.
pub struct Line {
    silent: Arc<Mutex<CancellationToken>>,
    _cut: DropGuard,
}

impl Line {
    /// A line to the server of a database's address, and the address at its near end.
    async fn to(url: &str) -> (Self, String) {
        let host = url.split(['@', '/']).nth(3).expect("user@host").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let near = listener.local_addr().expect("an address").to_string();
        let silent = Arc::new(Mutex::new(CancellationToken::new()));
        let cut = CancellationToken::new();
        let carrying = carry(listener, host.clone(), silent.clone(), cut.clone());
        tokio::spawn(carrying);
        let line = Self {
            silent,
            _cut: cut.drop_guard(),
        };
        (line, url.replace(&host, &near))
    }

    /// Whoever is connected hears nothing more, and is not told that the line is dead; whoever connects later is served.
    pub fn falls_silent(&self) {
        let mut silent = self.silent.lock().expect("nobody fails with it");
        std::mem::take(&mut *silent).cancel();
    }
}

async fn carry(
    listener: TcpListener,
    to: String,
    silent: Arc<Mutex<CancellationToken>>,
    cut: CancellationToken,
) {
    while let Some(Ok((mut near, _))) = cut.run_until_cancelled(listener.accept()).await {
        let mut far = TcpStream::connect(&to).await.expect("PostgreSQL");
        let silent = silent.lock().expect("nobody fails with it").clone();
        let cut = cut.clone();
        tokio::spawn(async move {
            let carried = copy_bidirectional(&mut near, &mut far);
            if silent.run_until_cancelled(carried).await.is_none() {
                cut.cancelled().await;
            }
        });
    }
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
