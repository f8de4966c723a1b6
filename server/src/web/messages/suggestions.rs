//! What is said of suggestions.

use dires_domain::text::{Block, BlockKind, Container, Proposed};

use crate::storage::journal::Detail;
use crate::storage::suggestions::Decided;
use crate::web::{dates, typography};

/// The live text could not be written.
pub const NOT_WRITTEN: &str = "Le texte ne peut pas être écrit pour l’instant. Rien n’a été changé\u{202f}; réessayez dans un instant.";
/// Nothing was chosen.
pub const NOTHING_CHOSEN: &str =
    "Choisissez une suggestion, et s’il faut l’accepter ou la refuser.";
/// One was accepted.
pub const ACCEPTED: &str = "La suggestion est acceptée.";
/// One was refused.
pub const REFUSED: &str = "La suggestion est refusée\u{202f}; le texte reste comme il était.";
/// Several were accepted.
pub const ALL_ACCEPTED: &str = "Ces suggestions sont acceptées.";
/// Several were refused.
pub const ALL_REFUSED: &str =
    "Ces suggestions sont refusées\u{202f}; le texte reste comme il était.";

/// What is said once it is decided.
pub const fn decided(accepted: bool, several: bool) -> &'static str {
    match (accepted, several) {
        (true, false) => ACCEPTED,
        (false, false) => REFUSED,
        (true, true) => ALL_ACCEPTED,
        (false, true) => ALL_REFUSED,
    }
}

/// Why there is nothing to decide any more.
pub fn gone(decided: Option<&Decided>) -> String {
    let Some(decided) = decided else {
        return "Cette suggestion n’est plus dans le texte\u{202f}: son auteur l’a retirée, ou une autre décision l’a emportée. Rien n’a été changé."
            .to_owned();
    };
    let what = if decided.accepted {
        "acceptée"
    } else {
        "refusée"
    };
    format!(
        "Cette suggestion est déjà {what} par {}, le {}. Votre demande n’a rien changé.",
        decided.by,
        dates::instant(decided.at)
    )
}

/// How many there are.
pub fn count(count: usize) -> String {
    match count {
        0 => "Aucune suggestion".to_owned(),
        1 => "1\u{a0}suggestion".to_owned(),
        many => format!("{many}\u{a0}suggestions"),
    }
}

/// A text cannot go on with suggestions in it.
pub fn to_decide(pending: usize) -> String {
    match pending {
        1 => "1\u{a0}suggestion n’est ni acceptée ni refusée\u{202f}: décidez-en à la page « Suggestions » du texte.".to_owned(),
        many => format!(
            "{many}\u{a0}suggestions ne sont ni acceptées ni refusées\u{202f}: décidez-en à la page « Suggestions » du texte."
        ),
    }
    .replace("« ", "«\u{202f}")
    .replace(" »", "\u{202f}»")
}

/// How many were pending when a version was frozen.
pub fn pending_then(pending: i64) -> String {
    match pending {
        0 => String::new(),
        1 => "1\u{a0}suggestion était en attente quand cette version a été figée\u{202f}; elle n’en fait pas partie.".to_owned(),
        many => format!(
            "{many}\u{a0}suggestions étaient en attente quand cette version a été figée\u{202f}; elles n’en font pas partie."
        ),
    }
}

/// What is proposed, before its words.
pub fn verb(to: &Proposed, is_block: bool) -> String {
    let verb = match to {
        Proposed::Shape(shape) => return format!("Faire {} de", shape_name(shape)),
        Proposed::Insert if is_block => "Commencer un nouveau paragraphe",
        Proposed::Insert => "Ajouter",
        Proposed::Delete if is_block => "Joindre au paragraphe précédent",
        Proposed::Delete => "Retirer",
        Proposed::Strong(true) => "Mettre en gras",
        Proposed::Strong(false) => "Ne plus mettre en gras",
        Proposed::Em(true) => "Mettre en italique",
        Proposed::Em(false) => "Ne plus mettre en italique",
        Proposed::Link(Some(_)) => "Faire un lien de",
        Proposed::Link(None) => "Retirer le lien de",
    };
    verb.to_owned()
}

/// A shape of a block, with its article.
fn shape_name(shape: &Block) -> String {
    let name = match shape.kind {
        BlockKind::Heading(level) => format!("un titre {}", level.get()),
        BlockKind::OrderedItem => "un élément d’une liste numérotée".to_owned(),
        BlockKind::UnorderedItem => "un élément d’une liste à puces".to_owned(),
        _ => "un paragraphe".to_owned(),
    };
    let lists = shape.parents.iter();
    let lists = lists.filter(|it| **it != Container::Quote).count();
    let level = match (lists, shape.kind) {
        (0, _) => String::new(),
        (_, BlockKind::OrderedItem | BlockKind::UnorderedItem) => {
            format!(", au niveau {},", lists + 1)
        }
        _ => " dans une liste".to_owned(),
    };
    let quoted = if shape.parents.contains(&Container::Quote) {
        " cité"
    } else {
        ""
    };
    format!("{name}{quoted}{level}")
}

/// What is proposed there, and by whom, for who does not see it.
pub fn said(to: &Proposed, who: &str) -> String {
    let what = match to {
        Proposed::Insert => "ajout suggéré",
        Proposed::Delete => "retrait suggéré",
        Proposed::Strong(true) => "gras suggéré",
        Proposed::Strong(false) => "gras à retirer",
        Proposed::Em(true) => "italique suggéré",
        Proposed::Em(false) => "italique à retirer",
        Proposed::Link(Some(_)) => "lien suggéré",
        Proposed::Link(None) => "lien à retirer",
        Proposed::Shape(shape) => return format!("{} suggéré par {who}", shape_name(shape)),
    };
    format!("{what} par {who}")
}

/// The same of a block.
pub fn said_of_block(to: &Proposed, who: &str) -> String {
    match to {
        Proposed::Insert => format!("nouveau paragraphe suggéré par {who}"),
        Proposed::Delete => format!("réunion au paragraphe précédent suggérée par {who}"),
        _ => said(to, who),
    }
}

/// What a line of the journal says of a suggestion.
pub fn beside(detail: &Detail) -> String {
    let said = |name: &str| detail.get(name).map(String::as_str);
    let mut who = said("auteur").unwrap_or_default().to_owned();
    if let Some(territory) = said("auteur-pour").filter(|it| !who.contains(*it)) {
        who = format!("{who} ({territory})");
    }
    let quoted = |words: &str| format!("«\u{202f}{}\u{202f}»", typography::set(words));
    let what = match (said("retrait"), said("ajout"), said("forme")) {
        (Some(before), Some(after), _) => {
            format!("remplacer {} par {}", quoted(before), quoted(after))
        }
        (Some(before), None, _) => format!("retirer {}", quoted(before)),
        (None, Some(after), _) => format!("ajouter {}", quoted(after)),
        (None, None, Some(words)) => format!("changer la mise en forme de {}", quoted(words)),
        (None, None, None) => "changer un paragraphe".to_owned(),
    };
    format!("Suggestion de {who}\u{202f}: {what}")
}
