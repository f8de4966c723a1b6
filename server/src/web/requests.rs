//! What a request leaves behind: one line in the log, one more in the counts, and a name that its sender can quote.
//!
//! Logged are the method, the pattern of the address, the status, the time and identifiers. Never what somebody wrote,
//! who they are called, nor the address itself: it may carry a secret (`/invitation/…`) or words (`?titre=…`).

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;
use uuid::Uuid;

use super::visit::Visit;
use crate::app::App;

/// In which a proxy names a request, and the answer repeats it.
const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// The longest name that is taken from a proxy.
const LONGEST: usize = 64;
/// What browsers and watchers ask for all the time: logged at `debug`.
const USUAL: [&str; 3] = ["/assets/{*path}", "/healthz", "/readyz"];

/// A request's name: the proxy's, or a UUID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

impl RequestId {
    fn of(request: &Request, proxies: &[IpAddr]) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let known = peer.is_some_and(|peer| proxies.contains(&peer.0.ip()));
        let said = request.headers().get(HEADER).filter(|_| known);
        let said = said.and_then(|value| value.to_str().ok()).filter(is_sane);
        Self(said.map_or_else(|| Uuid::now_v7().to_string(), str::to_owned))
    }
}

/// Letters, digits and little else: it stands in the log, and on pages.
fn is_sane(text: &&str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    (8..=LONGEST).contains(&text.len()) && text.bytes().all(plain)
}

/// What is known of a request once it is answered.
struct Done<'r> {
    method: &'r str,
    route: Option<&'r str>,
    status: u16,
    person: Option<String>,
    took: Duration,
}

/// The outermost layer.
pub async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let under_way = app.metrics.request_begun();
    let id = RequestId::of(&request, &app.config.proxies);
    let span = tracing::info_span!("request", id = id.0);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).instrument(span.clone()).await;
    drop(under_way);
    let done = Done {
        method: method.as_str(),
        route: route.as_ref().map(MatchedPath::as_str),
        status: response.status().as_u16(),
        person: person(&response),
        took: began.elapsed(),
    };
    app.metrics
        .answered(done.method, done.route, done.status, done.took);
    span.in_scope(|| log(&done));
    // Letters and digits, or a UUID: always a header's value.
    if let Ok(value) = HeaderValue::try_from(id.0) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

fn person(response: &Response) -> Option<String> {
    let visit = response.extensions().get::<Visit>()?;
    Some(visit.someone.as_ref()?.person.id.to_string())
}

fn log(done: &Done) {
    let Done { method, status, .. } = done;
    let (route, person) = (done.route.unwrap_or("none"), done.person.as_deref());
    let ms = (done.took.as_secs_f64() * 1e6).round() / 1e3;
    if USUAL.contains(&route) {
        tracing::debug!(method, route, status, ms, "answered");
    } else {
        tracing::info!(method, route, status, ms, person, "answered");
    }
}

#[cfg(test)]
mod tests;
