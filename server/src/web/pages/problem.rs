//! The page of a request that has no other answer: what happened, that nothing is lost, what to do.

use askama::Template;
use axum::response::{Html, IntoResponse as _, Response};

use crate::web::errors::Face;
use crate::web::layout::Frame;
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "pages/problem.html")]
struct Problem<'f> {
    frame: Frame,
    face: &'f Face,
}

/// Draws the page; its bare sentences if even the template fails.
pub fn draw(visit: &Visit, face: &Face) -> Response {
    let frame = Frame::of(visit).titled(face.title.clone());
    let page = Problem { frame, face };
    match page.render() {
        Ok(html) => (face.status, Html(html)).into_response(),
        Err(_) => (face.status, format!("{}\n{}", face.sentence, face.advice)).into_response(),
    }
}
