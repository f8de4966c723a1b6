//! Every dependency comes under a licence that lets the whole be given under EUPL-1.2.
//!
//! Permissive licences and dedications to the public domain ask for a notice only. MPL-2.0 and LGPL stay with their own
//! files, and stand in the EUPL's appendix of compatible licences. OFL-1.1 is a font's, which may be shipped with any
//! program. Unicode's and CDLA's are permissive licences for data. The GPL and AGPL would take the whole over, so they
//! are not here although the appendix names them; nor is any licence that limits who may use a program or for what.

use std::process::Command;

use serde_json::Value;

use crate::{read, root};

const ALLOWED: [&str; 23] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "EUPL-1.2",
    "ISC",
    "LGPL-2.1-or-later",
    "LGPL-3.0-or-later",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "NCSA",
    "OFL-1.1",
    "Python-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
    "zlib-acknowledgement",
];

/// Whether an SPDX expression leaves a choice that is allowed; a slash is how `OR` was written before.
fn allowed(expression: &str) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    any(&mut words) && words.next().is_none()
}

type Words<'a, 'b> = &'b mut std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any(words: Words) -> bool {
    let mut found = all(words);
    while words.next_if_eq(&"OR").is_some() {
        found |= all(words);
    }
    found
}

fn all(words: Words) -> bool {
    let mut found = one(words);
    while words.next_if_eq(&"AND").is_some() {
        found &= one(words);
    }
    found
}

/// A licence; an exception after `WITH` only ever allows more.
fn one(words: Words) -> bool {
    let Some(word) = words.next() else {
        return false;
    };
    if word == "(" {
        let found = any(words);
        return words.next() == Some(")") && found;
    }
    if words.next_if_eq(&"WITH").is_some() {
        words.next();
    }
    ALLOWED.contains(&word)
}

fn refused(licences: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut seen = 0;
    let refused = licences
        .inspect(|_| seen += 1)
        .filter(|(_, licence)| !allowed(licence))
        .collect();
    assert!(seen > 40, "the dependencies are found: {seen}");
    refused
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// The platform that this test was built for: only what it needs was fetched.
fn platform() -> String {
    let output = Command::new("rustc").arg("-vV").output().expect("rustc");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("rustc says its host").to_owned()
}

#[test]
fn every_crate_may_be_given_under_the_eupl() {
    let platform = platform();
    let arguments = [
        "metadata",
        "--locked",
        "--offline",
        "--format-version=1",
        "--filter-platform",
        platform.as_str(),
    ];
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("cargo");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages").iter();
    let refused =
        refused(packages.map(|package| (text(package, "name"), text(package, "license"))));
    assert!(refused.is_empty(), "{refused:?}");
}

#[test]
fn every_package_may_be_given_under_the_eupl() {
    let locks = [
        "web/package-lock.json",
        "web/bench/package-lock.json",
        "tests/package-lock.json",
        "server/bench/peers/package-lock.json",
    ];
    for lock in locks {
        let lock: Value = serde_json::from_str(&read(lock)).expect("JSON");
        let packages = lock["packages"].as_object().expect("packages").iter();
        let refused =
            refused(packages.map(|(name, package)| (name.clone(), text(package, "license"))));
        assert!(refused.is_empty(), "{refused:?}");
    }
}

#[test]
fn a_licence_is_read_as_spdx_writes_it() {
    for yes in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0 OR MIT",
        "(MIT OR GPL-2.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(allowed(yes), "{yes}");
    }
    for no in [
        "",
        "GPL-3.0-only",
        "MIT AND AGPL-3.0-only",
        "SSPL-1.0",
        "(MIT",
        "UNLICENSED",
        "MIT BUSL-1.1",
    ] {
        assert!(!allowed(no), "{no}");
    }
}
