//! A server on a port of its own, and a client made of a socket and a document.

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
use futures_util::{SinkExt as _, StreamExt as _};
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::super::wire::document_name;
use super::super::{Hub, Settings};
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

    /// Somebody who has the text open and is up to date.
    pub async fn client(&self, email: &str) -> Client {
        let mut client = self.stranger(email).await;
        client.arrives().await;
        client
    }

    /// Somebody whose connection is open, and who has said nothing.
    pub async fn stranger(&self, email: &str) -> Client {
        self.stranger_on(email, self.document).await
    }

    /// Somebody who has another text open.
    pub async fn client_on(&self, email: &str, document: DocumentId) -> Client {
        let mut client = self.stranger_on(email, document).await;
        client.arrives().await;
        client
    }

    async fn stranger_on(&self, email: &str, document: DocumentId) -> Client {
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
        let cookie = format!("dires={}", token.secret());
        Client::stranger(self.address, &cookie, document).await
    }

    /// How many changes of the document the database has.
    pub async fn stored_changes(&self) -> i64 {
        let mut tx = self.app.db.read().await.unwrap();
        let counted = tx.query("select count(*) from change where document_id = $1");
        let (count,): (i64,) = counted.bind(self.document.0).one().await.unwrap();
        count
    }

    /// Waits until the database has so many changes of the document.
    pub async fn until_stored(&self, count: i64) {
        let wait = async {
            while self.stored_changes().await < count {
                tokio::task::yield_now().await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, wait).await;
        waited.expect("they are stored");
    }

    /// One more text.
    pub async fn another_text(&self) -> DocumentId {
        self.test.text().await.1
    }

    /// The server stops, and another one starts on the same database.
    pub async fn restarts(&mut self, settings: Settings) {
        self.app = self.test.app.with_hub(settings);
        self.address = serve(&self.app).await;
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
            hub: Hub::new(
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

pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A page: a socket, a document, and the library's state of the exchange.
pub struct Client {
    pub socket: Socket,
    document: DocumentId,
    pub doc: Automerge,
    state: State,
    heads: Vec<ChangeHash>,
    /// What others said that is not kept.
    pub heard: Vec<Vec<u8>>,
}

/// What is not answered in so long is not answered.
const PATIENCE: Duration = Duration::from_secs(30);

impl Client {
    /// A client that has said nothing yet.
    async fn stranger(address: SocketAddr, cookie: &str, document: DocumentId) -> Self {
        use tungstenite::client::IntoClientRequest as _;
        let mut request = format!("ws://{address}/sync")
            .into_client_request()
            .unwrap();
        request
            .headers_mut()
            .insert("cookie", cookie.parse().unwrap());
        let tcp = tokio::net::TcpSocket::new_v4().unwrap();
        // Little waits on its side: a client that stops reading is soon seen to.
        tcp.set_recv_buffer_size(16 << 10).unwrap();
        let stream = MaybeTlsStream::Plain(tcp.connect(address).await.unwrap());
        let (socket, _) = tokio_tungstenite::client_async(request, stream)
            .await
            .unwrap();
        Self {
            socket,
            document,
            doc: Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit),
            state: State::new(),
            heads: Vec::new(),
            heard: Vec::new(),
        }
    }

    /// Says who it is, and takes the document.
    pub async fn arrives(&mut self) {
        self.send("join", None).await;
        self.hears("peer").await;
        self.speaks().await;
        while self.doc.get_heads().is_empty() {
            self.next().await.expect("the text");
        }
    }

    pub async fn types(&mut self, text: &str) {
        self.edits(text);
        self.speaks().await;
    }

    /// Types without a word to the server; the change.
    pub fn edits(&mut self, text: &str) -> Change {
        let object = self.doc.get(ROOT, "body").unwrap().unwrap().1;
        let at = |(): &()| CommitOptions::default().with_time(1_700_000_000);
        self.doc
            .transact_with::<_, _, automerge::AutomergeError, _>(at, |tx| {
                tx.splice_text(&object, 1, 0, text)
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

    /// Waits until it has so many heads.
    pub async fn knows(&mut self, heads: usize) {
        while self.doc.get_heads().len() != heads {
            self.next().await.expect("changes");
        }
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

    pub async fn hears(&mut self, kind: &str) {
        while self.next().await.expect(kind).0 != kind {}
    }

    pub async fn is_cut_off(&mut self) {
        while self.next().await.is_some() {}
    }

    pub async fn leaves(mut self) {
        self.socket.close(None).await.unwrap();
    }

    pub fn body(&self) -> String {
        body(&self.doc)
    }

    /// The next frame, as it came.
    pub async fn next_frame(&mut self) -> Bytes {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            match next.expect("something comes") {
                Some(Ok(tungstenite::Message::Binary(frame))) => return frame,
                other => assert!(matches!(other, Some(Ok(_))), "the connection ended"),
            }
        }
    }

    /// Takes the next frame: its type and its sentence, if any. None once the connection is closed.
    pub async fn next(&mut self) -> Option<(String, String)> {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.socket.next());
            match next.await.expect("something happens") {
                Some(Ok(tungstenite::Message::Binary(frame))) => {
                    return Some(self.takes(&frame).await);
                }
                Some(Ok(tungstenite::Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    async fn takes(&mut self, frame: &Bytes) -> (String, String) {
        let mut decoder = Decoder::new(frame);
        let (mut kind, mut sentence, mut data) = (String::new(), String::new(), Vec::new());
        let count = decoder.map().unwrap().expect("a definite map");
        for _ in 0..count {
            match (decoder.str().unwrap(), decoder.datatype().unwrap()) {
                ("type", _) => kind = decoder.str().unwrap().to_owned(),
                ("message", _) => sentence = decoder.str().unwrap().to_owned(),
                ("data", Type::Bytes) => data = decoder.bytes().unwrap().to_vec(),
                _ => decoder.skip().unwrap(),
            }
        }
        match &*kind {
            "sync" => self.receives(&data).await,
            "ephemeral" => {
                sentence = String::from_utf8_lossy(&data).into_owned();
                self.heard.push(data);
            }
            _ => {}
        }
        (kind, sentence)
    }

    async fn receives(&mut self, data: &[u8]) {
        let message = Message::decode(data).unwrap();
        self.heads.clone_from(&message.heads);
        self.doc
            .receive_sync_message(&mut self.state, message)
            .unwrap();
        self.speaks().await;
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
        self.send_about(&document_name(self.document), kind, data)
            .await;
    }

    /// The same about another document.
    pub async fn send_about(&mut self, name: &str, kind: &str, data: Option<&[u8]>) {
        let mut encoder = Encoder::new(Vec::new());
        encoder.begin_map().unwrap();
        encoder.str("type").unwrap().str(kind).unwrap();
        encoder.str("documentId").unwrap().str(name).unwrap();
        if let Some(data) = data {
            encoder.str("data").unwrap().bytes(data).unwrap();
        }
        encoder.end().unwrap();
        self.send_raw(encoder.into_writer()).await;
    }

    /// Sends any bytes as a frame.
    pub async fn send_raw(&mut self, frame: Vec<u8>) {
        let frame = tungstenite::Message::binary(frame);
        // A socket that was cut meanwhile says so when it is read.
        let _cut = self.socket.send(frame).await;
    }
}

fn body(doc: &Automerge) -> String {
    let object = doc.get(ROOT, "body").unwrap().unwrap().1;
    let text = doc.text(object).unwrap();
    text.trim_start_matches('\u{FFFC}').to_owned()
}
