//! The built styles, scripts and fonts, held by the binary (a debug build reads them from `web/dist`).
//!
//! Without `web/dist` the server and its tests work, without styles nor editor.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::Problem;

#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Dist;

/// Under a name that holds a hash of its content, a file never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// From a file's name to the name that holds its hash: `{"site.css": "site-4F2A.css"}`.
static MANIFEST: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let file = Dist::get("manifest.json");
    file.and_then(|file| serde_json::from_slice(&file.data).ok())
        .unwrap_or_default()
});

/// Whether the web part was built.
pub fn are_built() -> bool {
    !MANIFEST.is_empty()
}

/// The address of a built file, such as `site.css`.
pub fn address(name: &str) -> String {
    let hashed = MANIFEST.get(name).map_or(name, String::as_str);
    format!("/assets/{hashed}")
}

/// The built file that a browser runs beside the pages, without which they work.
const WORKER: &str = "service-worker.js";

/// Serves the service worker at an address that never changes, so that each release replaces the one before; its place
/// at the root is what lets it answer for every page.
pub async fn worker(headers: HeaderMap) -> Result<Response, Problem> {
    let name = MANIFEST.get(WORKER).ok_or(Problem::NotFound)?;
    let mut response = serve(Path(name.clone()), headers).await?;
    let asked_each_time = value("no-cache");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, asked_each_time);
    Ok(response)
}

/// Serves a built file, in the smallest of the encodings that were made ahead and that the browser takes.
pub async fn serve(Path(path): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let (file, encoding) = find(&path, accepted).ok_or(Problem::NotFound)?;
    let kind = mime_guess::from_path(&path).first_or_octet_stream();
    let mut response = file.data.into_response();
    let sent = response.headers_mut();
    sent.insert(header::CONTENT_TYPE, value(&with_charset(kind.as_ref())));
    sent.insert(header::CACHE_CONTROL, value(FOREVER));
    sent.insert(header::VARY, value("accept-encoding"));
    if let Some(encoding) = encoding {
        sent.insert(header::CONTENT_ENCODING, value(encoding));
    }
    Ok(response)
}

fn find(path: &str, accepted: &str) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let takes = |name: &str| {
        accepted.split(',').any(|part| {
            let mut words = part.split(';').map(str::trim);
            words.next() == Some(name) && !words.any(|word| word == "q=0")
        })
    };
    for (encoding, extension) in [("br", "br"), ("gzip", "gz")] {
        if takes(encoding)
            && let Some(file) = Dist::get(&format!("{path}.{extension}"))
        {
            return Some((file, Some(encoding)));
        }
    }
    Some((Dist::get(path)?, None))
}

fn with_charset(kind: &str) -> String {
    if kind.starts_with("text/") {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_owned()
    }
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("a media type is visible ASCII")
}

#[cfg(test)]
mod tests {
    use super::{address, are_built};
    use crate::web::testing::TestApp;

    #[tokio::test]
    async fn what_is_not_built_does_not_exist_and_nothing_else_is_served() {
        let app = TestApp::new().await;
        for path in [
            "/assets/absent.css",
            "/assets/%2e%2e/package.json",
            "/assets/..%2fpackage.json",
        ] {
            let page = app.anyone().get(path).await;
            page.assert_status(404);
            assert_eq!(page.header("cache-control"), Some("no-store"));
        }
    }

    #[tokio::test]
    async fn the_service_worker_is_asked_for_anew_each_time_and_names_this_release() {
        let page = TestApp::new()
            .await
            .anyone()
            .get("/service-worker.js")
            .await;
        if !are_built() {
            page.assert_status(404);
            return;
        }
        page.assert_status(200)
            .assert_shows(&address("editor.js"))
            .assert_shows(&address("automerge.wasm"));
        assert_eq!(page.header("cache-control"), Some("no-cache"));
        let kind = page.header("content-type").unwrap_or_default();
        assert!(kind.starts_with("text/javascript"), "{kind}");
    }

    #[tokio::test]
    async fn a_built_file_is_kept_for_ever_and_sent_as_small_as_it_can_be() {
        if !are_built() {
            println!("web/dist is not built: nothing to serve, nothing checked");
            return;
        }
        let app = TestApp::new().await;
        let encoding =
            |page: &crate::web::testing::Page| page.header("content-encoding").map(str::to_owned);
        for (name, kind) in [
            ("site.css", "text/css; charset=utf-8"),
            ("editor.js", "text/javascript; charset=utf-8"),
            ("automerge.wasm", "application/wasm"),
        ] {
            for (accepted, sent) in [
                ("gzip, br;q=1", Some("br")),
                ("gzip", Some("gzip")),
                ("br;q=0", None),
            ] {
                let page = app
                    .anyone()
                    .with_header("accept-encoding", accepted)
                    .get(&address(name))
                    .await;
                page.assert_status(200);
                assert_eq!(encoding(&page).as_deref(), sent, "{name}, {accepted}");
                assert_eq!(page.header("content-type"), Some(kind));
                assert_eq!(
                    page.header("cache-control"),
                    Some("public, max-age=31536000, immutable")
                );
            }
        }
    }
}
