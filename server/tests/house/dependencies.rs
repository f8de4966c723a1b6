//! Every direct dependency stands in the README with the reason why it is there, and nothing else does.

use std::collections::BTreeSet;

use crate::{read, section};

const CARGO: [&str; 4] = [
    "server/Cargo.toml",
    "server/bench/Cargo.toml",
    "server/domain/Cargo.toml",
    "server/fuzz/Cargo.toml",
];
const NPM: [&str; 4] = [
    "web/package.json",
    "web/bench/package.json",
    "tests/package.json",
    "server/bench/peers/package.json",
];
const OURS: [&str; 2] = ["dires", "dires-domain"];
/// Nothing that waits, stores or listens: these would let I/O into the rules.
const IMPURE: [&str; 5] = ["tokio", "sqlx", "axum", "futures-util", "rand"];

fn cargo(path: &str) -> BTreeSet<String> {
    let manifest: toml::Table = read(path).parse().expect("a manifest");
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let tables = tables
        .iter()
        .filter_map(|name| manifest.get(*name)?.as_table());
    let names = tables.flat_map(|table| table.keys().cloned());
    names
        .filter(|name| !OURS.contains(&name.as_str()))
        .collect()
}

fn npm(path: &str) -> BTreeSet<String> {
    let manifest: serde_json::Value = serde_json::from_str(&read(path)).expect("a manifest");
    let tables = ["dependencies", "devDependencies"];
    let tables = tables
        .iter()
        .filter_map(|name| manifest.get(name)?.as_object());
    tables.flat_map(|table| table.keys().cloned()).collect()
}

/// The names between backquotes before the colon of each line such as « - `serde`, `serde_json`: why ».
fn explained(readme: &str) -> BTreeSet<String> {
    let lines = section(readme, "## Why each dependency");
    let named = lines
        .iter()
        .filter_map(|line| line.strip_prefix("- ")?.split_once(": "));
    let quoted = named.flat_map(|(names, _)| names.split('`').skip(1).step_by(2));
    quoted.map(str::to_owned).collect()
}

#[test]
fn the_readme_says_why_each_direct_dependency_is_there() {
    let cargo = CARGO.into_iter().flat_map(cargo);
    let direct: BTreeSet<String> = cargo.chain(NPM.into_iter().flat_map(npm)).collect();
    let explained = explained(&read("README.md"));
    let missing: Vec<_> = direct.difference(&explained).collect();
    let gone: Vec<_> = explained.difference(&direct).collect();
    assert!(missing.is_empty(), "no reason in README.md: {missing:?}");
    assert!(
        gone.is_empty(),
        "no longer used, but in README.md: {gone:?}"
    );
}

#[test]
fn every_shared_version_is_used() {
    let workspace: toml::Table = read("Cargo.toml").parse().expect("a manifest");
    let shared = workspace["workspace"]["dependencies"]
        .as_table()
        .expect("a table");
    let used: BTreeSet<String> = CARGO.into_iter().flat_map(cargo).collect();
    let unused: Vec<_> = shared.keys().filter(|name| !used.contains(*name)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn the_rules_stay_pure() {
    let domain = cargo("server/domain/Cargo.toml");
    let impure: Vec<_> = IMPURE
        .iter()
        .filter(|name| domain.contains(**name))
        .collect();
    assert!(impure.is_empty(), "in server/domain/Cargo.toml: {impure:?}");
}
