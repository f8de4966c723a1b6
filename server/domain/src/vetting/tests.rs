//! What clients send, good and bad, and what is said of it.

mod content;

use automerge::marks::{ExpandMark, Mark};
use automerge::transaction::Transactable;
use automerge::{Automerge, AutomergeError, Change, ExpandedChange, ObjType, ScalarValue};
use chrono::DateTime;

use super::testing::{NOW, actor, block, body, founded, marker, replica, title, types, write};
use super::{Admission, Candidate, History, Limits, Refusal, apply, read};

/// Vets one change against the text.
fn vet(text: &Automerge, change: &Change) -> Result<Admission, Refusal> {
    vet_with(text, change, &Limits::default())
}

fn vet_with(text: &Automerge, change: &Change, limits: &Limits) -> Result<Admission, Refusal> {
    let mut history = History::of(text).expect("a good text");
    let now = DateTime::from_timestamp(NOW, 0).expect("an instant");
    let candidates = read(change.raw_bytes(), limits)?;
    let mut answer = Ok(Admission::Known);
    for candidate in &candidates {
        answer = Ok(history.admit(candidate, limits, now)?);
    }
    apply(text, vec![change.clone()], &history.heads(), limits)?;
    answer
}

/// The change, said otherwise.
fn forged(change: &Change, forge: impl FnOnce(&mut ExpandedChange)) -> Change {
    let mut expanded = change.decode();
    forge(&mut expanded);
    Change::from(expanded)
}

fn refusal(text: &Automerge, change: &Change) -> Refusal {
    vet(text, change).expect_err("it is refused")
}

/// What a client that writes `what` is told.
fn refused(
    what: impl FnOnce(&mut automerge::transaction::Transaction<'_>) -> Result<(), AutomergeError>,
) -> Refusal {
    let text = founded("Titre", "Bonjour");
    let change = write(&mut replica(&text, 1), what);
    refusal(&text, &change)
}

#[test]
fn everything_that_the_editor_does_passes() {
    let text = founded("Titre", "Bonjour");
    let mut alice = replica(&text, 1);
    let (heading, first) = (body(&alice), marker(&alice, 0));
    let mark = |name: &str, value: ScalarValue| Mark::new(name.to_owned(), value, 1, 4);
    let link = r#"{"href":"https://exemple.fr/","title":""}"#;
    write(&mut alice, |tx| {
        tx.splice_text(title(tx), 5, 0, " – l’été 😀")
    });
    types(&mut alice, 3, "é\n\t…");
    write(&mut alice, |tx| block(tx, &heading, 0, "heading", Some(2)));
    write(&mut alice, |tx| {
        tx.mark(&heading, mark("strong", true.into()), ExpandMark::After)
    });
    write(&mut alice, |tx| {
        tx.mark(&heading, mark("link", link.into()), ExpandMark::None)
    });
    write(&mut alice, |tx| {
        tx.mark(&heading, mark("footnote", "a1".into()), ExpandMark::None)
    });
    write(&mut alice, |tx| {
        tx.unmark(&heading, "strong", 2, 3, ExpandMark::After)
    });
    write(&mut alice, |tx| {
        tx.put(&first, "type", "heading")?;
        let attrs = tx.put_object(&first, "attrs", ObjType::Map)?;
        tx.put(&attrs, "level", 4)?;
        let parents = tx.put_object(&first, "parents", ObjType::List)?;
        tx.insert(&parents, 0, "blockquote")?;
        tx.insert(&parents, 1, "ordered-list-item")
    });
    write(&mut alice, |tx| tx.splice_text(&heading, 0, 3, ""));
    let mut history = History::of(&text).expect("a good text");
    let now = DateTime::from_timestamp(NOW, 0).expect("an instant");
    for change in alice.get_changes(&text.get_heads()) {
        let candidates = read(change.raw_bytes(), &Limits::default()).expect("a change");
        let admitted = history.admit(&candidates[0], &Limits::default(), now);
        assert!(matches!(admitted, Ok(Admission::New { .. })));
        let again = history.admit(&candidates[0], &Limits::default(), now);
        assert_eq!(again, Ok(Admission::Known));
    }
    let changes = alice.get_changes(&text.get_heads());
    let both = apply(&text, changes, &history.heads(), &Limits::default()).expect("a text");
    assert_eq!(both.get_heads(), alice.get_heads());
}

#[test]
fn a_change_in_a_text_that_has_moved_on_passes() {
    let mut text = founded("Titre", "Bonjour");
    let mut alice = replica(&text, 1);
    let mut bob = replica(&text, 2);
    text.apply_changes([types(&mut alice, 2, "aaa"), types(&mut alice, 5, "b")])
        .expect("changes");
    let behind = types(&mut bob, 1, "Ah, ");
    assert_eq!(vet(&text, &behind), Ok(Admission::New { titled: false }));
}

#[test]
fn what_is_not_a_change_is_refused() {
    let limits = Limits::default();
    let text = founded("Titre", "Bonjour");
    let chunk = |bytes: &[u8]| read(bytes, &limits).expect_err("refused");
    assert_eq!(chunk(b"bonjour"), Refusal::NotAChange);
    assert_eq!(chunk(&text.save()), Refusal::NotAChangeChunk(0));
    let change = types(&mut replica(&text, 1), 1, "x");
    let bytes = change.raw_bytes();
    assert_eq!(chunk(&bytes[..bytes.len() - 1]), Refusal::NotAChange);
    let mut checksum = bytes.to_vec();
    checksum[4] ^= 1;
    assert_eq!(chunk(&checksum), Refusal::NotCanonical);
}

#[test]
fn nothing_follows_the_operations() {
    let text = founded("Titre", "Bonjour");
    let mut alice = replica(&text, 1);
    types(&mut alice, 1, "x");
    let second = types(&mut alice, 1, "y");
    for extra in [&b"\x01\x05alice"[..], &[0]] {
        let forged = forged(&second, |change| change.extra_bytes = extra.to_vec());
        let refused = read(forged.raw_bytes(), &Limits::default()).expect_err("refused");
        assert_eq!(refused, Refusal::Footer);
    }
}

#[test]
fn a_deflated_change_is_taken_and_a_bomb_is_not() {
    use flate2::{Compression, write::DeflateEncoder};
    use std::io::Write as _;

    let text = founded("Titre", "Bonjour");
    let mut change = types(&mut replica(&text, 1), 1, &"très long ".repeat(200));
    let deflated = change.bytes().into_owned();
    assert_eq!(deflated[8], 2, "the library deflates a change of this size");
    let read_back = read(&deflated, &Limits::default()).expect("a change");
    assert_eq!(read_back[0].change.hash(), change.hash());

    let mut bomb = DeflateEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(&vec![0; 8 << 20]).expect("zeros");
    let bomb = bomb.finish().expect("a bomb");
    let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 2];
    for shift in [0, 7] {
        chunk.push(u8::try_from(bomb.len() >> shift & 0x7f).expect("7 bits") | 0x80);
    }
    chunk.push(u8::try_from(bomb.len() >> 14).expect("a few kilobytes"));
    chunk.extend(bomb);
    let limits = Limits::default();
    let refused = read(&chunk, &limits).expect_err("a bomb");
    assert_eq!(refused, Refusal::TooManyBytes(limits.change_bytes));
}

#[test]
fn a_change_over_the_limits_is_refused_before_it_is_unrolled() {
    let text = founded("Titre", "Bonjour");
    let change = types(&mut replica(&text, 1), 1, "douze signes");
    let few = Limits {
        operations: 11,
        ..Limits::default()
    };
    assert_eq!(
        vet_with(&text, &change, &few),
        Err(Refusal::TooManyOperations(11))
    );
    let small = Limits {
        change_bytes: 20,
        ..Limits::default()
    };
    assert_eq!(
        vet_with(&text, &change, &small),
        Err(Refusal::TooManyBytes(20))
    );
    let none = Limits {
        dependencies: 0,
        ..Limits::default()
    };
    assert_eq!(
        vet_with(&text, &change, &none),
        Err(Refusal::TooManyDependencies(0))
    );
}

#[test]
fn time_is_neither_before_1970_nor_ahead() {
    let text = founded("Titre", "Bonjour");
    let change = types(&mut replica(&text, 1), 1, "x");
    for (time, passes) in [
        (-1, false),
        (0, true),
        (NOW + 300, true),
        (NOW + 301, false),
    ] {
        let forged = forged(&change, |change| change.time = time);
        let expected = if passes {
            Ok(Admission::New { titled: false })
        } else {
            Err(Refusal::Timestamp(time))
        };
        assert_eq!(vet(&text, &forged), expected);
    }
}

#[test]
fn a_change_follows_what_is_known() {
    let text = founded("Titre", "Bonjour");
    let mut alice = replica(&text, 1);
    let change = types(&mut alice, 1, "x");
    let second = types(&mut alice, 2, "y");
    let start = change.start_op().get();
    assert_eq!(refusal(&text, &second), Refusal::UnknownDependency);
    let skipping = forged(&change, |change| change.seq = 2);
    let skipped = Refusal::Sequence {
        expected: 1,
        found: 2,
    };
    assert_eq!(refusal(&text, &skipping), skipped);
    let ahead = forged(&change, |change| {
        change.start_op = (start + 5).try_into().expect("not 0");
    });
    let expected = Refusal::StartOperation {
        expected: start,
        found: start + 5,
    };
    assert_eq!(refusal(&text, &ahead), expected);
}

#[test]
fn a_replica_cannot_forget_its_own_last_change() {
    let mut text = founded("Titre", "Bonjour");
    let change = types(&mut replica(&text, 1), 1, "x");
    let forked = forged(&change, |forged| forged.seq = 2);
    text.apply_changes([change]).expect("a change");
    assert_eq!(refusal(&text, &forked), Refusal::Forked);
}

#[test]
fn nobody_refers_to_what_they_have_not_seen() {
    let mut text = founded("Titre", "Bonjour");
    let before = text.get_heads();
    let alice = types(&mut replica(&text, 1), 8, "x");
    text.apply_changes([alice.clone()]).expect("a change");
    let after = types(&mut replica(&text, 2), 9, "y");
    let counter = alice.start_op().get();
    let unseen = forged(&after, |change| {
        change.deps = before;
        change.start_op = alice.start_op();
    });
    assert_eq!(refusal(&text, &unseen), Refusal::UnknownReference(counter));
}

#[test]
fn what_is_taken_back_leaves_no_trace() {
    let text = founded("Titre", "Bonjour");
    let (mut alice, mut bob) = (replica(&text, 1), replica(&text, 2));
    let now = DateTime::from_timestamp(NOW, 0).expect("an instant");
    let limits = Limits::default();
    let mut history = History::of(&text).expect("a good text");
    let candidates: Vec<Candidate> = [types(&mut alice, 1, "a"), types(&mut bob, 1, "b")]
        .iter()
        .flat_map(|change| read(change.raw_bytes(), &limits).expect("a change"))
        .collect();
    for _ in 0..2 {
        for candidate in &candidates {
            assert_eq!(
                history.admit(candidate, &limits, now),
                Ok(Admission::New { titled: false })
            );
        }
        assert_eq!(history.heads().len(), 2);
        history.retract_to(1);
        assert_eq!(history.heads(), text.get_heads());
        assert!(!history.knows(&actor(1)));
    }
}

#[test]
fn thousands_of_mutated_changes_never_escape() {
    let text = founded("Titre", "Bonjour à tous");
    let mut alice = replica(&text, 1);
    let body = body(&text);
    let mark = Mark::new("strong".to_owned(), true, 2, 5);
    let change = write(&mut alice, |tx| {
        block(tx, &body, 3, "heading", Some(2))?;
        tx.splice_text(&body, 5, 2, "très bien")?;
        tx.mark(&body, mark, ExpandMark::After)
    });
    let mut seed = 7_u64;
    let mut taken = 0;
    for _ in 0..3_000 {
        let bytes = mutated(change.raw_bytes(), &mut seed);
        let Ok(candidates) = read(&bytes, &Limits::default()) else {
            continue;
        };
        if vet(&text, &candidates[0].change).is_ok() {
            let mut both = text.clone();
            both.apply_changes([candidates[0].change.clone()])
                .expect("it was vetted");
            let loaded = Automerge::load(&both.save()).expect("a sound document");
            assert_eq!(loaded.get_heads(), both.get_heads());
            taken += 1;
        }
    }
    assert!(taken < 3_000, "some mutations must break it");
}

/// One byte of the body changed, under a checksum that fits.
fn mutated(bytes: &[u8], seed: &mut u64) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    let mut draw = || {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*seed >> 33).unwrap_or(0)
    };
    let header = if bytes[9] & 0x80 == 0 { 10 } else { 11 };
    let mut mutated = bytes.to_vec();
    let at = header + draw() % (bytes.len() - header);
    mutated[at] = u8::try_from(draw() % 256).unwrap_or(0);
    let hash = Sha256::digest(&mutated[8..]);
    mutated[4..8].copy_from_slice(&hash[..4]);
    mutated
}
