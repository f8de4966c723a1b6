//! Rows and columns that come and go, as a reader should see them.

use super::sketch::sketch;
use crate::redline::{Marking, Redline, Shape, Sort};
use crate::text::samples::table;
use crate::text::{Block, Text};

const OLD: &[&[&str]] = &[
    &["Territoire", "Coût"],
    &["Sicoval", "douze millions"],
    &["Montauban", "sept millions"],
];

fn text(rows: &[&[&str]]) -> Text {
    let mut blocks = vec![Block::paragraph("Avant.")];
    blocks.extend(table(true, rows));
    blocks.push(Block::paragraph("Après."));
    let title = String::new();
    Text { title, blocks }.normalised()
}

fn between(rows: &[&[&str]]) -> Redline {
    let (old, new) = (text(OLD), text(rows));
    let redline = Redline::between(&old, &new);
    assert_eq!((redline.before(), redline.after()), (old, new));
    redline
}

fn page(redline: &Redline) -> String {
    let marking = Marking {
        sort: &|sort| match sort {
            Sort::Added => "Ajouté",
            Sort::Removed => "Supprimé",
            _ => "Autre",
        },
        end: "fin",
        shape: &|_: &Shape| "forme".to_owned(),
        note: "note",
        image: &|_, _| "image".to_owned(),
        images: "",
        after: &|_| String::new(),
    };
    let html = redline.to_html("m", &marking);
    let plain = [
        "<span class=\"visually-hidden\">Ajouté\u{A0}: </span>",
        "<span class=\"visually-hidden\">Supprimé\u{A0}: </span>",
        "<span class=\"visually-hidden\"> (fin) </span>",
        " tabindex=\"-1\"",
    ];
    plain.iter().fold(html, |html, said| html.replace(said, ""))
}

#[test]
fn a_row_is_added() {
    let rows = [OLD[0], OLD[1], &["Foix", "trois millions"], OLD[2]];
    let redline = between(&rows);
    assert_eq!(redline.changes().0.len(), 1, "one change for the row");
    insta::assert_snapshot!(page(&redline), @r##"
<p>Avant.</p>
<div class="table-frame" role="group" tabindex="0">
<table>
<tr><th scope="col">Territoire</th><th scope="col">Coût</th></tr>
<tr><td>Sicoval</td><td>douze millions</td></tr>
<tr><td class="block-added"><ins id="m1">Foix</ins></td><td class="block-added"><ins>trois millions</ins></td></tr>
<tr><td>Montauban</td><td>sept millions</td></tr>
</table>
</div>
<p>Après.</p>
"##);
}

#[test]
fn a_row_is_removed() {
    let redline = between(&[OLD[0], OLD[2]]);
    assert_eq!(redline.changes().0.len(), 1);
    insta::assert_snapshot!(page(&redline), @r##"
<p>Avant.</p>
<div class="table-frame" role="group" tabindex="0">
<table>
<tr><th scope="col">Territoire</th><th scope="col">Coût</th></tr>
<tr><td class="block-removed"><del id="m1">Sicoval</del></td><td class="block-removed"><del>douze millions</del></td></tr>
<tr><td>Montauban</td><td>sept millions</td></tr>
</table>
</div>
<p>Après.</p>
"##);
}

#[test]
fn the_first_row_is_removed_and_a_cell_rewritten() {
    let redline = between(&[OLD[1], &["Montauban", "huit millions"]]);
    insta::assert_snapshot!(sketch(&redline), @r##"
#
p  Avant.
th→∅  [-Territoire-]
th→∅  [-Coût-]
tr→th  Sicoval
td→th  douze millions
tr  Montauban
td  [-sept-]{+huit+} millions
p  Après.
"##);
}

#[test]
fn a_column_is_added_first_and_another_last() {
    let first = between(&[
        &["Rang", "Territoire", "Coût"],
        &["1", "Sicoval", "douze millions"],
        &["2", "Montauban", "sept millions"],
    ]);
    insta::assert_snapshot!(page(&first), @r##"
<p>Avant.</p>
<div class="table-frame" role="group" tabindex="0">
<table>
<tr><th scope="col" class="block-added"><ins id="m1">Rang</ins></th><th scope="col">Territoire</th><th scope="col">Coût</th></tr>
<tr><td class="block-added"><ins id="m2">1</ins></td><td>Sicoval</td><td>douze millions</td></tr>
<tr><td class="block-added"><ins id="m3">2</ins></td><td>Montauban</td><td>sept millions</td></tr>
</table>
</div>
<p>Après.</p>
"##);
    let last = between(&[
        &["Territoire", "Coût", "Avis"],
        &["Sicoval", "douze millions", "favorable"],
        &["Montauban", "sept millions", ""],
    ]);
    insta::assert_snapshot!(sketch(&last), @r##"
#
p  Avant.
th  Territoire
th  Coût
∅→th  {+Avis+}
tr  Sicoval
td  douze millions
∅→td  {+favorable+}
tr  Montauban
td  sept millions
∅→td
p  Après.
"##);
    assert_eq!(last.changes().0.len(), 3);
}

#[test]
fn the_first_column_is_removed() {
    let redline = between(&[&["Coût"], &["douze millions"], &["sept millions"]]);
    insta::assert_snapshot!(page(&redline), @r##"
<p>Avant.</p>
<div class="table-frame" role="group" tabindex="0">
<table>
<tr><th scope="col" class="block-removed"><del id="m1">Territoire</del></th><th scope="col">Coût</th></tr>
<tr><td class="block-removed"><del id="m2">Sicoval</del></td><td>douze millions</td></tr>
<tr><td class="block-removed"><del id="m3">Montauban</del></td><td>sept millions</td></tr>
</table>
</div>
<p>Après.</p>
"##);
}

#[test]
fn rows_that_are_cut_elsewhere_are_another_table() {
    let cells = OLD.concat();
    let redline = between(&[&cells]);
    let (changes, _) = redline.changes();
    assert!(changes.iter().any(|change| change.sort == Sort::Reshaped));
}

#[test]
fn empty_rows_are_seen() {
    let redline = between(&[OLD[0], &["", ""], OLD[1], OLD[2]]);
    let html = page(&redline);
    assert!(html.contains("id=\"m1\"") && html.contains(">+<"), "{html}");
}
