//! `/mentions-legales`, `/accessibilite`, `/confidentialite`: what a public site must say of itself.

use askama::Template;
use axum::extract::State;

use super::{About, website};
use crate::app::App;
use crate::web::{Answer, Frame, page};

#[derive(Template)]
#[template(path = "public/legal.html")]
struct Legal {
    frame: Frame,
    about: About,
}

#[derive(Template)]
#[template(path = "public/accessibility.html")]
struct Accessibility {
    frame: Frame,
    about: About,
}

#[derive(Template)]
#[template(path = "public/privacy.html")]
struct Privacy {
    frame: Frame,
    about: About,
    /// Hours after which an unused session ends.
    session_hours: i64,
}

/// Who publishes.
pub async fn legal(State(app): State<App>, frame: Frame) -> Answer {
    let about = website(
        &app,
        "/mentions-legales",
        "Qui publie ce site et comment le joindre.",
    );
    page(&Legal {
        frame: frame.titled("Mentions légales"),
        about,
    })
}

/// What is known of the site's accessibility.
pub async fn accessibility(State(app): State<App>, frame: Frame) -> Answer {
    let about = website(
        &app,
        "/accessibilite",
        "Ce que l’on sait de l’accessibilité de ce site.",
    );
    page(&Accessibility {
        frame: frame.titled("Accessibilité"),
        about,
    })
}

/// What the site keeps of those who use it.
pub async fn privacy(State(app): State<App>, frame: Frame) -> Answer {
    let about = website(
        &app,
        "/confidentialite",
        "Ce que ce site garde de ceux qui l’utilisent.",
    );
    let session_hours = app.config.session_idle.num_hours();
    page(&Privacy {
        frame: frame.titled("Confidentialité"),
        about,
        session_hours,
    })
}
