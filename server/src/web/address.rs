//! Where a request comes from.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;

use crate::app::App;

/// The network address of the sender: the connection's, or the one that a known reverse proxy says it received from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<App> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |info| info.0.ip());
        if !app.config.proxies.contains(&peer) {
            return Ok(Self(peer));
        }
        Ok(Self(forwarded(parts, &app.config.proxies).unwrap_or(peer)))
    }
}

/// The last address of `X-Forwarded-For` that is not a proxy's: those before it are the sender's word.
fn forwarded(parts: &Parts, proxies: &[IpAddr]) -> Option<IpAddr> {
    let headers = parts.headers.get_all("x-forwarded-for").iter();
    let all: Vec<IpAddr> = headers
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|address| address.trim().parse().ok())
        .collect();
    all.into_iter()
        .rev()
        .find(|address| !proxies.contains(address))
}
