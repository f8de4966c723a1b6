//! What is said without network.

/// The page's title.
pub const TITLE: &str = "Hors ligne";
