//! The state of a live document: the hashes of the changes that nothing follows yet.

use serde::{Deserialize, Serialize};

/// Hashes in hexadecimal, sorted, without duplicates; stored as `{"heads": ["…", …]}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Heads {
    heads: Vec<String>,
}

/// What is read back, whatever its order.
#[derive(Deserialize)]
struct Stored {
    heads: Vec<String>,
}

impl From<Stored> for Heads {
    fn from(stored: Stored) -> Self {
        stored.heads.into_iter().collect()
    }
}

impl FromIterator<String> for Heads {
    fn from_iter<I: IntoIterator<Item = String>>(hashes: I) -> Self {
        let mut heads: Vec<String> = hashes.into_iter().collect();
        heads.sort_unstable();
        heads.dedup();
        Self { heads }
    }
}

impl Heads {
    /// The state of a document at these changes.
    pub fn of(hashes: &[automerge::ChangeHash]) -> Self {
        hashes.iter().map(ToString::to_string).collect()
    }

    /// The hashes, sorted.
    pub fn as_slice(&self) -> &[String] {
        &self.heads
    }

    /// One word for a form's hidden field: the hashes joined by commas.
    pub fn token(&self) -> String {
        self.heads.join(",")
    }

    /// Reads a [`Heads::token`] back; an empty word is the state of an empty document.
    pub fn from_token(token: &str) -> Self {
        token
            .split(',')
            .filter(|hash| !hash.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Heads;

    #[test]
    fn order_does_not_matter() {
        assert_eq!(Heads::from_token("b,a"), Heads::from_token("a,b"));
    }

    #[test]
    fn a_token_and_json_come_back() {
        let heads = Heads::from_token("a1,b2");
        assert_eq!(Heads::from_token(&heads.token()), heads);
        let json = serde_json::to_string(&heads).unwrap();
        assert_eq!(json, r#"{"heads":["a1","b2"]}"#);
        assert_eq!(serde_json::from_str::<Heads>(&json).unwrap(), heads);
    }
}
