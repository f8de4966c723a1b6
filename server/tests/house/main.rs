//! What keeps the house in order: who may use whom, how long a file is, and that the README says what is so.

mod dependencies;
mod licences;
mod rooms;
mod settings;
mod sizes;

use std::path::{Path, PathBuf};

/// The repository's root.
fn root() -> PathBuf {
    let server = Path::new(env!("CARGO_MANIFEST_DIR"));
    server.parent().expect("server/ lies in it").to_owned()
}

/// A file of the repository.
fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file under a folder, but what is built or installed.
fn files(folder: &Path) -> Vec<PathBuf> {
    const BUILT: [&str; 5] = ["target", "node_modules", "dist", "data", "output"];
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found = Vec::new();
    for entry in entries.map(|entry| entry.expect("an entry")) {
        let (path, name) = (
            entry.path(),
            entry.file_name().to_string_lossy().into_owned(),
        );
        if !path.is_dir() {
            found.push(path);
        } else if !BUILT.contains(&name.as_str()) && !name.starts_with('.') {
            found.extend(files(&path));
        }
    }
    found
}

/// The lines of a document's section, from its heading (such as `## Settings`) to the next of its level or above.
fn section<'a>(document: &'a str, heading: &str) -> Vec<&'a str> {
    let level = heading.chars().take_while(|it| *it == '#').count();
    let ends = |line: &str| {
        let hashes = line.chars().take_while(|it| *it == '#').count();
        (1..=level).contains(&hashes) && line[hashes..].starts_with(' ')
    };
    let mut lines = document.lines().skip_while(|line| *line != heading);
    assert_eq!(lines.next(), Some(heading), "the section is there");
    lines.take_while(|line| !ends(line)).collect()
}

/// The cells of the rows of the section's tables, without their headings.
fn rows<'a>(section: &[&'a str]) -> Vec<Vec<&'a str>> {
    let cells = |line: &'a str| {
        line.trim_matches('|')
            .split('|')
            .map(str::trim)
            .collect::<Vec<_>>()
    };
    let is_row = |line: &&&str| line.starts_with('|');
    let rows = section.iter().filter(is_row).map(|line| cells(line));
    rows.filter(|row| row[0].starts_with('`')).collect()
}
