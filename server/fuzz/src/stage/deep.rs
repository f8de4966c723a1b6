//! What must hold of a document to which only vetted changes were applied.

use automerge::{Automerge, ChangeHash, LoadOptions, PatchLog, ROOT, ReadDoc, TextEncoding};
use dires_domain::text::Text;
use dires_domain::vetting::History;

use super::Stage;
use crate::finding::{Finding, expect};

impl Stage {
    /// It is what the index says, is loaded from what is saved, and is made again from its raw changes alone.
    pub(super) fn check(&self) -> Result<(), Finding> {
        let loaded = load(&self.document.save())?;
        self.is_same("loaded", &loaded)?;
        self.is_same("from raw changes", &self.replayed(false)?)?;
        let again = History::of(&loaded)
            .map_err(|refusal| Finding::new(format!("loaded, but not indexed: {refusal}")))?;
        let grown = again.heads() == self.history.heads() && again.len() == self.history.len();
        expect(grown, "the index of what is stored is another")
    }

    fn is_same(&self, what: &str, other: &Automerge) -> Result<(), Finding> {
        let heads = heads(other) == self.history.heads();
        expect(heads, format!("{what}: other heads"))?;
        let changes = other.get_changes(&[]).len() == self.history.len();
        expect(changes, format!("{what}: other changes"))?;
        let texts = text(other, None)? == text(&self.document, None)?;
        expect(texts, format!("{what}: another text"))
    }

    fn replayed(&self, backwards: bool) -> Result<Automerge, Finding> {
        let mut document = empty();
        let mut changes: Vec<_> = self.changes().cloned().collect();
        if backwards {
            changes.reverse();
        }
        let applied = document.apply_changes(changes);
        applied.map_err(|error| Finding::new(format!("raw changes: {error}")))?;
        Ok(document)
    }

    /// As a browser follows a document: by patches, and at earlier heads; and as it may come, backwards.
    pub(super) fn view(&self) -> Result<(), Finding> {
        self.is_same("from raw changes, backwards", &self.replayed(true)?)?;
        let before = heads(&self.scene.document);
        let mut followed = self.scene.document.clone();
        for change in &self.taken {
            let mut log = PatchLog::active();
            let applied = followed.apply_changes_log_patches([change.clone()], &mut log);
            applied.map_err(|error| Finding::new(format!("with patches: {error}")))?;
            followed.make_patches(&mut log);
        }
        self.is_same("with patches", &followed)?;
        let now = self.history.heads();
        followed.diff(&before, &now);
        followed.diff(&now, &before);
        followed.hydrate(None);
        let past = text(&followed, Some(&before))? == text(&self.scene.document, None)?;
        expect(past, "the past is another")?;
        let fork = followed.fork_at(&before);
        let fork = fork.map_err(|error| Finding::new(format!("forking: {error}")))?;
        expect(heads(&fork) == before, "the fork has other heads")?;
        self.walk()
    }

    /// Every element has a cursor that leads back to it.
    fn walk(&self) -> Result<(), Finding> {
        let document = &self.document;
        let Ok(Some((_, body))) = document.get(ROOT, "body") else {
            return Err(Finding::new("no body"));
        };
        document
            .marks(&body)
            .map_err(|error| Finding::new(format!("marks: {error}")))?;
        for at in (0..document.length(&body)).step_by(7) {
            let found = document
                .get_cursor(&body, at, None)
                .and_then(|cursor| document.get_cursor_position(&body, &cursor, None));
            found.map_err(|error| Finding::new(format!("a cursor: {error}")))?;
        }
        Ok(())
    }
}

fn empty() -> Automerge {
    Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit)
}

/// Loads what was saved.
pub(super) fn load(saved: &[u8]) -> Result<Automerge, Finding> {
    let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
    let loaded = Automerge::load_with_options(saved, options);
    loaded.map_err(|error| Finding::new(format!("saved, but not loaded: {error}")))
}

fn heads(document: &Automerge) -> Vec<ChangeHash> {
    let mut heads = document.get_heads();
    heads.sort_unstable();
    heads
}

fn text(document: &Automerge, heads: Option<&[ChangeHash]>) -> Result<Text, Finding> {
    Text::read(document, heads).map_err(|error| Finding::new(format!("not a text: {error}")))
}
