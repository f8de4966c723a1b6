//! Refuses what another site makes a browser send: the request's origin, and a token in each form.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

use super::errors::Problem;
use crate::app::App;
use crate::entropy::Token;

/// The hidden field that carries the token.
pub const FIELD: &str = "jeton";

/// What the forms of a session carry: derived from its token, which the page itself does not show.
pub fn form_token(session: &Token) -> String {
    let mut hash = Sha256::new();
    hash.update(b"dires: jeton de formulaire\0");
    hash.update(session.secret().as_bytes());
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

/// Whether a form's token is the session's; it takes the same time whatever the answer.
pub fn same_token(expected: &str, given: &str) -> bool {
    expected.as_bytes().ct_eq(given.as_bytes()).into()
}

/// The layer: a request that changes something must come from a page of this site.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if safe || same_origin(&app, request.headers()) {
        next.run(request).await
    } else {
        Problem::Forged.into_response()
    }
}

/// Whether the browser says that the request comes from a page of this site. A request without `Origin` nor
/// `Sec-Fetch-Site` does not come from a browser's page: other programs have no cookies to abuse.
pub fn same_origin(app: &App, headers: &HeaderMap) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value: &axum::http::HeaderValue| value.to_str().unwrap_or("?"))
    };
    if let Some(origin) = text(header::ORIGIN) {
        return is_ours(app, origin, text(header::HOST));
    }
    match text(header::HeaderName::from_static("sec-fetch-site")) {
        Some(site) => site == "same-origin" || site == "none",
        None => true,
    }
}

/// The public address, or the very host that the request was sent to.
fn is_ours(app: &App, origin: &str, host: Option<&str>) -> bool {
    let public = &app.config.public_url;
    if origin.eq_ignore_ascii_case(public) {
        return true;
    }
    let scheme = if app.config.is_https() {
        "https://"
    } else {
        "http://"
    };
    match (origin.strip_prefix(scheme), host) {
        (Some(origin), Some(host)) => origin.eq_ignore_ascii_case(host),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::web::testing::TestApp;

    #[tokio::test]
    async fn a_form_without_its_token_or_with_another_ones_is_refused() {
        let app = TestApp::new().await;
        let (mut one, mut other) = (app.as_direction("sicoval"), app.as_presidency("sicoval"));
        one.get("/compte").await;
        other.get("/compte").await;
        let of_other = super::form_token(&super::Token::presented(other.session().unwrap()));
        for fields in [&[][..], &[("jeton", "")], &[("jeton", of_other.as_str())]] {
            let page = one.submit_bare("/deconnexion-partout", fields).await;
            page.assert_status(403).assert_shows("Formulaire refusé");
        }
        one.get("/compte").await.assert_status(200);
    }

    #[tokio::test]
    async fn a_form_from_another_site_is_refused_even_with_the_token() {
        let app = TestApp::new().await;
        for (header, value) in [
            ("origin", "https://ailleurs.example"),
            ("origin", "null"),
            ("origin", "https://dires.exemple.fr"),
        ] {
            let mut browser = app.as_direction("sicoval").with_header(header, value);
            let page = browser.submit("/deconnexion-partout", &[]).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{header}: {value}");
        }
    }

    #[tokio::test]
    async fn the_public_address_and_the_host_asked_are_this_site() {
        let app = TestApp::with(|config| config.public_url = "http://public.example".into()).await;
        for origin in ["http://public.example", "http://dires.exemple.fr"] {
            let mut browser = app.as_direction("sicoval").with_header("origin", origin);
            browser.submit("/deconnexion", &[]).await.assert_status(303);
        }
    }
}
