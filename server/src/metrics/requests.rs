//! What requests are counted by.

use prometheus_client::encoding::EncodeLabelSet;

/// The methods that this site knows; a client may send any word.
const METHODS: [&str; 5] = ["GET", "HEAD", "POST", "OPTIONS", "PUT"];

/// A pattern of address, and how it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Route {
    method: &'static str,
    route: String,
}

/// The same, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Answered {
    #[prometheus(flatten)]
    pub route: Route,
    status: u16,
}

impl Answered {
    /// Every address that does not exist is one.
    pub fn new(method: &str, route: Option<&str>, status: u16) -> Self {
        let known = METHODS.iter().find(|known| **known == method);
        Self {
            route: Route {
                method: known.copied().unwrap_or("other"),
                route: route.unwrap_or("none").to_owned(),
            },
            status,
        }
    }
}
