//! The deep look at what is stored: all changes are applied, saved and loaded again, and must give one and the same
//! text. It takes the time that it takes, so nobody waits for it.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{Automerge, Change, ChangeHash, LoadOptions, ROOT, ReadDoc, TextEncoding};

use super::apply::apply_to;
use super::{Limits, Refusal};

/// A document that was examined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// The document, saved.
    pub bytes: Vec<u8>,
    /// Its heads, sorted.
    pub heads: Vec<ChangeHash>,
    /// Its title.
    pub title: String,
}

/// Applies the changes to what was saved before, saves that and loads it again. [`Refusal::Saved`] when the saved
/// bytes are damaged; any other refusal says what is wrong with the changes. A failure of the library is
/// [`Refusal::Fatal`].
pub fn examine(
    saved: Option<&[u8]>,
    changes: &[Change],
    limits: &Limits,
) -> Result<Sound, Refusal> {
    let examined = catch_unwind(AssertUnwindSafe(|| {
        let base = match saved {
            Some(bytes) => load(bytes).ok_or(Refusal::Saved)?,
            None => Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit),
        };
        let heads = heads_after(base.get_heads(), changes);
        let doc = apply_to(base, changes.to_vec(), &heads, limits)?;
        save(&doc, heads)
    }));
    examined.unwrap_or(Err(Refusal::Fatal))
}

/// The number of the first change with which what is stored is no text any more. None when all is well. Each change
/// must follow those that it depends on.
pub fn first_unsound(changes: &[Change], limits: &Limits) -> Option<usize> {
    let sound = |length: usize| examine(None, &changes[..length], limits).is_ok();
    if sound(changes.len()) {
        return None;
    }
    // The document of no change is not a text yet, so it starts with the first.
    let (mut good, mut bad) = (0, changes.len());
    while bad - good > 1 {
        let middle = usize::midpoint(good, bad);
        if sound(middle) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    Some(good)
}

fn save(doc: &Automerge, heads: Vec<ChangeHash>) -> Result<Sound, Refusal> {
    let bytes = doc.save();
    let again = load(&bytes).ok_or(Refusal::Fatal)?;
    let same = doc.get_heads() == again.get_heads()
        && ["title", "body"]
            .iter()
            .all(|name| text(doc, name) == text(&again, name));
    if !same {
        let what = "what is saved is not what is loaded".to_owned();
        return Err(Refusal::NotAText(what));
    }
    Ok(Sound {
        bytes,
        heads,
        title: text(doc, "title").unwrap_or_default(),
    })
}

fn load(bytes: &[u8]) -> Option<Automerge> {
    let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
    Automerge::load_with_options(bytes, options).ok()
}

fn text(doc: &Automerge, name: &str) -> Option<String> {
    let (_, object) = doc.get(ROOT, name).ok()??;
    doc.text(object).ok()
}

/// The heads after these changes, from what each one says that it follows.
fn heads_after(before: Vec<ChangeHash>, changes: &[Change]) -> Vec<ChangeHash> {
    let mut heads: BTreeSet<_> = before.into_iter().collect();
    for change in changes {
        for dependency in change.deps() {
            heads.remove(dependency);
        }
        heads.insert(change.hash());
    }
    heads.into_iter().collect()
}
