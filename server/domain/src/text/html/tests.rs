//! Pages read as expected, and nothing written in a text can act in a page.

use proptest::prelude::*;

use super::super::samples::{any_text, demonstration, item, table};
use super::super::{Block, BlockKind, Container, Text};
use super::Wording;

const WORDING: Wording<'_> = Wording {
    notes: "Notes",
    note: "Note",
    table: "Tableau",
    image: "Image",
    images: "images/",
    back: "Retour à l’appel de la note",
};

#[test]
fn a_text_reads_as_a_page() {
    insta::assert_snapshot!(demonstration().to_html("", &WORDING), @r##"
<h2 id="1-prealable">1. Préalable</h2>
<p>Nous demandons, <strong>ensemble</strong> et <em>sans délai</em>, que l’eau<sup><a id="call_1" href="#note_1" role="doc-noteref" aria-label="Note 1">1</a></sup> soit « partagée » ; cf. <a href="https://exemple.fr/loi_(2023)?a=1&amp;b=2" rel="external noopener noreferrer" title="Texte &quot;intégral&quot;">la loi</a>.<br>
Deuxième ligne.</p>
<h3 id="le-besoin">Le besoin</h3>
<ul>
<li>Une chose</li>
<li><p>Une autre :</p>
<ol>
<li>d’abord</li>
<li>ensuite</li>
</ol>
<p>La suite de l’autre.</p>
</li>
</ul>
<blockquote>
<p>Une parole &lt;citée&gt; &amp; rapportée.</p>
</blockquote>
<hr>
<h3 id="le-besoin-2">Le besoin</h3>
<p>Fin.</p>
<section role="doc-endnotes" aria-labelledby="notes_">
<h2 id="notes_">Notes</h2>
<ol>
<li id="note_1">Voir le <em>bilan 2024</em>. <a href="#call_1" role="doc-backlink" aria-label="Retour à l’appel de la note 1">↩</a></li>
</ol>
</section>
"##);
}

#[test]
fn a_table_reads_as_one() {
    let mut blocks = table(
        true,
        &[&["Territoire", "", "Avis"], &["Sicoval", "12", "oui\n<b>"]],
    );
    blocks.extend(table(false, &[&["seul"]]));
    let text = Text {
        title: String::new(),
        blocks,
    };
    insta::assert_snapshot!(text.to_html("", &WORDING), @r#"
<div class="table-frame" role="region" aria-label="Tableau 1" tabindex="0">
<table>
<thead>
<tr><th scope="col">Territoire</th><td></td><th scope="col">Avis</th></tr>
</thead>
<tbody>
<tr><td>Sicoval</td><td>12</td><td>oui<br>
&lt;b&gt;</td></tr>
</tbody>
</table>
</div>
<div class="table-frame" role="region" aria-label="Tableau 2" tabindex="0">
<table>
<tbody>
<tr><td>seul</td></tr>
</tbody>
</table>
</div>
"#);
}

#[test]
fn two_texts_may_share_a_page() {
    let html = demonstration().to_html("avant-", &WORDING);
    assert_eq!(
        html.matches(" id=\"").count(),
        html.matches(" id=\"avant-").count()
    );
}

#[test]
fn what_no_item_opened_has_no_number() {
    let mut stray = Block::paragraph("suite");
    stray.parents = vec![Container::OrderedItem];
    let blocks = vec![
        stray,
        item(Container::OrderedItem, &[], "un"),
        Block::new(BlockKind::Paragraph, Vec::new()),
    ];
    let text = Text {
        title: String::new(),
        blocks,
    };
    insta::assert_snapshot!(text.to_html("", &WORDING), @r#"
<ol start="0">
<li class="continued">
<p>suite</p>
</li>
<li>un</li>
</ol>
"#);
}

#[test]
fn what_is_written_stays_words() {
    let text = Text {
        title: String::new(),
        blocks: vec![Block::paragraph("<script>alert('a & b')</script>")],
    };
    assert_eq!(
        text.to_html("", &WORDING),
        "<p>&lt;script&gt;alert('a &amp; b')&lt;/script&gt;</p>\n"
    );
}

/// The names of the elements left open when each end tag must close the last one opened.
fn left_open(html: &str) -> Vec<&str> {
    let mut open = Vec::new();
    for tag in html.split('<').skip(1) {
        let inside = tag.split('>').next().unwrap_or_default();
        let name = inside.split(' ').next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(closed) if open.last() == Some(&closed) => {
                open.pop();
            }
            None if matches!(name, "br" | "hr" | "img") => {}
            _ => open.push(name),
        }
    }
    open
}

proptest! {
    #[test]
    fn every_page_is_well_formed(text in any_text()) {
        let html = text.to_html("", &WORDING);
        prop_assert!(left_open(&html).is_empty(), "{}", html);
        let mut ids: Vec<_> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), count);
    }
}
