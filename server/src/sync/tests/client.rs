//! A server on a port of its own, and a client made of a document and of what carries its frames.

mod hostile;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use automerge::sync::{Message, State, SyncDoc};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{Automerge, Change, ChangeHash, ROOT, ReadDoc, TextEncoding};
use axum::body::Bytes;
use chrono::TimeDelta;
use dires_domain::circuit::Stage;
use dires_domain::ids::{DocumentId, PaperId, PersonId};
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use tokio::net::TcpListener;

use super::super::wire::document_name;
use super::super::{Hub, Settings};
use super::carrier::{Carrier, Line};
use crate::app::App;
use crate::entropy::Token;
use crate::storage::Db;
use crate::storage::sessions::NewSession;
use crate::web::router;
use crate::web::testing::TestApp;

/// The tests' association, a text in rédaction, and the server.
pub struct Served {
    pub app: App,
    pub document: DocumentId,
    pub paper: PaperId,
    pub test: TestApp,
    address: SocketAddr,
}

impl Served {
    pub async fn new(settings: Settings) -> Self {
        Self::of(TestApp::new().await, settings).await
    }

    /// On the database of `on_both_engines`.
    pub async fn on(db: Db, settings: Settings) -> Self {
        Self::of(TestApp::on(db).await, settings).await
    }

    async fn of(test: TestApp, settings: Settings) -> Self {
        let app = test.app.with_hub(settings);
        let (paper, document) = test.text().await;
        let address = serve(&app).await;
        Self {
            app,
            document,
            paper,
            test,
            address,
        }
    }

    pub async fn person(&self, email: &str) -> PersonId {
        self.test.person(email).await
    }

    /// Somebody who has the text open, over a WebSocket, and is up to date.
    pub async fn client(&self, email: &str) -> Client {
        self.client_on(email, self.document).await
    }

    /// The same over plain HTTP.
    pub async fn client_by_http(&self, email: &str) -> Client {
        let carrier = Carrier::Line(self.line(email).await);
        Client::open(carrier, self.document).await
    }

    /// A line of somebody's who has said nothing yet.
    pub async fn line(&self, email: &str) -> Line {
        let cookie = self.logs_in(email).await;
        Line::open(router(self.app.clone()), cookie).await
    }

    /// Opens a session; its cookie.
    pub async fn logs_in(&self, email: &str) -> String {
        let token = Token::new(self.app.entropy.as_ref());
        let now = self.app.clock.now();
        let mut tx = self.app.db.write().await.unwrap();
        tx.open_session(NewSession {
            token_hash: token.hash(),
            person: self.person(email).await,
            now,
            expires_at: now + TimeDelta::days(1),
            agent: String::new(),
        })
        .await
        .unwrap();
        tx.save().await.unwrap();
        format!("dires={}", token.secret())
    }

    pub async fn moves(&self, stage: Stage) {
        super::place(self, self.paper, stage).await;
    }

    pub async fn end_mandates(&self, email: &str) {
        let person = self.person(email).await;
        let mut tx = self.app.db.write().await.unwrap();
        tx.query("update mandate set until = since where person_id = $1")
            .bind(person.0)
            .execute()
            .await
            .unwrap();
        tx.save().await.unwrap();
        self.app.hub.refresh_all();
    }

    /// What any other process on the same database may do: nobody tells the hub. The parameter is the person's.
    pub async fn another_process(&self, statement: &'static str, email: &str) {
        let person = self.person(email).await;
        let mut tx = self.app.db.write().await.unwrap();
        tx.query(statement).bind(person.0).execute().await.unwrap();
        tx.save().await.unwrap();
    }

    pub async fn renames_table(&self, from: &'static str, to: &'static str) {
        let statement = match (from, to) {
            ("change", _) => "alter table change rename to elsewhere",
            ("rights_revision", _) => "alter table rights_revision rename to elsewhere",
            (_, "rights_revision") => "alter table elsewhere rename to rights_revision",
            _ => "alter table elsewhere rename to change",
        };
        let mut tx = self.app.db.write().await.unwrap();
        tx.query(statement).execute().await.unwrap();
        tx.save().await.unwrap();
    }

    /// The body as the database has it, without its first marker.
    pub async fn stored_text(&self) -> String {
        let mut tx = self.app.db.read().await.unwrap();
        let stored = tx.load_document(self.document).await.unwrap();
        body(&stored.expect("a document").doc)
    }

    /// Waits until a person's session is known to be used now.
    pub async fn until_used(&self, email: &str) {
        let person = self.person(email).await;
        let now = self.app.clock.now();
        loop {
            let mut tx = self.app.db.read().await.unwrap();
            let used = tx.sessions_of(person, now, TimeDelta::minutes(1)).await;
            if !used.unwrap().is_empty() {
                return;
            }
            drop(tx);
            tokio::task::yield_now().await;
        }
    }

    /// Waits until this question to the database, about the document, is answered by a row.
    pub async fn until(&self, question: &'static str) {
        let asking = async {
            loop {
                let mut tx = self.app.db.read().await.unwrap();
                let found = tx
                    .query(question)
                    .bind(self.document.0)
                    .optional::<(i64,)>();
                if found.await.unwrap().is_some() {
                    return;
                }
                drop(tx);
                tokio::task::yield_now().await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(20), asking).await;
        waited.unwrap_or_else(|_| panic!("never: {question}"));
    }

    /// Does something to the database about the document, behind the hub's back.
    pub async fn meddles(&self, statement: &'static str, bytes: Vec<u8>) {
        let mut tx = self.app.db.write().await.unwrap();
        let meddling = tx.query(statement).bind(self.document.0).bind(bytes);
        assert_eq!(meddling.execute().await.unwrap(), 1);
        tx.save().await.unwrap();
    }

    pub async fn until_snapshot(&self) {
        loop {
            let mut tx = self.app.db.read().await.unwrap();
            let stored = tx.load_document(self.document).await.unwrap();
            if stored.expect("a document").snapshot_seq.is_some() {
                return;
            }
            drop(tx);
            tokio::task::yield_now().await;
        }
    }
}

async fn serve(app: &App) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let site = router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, site).await });
    address
}

impl App {
    /// The same application, with a hub of its own.
    fn with_hub(&self, settings: Settings) -> Self {
        let parts = crate::app::Parts {
            db: self.db.clone(),
            config: self.config.clone(),
            clock: self.clock.clone(),
            entropy: Arc::clone(&self.entropy),
            events: self.events.clone(),
            attempts: crate::attempts::Attempts::default(),
            metrics: self.metrics.clone(),
            readiness: self.readiness.clone(),
            hub: Hub::new(
                tokio::runtime::Handle::current(),
                self.db.clone(),
                self.clock.clone(),
                self.events.clone(),
                self.metrics.clone(),
                settings,
                self.stopping.clone(),
            ),
            stopping: self.stopping.clone(),
        };
        Self::of(parts)
    }
}

/// A page: a connection, a document, and the library's state of the exchange.
pub struct Client {
    carrier: Carrier,
    document: DocumentId,
    pub doc: Automerge,
    state: State,
    heads: Vec<ChangeHash>,
    /// What others said that is not kept.
    pub heard: Vec<Vec<u8>>,
}

impl Client {
    /// A client that has said nothing yet.
    fn stranger(carrier: Carrier, document: DocumentId) -> Self {
        Self {
            carrier,
            document,
            doc: Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit),
            state: State::new(),
            heads: Vec::new(),
            heard: Vec::new(),
        }
    }

    async fn open(carrier: Carrier, document: DocumentId) -> Self {
        let mut client = Self::stranger(carrier, document);
        client.send("join", None).await;
        client.hears("peer").await;
        client.speaks().await;
        while client.doc.get_heads().is_empty() {
            client.next().await.expect("the text");
        }
        client
    }

    pub async fn types(&mut self, text: &str) {
        self.types_in("body", 1, text).await;
    }

    pub async fn types_in(&mut self, field: &str, place: usize, text: &str) {
        self.edits_in(field, place, text);
        self.speaks().await;
    }

    fn edits_in(&mut self, field: &str, place: usize, text: &str) -> Change {
        let object = self.doc.get(ROOT, field).unwrap().unwrap().1;
        let at = |(): &()| CommitOptions::default().with_time(1_700_000_000);
        self.doc
            .transact_with::<_, _, automerge::AutomergeError, _>(at, |tx| {
                tx.splice_text(&object, place, 0, text)
            })
            .unwrap();
        self.doc.get_last_local_change().expect("a change")
    }

    pub fn has_saved(&self) -> bool {
        self.heads == self.doc.get_heads()
    }

    pub async fn is_saved(&mut self) {
        while !self.has_saved() {
            self.next().await.expect("the acknowledgement");
        }
    }

    pub async fn is_told(&mut self, words: &str) {
        while !self.next().await.expect("a sentence").1.contains(words) {}
    }

    /// Types until it is told these words.
    pub async fn types_until_told(&mut self, words: &str) {
        loop {
            self.types("a").await;
            if self.next().await.expect("an answer").1.contains(words) {
                return;
            }
        }
    }

    /// Waits for words that somebody else says, and which are not kept; fails if `never` comes before.
    pub async fn hears_said(&mut self, words: &str, never: &str) {
        loop {
            let (kind, said) = self.next().await.expect(words);
            if kind != "ephemeral" {
                continue;
            }
            assert!(!said.contains(never), "{said}");
            if said.contains(words) {
                return;
            }
        }
    }

    /// Waits for these words in the text.
    pub async fn receives(&mut self, words: &str) {
        while !self.body().contains(words) {
            self.next().await.expect(words);
        }
    }

    pub async fn hears(&mut self, kind: &str) {
        while self.next().await.expect(kind).0 != kind {}
    }

    pub async fn is_cut_off(&mut self) {
        while self.next().await.is_some() {}
    }

    pub async fn leaves(self) {
        self.carrier.close().await;
    }

    pub fn body(&self) -> String {
        body(&self.doc)
    }

    /// Takes the next frame: its type and its sentence, if any. None once the connection is closed.
    pub async fn next(&mut self) -> Option<(String, String)> {
        let frame = self.carrier.next().await?;
        Some(self.takes(&frame).await)
    }

    async fn takes(&mut self, frame: &Bytes) -> (String, String) {
        let mut decoder = Decoder::new(frame);
        let (mut kind, mut sentence) = (String::new(), String::new());
        let count = decoder.map().unwrap().expect("a definite map");
        for _ in 0..count {
            match (decoder.str().unwrap(), decoder.datatype().unwrap()) {
                ("type", _) => kind = decoder.str().unwrap().to_owned(),
                ("message", _) => sentence = decoder.str().unwrap().to_owned(),
                ("data", Type::Bytes) if kind == "ephemeral" => {
                    let said = decoder.bytes().unwrap();
                    sentence = String::from_utf8_lossy(said).into_owned();
                    self.heard.push(said.to_vec());
                }
                ("data", Type::Bytes) => {
                    let message = Message::decode(decoder.bytes().unwrap()).unwrap();
                    self.heads.clone_from(&message.heads);
                    self.doc
                        .receive_sync_message(&mut self.state, message)
                        .unwrap();
                    self.speaks().await;
                }
                _ => decoder.skip().unwrap(),
            }
        }
        (kind, sentence)
    }

    /// Says to the others that it is in the text.
    pub async fn is_present(&mut self, page: &str) {
        let mut encoder = Encoder::new(Vec::new());
        encoder.map(2).unwrap();
        encoder.str("kind").unwrap().str("presence").unwrap();
        encoder.str("session").unwrap().str(page).unwrap();
        self.send("ephemeral", Some(&encoder.into_writer())).await;
    }

    async fn speaks(&mut self) {
        if let Some(message) = self.doc.generate_sync_message(&mut self.state) {
            self.send("sync", Some(&message.encode())).await;
        }
    }

    /// Sends a frame about the document, written as another client would.
    pub async fn send(&mut self, kind: &str, data: Option<&[u8]>) {
        let frame = frame(kind, self.document, data);
        self.carrier.send(frame).await;
    }
}

/// A frame as a client writes it.
pub fn frame(kind: &str, document: DocumentId, data: Option<&[u8]>) -> Vec<u8> {
    frame_about(kind, &document_name(document), data)
}

fn frame_about(kind: &str, name: &str, data: Option<&[u8]>) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    encoder.begin_map().unwrap();
    encoder.str("type").unwrap().str(kind).unwrap();
    encoder.str("documentId").unwrap().str(name).unwrap();
    if let Some(data) = data {
        encoder.str("data").unwrap().bytes(data).unwrap();
    }
    encoder.end().unwrap();
    encoder.into_writer()
}

fn body(doc: &Automerge) -> String {
    let object = doc.get(ROOT, "body").unwrap().unwrap().1;
    let text = doc.text(object).unwrap();
    text.trim_start_matches('\u{FFFC}').to_owned()
}
