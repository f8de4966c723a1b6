//! What a comparison says of its changes.

use dires_domain::redline::{Break, Change, Extent, Shape, Sort};
use dires_domain::text::{BlockKind, Container, shorten};

use crate::papers::moments::LONGEST_NAME;

/// How much of a passage a line of the list shows, in characters.
const EXCERPT: usize = 70;

/// What is heard after the words of a change.
pub const END: &str = "fin";

/// What is said once a bookmark is put.
pub const READ: &str = "C’est noté\u{202f}: vous retrouverez ici ce qui change à partir de maintenant. Vous seul le voyez.";

/// What is said once a state was named.
pub const NAMED: &str = "Le nom est enregistré.";

/// A name is too long.
pub fn long_name() -> String {
    format!("Un nom compte {LONGEST_NAME} caractères au plus.")
}

/// How many changes, and by whom.
pub fn stretch(changes: usize, writers: &[String]) -> String {
    let noun = if changes > 1 {
        "modifications"
    } else {
        "modification"
    };
    match writers {
        [] => format!("{changes}\u{a0}{noun}"),
        writers => format!("{changes}\u{a0}{noun}, par {}", writers.join(", ")),
    }
}

/// What precedes the words of a note, where they stand in the text.
pub const NOTE: &str = "note";

/// A sort of change, before its words.
pub const fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Added => "Ajouté",
        Sort::Removed => "Supprimé",
        Sort::Replaced => "Remplacé",
        Sort::MovedAway(_) => "Déplacé d’ici",
        Sort::MovedHere(_) => "Déplacé ici",
        Sort::Reformatted => "Mis en forme autrement",
        Sort::Reshaped => "Présenté autrement",
        Sort::Joined => "Paragraphe réuni au précédent",
        Sort::Parted => "Paragraphe séparé du précédent",
    }
}

/// What a block is.
pub fn shape(shape: &Shape) -> String {
    let kind = match shape.kind {
        BlockKind::Paragraph => "paragraphe".to_owned(),
        BlockKind::Heading(level) => format!("titre de niveau {}", level.get()),
        BlockKind::OrderedItem => "point numéroté".to_owned(),
        BlockKind::UnorderedItem => "point de liste".to_owned(),
        BlockKind::HorizontalRule => "ligne de séparation".to_owned(),
        BlockKind::Image(image) if image.decorative => "image décorative".to_owned(),
        BlockKind::Image(_) => "image".to_owned(),
        BlockKind::Cell(cell) if cell.header => "en-tête de colonne".to_owned(),
        BlockKind::Cell(cell) if cell.opens_row() => "première cellule d’une ligne".to_owned(),
        BlockKind::Cell(_) => "cellule de tableau".to_owned(),
    };
    let depth = shape
        .parents
        .iter()
        .filter(|it| **it != Container::Quote)
        .count();
    let quoted = shape.parents.contains(&Container::Quote);
    match (quoted, depth) {
        (true, _) => format!("{kind}, en citation"),
        (false, 0) => kind,
        (false, depth) => format!("{kind}, en retrait de {depth}"),
    }
}

/// What a line of the list says after the sort of the change.
pub fn excerpt(change: &Change) -> String {
    let quoted = |words: &str| {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then(|| format!("«\u{202f}{}\u{202f}»", shorten(&words, EXCERPT)))
    };
    let (before, after) = (quoted(&change.before), quoted(&change.after));
    if let Some(its) = &change.shapes {
        if let Some(image) = image(its, after.clone().or(before)) {
            return image;
        }
        let name = |shape: &Option<Shape>| shape.as_ref().map(self::shape).unwrap_or_default();
        let words = after
            .map(|words| format!("\u{202f}: {words}"))
            .unwrap_or_default();
        return format!("{} → {}{words}", name(&its.before), name(&its.after));
    }
    match (change.sort, before, after) {
        (Sort::Replaced, Some(before), Some(after)) => format!("{before} par {after}"),
        (Sort::Added | Sort::Removed, None, None) => "cellules sans texte".to_owned(),
        (_, before, after) => after.or(before).unwrap_or_default(),
    }
}

/// What is said of an image that came, went or is another; none where it is no image on either side.
fn image(its: &Break, words: Option<String>) -> Option<String> {
    let of = |side: &Option<Shape>| match side.as_ref()?.kind {
        BlockKind::Image(image) => Some(image),
        _ => None,
    };
    let (before, after) = (of(&its.before), of(&its.after));
    if before.is_none() && after.is_none() || mixed(its) {
        return None;
    }
    let said = super::images::became(before, after);
    Some(words.map_or_else(|| said.clone(), |words| format!("{said}\u{202f}: {words}")))
}

/// Whether one side is an image and the other another kind of block.
fn mixed(its: &Break) -> bool {
    match (&its.before, &its.after) {
        (Some(a), Some(b)) => a.is_image() != b.is_image(),
        _ => false,
    }
}

/// How much changed, in a sentence.
pub fn extent(changes: usize, title: bool, extent: Extent) -> String {
    let share = match extent.percent() {
        0 => String::new(),
        percent => format!(", {percent}\u{a0}% du texte"),
    };
    let renamed = if title { " Le titre a changé." } else { "" };
    match changes {
        0 if title => "Le titre a changé, et rien d’autre.".to_owned(),
        0 => "Rien n’a changé entre ces deux états du texte.".to_owned(),
        1 => format!("Une modification{share}.{renamed}"),
        count => format!("{count} modifications{share}.{renamed}"),
    }
}
