//! What the page of authors says.

use dires_domain::authorship::Came;

/// Who wrote for no territory.
pub const ASSOCIATION: &str = "Association";

/// What stands above all headings.
pub const OPENING: &str = "Avant le premier titre";

/// What was done with a passage, before who did it.
pub const fn came(came: &Came) -> &'static str {
    match came {
        Came::Changed(_) => "Modifié",
        Came::Moved => "Déplacé ici, les mêmes mots",
        Came::Begun(_) => "Écrit",
    }
}

/// Who wrote a passage, and when.
pub fn passage(who: &str, when: &str) -> String {
    match when {
        "" => who.to_owned(),
        when => format!("{who}, le {when}"),
    }
}
