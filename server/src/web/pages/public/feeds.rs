//! `/dires.atom`, `/sitemap.xml`, `/robots.txt`: the same texts, for programs.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse as _;

use super::site;
use crate::app::App;
use crate::publish::feed;
use crate::web::messages::public as say;
use crate::web::{Answer, Frame};

/// Programs come back often, and a minute more changes nothing to them; an embargo still ends on time.
const A_MINUTE: (header::HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=60");

/// Gives the Atom feed.
pub async fn atom(State(app): State<App>, frame: Frame) -> Answer {
    let now = app.clock.now();
    let texts = app.db.read().await?.public_texts(now).await?;
    let feed = feed::atom(
        &site(&app, &frame),
        &texts,
        |text| say::kind(text.kind),
        now,
    );
    let kind = (header::CONTENT_TYPE, "application/atom+xml; charset=utf-8");
    Ok(([kind, A_MINUTE], feed).into_response())
}

/// Gives the sitemap.
pub async fn sitemap(State(app): State<App>, frame: Frame) -> Answer {
    let texts = app.db.read().await?.public_texts(app.clock.now()).await?;
    let map = feed::sitemap(&site(&app, &frame), &texts);
    let kind = (header::CONTENT_TYPE, "application/xml; charset=utf-8");
    Ok(([kind, A_MINUTE], map).into_response())
}

/// Says to search engines that they may read what is public, and where the sitemap is.
pub async fn robots(State(app): State<App>) -> Answer {
    let robots = format!(
        "User-agent: *\nDisallow: /connexion\nDisallow: /invitation/\nDisallow: /api/\nSitemap: {}/sitemap.xml\n",
        app.config.public_url
    );
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((kind, robots).into_response())
}
