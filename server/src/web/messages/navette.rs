//! What is said about the navette.

use dires_domain::navette::Side;
use dires_domain::text::shorten;

use crate::papers::navette::{Done, Fault};
use crate::storage::journal::Detail;

/// How much of the words of one cause is shown, in characters.
const EXCERPT: usize = 120;

/// The page's title.
pub const TITLE: &str = "La navette";
/// What it is.
pub const RULE: &str = "Ce que les directions ont validé, à côté de ce que les présidences adoptent. Chaque changement mène à l’amendement, à la correction de forme ou au libellé qui l’explique.";
/// What a change without origin does.
pub const BLOCKS: &str = "Tant qu’un changement est sans origine, le texte ne peut être ni approuvé, ni soumis à une consultation qui décide, ni adopté.";
/// How one is labelled.
pub const ASK: &str = "Rien de ce qui est enregistré n’explique ce changement. Dites d’où il vient\u{202f}: c’est montré à qui lit le texte, avec votre nom et la date, et noté au journal.";
/// Where nothing changed.
pub const SAME: &str =
    "Le texte dit ce que les directions ont validé\u{202f}: aucun mot n’a changé.";

/// That so many changes lead nowhere, where this keeps a text from being decided on.
pub fn nowhere(count: usize) -> String {
    match count {
        1 => "1\u{a0}changement depuis la version validée par les directions est sans origine\u{202f}: libellez-le à la page «\u{202f}La navette\u{202f}» du texte.".to_owned(),
        _ => format!("{count}\u{a0}changements depuis la version validée par les directions sont sans origine\u{202f}: libellez-les à la page «\u{202f}La navette\u{202f}» du texte."),
    }
}

/// How many changes there are.
pub fn count(changes: usize) -> String {
    match changes {
        0 => SAME.to_owned(),
        1 => "1\u{a0}changement".to_owned(),
        several => format!("{several}\u{a0}changements"),
    }
}

/// How many changes lead to causes of a kind.
pub fn counted(kind: Kind, count: usize) -> String {
    let (one, several) = match kind {
        Kind::Amended => ("par un amendement", "par des amendements"),
        Kind::Formed => (
            "par une correction de forme",
            "par des corrections de forme",
        ),
        Kind::Labelled => ("libellé par le secrétariat", "libellés par le secrétariat"),
        Kind::Nowhere => ("sans origine", "sans origine"),
    };
    format!("{count}\u{a0}{}", if count == 1 { one } else { several })
}

/// The kinds of causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Amendments.
    Amended,
    /// Corrections of form, and their undoing.
    Formed,
    /// Labels.
    Labelled,
    /// None.
    Nowhere,
}

/// Words of a change with their fate; none where there is no word.
pub fn run(side: Side, text: &str) -> Option<String> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fate = match side {
        Side::Added => "ajouté",
        Side::Removed => "supprimé",
        Side::Formed => "mis en forme",
    };
    (!words.is_empty()).then(|| format!("{fate} «\u{202f}{}\u{202f}»", shorten(&words, EXCERPT)))
}

/// The title became another.
pub const RETITLED: &str = "Titre";

/// For whom an amendment was, when it was accepted, and whether a body sat.
pub fn accepted(territory: &str, when: &str, sat: bool) -> String {
    let place = if sat { "en séance, " } else { "" };
    format!("{territory}, accepté {place}le {when}")
}

/// A correction of form, or that it was undone.
pub fn correction(number: i32, undone: bool) -> String {
    let undone = if undone {
        ", contestée et défaite"
    } else {
        ""
    };
    format!("Correction de forme n°\u{a0}{number}{undone}")
}

/// A label.
pub fn label(number: i32) -> String {
    format!("Libellé n°\u{a0}{number} du secrétariat")
}

/// That a change is labelled.
pub fn labelled(done: &Done) -> String {
    let left = match done.nowhere {
        0 => "Plus aucun changement n’est sans origine.".to_owned(),
        1 => "1\u{a0}changement est encore sans origine.".to_owned(),
        several => format!("{several}\u{a0}changements sont encore sans origine."),
    };
    format!("Le changement est libellé. {left}")
}

/// That a label is taken back.
pub fn withdrawn(done: &Done) -> String {
    format!(
        "Le libellé n°\u{a0}{} est retiré\u{202f}: son changement est de nouveau sans origine.",
        done.number
    )
}

/// Why one is not.
pub fn fault(fault: Fault) -> String {
    match fault {
        Fault::None => "Ce changement n’existe pas.",
        Fault::Led => "Ce changement mène déjà à ce qui l’explique. Rien n’a été changé.",
        Fault::NoWords => "Dites d’où vient ce changement\u{202f}: le libellé est vide.",
        Fault::Withdrawn => "Ce libellé est déjà retiré. Rien n’a été changé.",
    }
    .to_owned()
}

/// What the journal says beside a label: its number, and the words.
pub fn beside(number: &str, detail: &Detail) -> String {
    let said = |name: &str| detail.get(name).map_or("", |it| it.trim());
    let words = match (said("avant"), said("apres")) {
        ("", "") => return format!("libellé n°\u{a0}{number}"),
        (before, "") => format!("supprimé «\u{202f}{before}\u{202f}»"),
        ("", after) => format!("ajouté «\u{202f}{after}\u{202f}»"),
        (before, after) => {
            format!("«\u{202f}{before}\u{202f}» devenu «\u{202f}{after}\u{202f}»")
        }
    };
    format!("libellé n°\u{a0}{number}, {words}")
}
