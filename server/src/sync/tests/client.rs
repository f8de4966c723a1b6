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
use dires_domain::paper::PaperKind;
use dires_domain::sheet::Sheet;
use dires_domain::text::{Block, Text};
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
use crate::papers::{Asker, create};
use crate::storage::sessions::NewSession;
use crate::web::router;
use crate::web::testing::TestApp;

/// The tests' association, a text in rédaction, and the server.
pub struct Served {
    pub app: App,
    pub document: DocumentId,
    pub paper: PaperId,
    test: TestApp,
    address: SocketAddr,
}

impl Served {
    pub async fn new(settings: Settings) -> Self {
        let test = TestApp::new().await;
        let app = test.app.with_hub(settings);
        let (paper, document) = text(&test).await;
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
        text(&self.test).await.1
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

    pub async fn renames_table(&self, from: &'static str, to: &'static str) {
        let statement = match (from, to) {
            ("change", _) => "alter table change rename to elsewhere",
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

async fn text(test: &TestApp) -> (PaperId, DocumentId) {
    let person = test.person("direction@sicoval.exemple.fr").await;
    let app = &test.app;
    let mut tx = app.db.write().await.unwrap();
    let mandates = tx.mandates_of(person).await.unwrap();
    let asker = Asker {
        person,
        mandates: &mandates,
        now: app.clock.now(),
        today: app.clock.today(),
    };
    let perimeter = vec![
        test.territory("sicoval").await,
        test.territory("grand-montauban").await,
    ];
    let sheet = Sheet {
        kind: PaperKind::Dire,
        title: "Titre".to_owned(),
        perimeter,
        strand: None,
        addressee: String::new(),
        deadline: None,
        call: None,
    };
    let words = Text {
        title: String::new(),
        blocks: vec![Block::paragraph("Bonjour")],
    };
    let start = create::Start {
        sheet,
        text: words,
        corrects: None,
        demonstration: true,
    };
    let paper = create::create(&mut tx, &asker, start).await.unwrap();
    let document = tx.paper(paper).await.unwrap().expect("a text").document;
    tx.save().await.unwrap();
    (paper, document.expect("a document"))
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
            "ephemeral" => self.heard.push(data),
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
        // One that was cut off meanwhile is told so by what it reads.
        let _cut = self.socket.send(frame).await;
    }
}

fn body(doc: &Automerge) -> String {
    let object = doc.get(ROOT, "body").unwrap().unwrap().1;
    let text = doc.text(object).unwrap();
    text.trim_start_matches('\u{FFFC}').to_owned()
}
