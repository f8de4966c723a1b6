//! One file for each text, and the text back from it.

use proptest::prelude::*;

use super::super::samples::{any_text, block, demonstration, heading, item, table};
use super::super::{
    Block, BlockKind, Container, LeadingHeading, Link, Marks, Run, Text, from_markdown,
};

fn body(markdown: &str) -> Vec<Block> {
    from_markdown(markdown, LeadingHeading::Stays).blocks
}

/// What is written for `blocks`, once it has been seen to give them back.
fn written(blocks: Vec<Block>) -> String {
    let text = Text {
        title: String::new(),
        blocks,
    }
    .normalised();
    let markdown = text.to_markdown();
    assert_eq!(body(&markdown), text.blocks, "{markdown}");
    markdown
}

fn run(text: &str, strong: bool, em: bool) -> Run {
    Run {
        text: text.to_owned(),
        marks: Marks {
            strong,
            em,
            ..Marks::default()
        },
    }
}

#[test]
fn a_text_reads_well_in_any_editor() {
    insta::assert_snapshot!(written(demonstration().blocks), @r#"
# 1. Préalable

Nous demandons, **ensemble** et _sans délai_, que l’eau[^1] soit « partagée » ; cf. [la loi](<https://exemple.fr/loi_(2023)?a=1&b=2> "Texte \"intégral\"").\
Deuxième ligne.

## Le besoin

- Une chose

- Une autre :
  1. d’abord
  2. ensuite

  La suite de l’autre.

> Une parole \<citée> & rapportée.

---

## Le besoin

Fin.

[^1]: Voir le _bilan 2024_.
"#);
}

#[test]
fn a_table_is_one_that_any_reader_knows() {
    let mut blocks = table(
        true,
        &[
            &["Territoire", "Avis | réserve"],
            &["Sicoval", "oui\nmais\\|"],
            &["", " # - "],
        ],
    );
    blocks.extend(table(false, &[&["a", ""], &["", ""]]));
    blocks.push(Block::paragraph("| Territoire |\n|---|"));
    insta::assert_snapshot!(written(blocks), @r"
| Territoire | Avis \| réserve |
| --- | --- |
| Sicoval | oui<br>mais\\\| |
| | &#32;# -&#32; |

| | |
| --- | --- |
| a | |
| | |

\| Territoire |\
\|---|
");
}

#[test]
fn words_that_look_like_markup_stay_words() {
    let lines = [
        "1. Premier",
        "2023) Bilan",
        "- tiret",
        "-5 °C",
        "+ plus",
        "# dièse",
        "> chevron",
        "===",
        "a_b@c.fr _x_",
        " blancs ",
        "\u{A0}\u{202F}",
        "R&D, &amp; &#32;",
        "![image](x)",
        "[^1]: note",
        "| a | b |\n|---|---|",
        "<b>gras</b>",
        "<!-- vide -->",
        "C:\\dossier\\",
        "a\n\nb\n",
        "~~~",
        "***",
        "prix : 2 * 3",
        "\t",
        "fin  \nligne",
    ];
    insta::assert_snapshot!(written(lines.iter().map(|line| Block::paragraph(line)).collect()), @r#"
1\. Premier

2023\) Bilan

\- tiret

-5 °C

\+ plus

\# dièse

\> chevron

\===

a_b@c.fr \_x\_

&#32;blancs&#32;

&#160;&#8239;

R&D, \&amp; \&#32;

!\[image\](x)

\[\^1\]: note

\| a | b |\
\|---|---|

\<b>gras\</b>

\<!-- vide -->

C:\\dossier\\

a&#10;\
b&#10;

\~~~

\*\*\*

prix : 2 \* 3

&#9;

fin &#32;\
ligne
"#);
}

#[test]
fn marks_hold_next_to_anything() {
    let lines = vec![
        vec![
            run("gras", true, false),
            run("né", false, false),
            run("mi", true, false),
            run("se", false, false),
        ],
        vec![
            run("l’", false, false),
            run("« eau »", true, false),
            run(" et", false, false),
        ],
        vec![run(" espace ", true, false), run("collé", false, true)],
        vec![
            run("tout", true, true),
            run(" le mot", true, false),
            run("suite", false, true),
        ],
        vec![
            run("(", false, false),
            run("seul", false, true),
            run(")", false, false),
            run("mot", false, true),
        ],
    ];
    let blocks = lines
        .into_iter()
        .map(|runs| Block::new(BlockKind::Paragraph, runs))
        .collect();
    insta::assert_snapshot!(written(blocks), @r#"
**gras**né**mi**se

l’**« eau »** et

<strong> espace </strong>_collé_

**_tout_ le mot**_suite_

(_seul_)_mot_
"#);
}

#[test]
fn links_and_notes_hold_next_to_anything() {
    let link = |text: &str, href: &str| Run {
        text: text.to_owned(),
        marks: Marks {
            link: Link::new(href, ""),
            ..Marks::default()
        },
    };
    let note = |id: &str| Run {
        text: "Note.\n(suite)".to_owned(),
        marks: Marks {
            footnote: Some(id.to_owned()),
            ..Marks::default()
        },
    };
    let runs = vec![
        note("a"),
        run(": deux !", false, false),
        link("[lien]", "https://a.fr/x_(y)"),
        note("b"),
        note("c"),
        link("a", "https://a.fr/?a=1&lt;=2"),
        run("(b) !", false, false),
        note("d"),
        run("(e)", false, false),
    ];
    insta::assert_snapshot!(written(vec![Block::new(BlockKind::Paragraph, runs)]), @r#"
[^1]\: deux \![\[lien\]](<https://a.fr/x_(y)>)[^2]<!-- -->[^3]<!-- -->[a](https://a.fr/?a=1&amp;lt;=2)(b) \![^4]\(e)

[^1]: Note.\
    (suite)

[^2]: Note.\
    (suite)

[^3]: Note.\
    (suite)

[^4]: Note.\
    (suite)
"#);
}

#[test]
fn lists_and_quotes_hold_whatever_they_hold() {
    use Container::{OrderedItem, Quote, UnorderedItem};
    insta::assert_snapshot!(written(vec![
        item(UnorderedItem, &[], "a"), item(OrderedItem, &[UnorderedItem], "b"), item(OrderedItem, &[UnorderedItem], ""),
        item(UnorderedItem, &[], ""), block(BlockKind::Paragraph, &[UnorderedItem], "suite"),
        item(OrderedItem, &[], "c"), block(BlockKind::HorizontalRule, &[OrderedItem], ""),
        block(BlockKind::Paragraph, &[UnorderedItem, OrderedItem], "orphelin"),
        block(BlockKind::Paragraph, &[Quote], ""), item(UnorderedItem, &[Quote], "d"),
        block(BlockKind::Paragraph, &[], ""), heading(3, ""), heading(4, "C # #"),
    ]), @r#"
- a
  1. b
  2. <!-- vide -->

- <!-- vide -->

  suite

1. c

   ---

- <!-- suite -->

  0. <!-- suite -->

     orphelin

> <!-- vide -->
>
> - d

<!-- vide -->

###

#### C # \#
"#);
}

#[test]
fn a_link_may_look_like_a_note() {
    let marks = Marks {
        link: Link::new("https://a.fr", ""),
        ..Marks::default()
    };
    let run = Run {
        text: "^1]: ".to_owned(),
        marks,
    };
    let written = written(vec![Block::new(BlockKind::Paragraph, vec![run])]);
    assert_eq!(written, "[\\^1\\]: ](https://a.fr)\n");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_text_comes_back_from_its_file(text in any_text()) {
        let markdown = text.to_markdown();
        prop_assert_eq!(body(&markdown), text.blocks, "{}", markdown);
        prop_assert!(!markdown.contains('\r'));
    }
}
