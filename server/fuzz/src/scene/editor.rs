//! Texts that three people wrote with our editor, as `web/test/converge.test.ts` recorded them:
//! `DIRES_RECORD=…/server/fuzz/editor DIRES_STEPS=30 DIRES_SEED=1 npm test converge` in `web`.

use automerge::{Automerge, Change, LoadOptions, TextEncoding};

const RECORDED: [&[u8]; 6] = [
    include_bytes!("../../editor/1.automerge"),
    include_bytes!("../../editor/2.automerge"),
    include_bytes!("../../editor/3.automerge"),
    include_bytes!("../../editor/4.automerge"),
    include_bytes!("../../editor/5.automerge"),
    include_bytes!("../../editor/6.automerge"),
];
/// In how many parts each is cut; at the end of each but the last, a scene starts.
const PARTS: usize = 3;

/// A text as it was at some time, and what was written next.
pub(super) struct Recorded {
    pub(super) before: Automerge,
    pub(super) next: Vec<Change>,
}

/// Every scene; that the vetting takes all that was written until then is checked when it is made one.
pub(super) fn all() -> impl Iterator<Item = Recorded> {
    RECORDED.into_iter().flat_map(|saved| {
        let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
        let document = Automerge::load_with_options(saved, options).expect("a saved text");
        let changes = document.get_changes(&[]);
        (1..PARTS).map(move |part| cut(&changes, changes.len() * part / PARTS))
    })
}

fn cut(changes: &[Change], at: usize) -> Recorded {
    let mut before = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
    let applied = before.apply_changes(changes[..at].to_vec());
    applied.expect("each change after those that it follows");
    Recorded {
        before,
        next: changes[at..].to_vec(),
    }
}
