//! A request has a name, which its sender can quote.

use uuid::Uuid;

use crate::web::testing::{Browser, TestApp};

/// Requests of the tests come from this address.
const PEER: [u8; 4] = [192, 0, 2, 7];

async fn behind_a_proxy() -> TestApp {
    TestApp::with(|config| config.proxies = vec![PEER.into()]).await
}

async fn name(mut browser: Browser) -> String {
    let page = browser.get("/nulle-part").await;
    let name = page.header("x-request-id").expect("a name").to_owned();
    page.assert_shows(&format!("<code>{name}</code>"));
    name
}

#[tokio::test]
async fn a_page_that_says_no_shows_the_name_that_the_log_has() {
    let app = TestApp::new().await;
    let one = name(app.anyone()).await;
    assert!(Uuid::try_parse(&one).is_ok(), "{one}");
    assert_ne!(one, name(app.anyone()).await);
    let page = app.anyone().get("/api/nulle-part").await;
    assert_eq!(page.json()["request"].as_str(), page.header("x-request-id"));
}

#[tokio::test]
async fn a_known_proxy_names_requests_and_nobody_else_does() {
    let given = "9f86d081884c7d65";
    let proxied = behind_a_proxy().await;
    let named = |name: &str| proxied.anyone().with_header("x-request-id", name);
    assert_eq!(name(named(given)).await, given);
    for odd in ["court", "<b>gras</b>", "deux mots ici", &"a".repeat(65)] {
        assert_ne!(name(named(odd)).await, odd);
    }
    let direct = TestApp::new().await;
    let stranger = direct.anyone().with_header("x-request-id", given);
    assert_ne!(name(stranger).await, given);
}

#[tokio::test]
async fn requests_are_counted_by_the_pattern_of_their_address() {
    let app = TestApp::new().await;
    for id in [Uuid::now_v7(), Uuid::now_v7()] {
        let path = format!("/textes/{id}?titre=secret");
        app.as_direction("sicoval").get(&path).await;
    }
    app.anyone().get("/wp-login.php").await;
    let text = app.app.metrics.exposed();
    let counted = |labels: &str| text.contains(&format!("dires_http_requests_total{{{labels}}}"));
    assert!(text.contains(
        "dires_http_requests_total{method=\"GET\",route=\"/textes/{id}\",status=\"404\"} 2"
    ));
    assert!(counted("method=\"GET\",route=\"none\",status=\"404\""));
    assert!(!text.contains("secret") && !text.contains("wp-login"));
    assert!(text.contains("dires_http_requests_under_way 0"));
}
