//! Which amendments are of one passage, and which of those cannot both be.

use super::super::touch::Touch;
use super::{bold, candidate, text};

/// The passage that all amend.
const TEXT: &[&str] = &[
    "Le délai est de dix ans à compter du vote.",
    "La région finance la moitié.",
];

/// What is said of two amendments: « même passage », « s’excluent ».
fn pair(one: &[&str], two: &[&str]) -> (bool, bool) {
    let (one, two) = (candidate(1, TEXT, one), candidate(2, TEXT, two));
    assert_eq!(
        one.excludes(&two),
        two.excludes(&one),
        "whoever is asked, the answer is the same"
    );
    assert_eq!(one.touch.meets(&two.touch), two.touch.meets(&one.touch));
    (one.touch.meets(&two.touch), one.excludes(&two))
}

const TOGETHER: (bool, bool) = (true, false);
const EXCLUSIVE: (bool, bool) = (true, true);
const APART: (bool, bool) = (false, false);

#[test]
fn two_that_replace_the_same_words_exclude_each_other() {
    let twelve = ["Le délai est de douze ans à compter du vote.", TEXT[1]];
    let twenty = ["Le délai est de vingt ans à compter du vote.", TEXT[1]];
    assert_eq!(pair(&twelve, &twenty), EXCLUSIVE);
}

#[test]
fn two_on_other_words_of_one_paragraph_are_discussed_together() {
    let twelve = ["Le délai est de douze ans à compter du vote.", TEXT[1]];
    let other = [
        "Le délai est de dix ans à compter de la publication.",
        TEXT[1],
    ];
    assert_eq!(pair(&twelve, &other), TOGETHER);
    let fewer = ["Le délai est de dix ans.", TEXT[1]];
    assert_eq!(pair(&twelve, &fewer), TOGETHER);
    assert_eq!(pair(&other, &fewer), EXCLUSIVE);
}

#[test]
fn words_added_beside_words_that_are_replaced_exclude_them() {
    let months = ["Le délai est de dix mois à compter du vote.", TEXT[1]];
    let half = [
        "Le délai est de dix ans et demi à compter du vote.",
        TEXT[1],
    ];
    assert_eq!(pair(&months, &half), EXCLUSIVE);
    let quarter = [
        "Le délai est de dix ans et quart à compter du vote.",
        TEXT[1],
    ];
    assert_eq!(pair(&half, &quarter), EXCLUSIVE);
}

#[test]
fn what_takes_a_paragraph_out_excludes_whatever_changes_it() {
    let without = [TEXT[1]];
    let twelve = ["Le délai est de douze ans à compter du vote.", TEXT[1]];
    let longer = [
        "Le délai est de dix ans à compter du vote. Il court.",
        TEXT[1],
    ];
    assert_eq!(pair(&without, &twelve), EXCLUSIVE);
    assert_eq!(pair(&without, &longer), EXCLUSIVE);
    let third = [TEXT[0], "La région finance le tiers."];
    assert_eq!(pair(&without, &third), APART);
}

#[test]
fn two_paragraphs_may_be_added_at_one_place() {
    let one = [TEXT[0], "Un alinéa.", TEXT[1]];
    let two = [TEXT[0], "Un autre, bien différent.", TEXT[1]];
    assert_eq!(pair(&one, &two), TOGETHER);
    let end = [TEXT[0], TEXT[1], "À la fin."];
    assert_eq!(pair(&one, &end), APART);
    let twelve = ["Le délai est de douze ans à compter du vote.", TEXT[1]];
    assert_eq!(pair(&one, &twelve), APART);
}

#[test]
fn a_paragraph_that_is_parted_where_another_adds_words_is_excluded() {
    let parted = ["Le délai est de dix ans", " à compter du vote.", TEXT[1]];
    let half = [
        "Le délai est de dix ans et demi à compter du vote.",
        TEXT[1],
    ];
    assert_eq!(pair(&parted, &half), EXCLUSIVE);
}

#[test]
fn the_title_is_a_passage() {
    let mut one = text(TEXT);
    let mut two = text(TEXT);
    one.title = "Autre titre".to_owned();
    two.title = "Titre second".to_owned();
    let base = text(TEXT);
    let (one, two) = (Touch::between(&base, &one), Touch::between(&base, &two));
    assert!(one.meets(&two));
    assert_eq!(one.first().0, 0);
}

#[test]
fn another_form_of_the_same_words_is_a_change_of_them() {
    let base = text(TEXT);
    let mut strong = base.clone();
    strong.blocks[1].content = vec![bold("La région finance la moitié.")];
    let strong = Touch::between(&base, &strong.normalised());
    let third = candidate(2, TEXT, &[TEXT[0], "La région finance le tiers."]);
    assert!(strong.excludes(&third.touch));
    assert_eq!(strong.distance(), 0);
}

#[test]
fn what_changes_nothing_touches_nothing() {
    let nothing = candidate(1, TEXT, TEXT);
    assert!(nothing.touch.is_empty());
}
