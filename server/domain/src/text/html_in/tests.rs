//! What a word processor or a page puts on the clipboard reads as it did there.

use std::fmt::Write;
use std::time::Instant;

use proptest::prelude::*;

use super::super::samples::{any_text, demonstration, sketch};
use super::super::{LeadingHeading, Wording};
use super::from_html;

fn stays(source: &str) -> String {
    sketch(&from_html(source, LeadingHeading::Stays))
}

#[test]
fn word_s_clipboard_is_read() {
    let source = r##"<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>x</title><style><!-- p {color:red} --></style>
<!--[if gte mso 9]><xml><o:x>y</o:x></xml><![endif]--></head><body lang=FR><!--StartFragment-->
<p class=MsoTitle>Dire sur l’eau<o:p></o:p></p>
<h1><b>1.<span style='mso-spacerun:yes'> </span>Préalable</b></h1>
<p class=MsoNormal>Nous <b style='mso-bidi-font-weight:normal'>demandons</b> que<span style='font-style:italic'> l’eau</span><a
style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span
style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a> soit
partagée.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>Un</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp;</span></span>Dessous</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Deux</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>Premier</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.</span>Second</p>
<p class=MsoNormal>Entre</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>3.</span>Troisième</p>
<p class=MsoQuote>Une parole</p>
<p class=MsoNormal>Gardé<del>, retiré</del><span style='display:none'>, caché</span>.</p>
<div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%">
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1"
name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> Voir le <i>bilan</i>.</p></div></div>
<!--EndFragment--></body></html>"##;
    insta::assert_snapshot!(stays(source), @r#"
  h1 "Dire sur l’eau"
  h1 "1. Préalable"
  p "Nous demandons que l’eau [Voir le bilan.] soit partagée."
  - "Un"
- - "Dessous"
  - "Deux"
  1 "Premier"
  1 "Second"
  p "Entre"
  p "3. Troisième"
> p "Une parole"
  p "Gardé."
"#);
    assert_eq!(
        from_html(source, LeadingHeading::BecomesTitle).title,
        "Dire sur l’eau"
    );
}

#[test]
fn filtered_word_lists_are_read() {
    let source = "<p class=MsoListParagraph>·<span style='font:7.0pt'>&nbsp;&nbsp; </span>Un</p>\
        <p class=MsoListParagraph>2)&nbsp; Deux</p><p class=MsoListParagraph>Pas un point</p>";
    insta::assert_snapshot!(stays(source), @r#"
- "Un"
p "2) Deux"
p "Pas un point"
"#);
}

#[test]
fn libreoffice_s_pages_are_read() {
    let source = r##"<!DOCTYPE html><html><head><style type="text/css">p { margin: 0 }</style></head><body lang="fr-FR">
<h2 class="western">Titre</h2><p style="margin-bottom: 0cm"><font face="Liberation Serif">Un mot<a class="sdfootnoteanc"
name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>.</font></p>
<ol><li><p style="x">un</p><ol type="a"><li><p>a</p></li></ol></li><li><p>deux</p><p>suite</p></li></ol>
<ol start="5"><li><p>cinq</p></li><li><p>six</p></li></ol>
<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>La note.</p>
<p>Sa suite.</p></div></body></html>"##;
    insta::assert_snapshot!(stays(source), @r#"
  h2 "Titre"
  p "Un mot [La note.\nSa suite.]."
  1 "un"
1 1 "a"
  1 "deux"
1 p "suite"
  p "5. cinq"
  p "6. six"
"#);
}

#[test]
fn pages_are_read() {
    let source = r#"<b style="font-weight:normal" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:700">Gras</span> non</p></b>
texte nu <a href="https://a.fr">lien</a> <a href="javascript:alert(1)">mort</a><script>alert("<p>")</script><br>suite
<ul><li>un<ul><li>dessous<li>encore</ul><li><ul><li>sans parent</ul></ul><ul><li>a</li><ul><li>b</li></ul></ul>
<blockquote><p>cité<blockquote>deux fois</blockquote></blockquote><hr><h5>bas</h5>
<table><tr><th>Territoire<th>Avis<tr><td><p>Sicoval</p><td>oui</table><table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>
<pre>code
  indenté</pre><img alt="Carte" src=x> &amp; fin<textarea>non</textarea>"#;
    insta::assert_snapshot!(stays(source), @r#"
   p "Gras non"
   p "texte nu lien mort\nsuite"
   - "un"
 - - "dessous"
 - - "encore"
   - ""
 - - "sans parent"
   - "a"
 - - "b"
 > p "cité"
>> p "deux fois"
   hr ""
   h4 "bas"
   ⊞* "Territoire"
   ·* "Avis"
   ⊢ "Sicoval"
   · "oui"
   ⊞ "a\nb"
   · "c"
   p "code\n  indenté"
   p "Carte & fin"
"#);
}

#[test]
fn tables_of_word_processors_are_read() {
    let word = "<table class=MsoTableGrid><caption>Les comptes</caption><tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'>\
        <td><p class=MsoNormal><b>Territoire<o:p></o:p></b></p></td><td colspan=2><p><b>Coût</b></p></td></tr>\
        <tr><td rowspan=2><p>Sicoval</p></td><td><p>12</p><p>dont 3</p></td><td><ul><li>a<li>b</ul></td></tr>\
        <tr><td><p><o:p>&nbsp;</o:p></p></td><td><table><tr><td>x</td><td>y</td></tr></table></td></tr></table>";
    let office = "<table><thead><tr><th><p>Un</p></th><th>Deux</th></tr></thead><tbody><tr><td>1</td><td>2<sup>e</sup></td></tr></tbody></table>";
    insta::assert_snapshot!(stays(&format!("{word}<p>Entre</p>{office}")), @r#"
  p "Les comptes"
  ⊞* "Territoire"
  ·* "Coût"
  ·* ""
  ⊢ "Sicoval"
  · "12\ndont 3"
  · "–\u{a0}a\n–\u{a0}b"
  ⊢ ""
  · ""
  · "x | y"
  p "Entre"
  ⊞* "Un"
  ·* "Deux"
  ⊢ "1"
  · "2e"
"#);
}

#[test]
fn what_is_no_table_keeps_its_words() {
    let wide = format!("<table><tr>{}</tr></table>", "<td>x</td>".repeat(13));
    let listed = "<ul><li>point<table><tr><td>a</td><td>b</td></tr></table></ul>";
    let layout = "<table><tr><td><h2>Page</h2><p>mise en colonne</p></td></tr></table>";
    insta::assert_snapshot!(stays(&format!("{wide}{listed}{layout}")), @r#"
  p "x | x | x | x | x | x | x | x | x | x | x | x | x"
  - "point"
- p "a | b"
  h2 "Page"
  p "mise en colonne"
"#);
    let many = format!(
        "<table>{}</table>",
        "<tr><td>a</td><td>b</td></tr>".repeat(5_000)
    );
    let text = from_html(&many, LeadingHeading::Stays);
    assert_eq!(
        text.blocks.len(),
        5_000,
        "ten thousand cells are read as paragraphs"
    );
    assert_eq!(text.blocks[0].text(), "a | b");
}

fn pages() -> Vec<String> {
    let tags = [
        "div",
        "b",
        "ul><li",
        "blockquote",
        "table><tr><td",
        "p",
        "a href=https://a.fr",
        "span style='font-weight:bold'",
        "ol",
        "del",
    ];
    let mut pages: Vec<String> = tags
        .iter()
        .map(|tag| format!("<{tag}>").repeat(10_000) + "mot")
        .collect();
    pages.push("</p>".repeat(20_000) + "mot");
    pages.push("<p>a".repeat(20_000) + "mot");
    pages.push("<".repeat(100_000) + " mot");
    pages.push("&".repeat(100_000) + "mot");
    pages.push(
        (0..5_000).fold(String::new(), |mut page, n| {
            let _ = write!(page, "<a href='#_ftn{n}'>x</a>");
            page
        }) + "mot",
    );
    pages
}

#[test]
fn no_nesting_is_too_deep() {
    for page in pages() {
        let start = Instant::now();
        let plain = from_html(&page, LeadingHeading::Stays).plain();
        let hidden = page.starts_with("<del>");
        assert!(hidden || plain.contains("mot"), "{}", &page[..20]);
        println!(
            "{:?} for {} bytes of {}",
            start.elapsed(),
            page.len(),
            &page[..12]
        );
    }
}

#[test]
fn our_own_pages_come_back() {
    let wording = Wording {
        notes: "Notes",
        note: "Note",
        table: "Tableau",
        image: "Image",
        images: "images/",
        back: "Retour",
    };
    let text = demonstration();
    let mut back = from_html(&text.to_html("", &wording), LeadingHeading::Stays);
    // The heading of the notes; and the page's level 2 is the body's level 1.
    assert_eq!(
        back.blocks.pop().map(|block| block.text()),
        Some("Notes".to_owned())
    );
    assert_eq!(back.plain(), text.plain());
    assert_eq!(back.blocks[1], text.blocks[1]);
}

proptest! {
    #[test]
    fn anything_is_accepted_and_has_one_file(source in "(<(/?(p|b|ul|ol|li|td|tr|table|h1|br|hr|div|blockquote|a href=#fn1|li id=fn1|pre)>)?|[ a1.&\n-]){0,40}") {
        let text = from_html(&source, LeadingHeading::Stays);
        let again = super::super::from_markdown(&text.to_markdown(), LeadingHeading::Stays);
        prop_assert_eq!(again.blocks, text.blocks);
    }

    #[test]
    fn the_words_of_our_own_pages_stay(text in any_text()) {
        let wording = Wording { notes: "", note: "", table: "", image: "", images: "", back: "" };
        let words = |plain: String| plain.split_whitespace().collect::<String>();
        let mut bare = text.clone();
        for run in bare.blocks.iter_mut().flat_map(|block| &mut block.content) {
            run.marks.footnote = None;
        }
        let back = from_html(&bare.to_html("", &wording), LeadingHeading::Stays);
        prop_assert_eq!(words(back.plain()), words(bare.plain()));
    }
}
