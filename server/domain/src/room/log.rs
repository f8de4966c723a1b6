//! What is stored of a document, as bytes: the first changes saved as one document, and each change after them.

use std::sync::Arc;

/// The bytes from which the document is given to who does not have it.
#[derive(Debug, Clone, Default)]
pub struct Log {
    saved: Option<Arc<[u8]>>,
    /// How many changes the saved document holds.
    base: usize,
    after: Vec<Arc<[u8]>>,
}

impl Log {
    /// A document of which the first `base` changes are saved as a whole; none saved: `base` is 0.
    pub fn new(saved: Option<Arc<[u8]>>, base: usize, after: Vec<Arc<[u8]>>) -> Self {
        Self { saved, base, after }
    }

    /// How many changes there are.
    pub fn len(&self) -> usize {
        self.base + self.after.len()
    }

    /// Whether there is no change at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many changes are not saved as part of a document.
    pub fn unsaved(&self) -> usize {
        self.after.len()
    }

    /// How much of what a newcomer is sent would be spared by saving, in bytes; the saved document's own are the
    /// second.
    pub fn weights(&self) -> (usize, usize) {
        let after = self.after.iter().map(|change| change.len()).sum();
        (after, self.saved.as_ref().map_or(0, |saved| saved.len()))
    }

    pub(super) fn push(&mut self, change: Arc<[u8]>) {
        self.after.push(change);
    }

    pub(super) fn save(&mut self, length: usize, bytes: Arc<[u8]>) {
        if length >= self.base && length <= self.len() {
            self.after.drain(..length - self.base);
            self.base = length;
            self.saved = Some(bytes);
        }
    }

    /// The changes of these numbers, if they are all here.
    pub(super) fn get(&self, numbers: &[usize]) -> Option<Vec<Vec<u8>>> {
        let change = |number: &usize| self.after.get(number.checked_sub(self.base)?);
        numbers
            .iter()
            .map(|number| change(number).map(|bytes| bytes.to_vec()))
            .collect()
    }

    /// The whole document in one piece: chunks one after the other.
    pub(super) fn whole(&self) -> Vec<u8> {
        let chunks = self.saved.iter().chain(&self.after);
        chunks.flat_map(|chunk| chunk.iter().copied()).collect()
    }
}
