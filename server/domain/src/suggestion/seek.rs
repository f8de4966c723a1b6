//! Each character of the body with the operation that inserted it.

use automerge::{ActorId, Automerge, ObjId};

use crate::authorship::letters;
use crate::text::{Draft, DraftRun, Malformed};

/// A character of a run.
pub struct Letter<'d> {
    /// The run.
    pub run: &'d DraftRun,
    /// Where the character stands in the body, in UTF-16 units.
    pub at: usize,
    /// How many it takes.
    pub units: usize,
    /// The replica that inserted it.
    pub actor: ActorId,
    /// The counter of the operation.
    pub counter: u64,
}

/// The characters of which something is suggested, in order.
pub fn touched<'d>(doc: &Automerge, draft: &'d Draft) -> Result<Vec<Letter<'d>>, Malformed> {
    let mut ids = letters(doc, None)?.into_iter();
    let mut found = Vec::new();
    for run in draft.blocks.iter().flat_map(|block| &block.runs) {
        let mut at = run.at;
        for character in run.run.text.chars() {
            let units = character.len_utf16();
            if let Some((_, ObjId::Id(counter, actor, _))) = ids.next()
                && !run.touches.is_empty()
            {
                found.push(Letter {
                    run,
                    at,
                    units,
                    actor,
                    counter,
                });
            }
            at += units;
        }
    }
    Ok(found)
}
