//! A reader who takes everything that the room sends, with the library's own means.

use automerge::sync::Message;
use automerge::{Automerge, ChangeHash, TextEncoding};
use dires_domain::text::Text;
use dires_domain::vetting::read;

use crate::finding::{Finding, expect};
use crate::scene::Scene;
use crate::stage::limits;

/// Where a chunk says of which kind it is, and what a whole document says there.
const KIND: usize = 8;
const DOCUMENT: u8 = 0;

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

    /// Takes what a message brings: well-formed changes, or whole documents.
    pub(super) fn hears(&mut self, message: &[u8]) -> Result<(), Finding> {
        let bad = |what: &str| Finding::new(format!("a reader is sent what is ill-formed: {what}"));
        let message = Message::decode(message).map_err(|error| bad(&error.to_string()))?;
        for chunk in message.changes.iter() {
            if chunk.get(KIND) != Some(&DOCUMENT) {
                read(chunk, &limits()).map_err(|refusal| bad(&refusal.to_string()))?;
            }
            self.takes(chunk)?;
        }
        Ok(())
    }

    pub(super) fn takes(&mut self, chunk: &[u8]) -> Result<(), Finding> {
        let taken = self.0.load_incremental(chunk);
        let taken = taken.map(drop);
        taken.map_err(|error| Finding::new(format!("a reader cannot take what is stored: {error}")))
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
