//! The README's table of settings is the one that the server reads.

use std::fmt::Write as _;

use dires::config::SETTINGS;

use crate::{read, section};

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
