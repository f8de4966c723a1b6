//! The policy is on every answer: pages, errors, files, redirections.

use super::addresses;
use crate::config::Config;
use crate::web::testing::TestApp;

#[tokio::test]
async fn every_answer_says_what_a_browser_may_load_and_is_not_kept() {
    let app = TestApp::new().await;
    let (mut office, mut anyone) = (app.as_secretariat(), app.anyone());
    for path in addresses("get(").map(|path| path.replace(['{', '}', '*'], "")) {
        // What is sent to who is admitted there has no end.
        let endless = path == "/sync/flux";
        for someone in [&mut office, &mut anyone]
            .into_iter()
            .skip(usize::from(endless))
        {
            let page = someone.get(&path).await;
            let policy = page.header("content-security-policy").unwrap_or_default();
            assert!(
                policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"),
                "{path}: {policy}"
            );
            assert!(
                policy.ends_with("frame-ancestors 'none'"),
                "{path}: {policy}"
            );
            assert_eq!(
                page.header("x-content-type-options"),
                Some("nosniff"),
                "{path}"
            );
            assert_eq!(
                page.header("referrer-policy"),
                Some("same-origin"),
                "{path}"
            );
            assert!(page.header("cache-control").is_some(), "{path}");
        }
    }
}

#[tokio::test]
async fn what_one_person_reads_is_kept_by_no_cache() {
    let app = TestApp::new().await;
    for path in [
        "/",
        "/tableau",
        "/compte",
        "/secretariat/personnes",
        "/api/textes",
        "/nulle-part",
    ] {
        let page = app.as_secretariat().get(path).await;
        assert_eq!(page.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[tokio::test]
async fn a_site_reached_over_https_is_never_reached_otherwise_again() {
    let name = "strict-transport-security";
    let plain = TestApp::new().await;
    for path in ["/", "/nulle-part", "/healthz"] {
        assert_eq!(plain.anyone().get(path).await.header(name), None, "{path}");
        let https = |config: &mut Config| config.public_url = "https://dires.exemple.fr".to_owned();
        let page = TestApp::with(https).await.anyone().get(path).await;
        assert_eq!(page.header(name), Some("max-age=31536000"), "{path}");
    }
}
