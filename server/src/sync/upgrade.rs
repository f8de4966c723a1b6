//! From a request to the socket under it: what makes a connection of the site a WebSocket of the hub.
//!
//! The socket leaves the runtime that serves pages for the hub's own, so that what it carries never crosses threads.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto::upgrade::downcast;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::handshake::server::create_response;

/// What is answered to a request for a WebSocket, and the socket that will follow: 400 for what does not ask for one.
pub fn accept(request: Request) -> Result<(Response, OnUpgrade), StatusCode> {
    let (mut parts, _) = request.into_parts();
    let upgrade = parts.extensions.remove::<OnUpgrade>();
    let asked = axum::http::Request::from_parts(parts, ());
    let answer = create_response(&asked).map_err(|error| {
        tracing::debug!(%error, "not a request for a WebSocket");
        StatusCode::BAD_REQUEST
    })?;
    // Only what a server carries over TCP has one.
    let upgrade = upgrade.ok_or(StatusCode::BAD_REQUEST)?;
    Ok((answer.map(|()| Body::empty()), upgrade))
}

/// The socket, once the answer is sent, in the runtime that calls; and what was read from it already.
pub async fn socket(upgrade: OnUpgrade) -> Result<(TcpStream, Bytes), std::io::Error> {
    let upgraded = upgrade.await.map_err(std::io::Error::other)?;
    let parts = downcast::<TokioIo<TcpStream>>(upgraded)
        .map_err(|_| std::io::Error::other("the site is not served over TCP"))?;
    let socket = TcpStream::from_std(parts.io.into_inner().into_std()?)?;
    // A keystroke is not kept until there are more.
    socket.set_nodelay(true)?;
    Ok((socket, parts.read_buf))
}
