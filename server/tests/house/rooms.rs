//! Who may use whom, as the table of `server/README.md` says; what serves tests only is not looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::{files, read, root, rows, section};

type Uses = BTreeMap<String, BTreeSet<String>>;

/// The table, in its order: each room, and those it may use.
fn table() -> Vec<(String, BTreeSet<String>)> {
    let readme = read("server/README.md");
    let rows = rows(&section(&readme, "## The rooms"));
    let names = |cell: &str| {
        cell.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let each = rows.iter().flat_map(|row| {
        let uses: BTreeSet<String> = names(row[2]).into_iter().collect();
        names(row[0])
            .into_iter()
            .map(move |room| (room, uses.clone()))
    });
    each.collect()
}

/// What each room uses, from the paths `crate::…` of its files.
fn used() -> Uses {
    let folder = root().join("server/src");
    let mut uses = Uses::new();
    for path in files(&folder) {
        let inside = path.strip_prefix(&folder).expect("it lies there");
        if let Some(room) = room(inside).filter(|_| !serves_tests(inside)) {
            let source = read(&path);
            let others = named(&source)
                .filter(|other| *other != room)
                .map(str::to_owned);
            uses.entry(room.clone()).or_default().extend(others);
        }
    }
    uses
}

fn room(path: &Path) -> Option<String> {
    let first = path.components().next()?.as_os_str().to_str()?;
    let room = first.trim_end_matches(".rs");
    let is_ours = path.extension().is_some_and(|it| it == "rs") && !["main", "lib"].contains(&room);
    is_ours.then(|| room.to_owned())
}

fn serves_tests(path: &Path) -> bool {
    const FOR_TESTS: [&str; 5] = ["tests", "testing", "stories", "fixture", "fixtures"];
    path.components().any(|part| {
        let name = part.as_os_str().to_string_lossy();
        let name = name.trim_end_matches(".rs");
        FOR_TESTS.contains(&name) || name.ends_with("_stories")
    })
}

/// The rooms that a source names, up to its own tests.
fn named(source: &str) -> impl Iterator<Item = &str> {
    let source = source
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let after = source.split("crate::").skip(1);
    let end = |rest: &str| {
        rest.find(|it: char| !it.is_ascii_lowercase() && it != '_')
            .unwrap_or(rest.len())
    };
    after
        .map(move |rest| &rest[..end(rest)])
        .filter(|name| !name.is_empty())
}

#[test]
fn a_room_uses_only_the_rooms_that_the_table_gives_it() {
    let table: Uses = table().into_iter().collect();
    let used = used();
    assert_eq!(
        used.keys().collect::<Vec<_>>(),
        table.keys().collect::<Vec<_>>(),
        "the table names every room"
    );
    for (room, others) in &used {
        let beyond: Vec<_> = others.difference(&table[room]).collect();
        assert!(
            beyond.is_empty(),
            "{room} uses {beyond:?}: against the direction, or to be said in server/README.md"
        );
    }
}

#[test]
fn a_room_stands_after_those_it_uses() {
    let mut before = BTreeSet::new();
    for (room, uses) in table() {
        let later: Vec<_> = uses.difference(&before).collect();
        assert!(later.is_empty(), "{room} stands before {later:?}");
        before.insert(room);
    }
}
