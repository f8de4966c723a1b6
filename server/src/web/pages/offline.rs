//! `/hors-ligne`: what the browser's service worker shows where there is no network. The same for everybody: what this
//! device keeps, and whose it is, is known to its own script (`web/src/offline/offline-page.ts`).

use askama::Template;

use crate::web::messages::offline as say;
use crate::web::{Answer, Frame, page};

#[derive(Template)]
#[template(path = "pages/offline.html")]
struct Offline {
    frame: Frame,
}

/// Shows the page, with nothing in it of who asks.
pub async fn show(frame: Frame) -> Answer {
    let mut frame = frame.titled(say::TITLE);
    frame.someone = None;
    frame.message = None;
    page(&Offline { frame })
}

#[cfg(test)]
mod tests {
    use crate::web::testing::TestApp;

    #[tokio::test]
    async fn the_page_that_is_kept_is_the_same_whoever_asks_for_it() {
        let app = TestApp::new().await;
        let mine = app.as_direction("sicoval").get("/hors-ligne").await;
        let anyones = app.anyone().get("/hors-ligne").await;
        mine.assert_status(200).assert_shows("Hors ligne");
        assert_eq!(mine.text, anyones.text);
    }
}
