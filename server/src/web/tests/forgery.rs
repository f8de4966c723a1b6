//! No form of another site, and none without its token, changes anything.

use uuid::Uuid;

use super::addresses;
use crate::web::testing::TestApp;

/// Every address that takes a POST, with something in each place.
fn posts() -> Vec<String> {
    let id = Uuid::now_v7().to_string();
    let filled = |path: &str| {
        ["{id}", "{mandat}"]
            .iter()
            .fold(path.to_owned(), |path, place| path.replace(place, &id))
            .replace("{slug}", "sicoval")
            .replace("{jeton}", "inconnu")
            .replace("{numero}", "1")
    };
    let posts: Vec<_> = addresses("post(").map(filled).collect();
    assert!(posts.len() > 20, "routes.rs is read");
    posts
}

/// How a form without its token is refused.
fn refusal(path: &str) -> u16 {
    match path.split('/').nth(1) {
        // These take no form at all.
        Some("api" | "sync") => 400,
        // A mail program stops news without a page: the right to is the secret of the link, which is wrong here.
        Some("courriels") => 404,
        // An image is its own body: what another site sends is known by its origin alone, below.
        _ if path.ends_with("/images") => 404,
        _ => 403,
    }
}

#[tokio::test]
async fn without_its_token_no_form_is_taken() {
    let app = TestApp::new().await;
    let mut office = app.as_secretariat();
    for path in posts() {
        let page = office.submit_bare(&path, &[("nom", "x")]).await;
        assert_eq!(page.status, refusal(&path), "{path}\n{}", page.text);
    }
    office.get("/compte").await.assert_status(200);
}

#[tokio::test]
async fn from_another_site_nothing_is_taken_even_with_the_token() {
    let app = TestApp::new().await;
    let mut office = app
        .as_secretariat()
        .with_header("origin", "https://ailleurs.example");
    for path in posts() {
        let page = office.submit(&path, &[]).await;
        assert_eq!(page.status, 403, "{path}\n{}", page.text);
        let page = office.post_json(&path, &serde_json::json!({})).await;
        assert_eq!(page.status, 403, "{path}\n{}", page.text);
    }
}
