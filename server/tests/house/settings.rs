//! The README's table of settings is the one that the server reads; the limits' page says what is limited and tested.

use std::fmt::Write as _;

use dires::config::{LIMITS, SETTINGS};

use crate::{files, read, root, section};

#[test]
fn the_readme_lists_the_settings_as_they_are() {
    let readme = read("README.md");
    let said = section(&readme, "## Settings");
    let table: Vec<&str> = said
        .into_iter()
        .filter(|line| line.starts_with('|'))
        .collect();
    assert_eq!(
        table.join("\n"),
        expected().trim_end(),
        "copy the right side into README.md"
    );
}

fn expected() -> String {
    let mut table = String::from("| setting | default | what it does |\n|---|---|---|\n");
    for setting in &SETTINGS {
        let help = setting.help.replace('\u{a0}', " ");
        writeln!(
            table,
            "| `{}` | `{}` | {help} |",
            setting.name, setting.default
        )
        .expect("a string takes any text");
    }
    table
}

#[test]
fn the_page_of_limits_lists_them_as_they_are() {
    let page = read("server/LIMITS.md");
    let table = table(&section(&page, "## Settings"));
    assert_eq!(
        table.join("\n"),
        limits().trim_end(),
        "copy the right side into server/LIMITS.md"
    );
}

fn limits() -> String {
    let head = "| setting | default | range | unit | why |\n|---|---|---|---|---|\n";
    let mut table = String::from(head);
    for limit in LIMITS {
        let reason = limit.reason.replace(['\u{a0}', '\u{202f}'], " ");
        let (name, default, unit) = (limit.name, limit.default, limit.unit);
        let (least, most) = (limit.least, limit.most);
        writeln!(
            table,
            "| `{name}` | {default} | {least} to {most} | {unit} | {reason} |"
        )
        .expect("a string takes any text");
    }
    table
}

#[test]
fn every_attack_of_the_page_is_a_test_and_every_such_test_is_on_the_page() {
    let page = read("server/LIMITS.md");
    let section = section(&page, "## Attacks");
    let mut listed: Vec<String> = table(&section)
        .iter()
        .skip(2)
        .flat_map(|row| quoted(row))
        .collect();
    let known = |name: &String| LIMITS.iter().any(|limit| limit.name == name);
    listed.retain(|name| !name.starts_with("DIRES_") || !known(name));
    listed.sort();
    assert_eq!(listed, tests());
}

/// What a line has between backticks.
fn quoted(line: &str) -> Vec<String> {
    let parts = line.split('`').skip(1).step_by(2);
    parts.map(str::to_owned).collect()
}

/// The names of the tests of attacks.
fn tests() -> Vec<String> {
    let folder = root().join("server/src/sync/tests/attacks");
    let mut names = Vec::new();
    for source in files(&folder).iter().map(read) {
        let after = source.split("test]\n").skip(1).map(str::to_owned);
        let name = |rest: String| {
            let start = rest.split_once("fn ")?.1;
            start.split_once('(').map(|(name, _)| name.to_owned())
        };
        names.extend(after.filter_map(name));
    }
    names.sort();
    names
}

fn table<'s>(section: &[&'s str]) -> Vec<&'s str> {
    let lines = section.iter().filter(|line| line.starts_with('|'));
    lines.copied().collect()
}
