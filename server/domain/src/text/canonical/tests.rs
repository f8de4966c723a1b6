//! One file for each version, and the version back from it.

use proptest::prelude::*;

use super::super::samples::{any_text, demonstration};
use super::super::{LeadingHeading, Text, from_markdown};
use super::{Canonical, NotCanonical};

fn slugs(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_version_is_a_file() {
    let text = Text {
        title: "Dire « sur l’eau »\u{202F}: \"une\" page".to_owned(),
        blocks: Vec::new(),
    };
    let version = Canonical::new(
        "dire",
        &slugs(&["sicoval", "foix-varilhes", "sicoval"]),
        text,
    )
    .unwrap();
    insta::assert_snapshot!(String::from_utf8(version.to_bytes()).unwrap(), @r#"
---
version: 1
nature: dire
titre: "Dire « sur l’eau » : \"une\" page"
périmètre:
  - foix-varilhes
  - sicoval
---
"#);
    insta::assert_snapshot!(version.sha256(), @"0013ce40f4f1177afdf6f45340ecb3186b55e0a9ebec04a37ebf3d4db0bf120e");
}

#[test]
fn a_word_changed_is_seen() {
    let version = Canonical::new("dire", &slugs(&["sicoval"]), demonstration()).unwrap();
    let file = String::from_utf8(version.to_bytes()).unwrap();
    let parse = |file: String| Canonical::parse(file.as_bytes());
    assert_eq!(parse(file.clone()), Ok(version.clone()));
    assert_ne!(
        parse(file.replace("ensemble", "bientôt")).unwrap().sha256(),
        version.sha256()
    );
    assert_eq!(
        parse(file.replace("- Une", "* Une")),
        Err(NotCanonical::Otherwise)
    );
    assert_eq!(parse(file.clone() + "\n"), Err(NotCanonical::Otherwise));
    assert_eq!(
        parse(file.replace("version: 1", "version: 2")),
        Err(NotCanonical::FrontMatter("version: 1"))
    );
    assert_eq!(
        parse(file.replace("sicoval", "Sicoval")),
        Err(NotCanonical::Slug("Sicoval".to_owned()))
    );
}

#[test]
fn a_file_of_ours_comes_in_with_its_title() {
    let version = Canonical::new("dire", &[], demonstration()).unwrap();
    let file = String::from_utf8(version.to_bytes()).unwrap();
    assert_eq!(
        from_markdown(&file, LeadingHeading::BecomesTitle),
        demonstration()
    );
    assert_eq!(
        from_markdown(&file.replace('\n', "\r\n"), LeadingHeading::BecomesTitle),
        demonstration()
    );
}

proptest! {
    #[test]
    fn the_version_comes_back_from_its_file(text in any_text()) {
        let version = Canonical::new("contrat", &slugs(&["a", "b-2"]), text).unwrap();
        prop_assert_eq!(Canonical::parse(&version.to_bytes()), Ok(version));
    }
}
