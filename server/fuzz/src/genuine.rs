//! What the editor writes: inputs from which the engine starts.

use automerge::transaction::Transactable;
use automerge::{Automerge, Change, ReadDoc};

use crate::record::record;
use crate::scene::texts::{block, body, mark, write};
use crate::scene::{Scene, actor, title};
use crate::script::{Columns, Operations, STEPS, Script};

type Deed = fn(&mut Automerge);

/// Each deed on each scene by each of two people, alone; and several in one input; and what the editor wrote next.
pub fn all() -> Vec<(Script<Operations>, Script<Columns>)> {
    let mut found = Vec::new();
    for scene in [0, 1] {
        for deed in DEEDS {
            found.extend(record(scene, &done(scene, 1, &[deed])));
        }
        for deeds in DEEDS.windows(4) {
            found.extend(record(scene, &done(scene, 2, deeds)));
        }
        found.extend(record(scene, &at_once(scene)));
    }
    for (scene, is) in (0..).zip(Scene::all()) {
        let next = &is.next[..is.next.len().min(STEPS)];
        found.extend(record(scene, next).filter(|_| !next.is_empty()));
    }
    found
}

fn done(scene: u8, who: u8, deeds: &[Deed]) -> Vec<Change> {
    let before = &Scene::numbered(scene).document;
    let mut document = before.clone().with_actor(actor(who));
    for deed in deeds {
        deed(&mut document);
    }
    document.get_changes(&before.get_heads())
}

/// Two people who do not see each other, then a third who sees both.
fn at_once(scene: u8) -> Vec<Change> {
    let before = &Scene::numbered(scene).document;
    let (mut alice, mut bob) = (
        before.clone().with_actor(actor(1)),
        before.clone().with_actor(actor(2)),
    );
    for (one, other) in [
        (DEEDS[0], DEEDS[6]),
        (DEEDS[4], DEEDS[5]),
        (DEEDS[3], DEEDS[1]),
    ] {
        one(&mut alice);
        other(&mut bob);
    }
    alice.merge(&mut bob).expect("good changes");
    let mut third = alice.with_actor(actor(3));
    DEEDS[0](&mut third);
    third.get_changes(&before.get_heads())
}

const DEEDS: [Deed; 7] = [
    |document| {
        let text = body(document);
        write(document, |tx| tx.splice_text(&text, 2, 0, "aé😀\n"));
    },
    |document| {
        let text = body(document);
        write(document, |tx| tx.splice_text(&text, 2, 3, ""));
    },
    |document| {
        let text = body(document);
        write(document, |tx| {
            mark(tx, &text, "strong", true.into(), 1..5)?;
            let link = r#"{"href":"https://exemple.fr/","title":""}"#;
            mark(tx, &text, "link", link.into(), 2..4)
        });
    },
    |document| {
        let text = body(document);
        write(document, |tx| block(tx, &text, 3, "heading", Some(2)));
    },
    |document| {
        let text = body(document);
        let found = (0..document.length(&text)).find_map(|at| {
            let (value, id) = document.get(&text, at).ok()??;
            value.is_object().then_some(id)
        });
        let Some(marker) = found else { return };
        write(document, |tx| {
            tx.put(&marker, "type", "unordered-list-item")?;
            tx.put_object(&marker, "attrs", automerge::ObjType::Map)?;
            let parents = tx.put_object(&marker, "parents", automerge::ObjType::List)?;
            tx.insert(&parents, 0, "blockquote")
        });
    },
    |document| {
        let title = title(document);
        write(document, |tx| tx.splice_text(&title, 2, 2, "x"));
    },
    |document| {
        let text = body(document);
        let end = document.length(&text);
        write(document, |tx| {
            tx.splice_text(&text, 0, isize::try_from(end).unwrap_or(0), "")?;
            block(tx, &text, 0, "paragraph", None)?;
            tx.splice_text(&text, 1, 0, "neuf")
        });
    },
];
