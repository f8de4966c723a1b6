//! A few bytes that claim much work. Were one believed, its test would not end.

use dires_domain::vetting::{Limits, Refusal, read, read_all};

use super::super::forge::{
    self, ACTIONS, Forged, INSERTS, KEY_STRINGS, MARK_NAMES, REPLACED, VALUE_LENGTHS, VALUES, run,
    signed, unsigned,
};
use super::{NOT_A_TEXT, Scene, TOO_GREAT, raw};
use crate::sync::Settings;

/// What no machine does: 2^60 times anything.
const ENDLESS: i64 = 1 << 60;
/// The action of an operation that sets a value.
const SET: &[u8] = &[1];

/// A change of an empty document.
fn empty() -> Forged {
    Forged::after(&automerge::Automerge::new())
}

/// Why a chunk is refused, before anything is known of what it follows.
fn refusal(chunk: &[u8]) -> Option<Refusal> {
    read(chunk, &Limits::default()).err()
}

async fn bomb(chunk: impl FnOnce(Forged) -> Vec<u8>, words: &str) {
    let mut scene = Box::new(Scene::new().await);
    let chunk = chunk(Forged::after(&scene.mallory.doc));
    scene.sends(&[chunk]).await;
    scene.costs_its_sender(words).await;
}

#[tokio::test]
async fn a_megabyte_that_inflates_to_a_hundred_is_inflated_to_the_limit_only() {
    let inflate = |change: Forged| {
        let chunk = change.bomb(160 << 20);
        assert!(chunk.len() < 2 << 20);
        chunk
    };
    bomb(inflate, TOO_GREAT).await;
}

#[tokio::test]
async fn a_chunk_that_says_that_it_is_endless_is_refused_by_its_length() {
    let endless = |_| {
        let header = [0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1];
        [&header, &*unsigned(u64::MAX)].concat()
    };
    bomb(endless, TOO_GREAT).await;
}

#[tokio::test]
async fn a_run_of_endless_operations_is_not_unrolled() {
    let actions = |change: Forged| change.with(ACTIONS, run(ENDLESS, SET)).chunk();
    bomb(actions, TOO_GREAT).await;
    let deflated = |change: Forged| change.with(ACTIONS, run(ENDLESS, SET)).bomb(0);
    bomb(deflated, TOO_GREAT).await;
    // Runs that overflow when they are summed.
    let many = |change: Forged| change.with(ACTIONS, run(i64::MAX, SET).repeat(3)).chunk();
    bomb(many, TOO_GREAT).await;
}

#[tokio::test]
async fn an_operation_that_replaces_endlessly_many_is_not_unrolled() {
    let replaced = |change: Forged| {
        let one = change.with(ACTIONS, run(1, SET));
        one.with(REPLACED, run(1, &unsigned(1 << 60))).chunk()
    };
    bomb(replaced, TOO_GREAT).await;
}

#[tokio::test]
async fn five_kilobytes_that_are_five_million_characters_are_refused_by_size_or_by_number() {
    for characters in [5_000_000_u32, 1_900_000] {
        let text = |change: Forged| {
            let times = i64::from(characters);
            let written = change
                .with(ACTIONS, run(times, SET))
                .with(VALUE_LENGTHS, run(times, &unsigned(1 << 4 | 6)))
                .with(VALUES, vec![b'a'; characters as usize]);
            // Compressed as well as can be: everything up to the first letter, then a run of it.
            let data = written.data();
            let start = data.len() - characters as usize + 1;
            let deflated = forge::deflated(&data[..start], data.len() - start);
            assert!(deflated.len() < 40_000);
            forge::chunk(2, &data, &deflated)
        };
        bomb(text, TOO_GREAT).await;
    }
}

#[tokio::test]
async fn a_long_name_in_a_long_run_is_not_compared_with_itself() {
    const MANY: i64 = 200_000;
    let name = vec![b'n'; 1 << 20];
    // All that the library wants of as many operations, so that it would begin to compare.
    let whole = |change: Forged| {
        let zeros = run(MANY, &[0]);
        let change = change.with(INSERTS, unsigned(MANY.unsigned_abs()));
        let change = change.with(ACTIONS, run(MANY, SET));
        let change = change.with(VALUE_LENGTHS, zeros.clone());
        change.with(REPLACED, zeros)
    };
    let keys = |change: Forged| whole(change).with(KEY_STRINGS, run(MANY, &forge::prefixed(&name)));
    assert_eq!(
        refusal(&keys(empty()).chunk()),
        Some(Refusal::NameTooLong(64))
    );
    bomb(|change| keys(change).chunk(), NOT_A_TEXT).await;
    let marks = |change: Forged| {
        let change = whole(change).with(KEY_STRINGS, run(MANY, &forge::prefixed(b"n")));
        change.with(MARK_NAMES, run(MANY, &forge::prefixed(&name)))
    };
    assert_eq!(
        refusal(&marks(empty()).chunk()),
        Some(Refusal::NameTooLong(64))
    );
    bomb(|change| marks(change).chunk(), NOT_A_TEXT).await;
    // The same with a short name is unrolled, and stands where nothing may be written.
    let short = |change: Forged| whole(change).with(KEY_STRINGS, run(MANY, &forge::prefixed(b"n")));
    let read = read(&short(empty()).chunk(), &Limits::default());
    assert_eq!(
        read.expect("a change")[0].expanded.operations.len(),
        200_000
    );
}

#[tokio::test]
async fn a_change_that_names_a_crowd_of_replicas_or_of_dependencies_is_refused() {
    let replicas = |mut change: Forged| {
        change.actors = vec![Vec::new(); 1 << 20];
        change.chunk()
    };
    bomb(replicas, TOO_GREAT).await;
    let dependencies = |mut change: Forged| {
        change.dependencies = vec![automerge::ChangeHash([7; 32]); 5_000];
        change.chunk()
    };
    bomb(dependencies, TOO_GREAT).await;
}

#[tokio::test]
async fn columns_that_the_library_does_not_write_are_not_shown_to_it() {
    // The library logs a line for each.
    let unknown = |mut change: Forged| {
        change.columns = vec![(0x82, Vec::new()); 500_000];
        change.chunk()
    };
    let twice = |change: Forged| {
        let once = change.with(ACTIONS, run(1, SET));
        once.with(ACTIONS, run(1, SET)).chunk()
    };
    let compressed = |change: Forged| change.with(ACTIONS | 8, run(1, SET)).chunk();
    assert_eq!(
        refusal(&unknown(empty())),
        Some(Refusal::UnknownColumn(0x82))
    );
    assert_eq!(
        refusal(&twice(empty())),
        Some(Refusal::UnknownColumn(ACTIONS))
    );
    assert_eq!(
        refusal(&compressed(empty())),
        Some(Refusal::UnknownColumn(ACTIONS | 8))
    );
    bomb(unknown, NOT_A_TEXT).await;
    bomb(twice, NOT_A_TEXT).await;
    bomb(compressed, NOT_A_TEXT).await;
}

#[tokio::test]
async fn what_is_said_beside_a_change_is_short() {
    let (mut scene, limit) = (Scene::new().await, Limits::default().remark);
    let change = scene.mallory.edits("m").decode();
    let said = |message: usize, rest: usize| {
        let mut change = change.clone();
        change.message = (message > 0).then(|| "a".repeat(message));
        change.extra_bytes = vec![0; rest];
        automerge::Change::from(change)
    };
    assert!(read(&raw(&said(limit, 0)), &Limits::default()).is_ok());
    for change in [said(limit + 1, 0), said(0, limit + 1), said(limit, 1)] {
        scene.sends(&[raw(&change)]).await;
        scene.costs_its_sender(NOT_A_TEXT).await;
    }
    // A megabyte that was a kilobyte on the way.
    let mut deflated = said(1 << 20, 0);
    assert!(deflated.bytes().len() < 4_000);
    scene.sends(&[deflated.bytes().into_owned()]).await;
    scene.costs_its_sender(NOT_A_TEXT).await;
}

#[tokio::test]
async fn many_changes_that_are_each_within_the_limits_are_bounded_together() {
    let mut settings = Settings::default();
    settings.limits.message_operations = 25;
    let mut scene = Scene::with(settings).await;
    let three: Vec<_> = (0..3)
        .map(|_| raw(&scene.mallory.edits("dix signes")))
        .collect();
    scene.sends(&three).await;
    scene.costs_its_sender(TOO_GREAT).await;
}

#[tokio::test]
async fn a_text_grows_to_its_limit() {
    let mut settings = Settings::default();
    settings.limits.body = 100;
    let mut scene = Scene::with(settings).await;
    scene.mallory.types(&"m".repeat(80)).await;
    scene.mallory.is_saved().await;
    scene.stored += 1;
    scene.bob.hears("sync").await;
    scene.mallory.types(&"m".repeat(13)).await;
    scene.costs_its_sender("Le texte serait trop long").await;
}

#[test]
fn nothing_is_read_after_the_first_fault_nor_beyond_what_a_message_may_inflate_to() {
    let doc = automerge::Automerge::new();
    let change = Forged::after(&doc);
    let bytes = change.data().len();
    let limits = Limits {
        message_bytes: 10 * bytes,
        ..Limits::default()
    };
    let same = vec![change.bomb(0); 1_000];
    let chunks = || same.iter().map(Vec::as_slice);
    let read_chunks = |chunks: usize, limits: &Limits| {
        let mut seen = 0;
        let chunks = same.iter().take(chunks).map(Vec::as_slice);
        let read = read_all(chunks.inspect(|_| seen += 1), limits);
        (read.err(), seen)
    };
    assert_eq!(read_chunks(10, &limits), (None, 10));
    assert_eq!(
        read_chunks(1_000, &limits),
        (Some(Refusal::TooManyBytes(10 * bytes)), 11)
    );
    let mut seen = 0;
    let faulty = std::iter::once(&b"bonjour"[..]).chain(chunks());
    let fault = read_all(faulty.inspect(|_| seen += 1), &Limits::default()).err();
    assert_eq!((fault, seen), (Some(Refusal::NotAChange), 1));
}

#[test]
fn runs_of_every_sort_in_every_column_are_bounded_or_refused() {
    let doc = automerge::Automerge::new();
    let columns = [
        1, 2, 0x11, 0x13, 0x15, 0x34, 0x42, 0x56, 0x57, 0x70, 0x71, 0x73, 0x94, 0xa5,
    ];
    let runs = [
        run(ENDLESS, &[1]),
        run(0, &unsigned(1 << 60)),
        run(-ENDLESS, &[1, 1, 1]),
        run(1, &unsigned(u64::MAX)),
        signed(i64::MIN),
        vec![0xff; 30],
        run(0, &[0]).repeat(1_000),
    ];
    for column in columns {
        for run_of in &runs {
            let with = |actions: i64| {
                let change = Forged::after(&doc).with(ACTIONS, run(actions, SET));
                let mut change = change.with(column, run_of.clone());
                if column == ACTIONS {
                    change.columns.remove(0);
                }
                change.chunk()
            };
            for actions in [1, 1_000] {
                assert!(
                    read(&with(actions), &Limits::default()).is_err(),
                    "column {column:#x}, {run_of:?}"
                );
            }
        }
    }
}
