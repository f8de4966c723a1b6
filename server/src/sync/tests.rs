//! The hub behind the real door.

use axum::http::StatusCode;

use crate::web::testing::TestApp;

#[tokio::test]
async fn the_door_is_shut_before_the_upgrade() {
    let app = TestApp::new().await;
    let unknown = app.anyone().get("/sync").await;
    unknown.assert_status(StatusCode::UNAUTHORIZED.as_u16());
}
