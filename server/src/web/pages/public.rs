//! What everyone reads, logged in or not, with or without JavaScript.

pub mod feeds;
pub mod home;
pub mod images;
pub mod notices;
pub mod record;
pub mod text;
pub mod verify;

use crate::app::App;
use crate::publish::site::Site;
use crate::web::Frame;

/// What a public page says of itself to search engines and to those who share its address.
#[derive(Debug, Clone)]
pub struct About {
    /// Its permanent address.
    pub canonical: String,
    /// What it is, in a sentence or two.
    pub description: String,
    /// `website` or `article`.
    pub og_type: &'static str,
}

/// The site, as feeds and data name it.
pub fn site(app: &App, frame: &Frame) -> Site {
    Site {
        association: frame.association.clone(),
        url: app.config.public_url.clone(),
    }
}

fn website(app: &App, path: &str, description: &str) -> About {
    About {
        canonical: format!("{}{path}", app.config.public_url),
        description: description.to_owned(),
        og_type: "website",
    }
}

#[cfg(test)]
mod tests;
