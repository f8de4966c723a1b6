//! A reader who takes everything that the room sends, with the library's own means.

use automerge::sync::Message;
use automerge::{Automerge, ChangeHash, TextEncoding};
use dires_domain::text::Text;

use crate::finding::{Finding, expect};
use crate::scene::Scene;

#[derive(Debug)]
pub(super) struct Replica(Automerge);

impl Default for Replica {
    fn default() -> Self {
        Self(Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit))
    }
}

impl Replica {
    pub(super) fn of(scene: &Scene) -> Self {
        Self(scene.document.clone())
    }

    pub(super) fn hears(&mut self, message: &[u8]) -> Result<(), Finding> {
        let bad =
            |what: String| Finding::new(format!("a reader is sent what is ill-formed: {what}"));
        let message = Message::decode(message).map_err(|error| bad(error.to_string()))?;
        for chunk in message.changes.iter() {
            let taken = self.0.load_incremental(chunk);
            taken.map_err(|error| bad(error.to_string()))?;
        }
        Ok(())
    }

    pub(super) fn is_at(&self, heads: &[ChangeHash], who: &str) -> Result<(), Finding> {
        let mut found = self.0.get_heads();
        found.sort_unstable();
        expect(found == heads, format!("{who} has other heads"))
    }

    pub(super) fn has_the_text_of(&self, other: &Self) -> Result<(), Finding> {
        expect(self.text()? == other.text()?, "two readers read two texts")
    }

    fn text(&self) -> Result<Text, Finding> {
        Text::read(&self.0, None).map_err(|error| Finding::new(format!("not a text: {error}")))
    }
}
