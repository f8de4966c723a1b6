//! What three people did with the editor, writing, suggesting and deciding at once (`DIRES_RECORD=FOLDER npm test suggesting`
//! in `web`): the hub takes every change of it, whole, in the name of who made it.

use std::path::PathBuf;

use automerge::{ActorId, Automerge, LoadOptions, TextEncoding};
use chrono::DateTime;
use uuid::Uuid;

use super::NOW;
use crate::ids::PersonId;
use crate::vetting::{Candidate, History, Limits};

/// The folder of the recordings: those of the repository, or others.
fn folder() -> PathBuf {
    let ours = concat!(env!("CARGO_MANIFEST_DIR"), "/src/suggestion/tests/recorded");
    std::env::var_os("DIRES_RECORDED").map_or_else(|| ours.into(), PathBuf::from)
}

/// The editors are numbered: of each four the first founds the text, the others are persons a, b and c. What the server
/// decided has replicas of its own.
fn owner(actor: &ActorId) -> Option<PersonId> {
    let bytes: [u8; 16] = actor.to_bytes().try_into().ok()?;
    let number = u128::from_be_bytes(bytes);
    if number == 0 || number > 10_000 {
        return None;
    }
    let digit = [None, Some(0xaa), Some(0xbb), Some(0xcc)][((number - 1) % 4) as usize];
    digit.map(|digit| Uuid::from_bytes([digit; 16]).into())
}

#[test]
fn the_hub_takes_all_that_the_editor_does() {
    let mut claims = 0;
    for file in std::fs::read_dir(folder()).expect("recordings") {
        let path = file.expect("a file").path();
        let bytes = std::fs::read(&path).expect("a recording");
        let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
        let doc = Automerge::load_with_options(&bytes, options).expect("a document");
        let mut history = History::default();
        let now = DateTime::from_timestamp(NOW * 2, 0).expect("an instant");
        for change in doc.get_changes(&[]) {
            let (who, number) = (owner(change.actor_id()), history.len());
            let expanded = change.decode();
            let admitted = history.admit(&Candidate { change, expanded }, &Limits::default(), now);
            assert!(
                admitted.is_ok(),
                "{} {number}: {admitted:?}",
                path.display()
            );
            if let Some(who) = who {
                let may = history.claims().are_of(who, owner);
                assert_eq!(may, Ok(()), "{} {number}", path.display());
                claims += usize::from(history.claims().is_any());
            }
        }
    }
    assert!(claims > 40, "{claims} changes touch suggestions");
}
