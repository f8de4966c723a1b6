//! What only attacks need of a server and of a client.

use super::super::super::Settings;
use super::super::carrier::{Carrier, DEADLINE, Socket};
use super::{Bytes, Change, Client, DocumentId, Served, frame_about, serve};

impl Served {
    /// Somebody who has another text open.
    pub async fn client_on(&self, email: &str, document: DocumentId) -> Client {
        let cookie = self.logs_in(email).await;
        let carrier = Carrier::socket(self.address, &cookie).await;
        Client::open(carrier, document).await
    }

    /// Somebody who asks for this document, and has heard nothing of it yet.
    pub async fn knocks_on(&self, email: &str, document: DocumentId) -> Client {
        let cookie = self.logs_in(email).await;
        let carrier = Carrier::socket(self.address, &cookie).await;
        let mut client = Client::stranger(carrier, document);
        client.send("join", None).await;
        client.hears("peer").await;
        client.speaks().await;
        client
    }

    /// Somebody whose WebSocket is open, and who has said nothing.
    pub async fn stranger(&self, email: &str) -> Client {
        let cookie = self.logs_in(email).await;
        let carrier = Carrier::socket(self.address, &cookie).await;
        Client::stranger(carrier, self.document)
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
        let waited = tokio::time::timeout(DEADLINE, wait).await;
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
}

impl Client {
    /// Types in the body without a word to the server; the change.
    pub fn edits(&mut self, text: &str) -> Change {
        self.edits_in("body", 1, text)
    }

    /// Waits until it has so many heads.
    pub async fn knows(&mut self, heads: usize) {
        while self.doc.get_heads().len() != heads {
            self.next().await.expect("changes");
        }
    }

    /// The next frame, as it came.
    pub async fn next_frame(&mut self) -> Bytes {
        self.carrier.next().await.expect("a frame")
    }

    /// Its WebSocket.
    pub fn socket(&mut self) -> &mut Socket {
        match &mut self.carrier {
            Carrier::Socket(socket) => socket,
            Carrier::Line(_) => panic!("it has a line"),
        }
    }

    /// The same about another document.
    pub async fn send_about(&mut self, name: &str, kind: &str, data: Option<&[u8]>) {
        self.carrier.send(frame_about(kind, name, data)).await;
    }

    /// Sends any bytes as a frame.
    pub async fn send_raw(&mut self, frame: Vec<u8>) {
        self.carrier.send(frame).await;
    }
}
