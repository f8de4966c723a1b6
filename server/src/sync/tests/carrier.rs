//! What carries a client's frames: a WebSocket, or a line over plain HTTP.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, BodyDataStream, Bytes};
use axum::http::{Method, Request, StatusCode, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite;
use tower::ServiceExt as _;

/// How long anything may take before a test fails.
pub const DEADLINE: Duration = Duration::from_secs(20);

pub type Socket = WebSocketStream<TcpStream>;

pub enum Carrier {
    Socket(Box<Socket>),
    Line(Line),
}

impl Carrier {
    pub async fn socket(address: SocketAddr, cookie: &str) -> Self {
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
        let stream = tcp.connect(address).await.unwrap();
        let connected = tokio_tungstenite::client_async(request, stream).await;
        Self::Socket(Box::new(connected.unwrap().0))
    }

    pub async fn send(&mut self, frame: Vec<u8>) {
        match self {
            // One that was cut meanwhile says so when it is read.
            Self::Socket(socket) => drop(socket.send(tungstenite::Message::binary(frame)).await),
            // On a line that is gone it is lost, as on a socket that closes.
            Self::Line(line) => drop(line.delivers(&[&frame]).await),
        }
    }

    /// The next frame. None once the connection is closed.
    pub async fn next(&mut self) -> Option<Bytes> {
        let socket = match self {
            Self::Socket(socket) => socket,
            Self::Line(line) => return line.next().await,
        };
        loop {
            let next = timeout(DEADLINE, socket.next()).await;
            match next.expect("something happens") {
                Some(Ok(tungstenite::Message::Binary(frame))) => return Some(frame),
                Some(Ok(tungstenite::Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    pub async fn close(self) {
        if let Self::Socket(mut socket) = self {
            WebSocketStream::close(&mut socket, None).await.unwrap();
        }
    }
}

/// The address of a flux.
pub const FLUX: &str = "/sync/flux";

/// A request of a page of this site.
pub fn request(method: Method, path: &str, cookie: &str) -> axum::http::request::Builder {
    let host = crate::web::testing::browser::HOST;
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, host)
        .header(header::ORIGIN, format!("http://{host}"))
        .header(header::COOKIE, cookie)
}

/// A line over plain HTTP, as a page holds it.
pub struct Line {
    router: Router,
    pub cookie: String,
    pub name: String,
    /// Of the next delivery.
    pub number: u64,
    flux: BodyDataStream,
    text: String,
    /// Comments heard: how often the server showed that the line stands.
    pub pings: usize,
}

impl Line {
    pub async fn open(router: Router, cookie: String) -> Self {
        let asked = request(Method::GET, FLUX, &cookie);
        let asked = asked.body(Body::empty()).unwrap();
        let answer = router.clone().oneshot(asked).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["cache-control"], "no-store, no-transform");
        assert_eq!(answer.headers()["x-accel-buffering"], "no");
        let mut line = Self {
            router,
            cookie,
            name: String::new(),
            number: 1,
            flux: answer.into_body().into_data_stream(),
            text: String::new(),
            pings: 0,
        };
        let opening = line.event().await.expect("an opening");
        let (_, name) = opening.split_once("event: liaison\ndata: ").unwrap();
        name.clone_into(&mut line.name);
        line
    }

    /// Delivers these frames in one POST.
    pub async fn delivers(&mut self, frames: &[&[u8]]) -> StatusCode {
        let mut body = Vec::new();
        for frame in frames {
            let length = u32::try_from(frame.len()).unwrap();
            body.extend_from_slice(&length.to_be_bytes());
            body.extend_from_slice(frame);
        }
        self.number += 1;
        let cookie = self.cookie.clone();
        self.posts(self.number - 1, &cookie, body).await.status()
    }

    /// Posts this body under this number, with this cookie.
    pub async fn posts(&self, number: u64, cookie: &str, body: Vec<u8>) -> Response {
        let path = format!("/sync/envoi?liaison={}&numero={number}", self.name);
        let posted = request(Method::POST, &path, cookie);
        let posted = posted.body(Body::from(body)).unwrap();
        let answer = self.router.clone().oneshot(posted);
        timeout(DEADLINE, answer).await.expect("an answer").unwrap()
    }

    /// The next frame. None once the flux has ended.
    pub async fn next(&mut self) -> Option<Bytes> {
        loop {
            let event = self.event().await?;
            if let Some(text) = event.strip_prefix("data: ") {
                return Some(STANDARD.decode(text).unwrap().into());
            }
            assert!(event.starts_with(':'), "{event}");
            self.pings += 1;
        }
    }

    async fn event(&mut self) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let event = event.to_owned();
                self.text = rest.to_owned();
                return Some(event);
            }
            let piece = timeout(DEADLINE, self.flux.next());
            let piece = piece.await.expect("a piece of the flux")?.unwrap();
            self.text.push_str(std::str::from_utf8(&piece).unwrap());
        }
    }
}
