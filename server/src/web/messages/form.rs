//! What is said about corrections of form.

use dires_domain::reservation::WordingFault;

use crate::papers::form::{Done, Fault};

/// The page's title.
pub const TITLE: &str = "Corrections de forme";
/// What a correction of form is, and what contesting it does.
pub const RULE: &str = "Une correction de forme (faute, coquille, ponctuation) ne change pas le sens\u{202f}: les positions déjà prises restent. Jusqu’à l’adoption, la présidence de chaque territoire du périmètre peut la contester, sans avoir à prouver qu’elle change le sens.";
/// What contesting does, said beside its button.
pub const CONTEST: &str = "Contestée, la correction est défaite tout de suite\u{202f}: le texte dit de nouveau ce qu’il disait. Les positions prises avant elle restent\u{202f}; celles prises sur les mots corrigés ne comptent plus. Une consultation écrite en cours est interrompue.";
/// For whoever wants more than form.
pub const NOT_FORM: &str =
    "Ce qui touche au fond passe par un renvoi aux directions, où positions et avis sont repris.";

/// One is made.
pub fn made(done: &Done) -> String {
    format!(
        "La correction n°\u{a0}{} est faite\u{202f}: version {}. Les positions prises restent, et chaque présidence peut la contester jusqu’à l’adoption.",
        done.number, done.version
    )
}

/// One is contested.
pub fn contested(done: &Done) -> String {
    let voided = match done.voided {
        0 => "Aucune position n’avait été prise sur les mots corrigés.".to_owned(),
        1 => "1\u{a0}position prise sur les mots corrigés ne compte plus.".to_owned(),
        several => {
            format!("{several}\u{a0}positions prises sur les mots corrigés ne comptent plus.")
        }
    };
    format!(
        "La correction n°\u{a0}{} est contestée et défaite\u{202f}: version {}. {voided}",
        done.number, done.version
    )
}

/// Why one is refused.
pub fn fault(fault: Fault) -> String {
    match fault {
        Fault::Nowhere => "Ces mots ne se suivent dans aucun paragraphe du texte. Copiez-les depuis le texte.",
        Fault::Often => "Ces mots se trouvent plusieurs fois dans le texte\u{202f}: ajoutez ceux qui les entourent.",
        Fault::TooLong | Fault::Wording(WordingFault::TooLong) => "C’est trop long pour une correction de forme\u{202f}: 1\u{a0}000 signes au plus.",
        Fault::Wording(WordingFault::Same) => "La correction est ce que dit déjà le texte.",
        Fault::Nothing => "Écrivez ce qui remplace ces mots\u{202f}: supprimer un passage n’est pas une correction de forme.",
        Fault::NoMotive => "Écrivez le motif\u{202f}: il est montré avec la correction.",
        Fault::NoReason => "Dites pourquoi vous contestez la correction.",
        Fault::None => "Cette correction n’existe pas.",
        Fault::Contested => "Cette correction est déjà contestée, et défaite. Rien n’a changé.",
        Fault::Overtaken => "Ces mots ont été corrigés de nouveau depuis. Contestez d’abord la dernière correction.",
    }
    .to_owned()
}
