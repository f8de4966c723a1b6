//! What people bring keeps its words and as much of its shape as fits.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::super::LeadingHeading;
use super::super::samples::sketch;
use super::{Unreadable, from_markdown, read_file};

fn stays(source: &str) -> String {
    sketch(&from_markdown(source, LeadingHeading::Stays))
}

#[test]
fn what_has_no_place_keeps_its_words() {
    let source = "\
| Territoire | Avis |\n|---|---|\n| Sicoval | **oui** |\n\n```\nlet x;\n\ny\n```\n\n![Carte](carte.png) et `code`\n\n\
<div>Un <b>bloc</b>\n<ul><li>point</li></ul></div>\n\nligne<br>suite <u>soulignée</u> [mort](javascript:alert(1)) [](https://a.fr)\n\n\
###### Profond\n\nappel[^n] et encore[^n]\n\n[^n]: La note.\n\n    Sa suite[^m].\n\n[^m]: Orpheline.\n\n~~barré~~\n";
    insta::assert_snapshot!(stays(source), @r#"
⊞* "Territoire"
·* "Avis"
⊢ "Sicoval"
· "oui"
p "let x;\n\ny"
p "Carte et code"
p "Un bloc"
- "point"
p "ligne\nsuite soulignée mort https://a.fr"
h4 "Profond"
p "appel [La note.\nSa suite[m].] et encore [La note.\nSa suite[m].]"
p "~~barré~~"
p "Orpheline."
"#);
}

#[test]
fn numbers_are_kept() {
    insta::assert_snapshot!(stays("1. un :\n\n- a\n- b\n\n2. deux :\n\n- c\n\n3. trois :\n\n- d\n\nfin\n\n- e\n\n4. quatre\n5. cinq\n"), @r#"
  1 "un :"
1 - "a"
1 - "b"
  1 "deux :"
1 - "c"
  1 "trois :"
1 - "d"
  p "fin"
  - "e"
  p "4. quatre"
  p "5. cinq"
"#);
}

#[test]
fn a_leading_heading_becomes_the_title_when_it_is_alone() {
    let title = |source| {
        let text = from_markdown(source, LeadingHeading::BecomesTitle);
        (text.title.clone(), sketch(&text).trim().to_owned())
    };
    assert_eq!(
        title("# Dire *sur* l’eau\n\n## Un\n"),
        ("Dire sur l’eau".to_owned(), "h1 \"Un\"".to_owned())
    );
    assert_eq!(title("# Seul"), ("Seul".to_owned(), "p \"\"".to_owned()));
    assert_eq!(title("# Un\n\n# Deux").0, "");
    assert_eq!(title("mot\n\n# Un").0, "");
}

#[test]
fn a_file_is_looked_at_first() {
    let read = |bytes: &[u8]| read_file(bytes, LeadingHeading::Stays).map(|text| text.plain());
    assert_eq!(read("\u{FEFF}é\r\n".as_bytes()), Ok("é".to_owned()));
    assert_eq!(read(&[0xE9]), Err(Unreadable::NotUtf8));
    assert_eq!(read(b"PK\x03\x04"), Err(Unreadable::NotText));
    assert_eq!(
        read(&vec![b'a'; 5 * 1024 * 1024 + 1]),
        Err(Unreadable::TooLong(5 * 1024 * 1024 + 1))
    );
}

#[test]
fn hostile_nesting_keeps_its_words() {
    for source in [
        ">".repeat(10_000) + " mot",
        "- ".repeat(10_000) + "mot",
        "*a ".repeat(10_000) + "mot",
        "[".repeat(10_000) + "mot",
        "**".repeat(10_000) + "mot" + &"**".repeat(10_000),
        "<b>".repeat(10_000) + "mot",
    ] {
        assert!(
            from_markdown(&source, LeadingHeading::Stays)
                .plain()
                .contains("mot")
        );
    }
    let laughs = (0..50).fold(String::new(), |all, n| {
        format!("{all}[^{n}]: {}\n\n", format!("[^{}]", n + 1).repeat(50))
    });
    let calls = format!(
        "{}\n\n[^0]: {}\n",
        "[^0]".repeat(5_000),
        "mot ".repeat(5_000)
    );
    assert!(
        from_markdown(&(laughs + "[^0]"), LeadingHeading::Stays)
            .counts()
            .characters
            < 1_000_000
    );
    assert!(
        from_markdown(&calls, LeadingHeading::Stays)
            .counts()
            .characters
            < 1_000_000
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn anything_is_accepted_and_has_one_file(source in "[ \\-*_#>`~\\[\\]()!<|:a1.\n^&;=b/]{0,80}") {
        let text = from_markdown(&source, LeadingHeading::BecomesTitle);
        let again = from_markdown(&text.to_markdown(), LeadingHeading::Stays);
        prop_assert_eq!(again.blocks, text.blocks);
    }
}

/// How many more times each word stands in `before` than in `after`, where that is not 0.
fn lost(before: &str, after: &str) -> BTreeMap<String, i32> {
    let mut count = BTreeMap::new();
    for (text, one) in [(before, 1), (after, -1)] {
        for word in text
            .split('\'')
            .flat_map(UnicodeSegmentation::unicode_words)
        {
            *count.entry(word.to_owned()).or_default() += one;
        }
    }
    count.retain(|_, difference| *difference != 0);
    count
}

#[test]
fn a_real_text_comes_in_whole() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/nouvel-elan-2023-2026.md");
    let Ok(source) = std::fs::read_to_string(&path) else {
        println!("the projet de coopération is not at hand: its import is not tried");
        return;
    };
    let text = from_markdown(&source, LeadingHeading::BecomesTitle);
    let whole = format!("{}\n{}", text.title, text.plain());
    // The numbers of the list are made by the page now.
    let numbers = ["1", "2", "3"].map(|number| (number.to_owned(), 1));
    assert_eq!(lost(&source, &whole), BTreeMap::from(numbers));
    assert_eq!(text.outline().len(), 4);
    let file = text.to_markdown();
    assert_eq!(
        from_markdown(&file, LeadingHeading::Stays).blocks,
        text.blocks
    );
}
