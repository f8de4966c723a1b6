//! What the comments say.

use dires_domain::anchor::{self, NoPassage};
use dires_domain::comment::{LONGEST, WordsFault};

use super::count;
use crate::papers::comments::{Fault, MOST, PACE, PACE_MINUTES};

/// The page's title.
pub const TITLE: &str = "Commentaires";

/// A thread on nothing in particular.
pub const WHOLE: &str = "Le texte entier";

/// What stands for a comment that its author took back.
pub const WITHDRAWN: &str = "Commentaire retiré par son auteur.";

/// Once a thread is opened.
pub const OPENED: &str = "Commentaire publié.";

/// Once a reply is written.
pub const REPLIED: &str = "Réponse publiée.";

/// Once a thread is resolved.
pub const RESOLVED: &str = "Échange résolu. Il reste consultable, et une réponse le rouvre.";

/// Once it is open again.
pub const REOPENED: &str = "Échange rouvert.";

/// Once a comment is changed.
pub const EDITED: &str = "Commentaire modifié.";

/// Once it is withdrawn.
pub const TAKEN_BACK: &str = "Commentaire retiré.";

/// A form that asks for nothing that is known.
pub const NOTHING_ASKED: &str = "Rien n’a été fait\u{202f}: rechargez la page, puis recommencez.";

/// A thread that is not there, or not for them.
pub const NO_THREAD: &str =
    "Cet échange n’existe plus\u{202f}: il a été retiré entre-temps. Rien n’a été publié.";

/// Why a comment is refused.
pub fn fault(fault: Fault) -> String {
    match fault {
        Fault::Words(WordsFault::Empty) => "Écrivez votre commentaire.".to_owned(),
        Fault::Words(WordsFault::TooLong) => {
            format!("Un commentaire compte {LONGEST} caractères au plus.")
        }
        Fault::Passage(NoPassage::Absent) => {
            "Ce passage ne se trouve pas dans le texte\u{202f}: choisissez-le de nouveau."
                .to_owned()
        }
        Fault::Passage(NoPassage::Blank) => {
            "Ce passage ne contient aucun mot\u{202f}: choisissez-en un qui en contient.".to_owned()
        }
        Fault::Passage(NoPassage::TooLong) => format!(
            "Un passage compte {} caractères au plus\u{202f}: choisissez-en un plus court, ou commentez le texte entier.",
            anchor::LONGEST
        ),
        Fault::Unsaved => {
            "Ce passage n’est pas encore enregistré\u{202f}: recommencez dans un instant."
                .to_owned()
        }
        Fault::TooOften => format!(
            "{PACE} commentaires en {PACE_MINUTES} minutes\u{202f}: attendez un peu avant le suivant."
        ),
        Fault::Full => format!("Ce texte a déjà {MOST} commentaires\u{202f}: il n’en reçoit plus."),
        Fault::NoThread => NO_THREAD.to_owned(),
        Fault::NotYours => {
            "Ce commentaire n’est pas de vous, ou il est déjà retiré. Rien n’a été changé."
                .to_owned()
        }
    }
}

/// Names that were mentioned and are not shown the thread.
pub fn unheard(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => format!(" {one} ne voit pas cet échange et n’est pas prévenu."),
        several => format!(
            " {} ne voient pas cet échange et ne sont pas prévenus.",
            several.join(", ")
        ),
    }
}

/// Who alone is shown a thread.
pub fn within(territory: &str) -> String {
    format!("Visible de {territory} seulement")
}

/// Who resolved a thread, and when.
pub fn resolved(who: &str, when: &str) -> String {
    format!("Résolu par {who}, le {when}")
}

/// How many threads are open.
pub fn open(number: usize) -> String {
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    match number {
        0 => "aucun ouvert".to_owned(),
        number => count(number, "ouvert", "ouverts"),
    }
}

/// What stands over the threads of a group.
pub const ON_PASSAGES: &str = "Sur des passages";
/// Likewise.
pub const ON_THE_WHOLE: &str = "Sur le texte entier";
/// Likewise.
pub const ON_WHAT_IS_GONE: &str = "Sur des passages supprimés";
/// Likewise.
pub const SETTLED: &str = "Résolus";
